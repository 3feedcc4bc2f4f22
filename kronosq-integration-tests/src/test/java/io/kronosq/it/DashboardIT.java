package io.kronosq.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.KronosServer;
import io.kronosq.embedded.EmbeddedRedis;
import io.kronosq.handler.SkipRetryException;
import io.kronosq.handler.TaskRouter;
import io.kronosq.inspect.ServerInfo;
import io.kronosq.it.browser.Chromium;
import io.kronosq.it.browser.Dashboard;
import io.kronosq.it.browser.Hostile;
import io.kronosq.it.browser.PrefixProxy;
import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.schedule.Schedule;
import io.kronosq.store.TaskStore;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.Task;
import io.kronosq.task.TaskState;
import io.kronosq.testing.Await;
import io.kronosq.testing.TestRedis;
import jakarta.json.Json;
import java.io.File;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;

/** The dashboard's WAR on a server, in a real browser; tasks run in this JVM. */
@ArquillianTest
@RunAsClient
class DashboardIT {
  private static final Dimension WIDE = new Dimension(1280, 900);
  private static final Dimension PHONE = new Dimension(390, 844);
  private static final String BASE =
      "http://localhost:" + System.getProperty("it.http.port") + "/kronosq/";
  private static final EnqueueOption LATER = EnqueueOption.delay(Duration.ofHours(1));

  /** Not the shared one: it is stopped for a while. */
  private static final int PORT = TestRedis.freePort();

  private static final RedisConfig REDIS =
      RedisConfig.parse("redis://127.0.0.1:" + PORT).withPrefix("dashboard");

  private static EmbeddedRedis redis = startRedis();
  private static TaskStore store = RedisTaskStore.open(REDIS);
  private static Inspector inspector = Inspector.of(store);
  private static KronosClient client = KronosClient.builder(store).build();
  private static CountDownLatch gate = new CountDownLatch(1);
  private static KronosServer worker = startWorker();
  private static Dashboard dashboard;
  private static int queues;

  private String queue;

  @Deployment(testable = false)
  static WebArchive dashboard() {
    return ShrinkWrap.createFromZipFile(
            WebArchive.class, new File(System.getProperty("it.dashboard.war")))
        .addAsResource(
            new StringAsset(
                "kronosq.redis.uri=redis://127.0.0.1:"
                    + PORT
                    + "\nkronosq.redis.prefix=dashboard\n"),
            "META-INF/microprofile-config.properties");
  }

  private static EmbeddedRedis startRedis() {
    return EmbeddedRedis.builder().inMemory().port(PORT).build().start();
  }

  private static KronosServer startWorker() {
    TaskRouter router = new TaskRouter();
    router.handle("report", context -> {});
    router.handle(
        "broken",
        context -> {
          throw new SkipRetryException("The printer is on fire");
        });
    router.handle(
        "import",
        context -> {
          context.progress(0.4, Hostile.TURNED);
          context.log(Hostile.TURNED);
          gate.await();
        });
    router.handle(
        Hostile.MARKUP,
        context -> {
          throw new SkipRetryException(Hostile.LONG);
        });
    KronosServer server =
        KronosServer.builder(store)
            .router(router)
            .queue("post", 1)
            .concurrency(8)
            .name("worker <b>one</b>")
            .build();
    server.start();
    return server;
  }

  @BeforeAll
  static void openBrowser() {
    assumeTrue(Chromium.isInstalled(), Chromium.INSTALL);
    dashboard = Dashboard.open(BASE, "admin", WIDE);
  }

  @AfterAll
  static void close() {
    if (dashboard != null) {
      dashboard.close();
    }
    gate.countDown();
    worker.stop();
    client.close();
    store.close();
    redis.close();
  }

  @BeforeEach
  void makeQueue() {
    queue = "orders-" + ++queues;
    dashboard.resize(WIDE);
  }

  private void enqueue(String type, String id, EnqueueOption... options) {
    List<EnqueueOption> all = new ArrayList<>(List.of(options));
    all.add(EnqueueOption.queue(queue));
    all.add(EnqueueOption.taskId(id));
    client.enqueue(Task.of(type, "{\"order\": 42}"), all.toArray(EnqueueOption[]::new));
  }

  private TaskState state(String id) {
    return inspector.task(queue, id).orElseThrow().state();
  }

  private void awaitState(String id, TaskState state) {
    Await.until(id + " is " + state, () -> state(id) == state);
  }

