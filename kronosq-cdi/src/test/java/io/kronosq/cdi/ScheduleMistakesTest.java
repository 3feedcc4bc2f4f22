package io.kronosq.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kronosq.cdi.mistake.MistakeCode;
import jakarta.enterprise.context.ApplicationScoped;
import org.junit.jupiter.api.Test;

class ScheduleMistakesTest {
  private static final String HERE = ScheduleMistakesTest.class.getName();

  private static String mistakeOf(Application.Builder application) {
    Throwable failure = catchThrowable(() -> application.start().close());
    assertThat(failure).as("failure of the deployment").isNotNull();
    return failure + " " + failure.getCause();
  }

  private static String mistakeOf(MistakeCode code, Class<?>... beans) {
    String message = mistakeOf(Application.of(beans));
    assertThat(message).contains("Kronosq found 1 deployment mistake:\n 1. " + code.id() + ": ");
    return message;
  }

  @ApplicationScoped
  static class BadCron {
    @KronosHandler("a")
    @KronosSchedule(cron = "61 * * * *")
    public void handle() {}
  }

  @Test
  void expressionThatIsNone() {
    assertThat(mistakeOf(MistakeCode.SCHEDULE_NOT_ALLOWED, BadCron.class))
        .contains(HERE + "$BadCron.handle() has a schedule that is not allowed:")
        .contains("Cron expression '61 * * * *' is not allowed");
  }

  @ApplicationScoped
  static class BadZone {
    @KronosHandler("a")
    @KronosSchedule(cron = "@daily", zone = "Europe/Atlantis")
    public void handle() {}
  }

  @Test
  void unknownZone() {
    assertThat(mistakeOf(MistakeCode.SCHEDULE_ZONE_UNKNOWN, BadZone.class))
        .contains("$BadZone.handle() has a schedule in the time zone 'Europe/Atlantis'");
  }

  @ApplicationScoped
  static class BadMisfire {
    @KronosHandler("a")
    @KronosSchedule(cron = "@daily", misfire = "sometimes")
    public void handle() {}
  }

  @Test
  void unknownMisfirePolicy() {
    assertThat(mistakeOf(MistakeCode.SCHEDULE_NOT_ALLOWED, BadMisfire.class))
        .contains("Misfire policy 'sometimes' is unknown");
  }

  @ApplicationScoped
  static class SameIds {
    @KronosHandler("a")
    @KronosSchedule(cron = "@daily", id = "nightly")
    public void a() {}

    @KronosHandler("b")
    @KronosSchedule(cron = "@daily", id = "nightly")
    public void b() {}
  }

  @Test
  void twoSchedulesOfOneId() {
    assertThat(mistakeOf(MistakeCode.SCHEDULE_ID_TAKEN, SameIds.class))
        .contains("The schedule 'nightly' is declared by " + HERE + "$SameIds.")
        .contains("give each @KronosSchedule an id of its own");
  }

  @ApplicationScoped
  static class TwiceWithoutIds {
    @KronosHandler("a")
    @KronosSchedule(cron = "@daily")
    @KronosSchedule(cron = "@hourly")
    public void handle() {}
  }

  @Test
  void twoSchedulesWithoutAnId() {
    assertThat(mistakeOf(MistakeCode.SCHEDULE_ID_TAKEN, TwiceWithoutIds.class))
        .contains("The schedule 'a' is declared by");
  }

  @ApplicationScoped
  static class NoHandler {
    @KronosSchedule(cron = "@daily")
    public void handle() {}
  }

  @Test
  void scheduleWithoutHandler() {
    assertThat(mistakeOf(MistakeCode.SCHEDULE_WITHOUT_HANDLER, NoHandler.class))
        .contains("$NoHandler.handle() has @KronosSchedule without @KronosHandler");
  }

  @ApplicationScoped
  static class Prefix {
    @KronosHandler("mail:*")
    @KronosSchedule(cron = "@daily")
    public void handle() {}
  }

  @Test
  void scheduleForAPrefix() {
    assertThat(mistakeOf(MistakeCode.SCHEDULE_FOR_PREFIX, Prefix.class))
        .contains("$Prefix.handle() has @KronosSchedule for the prefix 'mail:*'");
  }

  @ApplicationScoped
  static class OtherQueue {
    @KronosHandler("a")
    @KronosSchedule(cron = "@daily", queue = "unserved")
    public void handle() {}
  }

  @Test
  void queueThatIsNotServed() {
    assertThat(mistakeOf(MistakeCode.SCHEDULE_QUEUE_NOT_SERVED, OtherQueue.class))
        .contains("has a schedule for the queue 'unserved'");
  }

  @ApplicationScoped
  static class Fine {
    @KronosHandler("a")
    @KronosSchedule(cron = "@daily")
    public void handle() {}
  }

  @Test
  void wrongValuesOfTheConfiguration() {
    assertThat(
            mistakeOf(
                Application.of(Fine.class)
                    .with("kronosq.schedules.a.enabled", "perhaps")
                    .with("kronosq.schedules.a.cron", "never")))
        .contains("kronosq.schedules.a.enabled=perhaps is not allowed: it must be true or false")
        .contains("Cron expression 'never' is not allowed");
  }
}
