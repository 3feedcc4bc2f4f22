package io.kronosq.worker;

/**
 * The handlers that may run at a time. A slot is reserved for a claim, then busy with a task, then
 * free again. Lowering the limit takes no slot away from anybody: the surplus is not given out
 * again. On the loop only, but for {@link #limit}, {@link #busy} and {@link #isWithheld}.
 */
final class Slots {
  private volatile int limit;
  private volatile int busy;
  private volatile boolean withheld;
  private int taken;

  Slots(int limit) {
    this.limit = limit;
  }

  /** How many handlers may run at a time. */
  int limit() {
    return limit;
  }

  /** How many slots have a task. */
  int busy() {
    return busy;
  }

  /** Gives out more slots, or fewer, from now on. */
  void limit(int value) {
    limit = value;
  }

  /** Gives out none from now on, or some again. */
  void withhold(boolean value) {
    withheld = value;
  }

  /** Whether none is given out, free or not. */
  boolean isWithheld() {
    return withheld;
  }

  /** Whether one can be given out. */
  boolean isFree() {
    return !withheld && taken < limit;
  }

  /** Gives one out for a claim. */
  void take() {
    taken++;
  }

  /** Takes back what claims did not use. */
  void unused(int slots) {
    taken -= slots;
  }

  /** So many slots that were given out have a task now. */
  void started(int tasks) {
    addBusy(tasks);
  }

  /** The task of one slot is done. */
  void ended() {
    addBusy(-1);
    taken--;
  }

  private void addBusy(int tasks) {
    // The loop is the only writer.
    int now = busy;
    busy = now + tasks;
  }
}