  @Test
  void queuesArePausedResumedLimitedAndDeleted() {
    enqueue("report", "one");
    dashboard.go("#/queues").clickInRow(queue, "queue-pause");
    Await.until("it is paused", () -> inspector.queue(queue).paused());
    dashboard.go("#/queues/" + queue).click("queue-resume");
    Await.until("it is not paused", () -> !inspector.queue(queue).paused());
    dashboard.click("queue-limit").write("limits-queue-concurrency", "3").click("limits-save");
    Await.until(
        "it is limited",
        () -> Integer.valueOf(3).equals(inspector.queue(queue).limits().maxConcurrent()));
    dashboard.miss("limits-save");
    dashboard.click("queue-delete").write("confirm-typed", queue);
    dashboard.confirm();
    Await.until(
        "it is deleted",
        () -> inspector.queues().stream().noneMatch(each -> each.name().equals(queue)));
  }

  @Test
  void tasksAreEnqueuedWithAllThatTheyCarry() {
    enqueue("report", "first");
    dashboard.go("#/queues/" + queue).click("queue-enqueue");
    dashboard
        .write("enqueue-type", "report")
        .write("enqueue-payload", "{\"id\": 7}")
        .write("enqueue-id", "by-hand")
        .write("enqueue-delay", "3600")
        .write("enqueue-max-retry", "4")
        .click("enqueue-ok");
    Await.until("it is enqueued", () -> inspector.task(queue, "by-hand").isPresent());
    assertThat(state("by-hand")).isEqualTo(TaskState.SCHEDULED);
    assertThat(inspector.task(queue, "by-hand").orElseThrow().maxRetry()).isEqualTo(4);
  }

  @Test
  void tasksAreRunArchivedRetriedAndDeleted() {
    enqueue("report", "one", LATER);
    dashboard.go("#/queues/" + queue + "/tasks/one").click("task-archive");
    awaitState("one", TaskState.ARCHIVED);
    dashboard.click("task-retry");
    awaitState("one", TaskState.PENDING);
    enqueue("report", "two", LATER);
    dashboard.go("#/queues/" + queue + "/tasks/two").click("task-run");
    awaitState("two", TaskState.PENDING);
    dashboard.click("task-delete").confirm();
    Await.until("it is deleted", () -> inspector.task(queue, "two").isEmpty());
    Await.until("the queue is shown", () -> !dashboard.address().contains("/tasks/"));
  }

  @Test
  void runningTasksAreCancelled() {
    queue = "post";
    enqueue("import", "slow");
    awaitState("slow", TaskState.ACTIVE);
    dashboard.go("#/queues/post/tasks/slow");
    dashboard.read("task-progress", "40");
    dashboard.click("task-cancel").confirm();
    Await.until("it is stopped", () -> state("slow") != TaskState.ACTIVE);
  }

  @Test
  void chosenTasksAreChangedTogether() {
    for (int i = 0; i < 5; i++) {
      enqueue("report", "task-" + i, LATER);
    }
    dashboard.go("#/queues/" + queue + "?state=SCHEDULED").clickInRow("task-3", "task-select");
    dashboard.click("chosen-archive");
    awaitState("task-3", TaskState.ARCHIVED);
    dashboard.click("tasks-select-all").click("chosen-delete").confirm();
    Await.until("all are deleted", () -> inspector.queue(queue).scheduled() == 0);
    assertThat(inspector.queue(queue).archived()).isEqualTo(1);
  }

  @Test
  void tasksAreFoundByFilterAndTheBackButtonReturns() {
    enqueue("report", "red", LATER);
    enqueue("invoice", "blue", LATER);
    dashboard.go("#/queues/" + queue + "?state=SCHEDULED");
    dashboard.write("filter-type", "invoice").click("filter-apply");
    dashboard.see(By.cssSelector("[data-id='blue']"));
    Await.until(
        "the other is hidden",
        () -> !dashboard.address().isEmpty() && dashboard.address().contains("type=invoice"));
    dashboard.reload();
    dashboard.click(By.cssSelector("[data-id='blue'] [data-row-link]"));
    dashboard.read("task-id", "blue");
    dashboard.back();
    dashboard.see(By.cssSelector("[data-id='blue']"));
    assertThat(dashboard.address()).contains("type=invoice");
    dashboard.back();
    dashboard.see(By.cssSelector("[data-id='red']"));
  }

  @Test
  void theKeyboardReachesPagesRowsAndHelp() {
    enqueue("report", "one", LATER);
    dashboard.go("#/");
    dashboard.press("g", "q");
    dashboard.see("queues");
    dashboard.press("g", "s");
    dashboard.see("servers");
    dashboard.chord(Keys.CONTROL, "k");
    dashboard.see("palette-input").sendKeys(queue);
    dashboard.see(By.xpath("//*[@role='option'][contains(., '" + queue + "')]"));
    dashboard.press(Keys.ENTER);
    Await.until("the queue is there", () -> dashboard.address().contains("/queues/" + queue));
    dashboard.see(By.cssSelector("[data-id='one']"));
    dashboard.press("j", "o");
    dashboard.read("task-id", "one");
  }

