package io.kronosq.schedule;

import com.github.f4b6a3.ulid.Ulid;
import io.kronosq.store.Envelope;
import io.kronosq.store.EnvelopeCodec;
import io.kronosq.store.TickReply;
import io.kronosq.store.TickRequest;
import io.kronosq.task.PayloadContext;
import io.kronosq.task.PayloadTransforms;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A schedule in one revision, as an engine runs it. On the loop only. */
final class LiveSchedule {
  private final ScheduleEntry entry;
  private final ScheduleDefinition definition;
  private Instant last;

  /** The first tick after the last one; null when there is none, or the revision is outdated. */
  private @Nullable Instant due;

  private Instant notBefore = Instant.MIN;
  private boolean underWay;

  /** Begins where ticks begin to count; the first call tells how far others have come since. */
  LiveSchedule(ScheduleEntry entry) {
    this.entry = entry;
    definition = entry.effective();
    last = entry.since();
    due = following();
  }

  ScheduleEntry entry() {
    return entry;
  }

  String queue() {
    return definition.task().queue();
  }

  /** Zero when it is time to {@link #take}; null when there is nothing to wait for. */
  @Nullable Duration untilDue(Instant now) {
    Instant tick = due;
    if (tick == null || underWay) {
      return null;
    }
    Instant at = tick.isAfter(notBefore) ? tick : notBefore;
    return at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO;
  }

  /** The ticks that are due; more come after {@link #settle} or {@link #tryAgain}. */
  TickRequest take(Instant now, ScheduleSettings settings) {
    underWay = true;
    TickPlan plan =
        TickPlan.of(
            definition.timing(), Objects.requireNonNull(due), now, settings.misfireTolerance());
    return new TickRequest(
        of(entry),
        new TickRequest.Advance(entry.since(), last, plan.upTo()),
        plan.runs().stream().map(tick -> task(tick, now, settings.transforms())).toList(),
        plan.missed(),
        definition.timing().overlap() == OverlapPolicy.SKIP,
        settings.server());
  }

  private TickRequest.TickTask task(Instant tick, Instant now, PayloadTransforms transforms) {
    return new TickRequest.TickTask(
        entry.id() + "@" + tick,
        tick,
        envelope(entry.id(), definition.task(), transforms, tick, now));
  }

  /** A task out of turn. */
  static TickRequest outOfTurn(ScheduleEntry entry, Instant now, String server) {
    ScheduleDefinition definition = entry.effective();
    TickRequest.TickTask task =
        new TickRequest.TickTask(
            entry.id() + "@" + Ulid.fast(),
            now,
            envelope(entry.id(), definition.task(), PayloadTransforms.NONE, now, now));
    return new TickRequest(
        of(entry),
        null,
        List.of(task),
        null,
        definition.timing().overlap() == OverlapPolicy.SKIP,
        server);
  }

  private static TickRequest.Of of(ScheduleEntry entry) {
    return new TickRequest.Of(entry.partition(), entry.id(), entry.revision());
  }

  private static byte[] envelope(
      String id, ScheduledTask task, PayloadTransforms transforms, Instant tick, Instant now) {
    Map<String, String> headers = new HashMap<>(task.headers());
    headers.put(Schedule.ID_HEADER, id);
    headers.put(Schedule.TICK_HEADER, tick.toString());
    return EnvelopeCodec.encode(
        new Envelope(
            task.type(),
            transforms.apply(task.payload(), PayloadContext.payload(task.type())),
            now,
            task.maxRetry(),
            task.timeout(),
            null,
            task.retention(),
            null,
            headers));
  }

  void settle(TickReply reply) {
    underWay = false;
    last = reply.last();
    due = reply.status() == TickReply.Status.STALE ? null : following();
  }

  /** The call failed, so that it is not known whether the ticks were taken. */
  void tryAgain(Instant at) {
    underWay = false;
    notBefore = at;
  }

  private @Nullable Instant following() {
    ScheduleTiming timing = definition.timing();
    return timing.pattern().next(last, timing.zone()).orElse(null);
  }
}
