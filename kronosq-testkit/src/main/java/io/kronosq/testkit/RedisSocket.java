package io.kronosq.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kronosq.redis.RedisConfig;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;

/** A connection for the few commands that the store has no call for. Not safe for many threads. */
final class RedisSocket implements AutoCloseable {
  private final RedisConfig.Standalone config;
  private final Socket socket;
  private final InputStream in;

  RedisSocket(RedisConfig.Standalone config) {
    this.config = config;
    try {
      socket = new Socket(config.host(), config.port());
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Sends a command, and waits for its answer.
   *
   * @param words the command, and its arguments
   * @throws UncheckedIOException when Redis does not answer, or with an error
   */
  void call(String... words) {
    ByteArrayOutputStream command = new ByteArrayOutputStream();
    command.writeBytes(("*" + words.length + "\r\n").getBytes(UTF_8));
    for (String word : words) {
      byte[] bytes = word.getBytes(UTF_8);
      command.writeBytes(("$" + bytes.length + "\r\n").getBytes(UTF_8));
      command.writeBytes(bytes);
      command.writeBytes("\r\n".getBytes(UTF_8));
    }
    try {
      socket.getOutputStream().write(command.toByteArray());
      String answer = readLine();
      if (!answer.startsWith("+") && !answer.startsWith(":")) {
        throw new IOException("Redis answered " + answer);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("Redis closed the connection");
      }
      line.write(next);
    }
    return line.toString(UTF_8).trim();
  }

  private UncheckedIOException failed(IOException cause) {
    return new UncheckedIOException(
        "The Redis of the tests at " + config.place() + " did not do as it was told", cause);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