  @Test
  void serversAreQuietedResumedAndScaled() {
    String id = server().report().id();
    dashboard.go("#/servers/" + id).click("server-quiet");
    Await.until("it is quiet", () -> server().report().quiet());
    dashboard.click("server-resume");
    Await.until("it works", () -> !server().report().quiet());
    dashboard.click("server-concurrency");
    dashboard.write("server-concurrency-min", "2").write("server-concurrency-max", "5");
    dashboard.click("server-concurrency-apply");
    Await.until("it is scaled", () -> server().report().concurrency().max() == 5);
    dashboard.click("server-concurrency").click("server-concurrency-reset");
    Await.until("it is as configured", () -> server().report().concurrency().max() == 8);
  }

  @Test
  void serversAreStopped() {
    try (KronosServer other =
        KronosServer.builder(store)
            .router(new TaskRouter())
            .queue("other", 1)
            .name("to-be-stopped")
            .build()) {
      other.start();
      Await.until("it is there", () -> named("to-be-stopped") != null);
      dashboard.go("#/servers/" + named("to-be-stopped").report().id()).click("server-stop");
      dashboard.confirm();
      Await.until("it is stopped", () -> named("to-be-stopped") == null);
    }
  }

  /** One that was just started has to tell of itself first. */
  private static ServerInfo server() {
    Await.until("the server tells of itself", () -> named("worker <b>one</b>") != null);
    return named("worker <b>one</b>");
  }

  private static ServerInfo named(String name) {
    return inspector.servers().stream()
        .filter(each -> each.report().name().equals(name))
        .findAny()
        .orElse(null);
  }

  @Test
  void schedulesAreTriggeredPausedEditedResetAndDeleted() {
    String id = "nightly";
    inspector
        .schedules()
        .add(Schedule.of(id, "@yearly", Task.of("report"), EnqueueOption.queue(queue)));
    dashboard.go("#/schedules").clickInRow(id, "schedule-trigger");
    Await.until("a task is enqueued", () -> inspector.queue(queue).size() == 1);
    dashboard.clickInRow(id, "schedule-pause");
    Await.until("it is paused", () -> schedulePaused(id));
    dashboard.go("#/schedules/" + id).click("schedule-resume");
    Await.until("it goes on", () -> !schedulePaused(id));
    dashboard.click("schedule-edit").write("schedule-form-pattern", "0 4 * * *");
    dashboard.read("schedule-preview", "04:00");
    dashboard.click("schedule-form-save");
    Await.until("it is edited", () -> pattern(id).equals("0 4 * * *"));
    dashboard.click("schedule-reset").confirm();
    Await.until("it is as declared", () -> pattern(id).equals("@yearly"));
    dashboard.click("schedule-delete").confirm();
    Await.until("it is deleted", () -> inspector.schedules().get(id).isEmpty());
  }

  private static boolean schedulePaused(String id) {
    return inspector.schedules().get(id).orElseThrow().paused();
  }

  private static String pattern(String id) {
    return inspector.schedules().get(id).orElseThrow().effective().timing().pattern().text();
  }

  @Test
  void hostileContentIsTextEverywhere() {
    queue = "post";
    client.enqueue(
        Task.of(
            Hostile.MARKUP,
            Json.createObjectBuilder().add(Hostile.TURNED, Hostile.LONG).build().toString()),
        EnqueueOption.queue(queue),
        EnqueueOption.taskId("hostile <b>" + Hostile.MARKUP.substring(0, 60)),
        EnqueueOption.header("x-source", Hostile.MARKUP),
        EnqueueOption.limitKey(Hostile.MARKUP));
    enqueue("import", "marks");
    inspector
        .schedules()
        .add(
            Schedule.of(
                Hostile.MARKUP, "@yearly", Task.of(Hostile.MARKUP), EnqueueOption.queue("post")));
    Await.until("it failed", () -> inspector.queue("post").archived() > 0);
    Await.until("the other tells", () -> state("marks") == TaskState.ACTIVE);
    String hostile = inspector.tasks("post", TaskState.ARCHIVED).tasks().get(0).ref().id();
    List<String> addresses =
        List.of(
            "#/",
            "#/queues",
            "#/queues/post?state=ARCHIVED",
            "#/queues/post?view=limits",
            "#/queues/post/tasks/" + encoded(hostile),
            "#/queues/post/tasks/marks",
            "#/schedules",
            "#/schedules/" + encoded(Hostile.MARKUP),
            "#/servers",
            "#/servers/" + server().report().id(),
            "#/events?type=" + encoded(Hostile.MARKUP),
            "#/audit",
            "#/jobs");
    dashboard.reload();
    for (Dimension size : List.of(WIDE, PHONE)) {
      dashboard.resize(size);
      for (String address : addresses) {
        dashboard.go(address);
        assertThat(dashboard.run("return window.hacked")).as(address).isNull();
        assertThat(dashboard.fits()).as(address + " fits " + size).isTrue();
      }
    }
    assertThat(dashboard.violations()).isEmpty();
    assertThat(dashboard.complaints()).isEmpty();
  }

