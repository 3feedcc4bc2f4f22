package io.kronosq.worker;

import io.kronosq.store.QueueLayouts;
import io.kronosq.store.StoreException;
import io.kronosq.store.TaskStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue that the server serves: its partitions, which come and go with its layouts, and whose
 * turn it is to claim. A partition has its turn for some milliseconds, so that its calls are as
 * large as those of an unpartitioned queue: slots that its tasks free go to its next claim, in the
 * same call. On the loop only.
 */
final class ServedQueue {
  private static final Logger LOG = LoggerFactory.getLogger(ServedQueue.class);
  private static final long TURN_NANOS = Duration.ofMillis(5).toNanos();
  private static final long FORGET_INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

  private final String name;
  private final Worker worker;
  private final TaskStore store;
  private final QueueSlots slots;
  private final List<QueueWorker> partitions = new ArrayList<>();
  private final List<TaskStore.Registration> registrations = new ArrayList<>();
  private TaskStore.@Nullable Registration watching;
  private @Nullable QueueLayouts served;
  private boolean retiring;
  private int turn;
  private long turnEnds;
  private long forgetAt;

  /**
   * @param name the queue's name
   * @param worker the server
   * @param slots those that it may have
   */
  ServedQueue(String name, Worker worker, QueueSlots slots) {
    this.name = name;
    this.worker = worker;
    this.slots = slots;
    store = worker.store();
  }

  String name() {
    return name;
  }

  QueueSlots slots() {
    return slots;
  }

  /** Those that are served, former ones too. */
  List<QueueWorker> partitions() {
    return partitions;
  }

  /** Serves the partitions that there are, and will be. */
  void start() {
    forgetAt = worker.time().nanos() + FORGET_INTERVAL_NANOS;
    watching = store.partitions().watch(name, this::serve);
  }

  /** Claims nothing any more. */
  void quiet() {
    if (watching != null) {
      watching.remove();
    }
    registrations.forEach(TaskStore.Registration::remove);
    giveBackReserved();
  }

  /** Takes slots back that no claim under way uses. */
  void giveBackReserved() {
    for (QueueWorker partition : partitions) {
      slots.unused(partition.giveBackReserved());
    }
  }

  CompletableFuture<Void> leave() {
    return CompletableFuture.allOf(
        partitions.stream()
            .map(partition -> partition.leave().toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  /** Hears of the layouts every few seconds, changed or not. */
  private void serve(QueueLayouts layouts) {
    if (!worker.isRunning()) {
      return;
    }
    if (!layouts.equals(served)) {
      served = layouts;
      List<String> wanted = layouts.partitions();
      for (QueueWorker partition : partitions) {
        partition.retire(!wanted.contains(partition.partition()));
      }
      retiring = partitions.stream().anyMatch(QueueWorker::isRetired);
      wanted.stream().filter(this::isNotServed).forEach(this::join);
      worker.pump();
    }
    if (!layouts.former().isEmpty() && forgetAt - worker.time().nanos() <= 0) {
      forgetAt = worker.time().nanos() + FORGET_INTERVAL_NANOS;
      forgetFormer();
    }
  }

  private boolean isNotServed(String partition) {
    return partitions.stream().noneMatch(known -> known.partition().equals(partition));
  }

  private void join(String partition) {
    QueueWorker joining = new QueueWorker(name, partition, worker, slots);
    partitions.add(joining);
    registrations.add(store.onEnqueue(partition, joining::enqueuedHere));
    joining.lease().join();
  }

  private void forgetFormer() {
    store
        .partitions()
        .forgetEmpty(name)
        .whenComplete(
            (done, failure) -> {
              StoreException known = Backoff.storeFailure(failure);
              if (known != null) {
                LOG.debug(
                    "Former partitions of queue {} are looked at later: {}",
                    name,
                    known.getMessage());
              } else if (failure != null) {
                LOG.warn("Former partitions of queue {} are looked at later", name, failure);
              }
            });
  }

  /** Whether the queue may have one more slot, and would use it to claim a task. */
  boolean wantsSlot() {
    if (!slots.isFree()) {
      return false;
    }
    if (turn < partitions.size() && partitions.get(turn).wantsSlot()) {
      return true;
    }
    for (QueueWorker partition : partitions) {
      if (partition.wantsSlot()) {
        return true;
      }
    }
    return false;
  }

  /** Takes a slot for a claim, when one is wanted. */
  void reserve() {
    slots.take();
    if (partitions.size() > 1) {
      passTurn();
    }
    partitions.get(turn).reserve();
  }

  private void passTurn() {
    long now = worker.time().nanos();
    if (turnEnds - now > 0 && partitions.get(turn).wantsSlot()) {
      return;
    }
    do {
      turn = (turn + 1) % partitions.size();
    } while (!partitions.get(turn).wantsSlot());
    turnEnds = now + TURN_NANOS;
  }

  /** Has every partition send what it has. */
  void send() {
    for (int i = 0; i < partitions.size(); i++) {
      partitions.get(i).send();
    }
    if (retiring) {
      removeRetired();
    }
  }

  private void removeRetired() {
    for (int i = partitions.size() - 1; i >= 0; i--) {
      QueueWorker partition = partitions.get(i);
      if (partition.isRetired() && partition.isDrained() && partition.isQuiescent()) {
        partitions.remove(i);
        registrations.remove(i).remove();
        partition.leave();
      }
    }
    turn = 0;
    retiring = partitions.stream().anyMatch(QueueWorker::isRetired);
  }

  /** Whether nothing is held, and nothing is under way. */
  boolean isDrained() {
    return partitions.stream().allMatch(QueueWorker::isDrained);
  }
}
