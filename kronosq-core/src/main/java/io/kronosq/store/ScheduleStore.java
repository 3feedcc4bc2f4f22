package io.kronosq.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where schedules are kept. Their definitions stand together; how far a schedule has come stands in
 * the partition that its tasks go to, so that a tick is taken and its task enqueued in one step.
 * Answers arrive on the store's loop.
 */
public interface ScheduleStore {
  /**
   * What every server looks at from time to time.
   *
   * @param now the store's clock
   * @param version grows with every change of a definition
   */
  record Watch(Instant now, long version) {}

  /** The clock and the version of the definitions. */
  CompletionStage<Watch> watch();

  /** All definitions by schedule id. */
  CompletionStage<Map<String, byte[]>> definitions();

  /**
   * The definition of a schedule, if there is one.
   *
   * @param id the schedule's id
   */
  CompletionStage<Optional<byte[]>> definition(String id);

  /**
   * Replaces a definition unless somebody else did meanwhile.
   *
   * @param id the schedule's id
   * @param expected what stands there; null for nothing
   * @param replacement null to remove it
   * @return whether it was replaced
   */
  CompletionStage<Boolean> replace(
      String id, byte @Nullable [] expected, byte @Nullable [] replacement);

  /**
   * Takes ticks, unless they were taken, and enqueues their tasks in the same step.
   *
   * @param tick what to take
   */
  CompletionStage<TickReply> tick(TickRequest tick);

  /**
   * Refuses from now on all ticks of older revisions.
   *
   * @param partition where the schedule's tasks go
   * @param id the schedule's id
   * @param revision the oldest revision that may still take ticks
   * @param leaving whether the schedule goes elsewhere or ends; what it leaves here goes later
   */
  CompletionStage<TickState> fence(String partition, String id, long revision, boolean leaving);

  /**
   * How far a schedule has come.
   *
   * @param partition where its tasks go
   * @param id the schedule's id
   */
  CompletionStage<TickState> state(String partition, String id);

  /**
   * What became of a schedule's ticks, the latest first.
   *
   * @param partition where its tasks go
   * @param id the schedule's id
   * @param most entries, 1 or more
   */
  CompletionStage<List<TickRecord>> history(String partition, String id, int most);
}
