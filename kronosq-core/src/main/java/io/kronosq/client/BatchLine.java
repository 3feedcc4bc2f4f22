package io.kronosq.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Enqueues that may share calls: those of one partition, or those that may go to any. On the loop
 * only.
 */
final class BatchLine {
  private static final int MAX_TASKS = 500;
  private static final int MAX_BYTES = 4 * 1024 * 1024;
  private static final int MAX_IN_FLIGHT = 3;

  private final ArrayDeque<PendingEnqueue> waiting = new ArrayDeque<>();
  private int inFlight;

  void add(PendingEnqueue enqueue) {
    waiting.addLast(enqueue);
  }

  /** Puts it before all others. */
  void addFirst(PendingEnqueue enqueue) {
    waiting.addFirst(enqueue);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  void removeIf(Predicate<PendingEnqueue> over) {
    waiting.removeIf(over);
  }

  /** Takes all out that are not sent. */
  void drainTo(Consumer<PendingEnqueue> taker) {
    waiting.forEach(taker);
    waiting.clear();
  }

  /**
   * Whether a call may go out. A second one under way pays only when it is full: it would otherwise
   * split what belongs together.
   */
  boolean mayGo() {
    return !waiting.isEmpty()
        && (inFlight == 0 || (waiting.size() >= MAX_TASKS && inFlight < MAX_IN_FLIGHT));
  }

  /**
   * Takes out what one call stores; nothing when all were withdrawn.
   *
   * @param idSuffix what generated ids end with
   */
  List<PendingEnqueue> nextBatch(String idSuffix) {
    List<PendingEnqueue> batch = new ArrayList<>(Math.min(waiting.size(), MAX_TASKS));
    long bytes = 0;
    while (batch.size() < MAX_TASKS && !waiting.isEmpty()) {
      bytes += waiting.getFirst().task().envelope().length;
      if (bytes > MAX_BYTES && !batch.isEmpty()) {
        break;
      }
      PendingEnqueue next = waiting.removeFirst();
      if (next.take(idSuffix)) {
        batch.add(next);
      }
    }
    return batch;
  }

  void callBegins() {
    inFlight++;
  }

  void callEnded() {
    inFlight--;
  }
}
