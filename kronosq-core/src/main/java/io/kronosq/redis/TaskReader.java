package io.kronosq.redis;

import io.kronosq.redis.Keys.QueueKeys;
import io.kronosq.store.AttemptLogCodec;
import io.kronosq.store.Envelope;
import io.kronosq.store.EnvelopeCodec;
import io.kronosq.store.InspectStore.Entry;
import io.kronosq.store.InspectStore.Listing;
import io.kronosq.store.Layout;
import io.kronosq.store.NotesCodec;
import io.kronosq.store.TaskStore;
import io.kronosq.task.TaskInfo;
import io.kronosq.task.TaskNotes;
import io.kronosq.task.TaskRef;
import io.kronosq.task.TaskState;
import io.lettuce.core.KeyValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads tasks of which it is known where they stand. */
final class TaskReader {
  private static final int FIRST_PIECE = 10;

  /** What is read at a time, so that Redis is not busy for long over large tasks. */
  private static final long PIECE_BYTES = 1_000_000;

  private final RedisCalls calls;

  TaskReader(RedisCalls calls) {
    this.calls = calls;
  }

  /**
   * Where a task stands.
   *
   * @param id the task's id
   * @param state where it stands
   * @param score its score in a sorted set, ms; 0 in other states
   * @param server the server it is active on, else null
   */
  record Standing(String id, TaskState state, long score, @Nullable String server) {}

  /**
   * An entry of a state.
   *
   * @param place where it is in the order of its state
   * @param standing its task, if that is still there
   */
  record Placed(String place, Standing standing) {}

  /** The entries with their tasks. */
  CompletableFuture<Listing> list(String queue, QueueKeys q, List<Placed> placed, boolean last) {
    return read(queue, q, placed.stream().map(Placed::standing).toList())
        .thenApply(
            tasks -> {
              List<Entry> entries = new ArrayList<>(placed.size());
              for (int i = 0; i < placed.size(); i++) {
                entries.add(new Entry(placed.get(i).place(), tasks.get(i)));
              }
              return new Listing(entries, last);
            });
  }

