package io.kronosq.task;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options of one enqueue, gathered from its {@link EnqueueOption}s; later ones win. */
public final class EnqueueOptions {
  /** Queue of a task that names none. */
  public static final String DEFAULT_QUEUE = "default";

  /** Retries of a task that sets none. */
  public static final int DEFAULT_MAX_RETRY = 25;

  /** Time limit of one attempt of a task that sets none. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(30);

  private String queue = DEFAULT_QUEUE;
  private int maxRetry = DEFAULT_MAX_RETRY;
  private Due due = Due.NOW;
  private Duration timeout = DEFAULT_TIMEOUT;
  private @Nullable Instant deadline;
  private @Nullable Unique unique;
  private @Nullable String limitKey;
  private @Nullable String taskId;
  private @Nullable String orderingKey;
  private @Nullable Durability durability;
  private Duration retention = Duration.ZERO;
  private Map<String, String> headers = Map.of();
  private @Nullable String group;
  private Aggregation aggregation = Aggregation.DEFAULT;

  /**
   * Gathers options.
   *
   * @param lists applied in order, so that a later option wins
   */
  @SafeVarargs
  public static EnqueueOptions from(Iterable<EnqueueOption>... lists) {
    EnqueueOptions options = new EnqueueOptions();
    for (Iterable<EnqueueOption> list : lists) {
      list.forEach(option -> option.applyTo(options));
    }
    return options;
  }

  /**
   * Checks what only all options together can break.
   *
   * @return these options
   * @throws IllegalArgumentException when options contradict each other
   */
  public EnqueueOptions checkTogether() {
    if (unique != null && unique.whenTaken() instanceof WhenTaken.Debounce debounce) {
      checkDebounce(unique, debounce);
    }
    if (group != null) {
      checkGrouped(group);
    }
    return this;
  }

  private void checkGrouped(String name) {
    String refused =
        unique != null
            ? "a unique lock"
            : limitKey != null
                ? "a limit key"
                : due instanceof Due.Now ? null : "a delay or a time";
    if (refused != null) {
      throw new IllegalArgumentException(
          "A task of group '"
              + name
              + "' can't have "
              + refused
              + ", since the group decides when it is processed, and with which others;"
              + " remove the one, or the other with EnqueueOption.ungrouped()");
    }
  }

  private void checkDebounce(Unique lock, WhenTaken.Debounce debounce) {
    if (!(due instanceof Due.After after)) {
      throw new IllegalArgumentException(
          "A debounced task starts a while after its last enqueue; set EnqueueOption.delay");
    }
    if (lock.ttl().compareTo(after.delay()) < 0) {
      throw new IllegalArgumentException(
          "The unique lock of a debounced task holds for "
              + lock.ttl()
              + ", and would be gone before the delay of "
              + after.delay()
              + " is over; give it a longer time to live");
    }
    Duration maxWait = debounce.maxWait();
    if (maxWait != null && maxWait.compareTo(after.delay()) < 0) {
      throw new IllegalArgumentException(
          "A debounced task can't wait "
              + maxWait
              + " at most when its delay is "
              + after.delay()
              + "; raise the one or lower the other");
    }
  }

  /** The queue's name. */
  public String queue() {
    return queue;
  }

  /** How many times a failed task is tried again, 0 or more. */
  public int maxRetry() {
    return maxRetry;
  }

  /** When the task may start. */
  public Due due() {
    return due;
  }

  /** Time limit of one attempt; {@link Duration#ZERO} means none. */
  public Duration timeout() {
    return timeout;
  }

  /** The moment after which no attempt may run, or null. */
  public @Nullable Instant deadline() {
    return deadline;
  }

  /** The unique lock, or null. */
  public @Nullable Unique unique() {
    return unique;
  }

  /** The limit key, or null. */
  public @Nullable String limitKey() {
    return limitKey;
  }

  /** The caller's own task id, or null for a generated one. */
  public @Nullable String taskId() {
    return taskId;
  }

  /** What binds the task to a partition, or null. */
  public @Nullable String orderingKey() {
    return orderingKey;
  }

  /** What the enqueue waits for, or null for what the client is set to. */
  public @Nullable Durability durability() {
    return durability;
  }

  /** How long a completed task and its result are kept; {@link Duration#ZERO} means not at all. */
  public Duration retention() {
    return retention;
  }

  /** Headers, in the order given; not modifiable. */
  public Map<String, String> headers() {
    return headers;
  }

  /** The group in which the task waits for others, or null for none. */
  public @Nullable String group() {
    return group;
  }

  /** When the tasks of the group are processed together. */
  public Aggregation aggregation() {
    return aggregation;
  }

  void group(@Nullable String value) {
    group = value;
  }

  void aggregation(Aggregation value) {
    aggregation = value;
  }

  void queue(String value) {
    queue = Names.checkQueue(value);
  }

  void maxRetry(int value) {
    if (value < 0) {
      throw new IllegalArgumentException("maxRetry must be 0 or more, not " + value);
    }
    maxRetry = value;
  }

  void due(Due value) {
    due = value;
  }

  void timeout(Duration value) {
    timeout = notNegative("timeout", value);
  }

  void deadline(Instant value) {
    deadline = value;
  }

  void unique(Unique value) {
    unique = value;
  }

  void limitKey(String value) {
    limitKey = Names.checkLimitKey(value);
  }

  void taskId(String value) {
    taskId = Names.checkId(value);
  }

  void orderingKey(String value) {
    orderingKey = value;
  }

  void durability(Durability value) {
    durability = value;
  }

  void retention(Duration value) {
    retention = notNegative("retention", value);
  }

  void header(String name, String value) {
    Map<String, String> merged = new LinkedHashMap<>(headers);
    merged.put(name, value);
    headers = java.util.Collections.unmodifiableMap(merged);
  }

  private static Duration notNegative(String what, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(what + " must not be negative, but is " + value);
    }
    return value;
  }
}
