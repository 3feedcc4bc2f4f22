package io.kronosq.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A browser that reads a stream of events, until it is closed. */
final class EventReader implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final HttpResponse<InputStream> answer;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private volatile boolean ended;

  /**
   * Connects.
   *
   * @param uri the stream
   * @param lastEventId the event to resume after; empty for none
   */
  EventReader(URI uri, String lastEventId) throws IOException, InterruptedException {
    HttpRequest.Builder request = request(uri);
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    answer = HTTP.send(request.build(), BodyHandlers.ofInputStream());
    Thread reading = new Thread(this::read, "event-reader");
    reading.setDaemon(true);
    reading.start();
  }

  /** The answer to a request that gets no stream, as a whole. */
  static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return HTTP.send(request(uri).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).header("Accept", "text/event-stream");
  }

  private void read() {
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException | UncheckedIOException closedOrLost) {
      // Either way there is no more to read.
    }
    ended = true;
  }

  HttpResponse<InputStream> answer() {
    return answer;
  }

  /** Whether the server has ended the stream. */
  boolean isEnded() {
    return ended;
  }

  /** The values of a field, such as {@code event} or {@code data}. */
  List<String> all(String field) {
    String lead = field + ": ";
    return lines.stream()
        .filter(line -> line.startsWith(lead))
        .map(line -> line.substring(lead.length()))
        .toList();
  }

  @Override
  public void close() throws IOException {
    answer.body().close();
  }
}
