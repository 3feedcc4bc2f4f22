package io.kronosq.worker;

import io.kronosq.event.ServerEvent;
import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import io.kronosq.store.AttemptLogCodec;
import io.kronosq.store.Envelope;
import io.kronosq.store.EnvelopeCodec;
import io.kronosq.store.Recovery.RecoveredTask;
import io.kronosq.store.Transition;
import io.kronosq.task.Attempt;
import io.kronosq.task.AttemptLog;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes events of what happens to tasks, for those who listen. Safe for use by many threads. */
final class EventReporter {
  private static final Logger LOG = LoggerFactory.getLogger(EventReporter.class);

  private final EventDispatcher events;
  private final OutcomeCounts counts;
  private final Map<String, Long> unhandledTypes = new ConcurrentHashMap<>();

  EventReporter(EventDispatcher events, OutcomeCounts counts) {
    this.events = events;
    this.counts = counts;
  }

  /** Task types met without a handler, and how often. */
  Map<String, Long> unhandledTypes() {
    return new TreeMap<>(unhandledTypes);
  }

  static String typeOf(TaskRun run) {
    Envelope envelope = run.envelope();
    return envelope == null ? "" : envelope.type();
  }

  /** Counts and tells what became of a task, now that it is stored. Called on the loop. */
  void outcomeStored(TaskRun run, String server) {
    Outcome outcome = run.outcome();
    if (outcome == null) {
      return;
    }
    counts.stored(run, outcome.kind());
    switch (outcome.kind()) {
      case SUCCEEDED -> tell(TaskEventType.SUCCEEDED, run, server);
      case RETRIED -> {
        tell(TaskEventType.FAILED, run, server);
        tell(TaskEventType.RETRIED, run, server);
      }
      case ARCHIVED -> {
        tell(TaskEventType.FAILED, run, server);
        tell(TaskEventType.ARCHIVED, run, server);
      }
      case RETURNED -> tell(TaskEventType.RETURNED, run, server);
      case UNHANDLED -> countUnhandled(typeOf(run));
      case DROPPED -> {}
    }
  }

  private void countUnhandled(String type) {
    if (unhandledTypes.merge(type, 1L, Long::sum) == 1) {
      LOG.warn(
          "No handler here for task type '{}'; its tasks are left to servers that have one. Is a handler missing, or its"
              + " type misspelt?",
          type);
    }
  }

  /** Tells of the server itself. */
  void tell(ServerEvent event) {
    events.publish(event);
  }

  void tell(TaskEventType type, TaskRun run, String server) {
    if (!events.hasListeners()) {
      return;
    }
    Envelope envelope = run.envelope();
    Outcome outcome = run.outcome();
    boolean started = type == TaskEventType.STARTED;
    Transition transition = outcome == null ? null : outcome.transition();
    events.publish(
        new TaskEvent(
            type,
            run.id(),
            typeOf(run),
            run.queue(),
            server,
            run.now(),
            started ? run.log().retried() : retriedAfter(run, transition),
            envelope == null ? 0 : envelope.maxRetry(),
            started ? null : run.runtime(),
            started || outcome == null ? null : outcome.error(),
            type == TaskEventType.RETRIED && transition instanceof Transition.Retry retry
                ? retry.delay()
                : null));
  }

  private static int retriedAfter(TaskRun run, @Nullable Transition transition) {
    return transition instanceof Transition.Retry retry
        ? retry.log().retried()
        : run.log().retried();
  }

  /** Counts and tells of a task that was taken back. Called on the loop. */
  void recovered(TaskEventType type, QueueWorker queue, RecoveredTask task) {
    counts.recovered(queue.queue(), task.poison());
    if (!events.hasListeners()) {
      return;
    }
    Envelope envelope = EnvelopeCodec.decode(task.envelope());
    AttemptLog log = AttemptLogCodec.decode(task.attempts());
    Attempt last = log.attempts().get(log.attempts().size() - 1);
    events.publish(
        new TaskEvent(
            type,
            task.id(),
            envelope.type(),
            queue.queue(),
            queue.server(),
            last.at(),
            log.retried(),
            envelope.maxRetry(),
            null,
            last.error(),
            null));
  }
}
