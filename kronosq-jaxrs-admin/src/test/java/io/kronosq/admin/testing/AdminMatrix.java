package io.kronosq.admin.testing;

import io.kronosq.redis.RedisConfig;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Calls every operation as everybody, and compares the statuses with the documented ones. */
public final class AdminMatrix implements AutoCloseable {
  private final AdminClient admin;
  private final Subjects subjects;

  /**
   * @param base where the resources are
   * @param redis the Redis that they use
   */
  public AdminMatrix(String base, RedisConfig redis) {
    admin = new AdminClient(base);
    subjects = new Subjects(redis, "matrix");
  }

  /** Where a status was another one than documented; empty when all is well. */
  public List<String> deviations() throws Exception {
    List<String> deviations = new ArrayList<>();
    for (DocumentedOperation operation : DocumentedOperation.all()) {
      for (String user : Arrays.asList(null, "viewer", "operator", "admin")) {
        call(operation, user, deviations);
      }
      mistakes(operation, deviations);
    }
    return deviations;
  }

  private void call(DocumentedOperation operation, String user, List<String> deviations)
      throws Exception {
    int expected = user == null ? 401 : !operation.isFor(user) ? 403 : operation.success();
    int status = admin.statusOf(request(operation, user));
    if (user != null && expected < 300 && endsByItself(operation) && status == 409) {
      return;
    }
    compare(operation, user, status, expected, deviations);
  }

  /** What is meant may be over, or not yet, by then; both are documented. */
  private static boolean endsByItself(DocumentedOperation operation) {
    return operation.changes() && operation.path().startsWith("/jobs/{id}");
  }

  private HttpRequest.Builder request(DocumentedOperation operation, String user) {
    String path = subjects.path(operation) + operation.queryExample();
    HttpRequest.Builder request =
        operation.changes()
            ? admin.changing(user, operation.method(), path, operation.bodyExample())
            : admin.request(user, path);
    return operation.needsVersion() ? request.header("If-Match", "*") : request;
  }

  private void mistakes(DocumentedOperation operation, List<String> deviations) throws Exception {
    String path = subjects.path(operation);
    if (operation.changes()) {
      HttpRequest.Builder foreign =
          admin.request("admin", path).method(operation.method(), BodyPublishers.noBody());
      compare(operation, "another site", admin.statusOf(foreign), 403, deviations);
    }
    if (operation.hasBody()) {
      HttpRequest.Builder broken = admin.changing("admin", operation.method(), path, "{");
      compare(operation, "broken JSON", admin.statusOf(broken), 400, deviations);
      HttpRequest.Builder text =
          admin
              .request("admin", path)
              .header("X-Kronosq-Request", "1")
              .header("Content-Type", "text/plain")
              .method(operation.method(), BodyPublishers.ofString("{}"));
      compare(operation, "no JSON", admin.statusOf(text), 415, deviations);
    }
    if (operation.statuses().contains(404)) {
      String missing = operation.path().replaceAll("\\{[a-z]+}", "missing");
      HttpRequest.Builder request =
          admin.changing("admin", operation.method(), missing, operation.bodyExample());
      compare(operation, "missing", admin.statusOf(request), 404, deviations);
    }
    HttpRequest.Builder unacceptable =
        admin
            .changing("admin", operation.method(), path, operation.bodyExample())
            .header("Accept", "image/png");
    if (operation.success() != 204) {
      compare(operation, "image", admin.statusOf(unacceptable), 406, deviations);
    }
  }

  private static void compare(
      DocumentedOperation operation,
      String who,
      int status,
      int expected,
      List<String> deviations) {
    if (status != expected || !operation.statuses().contains(status)) {
      deviations.add(operation.id() + " as " + who + ": " + status + ", not " + expected);
    }
  }

  @Override
  public void close() {
    subjects.close();
  }
}
