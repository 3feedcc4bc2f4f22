package io.kronosq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.Inspector;
import io.kronosq.inspect.BulkRequest;
import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskFilter;
import io.kronosq.task.TaskState;
import io.kronosq.testing.RedisFixture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every command does on a Redis of any kind. */
abstract class CommandContract {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  abstract RedisFixture redis();

  private int kronq(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Kronq.run(
        environment(), new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private Map<String, String> environment() {
    Map<String, String> variables = new java.util.HashMap<>();
    variables.put("KRONOSQ_REDIS_URI", redis().uri());
    var login = redis().config().credentials();
    if (login != null) {
      variables.put("KRONOSQ_REDIS_PASSWORD", login.password());
    }
    if (redis().config() instanceof io.kronosq.redis.RedisConfig.Sentinel sentinel
        && sentinel.sentinels().credentials() != null) {
      variables.put(
          "KRONOSQ_REDIS_SENTINEL_PASSWORD", sentinel.sentinels().credentials().password());
    }
    return variables;
  }

  @Test
  void aTaskIsEnqueuedListedShownAndDeleted() {
    assertThat(kronq("task", "enqueue", "mail", "--task-id", "m1", "--payload", "{\"a\":1}"))
        .as(err.toString())
        .isZero();
    assertThat(kronq("task", "ls", "default", "-o", "json")).isZero();
    assertThat(out.toString()).contains("\"id\":\"m1\"").doesNotContain("{\\\"a\\\"");
    assertThat(kronq("task", "get", "m1", "--show-payload")).isZero();
    assertThat(out.toString()).contains("{\"a\":1}");
    assertThat(kronq("task", "delete", "default", "m1")).isEqualTo(ExitCode.REFUSED);
    assertThat(kronq("task", "delete", "default", "m1", "--yes")).isZero();
    assertThat(kronq("task", "get", "m1")).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void tasksAreMovedByFilterOnceTheyWereCounted() {
    for (int i = 0; i < 5; i++) {
      kronq("task", "enqueue", i < 3 ? "mail" : "other", "--task-id", "t" + i);
    }
    String[] archive = {"task", "archive", "default", "--state", "pending", "--type", "mail"};
    assertThat(kronq(with(archive, "--dry-run", "-o", "json"))).isZero();
    assertThat(out.toString()).contains("\"matched\":3,\"changed\":0");
    assertThat(kronq(with(archive, "--yes", "-o", "json"))).isZero();
    assertThat(out.toString()).contains("\"changed\":3");
    assertThat(kronq("task", "retry", "default", "t0")).isZero();
    assertThat(kronq("task", "run", "default", "t1")).isZero();
    assertThat(kronq("task", "cancel", "default", "t1")).isEqualTo(ExitCode.REFUSED);
    assertThat(kronq("task", "run", "default", "nothing")).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void aQueueIsPausedResumedAndRemoved() {
    kronq("task", "enqueue", "mail");
    assertThat(kronq("queue", "pause", "default")).isZero();
    assertThat(kronq("queue", "ls")).isZero();
    assertThat(out.toString()).containsPattern("default +yes +1 ");
    assertThat(kronq("doctor")).isIn(ExitCode.WARNING, ExitCode.CRITICAL);
    assertThat(out.toString()).contains("QUEUE_PAUSED_BACKLOG", "'default'");
    assertThat(kronq("queue", "resume", "default")).isZero();
    assertThat(kronq("queue", "inspect", "default", "-o", "json")).isZero();
    assertThat(out.toString()).contains("\"paused\":false");
    assertThat(kronq("queue", "history", "default")).isZero();
    assertThat(kronq("queue", "rm", "default", "--yes")).isEqualTo(ExitCode.REFUSED);
    assertThat(kronq("queue", "rm", "default", "--yes", "--force")).isZero();
    assertThat(kronq("queue", "inspect", "default")).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void serversSchedulesAndTotalsAreTold() {
    assertThat(kronq("server", "ls")).isZero();
    assertThat(kronq("server", "quiet", "none")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(kronq("schedule", "ls")).isZero();
    assertThat(kronq("schedule", "trigger", "none")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(kronq("stats", "-o", "json")).isZero();
    assertThat(out.toString()).contains("\"queues\":0");
    assertThat(kronq("dash", "--count", "1")).isZero();
  }

  @Test
  void aBulkJobIsListedShownStoppedAndResumed() {
    kronq("task", "enqueue", "mail");
    String id;
    try (Inspector inspector = Inspector.open(redis().config())) {
      id =
          inspector
              .jobs()
              .start(
                  new BulkRequest(
                      TaskAction.ARCHIVE,
                      "default",
                      TaskState.PENDING,
                      TaskFilter.ALL,
                      false,
                      "ann"))
              .id();
    }
    assertThat(kronq("job", "ls", "-o", "json")).isZero();
    assertThat(out.toString()).contains(id, "\"status\":\"QUEUED\"", "\"by\":\"ann\"");
    assertThat(kronq("job", "resume", id)).isEqualTo(ExitCode.REFUSED);
    assertThat(kronq("job", "cancel", id)).isZero();
    assertThat(kronq("job", "get", id, "-o", "json")).isZero();
    assertThat(out.toString()).contains("\"status\":\"CANCELLED\"");
    assertThat(kronq("job", "resume", id)).isZero();
    assertThat(kronq("job", "get", "none")).isEqualTo(ExitCode.NOT_FOUND);
  }

  private static String[] with(String[] some, String... more) {
    List<String> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
