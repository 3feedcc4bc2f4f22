package io.kronosq.it.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kronosq.Inspector;
import io.kronosq.inspect.BulkJob;
import io.kronosq.inspect.BulkJob.Status;
import io.kronosq.inspect.BulkProgress;
import io.kronosq.it.browser.Chromium;
import io.kronosq.it.browser.Dashboard;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.TaskStore;
import io.kronosq.testing.Await;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;

/**
 * A million archived tasks are retried by filter in a browser, with a stop, and with a server that
 * is killed in the middle.
 */
class BulkRetryLoad {
  private static final String QUEUE = "mails";
  private static final int MEANT = 1_000_000;
  private static final int OTHERS = 100_000;
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final Pattern CHANGED = Pattern.compile("([\\d,]+) done");
  private static final By SHOWN = By.cssSelector("[data-test=job-progress]");

  @Test
  void itCountsRightIsStoppedGoesOnAndSurvivesItsServer() throws Exception {
    assumeTrue(Chromium.isInstalled(), Chromium.INSTALL);
    try (LoadedRedis redis = LoadedRedis.open();
        TaskStore store = RedisTaskStore.open(redis.config());
        LibertyProcess server = new LibertyProcess(redis.environment())) {
      Inspector inspector = Inspector.of(store);
      if (inspector.queue(QUEUE).size() > 0) {
        inspector.deleteQueue(QUEUE, true);
      }
      Backlog backlog = new Backlog(redis, store);
      String meant = backlog.archive(QUEUE, "mail:send", 1);
      String other = backlog.archive(QUEUE, "mail:receive", 1);
      // Not before, since servers keep archives short.
      redis.copy(QUEUE, 'z', meant, MEANT - 1);
      redis.copy(QUEUE, 'z', other, OTHERS - 1);
      server.start();
      try (Dashboard dashboard =
          Dashboard.open(LibertyProcess.BASE, "admin", new Dimension(1280, 900))) {
        redis.watchSlowest();
        preview(dashboard);
        String id = startAndStop(dashboard, inspector);
        goOnAcrossAKill(dashboard, inspector, server, id);
        LoadReport.line("slowest commands of Redis", "%s", redis.slowest());
      }
    }
  }

  private static void preview(Dashboard dashboard) {
    dashboard.go("#/queues/" + QUEUE + "?state=ARCHIVED&type=mail:send&error=refused");
    long begun = System.nanoTime();
    dashboard.click("all-retry");
    By counted = By.cssSelector("[data-test=bulk-preview][data-counted=true]");
    Await.until("all are counted", LONG, () -> dashboard.has(counted));
    LoadReport.line(
        "preview",
        "%s matching tasks of %,d in %.1f s",
        dashboard.see(counted).getText(),
        MEANT + OTHERS,
        seconds(begun));
    assertThat(dashboard.see(counted).getText()).isEqualTo("1,000,000");
  }

  private static String startAndStop(Dashboard dashboard, Inspector inspector) {
    dashboard.click("bulk-ok").see("bulk-status");
    String id =
        inspector.jobs().list().stream()
            .filter(job -> !job.request().dryRun())
            .findFirst()
            .orElseThrow()
            .id();
    await(inspector, id, job -> job.progress().changed() > MEANT / 10);
    dashboard.click("bulk-stop");
    By stopped = By.cssSelector("[data-test=bulk-status][data-status=CANCELLED]");
    Await.until("it is stopped", () -> dashboard.has(stopped));
    long changed = changed(dashboard.see(stopped).getText());
    LoadReport.line("stop", "%,d retried, %,d pending", changed, inspector.queue(QUEUE).pending());
    assertThat(changed)
        .isEqualTo(inspector.jobs().get(id).orElseThrow().progress().changed())
        .isEqualTo(inspector.queue(QUEUE).pending())
        .isEqualTo(MEANT + OTHERS - inspector.queue(QUEUE).archived())
        .isLessThan(MEANT);
    return id;
  }

  private static void goOnAcrossAKill(
      Dashboard dashboard, Inspector inspector, LibertyProcess server, String id) throws Exception {
    dashboard.click("bulk-job").clickInRow(id, "job-resume");
    long begun = System.nanoTime();
    Progress progress = new Progress(dashboard, inspector);
    await(inspector, id, job -> progress.isTrue() && job.progress().changed() > MEANT / 3);
    server.kill();
    long killedAt = inspector.queue(QUEUE).pending();
    dashboard.see("away");
    // The record of a job is a quarter of a second behind; the counts of its tasks are not.
    assertThat(inspector.jobs().get(id).orElseThrow().progress().changed())
        .isLessThanOrEqualTo(killedAt);
    long away = System.nanoTime();
    server.start();
    LoadReport.line("server", "back after %.1f s", seconds(away));
    Await.until("the page is back", LONG, () -> !dashboard.has("away"));
    BulkJob done = await(inspector, id, job -> progress.isTrue() && !job.status().isOpen());
    LoadReport.line(
        "job",
        "went on from %,d by itself, done %.1f s after it was resumed; %d pictures of its"
            + " progress, all true",
        killedAt,
        seconds(begun),
        progress.seen);
    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(done.progress().changed()).isEqualTo(MEANT);
    assertThat(done.progress())
        .isEqualTo(
            new BulkProgress(MEANT + OTHERS, done.progress().scanned(), MEANT, MEANT, 0, false));
    assertThat(inspector.queue(QUEUE).pending()).isEqualTo(MEANT);
    assertThat(inspector.queue(QUEUE).archived()).isEqualTo(OTHERS);
    dashboard.read("job-status", "Done");
    assertThat(changed(dashboard.see(SHOWN).getText())).isEqualTo(MEANT);
  }

  /** What the page tells is never ahead of what was done, and never goes back. */
  private static final class Progress {
    private final Dashboard dashboard;
    private final Inspector inspector;
    private long last;
    private int seen;

    private Progress(Dashboard dashboard, Inspector inspector) {
      this.dashboard = dashboard;
      this.inspector = inspector;
    }

    private boolean isTrue() {
      if (dashboard.has(SHOWN)) {
        long shown = changed(dashboard.see(SHOWN).getText());
        assertThat(shown).isBetween(last, inspector.queue(QUEUE).pending());
        seen += shown > last ? 1 : 0;
        last = shown;
      }
      return true;
    }
  }

  private static long changed(String text) {
    Matcher told = CHANGED.matcher(text);
    assertThat(told.find()).as(text).isTrue();
    return Long.parseLong(told.group(1).replace(",", ""));
  }

  private static BulkJob await(Inspector inspector, String id, Predicate<BulkJob> condition) {
    BulkJob[] job = new BulkJob[1];
    Await.until(
        () -> "It stands at " + job[0],
        LONG,
        () -> {
          job[0] = inspector.jobs().get(id).orElseThrow();
          return condition.test(job[0]);
        });
    return job[0];
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}
