package io.kronosq.testing;

import io.kronosq.store.Loop;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/** A loop and its clock, both of which stand still until the test moves them. Single-threaded. */
public final class ManualLoop implements Loop, TimeSource {
  private final Queue<Runnable> actions = new ArrayDeque<>();
  private final List<Scheduled> timers = new ArrayList<>();
  private long nanos = 1_000_000_000_000L;
  private boolean running;

  private record Scheduled(long at, Runnable action) {}

  @Override
  public void execute(Runnable action) {
    actions.add(action);
  }

  @Override
  public Timer schedule(Duration delay, Runnable action) {
    Scheduled timer = new Scheduled(nanos + delay.toNanos(), action);
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  @Override
  public boolean inLoop() {
    return running;
  }

  @Override
  public Instant now() {
    return Instant.ofEpochSecond(1_700_000_000).plusNanos(nanos);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  /** Runs what is due. */
  public void run() {
    running = true;
    for (Runnable next = nextDue(); next != null; next = nextDue()) {
      next.run();
    }
    running = false;
  }

  /** Lets time pass, and runs what becomes due meanwhile at its own moment. */
  public void advance(Duration time) {
    long end = nanos + time.toNanos();
    run();
    while (!timers.isEmpty() && earliest().at() <= end) {
      nanos = Math.max(nanos, earliest().at());
      run();
    }
    nanos = end;
  }

  /** Timers that have not fired. */
  public int timers() {
    return timers.size();
  }

  private Runnable nextDue() {
    if (!actions.isEmpty()) {
      return actions.remove();
    }
    if (!timers.isEmpty() && earliest().at() <= nanos) {
      Scheduled due = earliest();
      timers.remove(due);
      return due.action();
    }
    return null;
  }

  private Scheduled earliest() {
    return timers.stream().min(Comparator.comparingLong(Scheduled::at)).orElseThrow();
  }
}
