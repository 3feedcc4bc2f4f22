package io.kronosq.diagnose;

import static io.kronosq.diagnose.FindingCode.QUEUE_PAUSED_BACKLOG;
import static io.kronosq.diagnose.FindingCode.QUEUE_WITHOUT_SERVER;
import static io.kronosq.diagnose.FindingCode.SCHEDULE_LATE;
import static io.kronosq.diagnose.FindingCode.SERVER_DEAD;

import io.kronosq.inspect.ServerInfo;
import io.kronosq.schedule.ScheduleInfo;
import io.kronosq.schedule.ScheduleTiming;
import io.kronosq.task.QueueInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What may be wrong with queues, servers and schedules, as far as a look at each tells it. */
final class QueueRules {
  static final Duration LATE = Duration.ofMinutes(2);

  private QueueRules() {}

  static List<Finding> of(Look look) {
    List<Finding> findings = new ArrayList<>();
    for (QueueInfo queue : look.queues()) {
      long waiting = queue.pending() + queue.scheduled() + queue.retry();
      if (queue.paused() && queue.pending() > 0) {
        findings.add(paused(queue));
      }
      if (waiting > 0 && look.serving(queue.name()).isEmpty()) {
        findings.add(unserved(queue, waiting));
      }
    }
    look.servers().stream()
        .filter(server -> server.isDead(look.now()))
        .forEach(server -> findings.add(dead(server)));
    look.schedules().stream()
        .filter(schedule -> isLate(schedule, look.now()))
        .forEach(schedule -> findings.add(late(schedule)));
    return findings;
  }

  private static Finding paused(QueueInfo queue) {
    return new Finding(
        QUEUE_PAUSED_BACKLOG,
        SubjectKind.QUEUE,
        queue.name(),
        "Queue '" + queue.name() + "' is paused, and " + tasks(queue.pending()) + " wait in it",
        "Resume it when the reason is gone",
        Map.of("pending", Long.toString(queue.pending())));
  }

  private static Finding unserved(QueueInfo queue, long waiting) {
    return new Finding(
        QUEUE_WITHOUT_SERVER,
        SubjectKind.QUEUE,
        queue.name(),
        tasks(waiting) + " wait in queue '" + queue.name() + "', which no server serves",
        "Start an application whose kronosq.queues names it, or correct the name where it is"
            + " enqueued",
        Map.of("waiting", Long.toString(waiting)));
  }

  private static Finding dead(ServerInfo server) {
    String id = server.report().id();
    return new Finding(
        SERVER_DEAD,
        SubjectKind.SERVER,
        id,
        "Server "
            + id
            + " on "
            + server.report().host()
            + " was heard of last at "
            + server.seenAt()
            + ", and did not stop in good order",
        "Look into the log of process "
            + server.report().pid()
            + "; its tasks were taken back by servers of the same queues",
        Map.of(
            "host", server.report().host(),
            "pid", Long.toString(server.report().pid()),
            "seenAt", server.seenAt().toString()));
  }

  private static boolean isLate(ScheduleInfo schedule, Instant now) {
    Instant last = schedule.lastTick();
    if (schedule.paused() || last == null) {
      return false;
    }
    ScheduleTiming timing = schedule.effective().timing();
    return timing
        .pattern()
        .next(last, timing.zone())
        .filter(next -> next.plus(LATE).isBefore(now))
        .isPresent();
  }

  private static Finding late(ScheduleInfo schedule) {
    return new Finding(
        SCHEDULE_LATE,
        SubjectKind.SCHEDULE,
        schedule.id(),
        "Schedule '"
            + schedule.id()
            + "' had its last tick at "
            + schedule.lastTick()
            + "; the next one was not taken",
        "Start an application that runs schedules (one with kronosq-cdi does); what is missed is"
            + " treated by the schedule's misfire policy",
        Map.of("lastTick", String.valueOf(schedule.lastTick())));
  }

  static String tasks(long count) {
    return count == 1 ? "1 task" : count + " tasks";
  }
}
