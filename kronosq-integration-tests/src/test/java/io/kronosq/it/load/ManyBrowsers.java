package io.kronosq.it.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many that read the stream of events. One thread reads for all of them, so that it costs little.
 */
final class ManyBrowsers implements AutoCloseable {
  private final Selector selector = Selector.open();
  private final List<SocketChannel> channels = new ArrayList<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger lost = new AtomicInteger();
  private final Thread reading = new Thread(this::read, "many-browsers");

  /**
   * Connects them.
   *
   * @param stream the address of the stream
   * @param count how many
   */
  ManyBrowsers(URI stream, int count) throws IOException {
    String credentials = Base64.getEncoder().encodeToString("viewer:viewer-secret".getBytes(UTF_8));
    byte[] request =
        """
        GET %s HTTP/1.1\r
        Host: localhost\r
        Accept: text/event-stream\r
        Authorization: Basic %s\r
        \r
        """
            .formatted(stream.getRawPath() + query(stream), credentials)
            .getBytes(UTF_8);
    for (int i = 0; i < count; i++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(stream.getHost(), stream.getPort()));
      channels.add(channel);
      channel.write(ByteBuffer.wrap(request));
      expectStream(channel);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
    }
    reading.setDaemon(true);
    reading.start();
  }

  private static void expectStream(SocketChannel channel) throws IOException {
    ByteBuffer answer = ByteBuffer.allocate(1 << 12);
    channel.read(answer);
    String head = new String(answer.array(), 0, answer.position(), UTF_8);
    if (!head.startsWith("HTTP/1.1 200")) {
      throw new IOException("No stream, but " + head);
    }
  }

  private static String query(URI stream) {
    return stream.getRawQuery() == null ? "" : "?" + stream.getRawQuery();
  }

  private void read() {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    try {
      while (selector.isOpen()) {
        selector.select(key -> take(key, buffer));
      }
    } catch (ClosedSelectorException closed) {
      // There is no more to read.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(SelectionKey key, ByteBuffer buffer) {
    buffer.clear();
    try {
      int read = ((SocketChannel) key.channel()).read(buffer);
      if (read < 0) {
        lost.incrementAndGet();
        key.cancel();
      } else {
        bytes.addAndGet(read);
      }
    } catch (IOException e) {
      lost.incrementAndGet();
      key.cancel();
    }
  }

  /** Bytes that all of them have read. */
  long bytes() {
    return bytes.get();
  }

  /** How many streams the server has ended. */
  int lost() {
    return lost.get();
  }

  @Override
  public void close() throws IOException {
    selector.close();
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }
}
