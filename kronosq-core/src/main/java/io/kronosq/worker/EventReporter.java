package io.kronosq.worker;

import io.kronosq.event.ServerEvent;
import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import io.kronosq.metric.AttemptResult;
import io.kronosq.metric.MetricsListener;
import io.kronosq.store.AttemptLogCodec;
import io.kronosq.store.Envelope;
import io.kronosq.store.EnvelopeCodec;
import io.kronosq.store.Recovery.RecoveredTask;
import io.kronosq.store.Transition;
import io.kronosq.task.Attempt;
import io.kronosq.task.AttemptLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what happens to tasks: as events to those who listen, and to the metrics. Safe for use by
 * many threads.
 */
final class EventReporter {
  private static final Logger LOG = LoggerFactory.getLogger(EventReporter.class);

  private final EventDispatcher events;
  private final OutcomeCounts counts;
  private final MetricsListener metrics;
  private final Map<String, Long> unhandledTypes = new ConcurrentHashMap<>();

  EventReporter(EventDispatcher events, OutcomeCounts counts, MetricsListener metrics) {
    this.events = events;
    this.counts = counts;
    this.metrics = metrics;
  }

  /** Task types met without a handler, and how often. */
  Map<String, Long> unhandledTypes() {
    return new TreeMap<>(unhandledTypes);
  }

  static String typeOf(TaskRun run) {
    Envelope envelope = run.envelope();
    return envelope == null ? "" : envelope.type();
  }

  /** Tells that a handler is about to start. */
  void started(TaskRun run, String server) {
    Envelope envelope = run.envelope();
    if (metrics != MetricsListener.NONE && envelope != null && run.log().attempts().isEmpty()) {
      Duration waited = Duration.between(envelope.waitsSince(), run.now());
      metrics.waited(
          envelope.type(),
          run.queue(),
          waited.isNegative() ? 0 : TimeUnit.NANOSECONDS.convert(waited));
    }
    tell(TaskEventType.STARTED, run, server);
  }

  /** Tells that a handler has ended. */
  void ran(TaskRun run) {
    Duration runtime = metrics == MetricsListener.NONE ? null : run.runtime();
    if (runtime != null) {
      metrics.ran(typeOf(run), run.queue(), runtime.toNanos());
    }
  }

  /** Tells that the outcome of a task came too late. */
  void refused(TaskRun run, String server) {
    metrics.settled(typeOf(run), run.queue(), AttemptResult.REFUSED);
    tell(TaskEventType.REFUSED, run, server);
  }

  /** Tells that this server lost its lease for a queue. */
  void leaseLost(String queue) {
    metrics.leaseLost(queue);
  }

  /** Counts and tells what became of a task, now that it is stored. Called on the loop. */
  void outcomeStored(TaskRun run, String server) {
    Outcome outcome = run.outcome();
    if (outcome == null) {
      return;
    }
    counts.stored(run, outcome.kind());
    AttemptResult result = resultOf(outcome);
    if (result != null) {
      metrics.settled(typeOf(run), run.queue(), result);
    }
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

  private static @Nullable AttemptResult resultOf(Outcome outcome) {
    return switch (outcome.kind()) {
      case SUCCEEDED -> AttemptResult.SUCCEEDED;
      case RETRIED -> isPostponed(outcome) ? AttemptResult.POSTPONED : AttemptResult.RETRIED;
      case ARCHIVED -> AttemptResult.ARCHIVED;
      case RETURNED -> AttemptResult.RETURNED;
      case UNHANDLED -> AttemptResult.UNHANDLED;
      case DROPPED -> null;
    };
  }

  private static boolean isPostponed(Outcome outcome) {
    if (!(outcome.transition() instanceof Transition.Retry retry)) {
      return false;
    }
    List<Attempt> attempts = retry.log().attempts();
    return attempts.get(attempts.size() - 1).kind() == Attempt.Kind.POSTPONED;
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
    metrics.recovered(queue.queue());
    if (!events.hasListeners() && metrics == MetricsListener.NONE) {
      return;
    }
    Envelope envelope = EnvelopeCodec.decode(task.envelope());
    if (task.poison()) {
      metrics.settled(envelope.type(), queue.queue(), AttemptResult.ARCHIVED);
    }
    if (!events.hasListeners()) {
      return;
    }
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
