package io.kronosq.worker;

import io.kronosq.store.NewNotes;
import io.kronosq.store.StoreException;
import io.kronosq.store.StoreException.Kind;
import io.kronosq.store.TaskStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what the handlers of a partition tell, with one call under way at most; what is told
 * meanwhile goes with the next. On the loop only, but for {@link #told}.
 */
final class NotesWriter {
  private static final Logger LOG = LoggerFactory.getLogger(NotesWriter.class);
  private static final int MAX_RUNS = 200;
  private static final int MAX_BYTES = 4 * 1024 * 1024;
  private static final Duration RECONNECT_WAIT = Duration.ofMillis(50);
  private static final Duration UNANSWERED_WAIT = Duration.ofSeconds(1);

  private final QueueWorker partition;
  private final Worker worker;
  private final TaskStore store;
  private final Queue<TaskRun> told = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean flushSoon = new AtomicBoolean();

  /** Ended, but not to be settled before their notes are stored. */
  private final Set<TaskRun> heldBack = new HashSet<>();

  private boolean underWay;
  private boolean waits;

  private record Written(TaskRun run, RunNotes notes, RunNotes.Taken taken) {}

  NotesWriter(QueueWorker partition, Worker worker) {
    this.partition = partition;
    this.worker = worker;
    store = worker.store();
  }

  /** A run has something to be stored. On any thread. */
  void told(TaskRun run) {
    told.add(run);
    if (!flushSoon.get() && flushSoon.compareAndSet(false, true)) {
      try {
        store.loop().execute(this::flush);
      } catch (StoreException closed) {
        for (TaskRun next = told.poll(); next != null; next = told.poll()) {
          RunNotes notes = Objects.requireNonNull(next.notes());
          giveUp(new Written(next, notes, notes.take(next.id())), closed);
        }
      }
    }
  }

  /**
   * Whether a run has to wait with its outcome; it is settled when its notes are stored.
   *
   * @param run one that has ended
   */
  boolean holdsBack(TaskRun run) {
    RunNotes notes = run.notes();
    if (notes == null || !notes.isUnstored()) {
      return false;
    }
    heldBack.add(run);
    return true;
  }

  private void flush() {
    flushSoon.set(false);
    if (underWay || waits) {
      return;
    }
    List<Written> batch = nextBatch();
    if (batch.isEmpty()) {
      return;
    }
    underWay = true;
    List<NewNotes> notes = batch.stream().map(written -> written.taken().notes()).toList();
    store
        .note(partition.partition(), partition.server(), notes)
        .whenComplete(
            (refused, failure) -> {
              underWay = false;
              if (failure == null) {
                batch.forEach(written -> stored(written, refused));
              } else {
                failed(batch, Backoff.storeFailure(failure));
              }
              settleHeldBack();
              flush();
            });
  }

  private List<Written> nextBatch() {
    List<Written> batch = new ArrayList<>();
    int bytes = 0;
    while (batch.size() < MAX_RUNS && bytes < MAX_BYTES) {
      TaskRun run = told.poll();
      if (run == null) {
        break;
      }
      RunNotes notes = Objects.requireNonNull(run.notes());
      Written written = new Written(run, notes, notes.take(run.id()));
      if (partition.holds(run)) {
        bytes += written.taken().bytes();
        batch.add(written);
      } else {
        giveUp(written, notOurs(run));
      }
    }
    return batch;
  }

  private void stored(Written written, Set<String> refused) {
    if (refused.contains(written.run().id())) {
      giveUp(written, notOurs(written.run()));
      return;
    }
    written.notes().done();
    written.taken().promises().forEach(promise -> promise.complete(null));
  }

  private void failed(List<Written> batch, @Nullable StoreException failure) {
    boolean tryAgain =
        worker.isRunning()
            && (failure == null
                || failure.kind() == Kind.NOT_CONNECTED
                || failure.kind() == Kind.UNANSWERED);
    if (!tryAgain) {
      batch.forEach(written -> giveUp(written, failure));
      return;
    }
    for (Written written : batch) {
      if (written.notes().putBack(written.taken())) {
        told.add(written.run());
      }
    }
    waits = true;
    boolean away = failure != null && failure.kind() == Kind.NOT_CONNECTED;
    worker.schedule(
        away ? RECONNECT_WAIT : UNANSWERED_WAIT,
        () -> {
          waits = false;
          flush();
        });
  }

  private static StoreException notOurs(TaskRun run) {
    return new StoreException(
        Kind.REFUSED,
        "What the handler of task "
            + run.id()
            + " told was refused: the task is no longer this server's, and another attempt counts",
        null);
  }

  private static void giveUp(Written written, @Nullable StoreException failure) {
    written.notes().done();
    List<CompletableFuture<Void>> promises = written.taken().promises();
    if (promises.isEmpty()) {
      LOG.debug("What the handler of task {} told is not stored", written.run().id(), failure);
      return;
    }
    StoreException reason =
        failure != null
            ? failure
            : new StoreException(Kind.UNANSWERED, "Redis did not answer before the stop", null);
    LOG.warn(
        "The checkpoint of task {} is not stored: {}", written.run().id(), reason.getMessage());
    promises.forEach(promise -> promise.completeExceptionally(reason));
  }

  private void settleHeldBack() {
    if (heldBack.isEmpty()) {
      return;
    }
    List<TaskRun> free =
        heldBack.stream().filter(run -> !Objects.requireNonNull(run.notes()).isUnstored()).toList();
    if (!free.isEmpty()) {
      free.forEach(heldBack::remove);
      free.forEach(partition::settle);
      worker.pump();
    }
  }

  /** The identity is lost: nothing that was held counts any more. */
  void leaseLost() {
    heldBack.clear();
  }
}
