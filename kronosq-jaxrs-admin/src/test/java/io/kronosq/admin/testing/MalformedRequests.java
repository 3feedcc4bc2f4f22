package io.kronosq.admin.testing;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends what nobody should: types, sizes, encodings, cursors and ids that can't be. */
public final class MalformedRequests {
  /** What servers themselves answer to what is no HTTP, besides what is documented. */
  private static final Set<Integer> OF_SERVERS = Set.of(400, 404, 405, 413, 414, 431);

  private static final int THREADS = 4;

  private static final List<String> WORDS =
      List.of(
          "",
          "%00",
          "%ff%fe",
          "%C0%80",
          "%2e%2e%2f",
          "%2F",
          "..%2F..",
          "%20",
          "a%0Ab",
          "%0D%0A",
          "%7B%7D",
          "%E2%80%AE",
          "%F0%9F%92%A9",
          "null",
          "true",
          "-1",
          "0",
          "1e9",
          "99999999999999999999",
          "%27%20OR%201=1",
          "%3Cscript%3E",
          "*",
          "a;b=c",
          "%25",
          "0x10",
          "NaN",
          "2026-13-45T99:99:99Z",
          "%7C",
          "a%7Cb",
          "x%7C",
          "default%7C99",
          "1:2",
          ":",
          "a:",
          "a".repeat(300),
          "%C3%BC".repeat(100),
          "9".repeat(40),
          "-".repeat(129));

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "\"\"",
          "\"x\"",
          "-1",
          "0",
          "1.5",
          "1e400",
          "1e999999999",
          "99999999999999999999",
          "[]",
          "[[]]",
          "{}",
          "{\"a\":1}",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"" + "y".repeat(500) + "\"",
          "[1,[2,[3]]]",
          "\"2026-13-01\"",
          "-0",
          "1e-400");

  private static final List<String> NAMES =
      List.of(
          "type",
          "payload",
          "payloadText",
          "payloadBase64",
          "id",
          "delayMs",
          "processAt",
          "maxRetry",
          "timeoutMs",
          "deadline",
          "headers",
          "limitKey",
          "count",
          "queue",
          "keys",
          "ofKeys",
          "group",
          "pattern",
          "zone",
          "misfire",
          "overlap",
          "min",
          "max",
          "action",
          "state",
          "filter",
          "dryRun",
          "__proto__",
          "",
          "constructor");

  private final AdminClient admin;
  private final List<DocumentedOperation> operations;

  /**
   * @param base where the resources are
   */
  public MalformedRequests(String base) throws Exception {
    admin = new AdminClient(base);
    operations =
        DocumentedOperation.all().stream().filter(each -> !each.path().equals("/events")).toList();
  }

  /**
   * Sends them as an admin.
   *
   * @param count how many
   * @param seed decides what is sent
   * @return where an answer was none that is documented, or something may have changed
   */
  public List<String> deviations(int count, long seed) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<List<String>>> parts = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(seed + i);
        parts.add(threads.submit(() -> send(count / THREADS, random)));
      }
      List<String> deviations = new ArrayList<>();
      for (Future<List<String>> part : parts) {
        deviations.addAll(part.get());
      }
      return deviations;
    } finally {
      threads.shutdownNow();
    }
  }

  private List<String> send(int count, Random random) throws Exception {
    List<String> deviations = new ArrayList<>();
    for (int i = 0; i < count && deviations.size() < 20; i++) {
      DocumentedOperation operation = one(operations, random);
      String path = path(operation, random);
      HttpRequest.Builder request = request(operation, path, random);
      HttpResponse<String> answer = admin.send(request);
      int status = answer.statusCode();
      boolean known = operation.statuses().contains(status) || OF_SERVERS.contains(status);
      boolean done = operation.changes() && status < 300;
      if (!known || done || status >= 500) {
        deviations.add(
            operation.id()
                + " "
                + operation.method()
                + " "
                + path
                + ": "
                + status
                + " "
                + answer.body());
      }
    }
    return deviations;
  }

  private String path(DocumentedOperation operation, Random random) {
    StringBuilder path = new StringBuilder();
    for (String segment : operation.path().substring(1).split("/", -1)) {
      // Such a name is no queue, task, schedule or server.
      path.append('/').append(segment.startsWith("{") ? one(WORDS, random) + "~" : segment);
    }
    if (random.nextInt(10) == 0) {
      path.append('/').append(one(WORDS, random));
    }
    char mark = '?';
    for (String parameter : operation.queryParameters()) {
      if (random.nextBoolean()) {
        path.append(mark).append(parameter).append('=').append(one(WORDS, random));
        mark = '&';
      }
    }
    return path.toString();
  }

  private HttpRequest.Builder request(DocumentedOperation operation, String path, Random random) {
    HttpRequest.Builder request = admin.request("admin", path);
    if (operation.changes()) {
      request.header("X-Kronosq-Request", "1");
      request.header(
          "Content-Type",
          one(List.of("application/json", "application/json;charset=utf-16", "text/xml"), random));
    }
    if (random.nextInt(5) == 0) {
      request.header("Accept", one(List.of("*/*", "text/html", "image/*;q=0.1", ";;"), random));
    }
    if (random.nextInt(5) == 0) {
      request.header("If-Match", one(List.of("*", "\"x\"", "W/\"1\"", ",,,", "x"), random));
    }
    byte[] body = body(random);
    return operation.changes()
        ? request.method(operation.method(), BodyPublishers.ofByteArray(body))
        : request;
  }

  private static byte[] body(Random random) {
    if (random.nextInt(8) == 0) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      return noise;
    }
    StringBuilder body = new StringBuilder("{");
    int properties = random.nextInt(5);
    for (int i = 0; i < properties; i++) {
      body.append(i == 0 ? "" : ",").append('"').append(one(NAMES, random)).append("\":");
      body.append(one(VALUES, random));
    }
    if (random.nextInt(20) == 0) {
      body.append(",\"deep\":").append("[".repeat(5_000));
    }
    return body.append(random.nextInt(5) == 0 ? "" : "}")
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private static <T> T one(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
