package io.kronosq.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.admin.testing.AdminClient;
import io.kronosq.admin.testing.DocumentedOperation;
import io.kronosq.admin.testing.DocumentedParameter;
import io.kronosq.admin.testing.Subjects;
import io.kronosq.task.TaskState;
import io.kronosq.testing.TestRedis;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that knows nothing but openapi.yaml. */
class DocumentDrivenTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();

  private static final int MOST_TRIES = 9;
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

  private LocalAdmin local;
  private AdminClient admin;
  private Subjects subjects;
  private DocumentedAnswers answers;

  @BeforeEach
  void start() throws Exception {
    local = LocalAdmin.start(redis.uri(), Map.of());
    admin = new AdminClient(local.uri("").toString());
    subjects = new Subjects(redis.config(), "driven");
    answers = new DocumentedAnswers();
  }

  @AfterEach
  void stop() throws Exception {
    subjects.close();
    local.close();
  }

  @Test
  void everyOperationSucceedsWithItsExamplesAndAnswersAsDocumented() throws Exception {
    List<String> deviations = new ArrayList<>();
    Set<String> succeeded = new TreeSet<>();
    List<DocumentedOperation> all = DocumentedOperation.all();
    for (DocumentedOperation operation : all) {
      HttpRequest.Builder request = request(operation, operation.role());
      if (operation.id().equals("eventsEvents")) {
        // It has no end.
        assertThat(admin.statusOf(request)).isEqualTo(200);
        succeeded.add(operation.id());
        continue;
      }
      HttpResponse<String> answer = admin.send(request);
      for (int i = 0; i < MOST_TRIES && isOver(operation, answer); i++) {
        answer = admin.send(request(operation, operation.role()));
      }
      if (answer.statusCode() == operation.success()) {
        succeeded.add(operation.id());
      }
      compare(operation, answer, deviations);
      compare(operation, admin.send(request(operation, null)), deviations);
      compare(operation, admin.send(request(operation, "stranger")), deviations);
    }
    assertThat(deviations).isEmpty();
    assertThat(succeeded)
        .isEqualTo(all.stream().map(DocumentedOperation::id).collect(Collectors.toSet()));
  }

  /** A job may end before it is cancelled. */
  private static boolean isOver(DocumentedOperation operation, HttpResponse<String> answer) {
    return answer.statusCode() == 409 && operation.path().startsWith("/jobs/");
  }

  @Test
  void anAnswerThatIsNotAsDocumentedIsFound() throws Exception {
    DocumentedOperation types = operation("listTypes");
    String json = "application/json";
    String sound = "{\"items\":[{\"type\":\"a\",\"servers\":1}]}";
    assertThat(answers.deviations(types, 200, json, sound)).isEmpty();
    assertThat(answers.deviations(types, 200, json, "{}")).isNotEmpty();
    assertThat(answers.deviations(types, 200, json, sound.replace("1", "\"1\""))).isNotEmpty();
    assertThat(answers.deviations(types, 200, json, sound.replace("}]", ",\"b\":1}]")))
        .isNotEmpty();
    assertThat(answers.deviations(types, 200, "text/plain", sound)).isNotEmpty();
    assertThat(answers.deviations(types, 418, json, sound)).isNotEmpty();
    assertThat(answers.deviations(operation("deleteQueues"), 204, "", sound)).isNotEmpty();
  }

  @Test
  void whatIsMissingOrMalformedIsToldAsDocumented() throws Exception {
    List<String> deviations = new ArrayList<>();
    for (DocumentedOperation operation : DocumentedOperation.all()) {
      String missing = operation.path().replaceAll("\\{[a-z]+}", "missing");
      String malformed = missing + "?limit=x&range=x&force=x&level=x&count=x&pattern=x";
      if (operation.statuses().contains(404)) {
        compare(operation, admin.send(request(operation, "admin", missing)), deviations);
      }
      if (operation.statuses().contains(400) && !operation.query().isEmpty()) {
        compare(operation, admin.send(request(operation, "admin", malformed)), deviations);
      }
      if (operation.hasBody()) {
        HttpRequest.Builder broken = admin.changing("admin", operation.method(), missing, "{");
        compare(operation, admin.send(broken), deviations);
      }
      if (operation.needsVersion()) {
        String path = subjects.path(operation);
        HttpRequest.Builder blind =
            admin.changing("admin", operation.method(), path, operation.bodyExample());
        compare(operation, admin.send(blind), deviations);
        compare(operation, admin.send(blind.header("If-Match", "\"x\"")), deviations);
      }
    }
    assertThat(deviations).isEmpty();
  }

  @Test
  void tasksOfEveryStateAreToldAsDocumented() throws Exception {
    DocumentedOperation list = operation("listQueuesTasks");
    DocumentedOperation get = operation("getQueuesTasks");
    DocumentedParameter states =
        list.query().stream()
            .filter(query -> query.name().equals("state"))
            .findFirst()
            .orElseThrow();
    assertThat(states.values()).hasSameSizeAs(TaskState.values());
    String own = subjects.path(get).replaceFirst("/tasks/.*", "");
    List<String> deviations = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (String state : states.values()) {
      for (String queue : List.of(own, "/queues/" + Subjects.SERVED)) {
        for (String user : List.of("viewer", "operator")) {
          HttpResponse<String> page = admin.get(user, queue + "/tasks?state=" + state);
          compare(list, page, deviations);
          for (MatchResult id : ID.matcher(page.body()).results().toList()) {
            HttpResponse<String> task = admin.get(user, queue + "/tasks/" + id.group(1));
            compare(get, task, deviations);
            assertThat(task.body()).contains("\"state\":\"" + state.toUpperCase(Locale.ROOT));
            seen.add(state);
          }
        }
      }
    }
    assertThat(deviations).isEmpty();
    assertThat(seen).containsAll(states.values());
  }

  private static DocumentedOperation operation(String id) throws Exception {
    return DocumentedOperation.all().stream()
        .filter(operation -> operation.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private HttpRequest.Builder request(DocumentedOperation operation, String user) {
    return request(operation, user, subjects.path(operation) + operation.queryExample());
  }

  private HttpRequest.Builder request(DocumentedOperation operation, String user, String path) {
    HttpRequest.Builder request =
        operation.changes()
            ? admin.changing(user, operation.method(), path, operation.bodyExample())
            : admin.request(user, path);
    request.header("Accept", answers.formats(operation));
    return operation.needsVersion() ? request.header("If-Match", "*") : request;
  }

  private void compare(
      DocumentedOperation operation, HttpResponse<String> answer, List<String> deviations) {
    for (String deviation : answers.deviations(operation, answer)) {
      deviations.add(
          operation.id() + " " + answer.statusCode() + ": " + deviation + ": " + answer.body());
    }
  }
}
