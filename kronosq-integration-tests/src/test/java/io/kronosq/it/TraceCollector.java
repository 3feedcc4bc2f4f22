package io.kronosq.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;

/**
 * Takes the spans that servers send by OTLP over HTTP, as the bytes that they are. A span is
 * written as its trace's id, its own, its parent's, and its name; see the opentelemetry-proto
 * definition of {@code Span}.
 */
final class TraceCollector {
  private final Queue<String> received = new ConcurrentLinkedQueue<>();
  private final HttpServer server;

  private TraceCollector(HttpServer server) {
    this.server = server;
  }

  /** Listens on the loopback interface, to the end of this JVM. */
  static TraceCollector start() {
    try {
      TraceCollector collector =
          new TraceCollector(
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
      collector.server.createContext("/", collector::take);
      collector.server.start();
      return collector;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code otel.exporter.otlp.endpoint} has to be. */
  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream body = exchange.getRequestBody()) {
      boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      InputStream plain = zipped ? new GZIPInputStream(body) : body;
      received.add(HexFormat.of().formatHex(plain.readAllBytes()));
      exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  /** Whether a span of that identity has arrived. */
  boolean has(String traceId, String spanId) {
    return arrived("0a10" + traceId + "1208" + spanId);
  }

  /** Whether a span has arrived whose parent is of that identity. */
  boolean hasChildOf(String spanId) {
    return arrived("2208" + spanId);
  }

  private boolean arrived(String bytes) {
    return received.stream().anyMatch(message -> message.contains(bytes));
  }
}
