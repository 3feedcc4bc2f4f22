package io.kronosq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes every Redis key. All keys of a queue share the hash tag {@code {queue}}, and so one cluster
 * slot.
 */
final class Keys {
  private final String prefix;
  private final byte[] queues;
  private final Map<String, QueueKeys> byQueue = new ConcurrentHashMap<>();

  Keys(String prefix) {
    this.prefix = prefix;
    queues = (prefix + ":queues").getBytes(UTF_8);
  }

  /** SET of the queues that have ever had a task. */
  byte[] queues() {
    return queues;
  }

  QueueKeys queue(String name) {
    QueueKeys known = byQueue.get(name);
    return known != null
        ? known
        : byQueue.computeIfAbsent(name, n -> new QueueKeys(prefix + ":{" + n + "}:"));
  }

  /** The keys of one queue. */
  static final class QueueKeys {
    /** HASH id → envelope. */
    final byte[] tasks;

    /** HASH id → log of attempts, for tasks that failed. */
    final byte[] attempts;

    /** LIST of ids. */
    final byte[] pending;

    /** ZSET server → expiry of its lease, ms. */
    final byte[] leases;

    /** ZSET id → due, ms. */
    final byte[] scheduled;

    /** ZSET id → due, ms. */
    final byte[] retry;

    /** ZSET id → archived at, ms. */
    final byte[] archived;

    /** ZSET id → kept until, ms. */
    final byte[] completed;

    /** HASH id → result. */
    final byte[] results;

    /** LIST of at most one marker, on which idle servers block. */
    final byte[] wake;

    /** HASH of settings, such as paused. */
    final byte[] meta;

    /** SET of ids that an operator wants cancelled. */
    final byte[] cancellations;

    private final String start;

    private QueueKeys(String start) {
      this.start = start;
      tasks = key("m");
      attempts = key("x");
      pending = key("p");
      leases = key("s");
      scheduled = key("d");
      retry = key("y");
      archived = key("z");
      completed = key("c");
      results = key("r");
      wake = key("w");
      meta = key("meta");
      cancellations = key("k");
    }

    /** SET of ids that are active on a server. */
    byte[] active(String server) {
      return key("a:" + server);
    }

    /** STRING: the id of the task that holds a unique lock. */
    byte[] lock(String digest) {
      return key("u:" + digest);
    }

    private byte[] key(String end) {
      return (start + end).getBytes(UTF_8);
    }
  }
}
