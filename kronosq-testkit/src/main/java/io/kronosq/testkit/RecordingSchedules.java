package io.kronosq.testkit;

import io.kronosq.store.ScheduleStore;
import io.kronosq.store.TickRecord;
import io.kronosq.store.TickReply;
import io.kronosq.store.TickRequest;
import io.kronosq.store.TickState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Schedules whose tasks are recorded as they are enqueued. */
final class RecordingSchedules implements ScheduleStore {
  private final ScheduleStore schedules;
  private final Recording recording;

  RecordingSchedules(ScheduleStore schedules, Recording recording) {
    this.schedules = schedules;
    this.recording = recording;
  }

  @Override
  public CompletionStage<Watch> watch() {
    return schedules.watch();
  }

  @Override
  public CompletionStage<Map<String, byte[]>> definitions() {
    return schedules.definitions();
  }

  @Override
  public CompletionStage<Optional<byte[]>> definition(String id) {
    return schedules.definition(id);
  }

  @Override
  public CompletionStage<Boolean> replace(
      String id, byte @Nullable [] expected, byte @Nullable [] replacement) {
    return schedules.replace(id, expected, replacement);
  }

  @Override
  public CompletionStage<TickReply> tick(TickRequest tick) {
    return schedules
        .tick(tick)
        .thenApply(
            reply -> {
              recording.ticked(tick, reply);
              return reply;
            });
  }

  @Override
  public CompletionStage<TickState> fence(
      String partition, String id, long revision, boolean leaving) {
    return schedules.fence(partition, id, revision, leaving);
  }

  @Override
  public CompletionStage<TickState> state(String partition, String id) {
    return schedules.state(partition, id);
  }

  @Override
  public CompletionStage<List<TickRecord>> history(String partition, String id, int most) {
    return schedules.history(partition, id, most);
  }
}
