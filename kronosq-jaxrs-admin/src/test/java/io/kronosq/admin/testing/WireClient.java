package io.kronosq.admin.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;

/** Sends whatever it is given over a connection, which it opens anew where it was closed. */
final class WireClient implements AutoCloseable {
  private static final int PATIENCE_MS = 30_000;

  private final URI base;
  private Socket socket;
  private InputStream in;

  /**
   * An answer.
   *
   * @param status 0 where the server hung up instead
   * @param body what it says
   */
  record Answer(int status, String body) {
    private static final Answer NONE = new Answer(0, "");
  }

  WireClient(URI base) {
    this.base = base;
  }

  Answer send(WireRequest request) throws IOException {
    boolean fresh = socket == null;
    try {
      return ask(request);
    } catch (java.net.SocketTimeoutException e) {
      throw new IOException("No answer to " + request, e);
    } catch (IOException hungUp) {
      close();
      // A server may have closed an idle connection; a new one that it closes is an answer.
      return fresh ? Answer.NONE : send(request);
    }
  }

  private Answer ask(WireRequest request) throws IOException {
    if (socket == null) {
      socket = new Socket(base.getHost(), base.getPort());
      socket.setSoTimeout(PATIENCE_MS);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
    }
    try {
      socket.getOutputStream().write(request.bytes(base.getRawPath(), base.getRawAuthority()));
      if (request.last()) {
        socket.shutdownOutput();
      }
    } catch (IOException refused) {
      // The server may have answered before it had read everything.
      Answer answer = read();
      close();
      return answer;
    }
    Answer answer = read();
    if (request.last()) {
      close();
    }
    return answer;
  }

  private Answer read() throws IOException {
    String[] status = line().split(" ", 3);
    int length = -1;
    boolean chunked = false;
    boolean closes = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(header.indexOf(':') + 1).trim());
      }
      chunked |= header.equals("transfer-encoding: chunked");
      closes |= header.equals("connection: close");
    }
    int code = Integer.parseInt(status[1]);
    if (code == 204 || code == 304) {
      length = 0;
    }
    String body = chunked ? chunks() : text(length < 0 ? in.readAllBytes() : exactly(length));
    if (closes || (length < 0 && !chunked)) {
      close();
    }
    return new Answer(code, body);
  }

  private String chunks() throws IOException {
    StringBuilder body = new StringBuilder();
    for (int size = chunk(); size > 0; size = chunk()) {
      body.append(text(exactly(size)));
      line();
    }
    line();
    return body.toString();
  }

  private int chunk() throws IOException {
    return Integer.parseInt(line().trim(), 16);
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
