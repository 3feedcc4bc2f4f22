package io.kronosq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.kronosq.BulkRunner;
import io.kronosq.KronosServer;
import io.kronosq.handler.TaskRouter;
import io.kronosq.inspect.AuditEntry;
import io.kronosq.inspect.AuditQuery;
import io.kronosq.redis.RedisConfig;
import io.kronosq.schedule.Schedule;
import io.kronosq.task.Task;
import io.kronosq.testing.Await;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.RedisFixture;
import io.kronosq.worker.ServerStatus.State;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What every command does on a Redis of any kind. */
abstract class CommandContract {
  @RegisterExtension final EngineHarness harness = new EngineHarness(() -> redis().config());

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  abstract RedisFixture redis();

  private int kronq(String... arguments) {
    return kronq(environment(), arguments);
  }

  private int kronq(Map<String, String> environment, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Kronq.run(
        environment, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>();
    variables.put("KRONOSQ_REDIS_URI", redis().uri());
    var login = redis().config().credentials();
    if (login != null) {
      variables.put("KRONOSQ_REDIS_PASSWORD", login.password());
    }
    if (redis().config() instanceof RedisConfig.Sentinel sentinel
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
    assertThat(kronq("schedule", "history", "none")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(kronq("stats", "-o", "json")).isZero();
    assertThat(out.toString()).contains("\"queues\":0");
    assertThat(kronq("dash", "--count", "1")).isZero();
  }

  @Test
  void aServerIsQuietedResumedAndStopped() {
    KronosServer server =
        harness.start(
            harness.server(new TaskRouter()).queue("default", 1).lease(Duration.ofSeconds(1)));
    Await.until("it is listed", () -> servers().contains("\"state\":\"alive\""));
    String id = harness.inspector().servers().get(0).report().id();
    assertThat(kronq("server", "quiet", id)).as(err.toString()).isZero();
    Await.until("it is quiet", () -> servers().contains("\"state\":\"quiet\""));
    assertThat(kronq("server", "resume", id)).isZero();
    Await.until("it takes tasks again", () -> servers().contains("\"state\":\"alive\""));
    assertThat(kronq("server", "stop", id)).isEqualTo(ExitCode.REFUSED);
    assertThat(kronq("server", "stop", id, "--yes")).isZero();
    Await.until("it has stopped", () -> server.status().state() == State.STOPPED);
    assertThat(audited()).containsExactly("server.stop", "server.resume", "server.quiet");
  }

  private String servers() {
    assertThat(kronq("server", "ls", "-o", "json")).isZero();
    return out.toString();
  }

  @Test
  void aScheduleIsTriggeredPausedAndResumed() {
    harness
        .inspector()
        .schedules()
        .add(Schedule.of("report", "0 3 * * *", Task.of("mail", new byte[0])));
    assertThat(kronq("schedule", "ls", "-o", "json")).isZero();
    assertThat(out.toString()).contains("\"id\":\"report\"", "\"paused\":false");
    assertThat(kronq("schedule", "trigger", "report")).as(err.toString()).isZero();
    assertThat(kronq("schedule", "history", "report", "-o", "json")).isZero();
    assertThat(out.toString()).contains("\"outcome\":");
    assertThat(kronq("schedule", "pause", "report")).isZero();
    assertThat(kronq("schedule", "ls", "-o", "json")).isZero();
    assertThat(out.toString()).contains("\"paused\":true");
    assertThat(kronq("schedule", "resume", "report")).isZero();
    assertThat(kronq("schedule", "ls", "-o", "json")).isZero();
    assertThat(out.toString()).contains("\"paused\":false");
    assertThat(audited()).containsExactly("schedule.resume", "schedule.pause", "schedule.trigger");
  }

  @Test
  void aBulkJobIsStartedListedShownStoppedResumedAndForgotten() {
    kronq("task", "enqueue", "mail");
    assertThat(kronq("task", "archive", "default", "--state", "pending", "--background", "--yes"))
        .as(err.toString())
        .isZero();
    String id = harness.inspector().jobs().list().get(0).id();
    assertThat(out.toString()).contains(id, "QUEUED");
    assertThat(kronq("job", "ls", "-o", "json")).isZero();
    assertThat(out.toString()).contains(id, "\"status\":\"QUEUED\"");
    assertThat(kronq("job", "resume", id)).isEqualTo(ExitCode.REFUSED);
    assertThat(kronq("job", "rm", id)).isEqualTo(ExitCode.REFUSED);
    assertThat(kronq("job", "cancel", id)).isZero();
    assertThat(kronq("job", "get", id, "-o", "json")).isZero();
    assertThat(out.toString()).contains("\"status\":\"CANCELLED\"");
    assertThat(kronq("job", "resume", id)).isZero();
    BulkRunner runner = harness.closing(BulkRunner.start(harness.store()));
    Await.until(
        "it is done", () -> kronq("job", "get", id) == 0 && out.toString().contains("DONE"));
    runner.close();
    assertThat(kronq("task", "ls", "default", "--state", "archived")).isZero();
    assertThat(out.toString()).contains("mail");
    assertThat(kronq("job", "rm", id)).isZero();
    assertThat(kronq("job", "get", id)).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void theAuditLogTellsWhoDidWhatToHowMany() {
    kronq("task", "enqueue", "mail", "--task-id", "m1", "--as", "ann");
    kronq("task", "enqueue", "mail", "--task-id", "m2");
    String[] archive = {"task", "archive", "default", "--state", "pending", "--type", "mail"};
    assertThat(kronq(with(archive, "--dry-run"))).isZero();
    assertThat(kronq(with(archive, "--yes", "--as", "ann"))).isZero();
    kronq("task", "cancel", "default", "m1");
    List<AuditEntry> entries = harness.inspector().audit().page(AuditQuery.ALL).entries();
    assertThat(entries)
        .extracting(AuditEntry::action)
        .containsExactly("task.cancel", "task.archive", "task.enqueue", "task.enqueue");
    AuditEntry archived = entries.get(1);
    assertThat(archived.user()).isEqualTo("ann");
    assertThat(archived.target()).isEqualTo("default");
    assertThat(archived.details()).containsOnly(entry("state", "PENDING"), entry("type", "mail"));
    assertThat(archived.affected()).isEqualTo(2);
    assertThat(archived.outcome()).isEqualTo("done");
    assertThat(entries.get(0).outcome()).isEqualTo("refused");
    assertThat(entries.get(0).user()).startsWith(System.getProperty("user.name") + "@");
  }

  private List<String> audited() {
    return harness.inspector().audit().page(AuditQuery.ALL).entries().stream()
        .filter(entry -> entry.outcome().equals("done"))
        .map(AuditEntry::action)
        .toList();
  }

  @Test
  void secretsAreShownOnlyWhenTheyAreAskedFor() {
    kronq("task", "enqueue", "mail", "--task-id", "m1", "--payload", "{\"password\":\"hunter2\"}");
    assertThat(kronq("task", "get", "m1", "--show-payload")).isZero();
    assertThat(out.toString()).contains("password").doesNotContain("hunter2");
    assertThat(kronq("task", "get", "m1", "--show-payload", "--show-secrets")).isZero();
    assertThat(out.toString()).contains("hunter2");
  }

  @Test
  void flagsTellWhereItIs() {
    kronq("task", "enqueue", "mail");
    Map<String, String> secrets = environment();
    secrets.remove("KRONOSQ_REDIS_URI");
    assertThat(kronq(secrets, with(new String[] {"queue", "ls"}, flags()))).isZero();
    assertThat(out.toString()).contains("default");
  }

  @Test
  void theApplicationsConfigurationTellsWhereItIs(@TempDir Path folder) throws Exception {
    kronq("task", "enqueue", "mail");
    Path file =
        Files.writeString(
            folder.resolve("microprofile-config.properties"),
            "kronosq.redis.uri=${REDIS_ADDRESS}\n%dev.kronosq.redis.prefix=another\n");
    Map<String, String> other = environment();
    other.put("REDIS_ADDRESS", other.remove("KRONOSQ_REDIS_URI"));
    String[] list = {"queue", "ls", "--config", file.toString()};
    assertThat(kronq(other, list)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("default");
    assertThat(kronq(other, with(list, "--profile", "dev"))).isZero();
    assertThat(out.toString()).doesNotContain("default");
  }

  private String[] flags() {
    RedisConfig config = redis().config();
    if (config instanceof RedisConfig.Sentinel sentinel) {
      return new String[] {
        "--sentinel", list(sentinel.sentinels().nodes()) + "/" + sentinel.master()
      };
    }
    return config instanceof RedisConfig.Cluster cluster
        ? new String[] {"--cluster", list(cluster.nodes())}
        : new String[] {"--redis", redis().uri()};
  }

  private static String list(List<RedisConfig.Node> nodes) {
    return nodes.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static String[] with(String[] some, String... more) {
    List<String> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
