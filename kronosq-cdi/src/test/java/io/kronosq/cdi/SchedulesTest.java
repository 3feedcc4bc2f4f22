package io.kronosq.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.Inspector;
import io.kronosq.Scheduler;
import io.kronosq.cdi.runtime.KronosLifecycle;
import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import io.kronosq.handler.TaskContext;
import io.kronosq.schedule.MisfirePolicy;
import io.kronosq.schedule.OverlapPolicy;
import io.kronosq.schedule.PeriodicTaskProvider;
import io.kronosq.schedule.Schedule;
import io.kronosq.schedule.ScheduleInfo;
import io.kronosq.schedule.ScheduleSource;
import io.kronosq.schedule.Schedules;
import io.kronosq.task.Task;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class SchedulesTest {
  private static Application.Builder application(Class<?>... beans) {
    return Application.of(beans).with("kronosq.redis.uri", "embedded:?memory");
  }

  private static Schedules schedules(Application application) {
    return application.get(Inspector.class).schedules();
  }

  /** Schedules are declared in the background. */
  private static ScheduleInfo await(Application application, String id) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() - end < 0) {
      var found = schedules(application).get(id);
      if (found.isPresent()) {
        return found.get();
      }
      LockSupport.parkNanos(5_000_000);
    }
    throw new AssertionError("No schedule '" + id + "'");
  }

  @ApplicationScoped
  static class Handlers {
    static final BlockingQueue<Map<String, String>> DIGESTS = new LinkedBlockingQueue<>();
    static final BlockingQueue<Map<String, String>> HEADERS = new LinkedBlockingQueue<>();

    @KronosHandler(value = "digest", maxRetry = 2)
    @KronosSchedule(cron = "@every 1s", payload = "{\"audience\":\"all\"}")
    @KronosSchedule(
        cron = "30 2 * * SUN",
        zone = "Europe/Berlin",
        id = "weekly-digest",
        misfire = "catch-up(3)",
        overlap = OverlapPolicy.SKIP)
    public void digest(Map<String, String> digest, TaskContext context) {
      DIGESTS.add(digest);
      HEADERS.add(context.headers());
    }
  }

  @Test
  void annotatedHandlerGetsItsTasks() throws Exception {
    try (Application application = application(Handlers.class).start()) {
      assertThat(Handlers.DIGESTS.poll(20, TimeUnit.SECONDS)).containsEntry("audience", "all");
      assertThat(Handlers.HEADERS.poll(20, TimeUnit.SECONDS))
          .containsEntry(Schedule.ID_HEADER, "digest")
          .containsKey(Schedule.TICK_HEADER);

      ScheduleInfo weekly = await(application, "weekly-digest");
      assertThat(weekly.source()).isEqualTo(ScheduleSource.DECLARED);
      assertThat(weekly.effective().timing().zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
      assertThat(weekly.effective().timing().misfire()).isEqualTo(MisfirePolicy.catchUp(3));
      assertThat(weekly.effective().timing().overlap()).isEqualTo(OverlapPolicy.SKIP);
      assertThat(weekly.effective().task().maxRetry()).isEqualTo(2);
    }
  }

  @Test
  void configurationOverridesAnnotations() {
    try (Application application =
        application(Handlers.class)
            .with("kronosq.schedules.weekly-digest.cron", "@monthly")
            .with("kronosq.schedules.weekly-digest.zone", "America/New_York")
            .with("kronosq.schedules.digest.enabled", false)
            .start()) {
      ScheduleInfo weekly = await(application, "weekly-digest");

      assertThat(weekly.effective().timing().pattern().text()).isEqualTo("@monthly");
      assertThat(weekly.effective().timing().zone()).isEqualTo(ZoneId.of("America/New_York"));
      assertThat(schedules(application).get("digest")).isEmpty();
    }
  }

  @RequestScoped
  static class Tenants {
    List<String> all() {
      return List.of("a", "b");
    }
  }

  @ApplicationScoped
  static class TenantReports implements PeriodicTaskProvider {
    @Inject Tenants tenants;

    @Override
    public Collection<Schedule> schedules() {
      return tenants.all().stream()
          .map(tenant -> Schedule.of("report-" + tenant, "@daily", Task.of("report")))
          .toList();
    }
  }

  @Test
  void providerBeanIsAskedInARequestAlsoWithoutWorkers() {
    try (Application application = application(TenantReports.class, Tenants.class).start()) {
      assertThat(application.get(KronosLifecycle.class).status()).isEmpty();
      assertThat(await(application, "report-a").source()).isEqualTo(ScheduleSource.PROVIDED);
      assertThat(await(application, "report-b").source()).isEqualTo(ScheduleSource.PROVIDED);
    }
  }

  @ApplicationScoped
  static class PlainHandler {
    @KronosHandler("plain")
    public void handle() {}
  }

  @Test
  void injectedSchedulerTakesSchedulesAtRunTime() throws Exception {
    try (Application application = application(PlainHandler.class, RecordedEvents.class).start()) {
      application
          .get(Scheduler.class)
          .declare(Schedule.of("now-and-then", "@every 1s", Task.of("plain")));

      TaskEvent event = application.get(RecordedEvents.class).await(TaskEventType.SUCCEEDED);
      assertThat(event.type()).isEqualTo(TaskEventType.SUCCEEDED);
    }
  }

  @Test
  void disabledApplicationRunsNoSchedules() {
    try (Application application =
        application(Handlers.class).with("kronosq.enabled", false).start()) {
      assertThat(application.get(KronosLifecycle.class).status()).isEmpty();
    }
  }
}