  private static String encoded(String text) {
    return String.valueOf(dashboard.run("return encodeURIComponent(arguments[0])", text));
  }

  @Test
  void everyPageIsAccessibleInBothThemesAndOnAPhone() {
    enqueue("report", "one", LATER);
    inspector
        .schedules()
        .add(Schedule.of("hourly", "@hourly", Task.of("report"), EnqueueOption.queue(queue)));
    List<String> addresses =
        List.of(
            "#/",
            "#/queues",
            "#/queues/" + queue,
            "#/queues/" + queue + "?view=history",
            "#/queues/" + queue + "/tasks/one",
            "#/servers",
            "#/servers/" + server().report().id(),
            "#/schedules",
            "#/schedules/hourly",
            "#/schedules/hourly?edit=1",
            "#/events",
            "#/jobs",
            "#/audit",
            "#/redis");
    List<String> problems = new ArrayList<>();
    dashboard.go("#/");
    for (String theme : List.of("light", "dark")) {
      dashboard.theme(theme);
      for (String address : addresses) {
        String found = dashboard.go(address).accessibilityProblems();
        if (!found.isEmpty()) {
          problems.add(theme + " " + address + ": " + found);
        }
      }
    }
    dashboard.resize(PHONE);
    for (String address : addresses) {
      if (!dashboard.go(address).fits()) {
        problems.add(address + " does not fit a phone");
      }
    }
    assertThat(problems).isEmpty();
    assertThat(dashboard.violations()).isEmpty();
  }

  @Test
  void viewersSeeNoActions() {
    enqueue("report", "one", LATER);
    try (Dashboard viewer = Dashboard.open(BASE, "viewer", WIDE)) {
      viewer.go("#/queues/" + queue + "?state=SCHEDULED");
      viewer.see(By.cssSelector("[data-id='one']"));
      for (String action :
          List.of("queue-pause", "queue-delete", "queue-enqueue", "task-select", "all-delete")) {
        assertThat(viewer.has(action)).as(action).isFalse();
      }
      viewer.go("#/queues/" + queue + "/tasks/one").see("task-id");
      assertThat(viewer.has("task-delete")).isFalse();
      viewer.go("#/servers/" + server().report().id()).see("server-state");
      assertThat(viewer.has("server-stop")).isFalse();
      assertThat(viewer.has("nav-audit")).isFalse();
      viewer.go("#/audit").see("forbidden");
    }
  }

  @Test
  void nobodyGetsInWithoutALogin() throws Exception {
    try (AppServer server = AppServer.connect()) {
      HttpResponse<String> answer = server.get("/kronosq/api/v1/me");
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Basic");
      assertThat(server.get("/kronosq/").headers().firstValue("Content-Security-Policy"))
          .isPresent();
    }
  }

  @Test
  void writesFromOtherSitesAreRefused() {
    enqueue("report", "one", LATER);
    String otherSite = BASE.replace("localhost", "127.0.0.1");
    try (Dashboard other = Dashboard.open(otherSite, "admin", WIDE)) {
      other.go("#/queues");
      String pause = BASE + "api/v1/queues/" + queue + "/pause";
      for (String options :
          List.of(
              "{method: 'POST', mode: 'no-cors', credentials: 'include'}",
              "{method: 'POST', headers: {'X-Kronosq-Request': '1'}, credentials: 'include'}")) {
        other.run(
            "return fetch(arguments[0], " + options + ").then(a => a.status, e => String(e))",
            pause);
        assertThat(inspector.queue(queue).paused()).as(options).isFalse();
      }
    }
  }

  @Test
  void itWorksBelowThePrefixOfAReverseProxy() throws Exception {
    enqueue("report", "one", LATER);
    try (PrefixProxy proxy = new PrefixProxy("/ops/tasks/", BASE);
        Dashboard behind = Dashboard.open(proxy.address(), "admin", WIDE)) {
      behind.go("#/queues").clickInRow(queue, "queue-pause");
      Await.until("it is paused", () -> inspector.queue(queue).paused());
      assertThat(behind.violations()).isEmpty();
    }
  }

  @Test
  void itTellsThatRedisIsAwayAndComesBack() {
    dashboard.go("#/redis").see("redis-version");
    redis.close();
    dashboard.see("away");
    dashboard.see("stale");
    redis = startRedis();
    dashboard.miss("away");
    dashboard.miss("stale");
    dashboard.see("redis-version");
  }
}
