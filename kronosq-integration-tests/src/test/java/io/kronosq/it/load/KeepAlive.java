package io.kronosq.it.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;

/** Asks the dashboard's server over one connection, one question after the other. */
final class KeepAlive {
  private static final int UNMEASURED = 50;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String authorization;

  /**
   * @param user whose password is the name with {@code -secret}
   */
  KeepAlive(String user) {
    authorization =
        "Basic "
            + Base64.getEncoder().encodeToString((user + ":" + user + "-secret").getBytes(UTF_8));
  }

  /** How long answers take until they are read. */
  Times times(String path, int count) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(LibertyProcess.BASE + path))
            .header("Authorization", authorization)
            .build();
    Times.of(Math.min(count, UNMEASURED), () -> time(request));
    return Times.of(count, () -> time(request));
  }

  private double time(HttpRequest request) throws Exception {
    long start = System.nanoTime();
    HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
    double taken = (System.nanoTime() - start) / 1e6;
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          request.uri() + ": " + answer.statusCode() + " " + new String(answer.body(), UTF_8));
    }
    return taken;
  }
}
