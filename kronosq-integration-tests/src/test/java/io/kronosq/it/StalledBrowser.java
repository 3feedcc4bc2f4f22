package io.kronosq.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;

/** A browser that asks for a stream of events and then does not read it, so that buffers fill. */
final class StalledBrowser implements AutoCloseable {
  private static final int SMALLEST_BUFFER = 1_024;
  private static final int PATIENCE_MS = 10_000;

  private final Socket socket = new Socket();

  /**
   * Asks, and waits until an answer begins.
   *
   * @param uri the stream
   */
  StalledBrowser(URI uri) throws IOException {
    socket.setReceiveBufferSize(SMALLEST_BUFFER);
    socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
    socket.setSoTimeout(PATIENCE_MS);
    String request =
        "GET "
            + uri.getRawPath()
            + '?'
            + uri.getRawQuery()
            + " HTTP/1.1\r\n"
            + "Host: "
            + uri.getRawAuthority()
            + "\r\nAccept: text/event-stream\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(UTF_8));
    // The head of the answer comes when the server has begun to listen.
    if (socket.getInputStream().read() < 0) {
      throw new EOFException();
    }
  }

  /** Whether the server has closed the connection; reads what had been sent before. */
  boolean isDropped() throws IOException {
    try {
      byte[] read = new byte[65_536];
      while (socket.getInputStream().read(read) >= 0) {
        // What was under way.
      }
      return true;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
