package io.kronosq.admin.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Calls admin resources, as users whose password is their name and {@code -secret}. */
public final class AdminClient {
  private final String base;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * @param base where the resources are, without a slash at its end
   */
  public AdminClient(String base) {
    this.base = base;
  }

  /** A request of a user, of null for nobody. */
  public HttpRequest.Builder request(String user, String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
    if (user != null) {
      byte[] login = (user + ":" + user + "-secret").getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
    }
    return request;
  }

  /** Gets a resource. */
  public HttpResponse<String> get(String user, String path)
      throws IOException, InterruptedException {
    return send(request(user, path));
  }

  /** Sends a request. */
  public HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** Sends a request whose answer may have no end. */
  public int statusOf(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
    answer.body().close();
    return answer.statusCode();
  }

  /** A change as the dashboard makes it. */
  public HttpResponse<String> change(String user, String method, String path, String json)
      throws IOException, InterruptedException {
    return send(changing(user, method, path, json));
  }

  /** Such a change, to be sent. */
  public HttpRequest.Builder changing(String user, String method, String path, String json) {
    return request(user, path)
        .header("X-Kronosq-Request", "1")
        .header("Content-Type", "application/json")
        .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
  }
}