  /** The tasks in the order given; null for those that are gone. */
  CompletableFuture<List<@Nullable TaskInfo>> read(
      String queue, QueueKeys q, List<Standing> standings) {
    if (standings.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    byte[][] ids = standings.stream().map(at -> Args.bytes(at.id())).toArray(byte[][]::new);
    boolean mayHaveResults = standings.stream().anyMatch(at -> at.state() == TaskState.COMPLETED);
    CompletableFuture<List<byte @Nullable []>> envelopes = envelopes(q, ids);
    CompletableFuture<List<byte @Nullable []>> attempts = values(q.attempts, ids);
    CompletableFuture<List<byte @Nullable []>> notes = values(q.notes, noteFields(standings));
    CompletableFuture<List<byte @Nullable []>> results =
        mayHaveResults
            ? inPieces(ids, some -> values(q.results, some))
            : CompletableFuture.completedFuture(List.of());
    return CompletableFuture.allOf(envelopes, attempts, notes, results)
        .thenApply(
            done -> {
              List<@Nullable TaskInfo> tasks = new ArrayList<>(ids.length);
              for (int i = 0; i < ids.length; i++) {
                byte[] envelope = envelopes.join().get(i);
                tasks.add(
                    envelope == null
                        ? null
                        : info(
                            queue,
                            standings.get(i),
                            envelope,
                            attempts.join().get(i),
                            NotesCodec.decode(notes.join().get(2 * i), notes.join().get(2 * i + 1)),
                            mayHaveResults ? results.join().get(i) : null));
              }
              return tasks;
            });
  }

  /** For each task, the field of what its handlers told, and that of its checkpoint. */
  private static byte[][] noteFields(List<Standing> standings) {
    return standings.stream()
        .flatMap(at -> Stream.of(Args.bytes(at.id() + "\n"), Args.bytes(at.id())))
        .toArray(byte[][]::new);
  }

  /** The envelopes of tasks, wherever they are kept; null for those that are gone. */
  CompletableFuture<List<byte @Nullable []>> envelopes(QueueKeys q, byte[]... ids) {
    return inPieces(ids, some -> values(q.tasks, some))
        .thenCompose(found -> found.contains(null) ? putAside(q, ids, found) : completed(found));
  }

  /** Fills in what is missing. */
  private CompletableFuture<List<byte @Nullable []>> putAside(
      QueueKeys q, byte[][] ids, List<byte @Nullable []> found) {
    int[] missing = IntStream.range(0, ids.length).filter(i -> found.get(i) == null).toArray();
    byte[][] wanted = Arrays.stream(missing).mapToObj(i -> ids[i]).toArray(byte[][]::new);
    return inPieces(
            wanted,
            some ->
                calls
                    .run(Script.ENVELOPES, Args.of(q.tasks, q.stale), some)
                    .thenApply(TaskReader::bytes))
        .thenApply(
            aside -> {
              for (int i = 0; i < missing.length; i++) {
                found.set(missing[i], aside.get(i));
              }
              return found;
            });
  }

  private interface Read {
    CompletableFuture<List<byte @Nullable []>> of(byte[]... ids);
  }

  /** Reads values that may be large: the first few tell how many may follow at once. */
  private static CompletableFuture<List<byte @Nullable []>> inPieces(byte[][] ids, Read read) {
    return inPieces(ids, read, new ArrayList<>(ids.length), FIRST_PIECE);
  }

  private static CompletableFuture<List<byte @Nullable []>> inPieces(
      byte[][] ids, Read read, List<byte @Nullable []> found, int most) {
    int to = Math.min(found.size() + most, ids.length);
    return read.of(Arrays.copyOfRange(ids, found.size(), to))
        .thenCompose(
            values -> {
              found.addAll(values);
              return to == ids.length
                  ? completed(found)
                  : inPieces(ids, read, found, fittingAfter(values));
            });
  }

  private static int fittingAfter(List<byte @Nullable []> values) {
    long bytes = values.stream().mapToLong(value -> value == null ? 0 : value.length).sum();
    long fitting = PIECE_BYTES * values.size() / Math.max(1, bytes);
    return (int) Math.max(1, Math.min(TaskStore.MAX_BATCH, fitting));
  }

  private static CompletableFuture<List<byte @Nullable []>> completed(
      List<byte @Nullable []> found) {
    return CompletableFuture.completedFuture(found);
  }

  private static List<byte @Nullable []> bytes(List<Object> answer) {
    List<byte @Nullable []> found = new ArrayList<>(answer.size());
    answer.forEach(value -> found.add((byte[]) value));
    return found;
  }

  private CompletableFuture<List<byte @Nullable []>> values(byte[] key, byte[]... ids) {
    return calls
        .send(redis -> redis.hmget(key, ids))
        .thenApply(
            values -> {
              List<byte @Nullable []> found = new ArrayList<>(values.size());
              for (KeyValue<byte[], byte[]> value : values) {
                found.add(value.hasValue() ? value.getValue() : null);
              }
              return found;
            });
  }

  /** A task that waits in a group, which nothing has happened to. */
  TaskInfo waiting(String queue, Standing at, byte[] envelope) {
    return info(queue, at, envelope, null, TaskNotes.NONE, null);
  }

  private static TaskInfo info(
      String queue,
      Standing at,
      byte[] stored,
      byte @Nullable [] attempts,
      TaskNotes notes,
      byte @Nullable [] result) {
    Envelope envelope = EnvelopeCodec.decode(stored);
    boolean waits = at.state() == TaskState.SCHEDULED || at.state() == TaskState.RETRY;
    return new TaskInfo(
        new TaskRef(Layout.queueOf(queue), at.id()),
        at.state(),
        envelope.type(),
        envelope.payload(),
        envelope.headers(),
        envelope.limitKey(),
        envelope.enqueuedAt(),
        waits ? Instant.ofEpochMilli(at.score()) : null,
        envelope.maxRetry(),
        envelope.timeout(),
        envelope.deadline(),
        envelope.retention(),
        AttemptLogCodec.decode(attempts),
        notes,
        result,
        at.server(),
        at.state() == TaskState.ARCHIVED ? Instant.ofEpochMilli(at.score()) : null,
        at.state() == TaskState.COMPLETED ? Instant.ofEpochMilli(at.score()) : null,
        envelope.batch());
  }
}
