package io.kronosq.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes every Redis key. All keys of a partition share the hash tag {@code {partition}}, and so one
 * cluster slot.
 */
final class Keys {
  /** Beyond these, keys are made anew each time: inspectors may be asked for any name. */
  private static final int MAX_KEPT = 10_000;

  private final String prefix;
  private final byte[] queues;
  private final byte[] layouts;
  private final byte[] serversSeen;
  private final byte[] serverReports;
  private final byte[] serverControl;
  private final byte[] schedules;
  private final byte[] events;
  private final byte[] watched;
  private final byte[] audit;
  private final byte[] jobs;
  private final byte[] openJobs;
  private final Map<String, QueueKeys> byQueue = new ConcurrentHashMap<>();

  Keys(String prefix) {
    this.prefix = prefix;
    queues = (prefix + ":queues").getBytes(UTF_8);
    layouts = (prefix + ":partitions").getBytes(UTF_8);
    serversSeen = (prefix + ":{/servers}:seen").getBytes(UTF_8);
    serverReports = (prefix + ":{/servers}:reports").getBytes(UTF_8);
    serverControl = (prefix + ":{/servers}:control").getBytes(UTF_8);
    schedules = (prefix + ":schedules").getBytes(UTF_8);
    events = (prefix + ":{/events}:log").getBytes(UTF_8);
    watched = (prefix + ":{/events}:watched").getBytes(UTF_8);
    audit = (prefix + ":{/audit}").getBytes(UTF_8);
    jobs = (prefix + ":{/jobs}:all").getBytes(UTF_8);
    openJobs = (prefix + ":{/jobs}:open").getBytes(UTF_8);
  }

  /** SET of the queues that have ever had a task. */
  byte[] queues() {
    return queues;
  }

  /** HASH queue → numbers of partitions, for queues that were ever partitioned. */
  byte[] layouts() {
    return layouts;
  }

  /** ZSET server → time of its last report, ms. No queue's name has a slash. */
  byte[] serversSeen() {
    return serversSeen;
  }

  /** HASH server → its last report. */
  byte[] serverReports() {
    return serverReports;
  }

  /** LIST of samples of a server's concurrency, the latest first: time in ms, target, busy, max. */
  byte[] serverSamples(String server) {
    return (prefix + ":{/servers}:samples:" + server).getBytes(UTF_8);
  }

  /** HASH aspect, colon, server → what operators want of it. */
  byte[] serverControl() {
    return serverControl;
  }

  /** HASH schedule id → definition; the field '' counts changes. */
  byte[] schedules() {
    return schedules;
  }

  /** STREAM of what servers tell, while somebody watches. */
  byte[] events() {
    return events;
  }

  /** STRING with a time to live: since when somebody watches, ms. */
  byte[] watched() {
    return watched;
  }

  /** STREAM of what operators did. */
  byte[] audit() {
    return audit;
  }

  /** ZSET bulk job → when it was asked for, ms. */
  byte[] jobs() {
    return jobs;
  }

  /** ZSET bulk job that has not ended → when its runner's lease ends, ms; 0 when it has none. */
  byte[] openJobs() {
    return openJobs;
  }

  /** HASH of a bulk job. */
  byte[] job(String id) {
    return (prefix + ":{/jobs}:j:" + id).getBytes(UTF_8);
  }

  /** The keys of a partition, which for an unpartitioned queue has the queue's name. */
  QueueKeys queue(String name) {
    QueueKeys known = byQueue.get(name);
    if (known != null) {
      return known;
    }
    return byQueue.size() < MAX_KEPT ? byQueue.computeIfAbsent(name, this::make) : make(name);
  }

  private QueueKeys make(String name) {
    return new QueueKeys(prefix + ":{" + name + "}:");
  }

  /** The keys of one partition. */
  static final class QueueKeys {
    /** HASH id → envelope. */
    final byte[] tasks;

    /** HASH id → log of attempts, for tasks that failed. */
    final byte[] attempts;

    /** LIST of ids, some of which may be stale. */
    final byte[] pending;

    /**
     * HASH id → how many of its entries in the list of pending ids are stale, a colon, and its
     * envelope if there is one: the task was deleted or stands elsewhere. The empty id has the
     * number of all stale entries.
     */
    final byte[] stale;

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

    /**
     * STRING with a time to live: takes no tasks that may meet others, since it is a former one.
     */
    final byte[] closed;

    /** STRING that lives as long as any unique lock which may outlive its task. */
    final byte[] held;

    /**
     * HASH id → time, ms, a colon and its checkpoint; id and a line feed → progress, message, time
     * and lines of its log.
     */
    final byte[] notes;

    /**
     * What queues have that have tasks in groups: members, HASH id → {@code
     * seq\ntype\nname\nenvelope}; order, ZSET of {@code type\nname\nseq\nid}; due, ZSET {@code
     * type\nname} → ms; settings, HASH of the same.
     */
    final byte[][] groups;

    /** HASH outbox → packed numbers of its rows that were stored, each with the id of its task. */
    final byte[] relayed;

    /** HASH of counts: succeeded, failed, retried, archived, time of running in µs. */
    final byte[] totals;

    /**
     * What queues have that have tasks with limit keys: HASH id → seq:key; ZSET of waiting {@code
     * key\0seq\0id}; ZSET key → time of its turn, µs; ZSET of busy {@code key\0id}.
     */
    final byte[][] lanes;

    /** ZSET key → how far its rate was used, µs; the empty one is the queue itself. */
    final byte[] rates;

    /** Never exists. */
    final byte[] nothing;

    private final String start;

    private QueueKeys(String start) {
      this.start = start;
      tasks = key("m");
      attempts = key("x");
      pending = key("p");
      stale = key("g");
      leases = key("s");
      scheduled = key("d");
      retry = key("y");
      archived = key("z");
      completed = key("c");
      results = key("r");
      wake = key("w");
      meta = key("meta");
      cancellations = key("k");
      totals = key("st");
      notes = key("o");
      groups = new byte[][] {key("gm"), key("go"), key("gd"), key("gs")};
      relayed = key("ob");
      closed = key("closed");
      held = key("held");
      lanes = new byte[][] {key("i"), key("l"), key("n"), key("b")};
      rates = key("v");
      nothing = key("-");
    }

    /** SET of ids that are active on a server. That of the empty name never exists. */
    byte[] active(String server) {
      return key("a:" + server);
    }

    /** HASH of the counts of an hour, each with the minute. */
    byte[] hour(long sinceEpoch) {
      return key("st:" + sinceEpoch);
    }

    /** HASH of the counts of a day, each with the hour. */
    byte[] day(long sinceEpoch) {
      return key("st:d" + sinceEpoch);
    }

    /** STRING: the id of the task that holds a unique lock. */
    byte[] lock(String digest) {
      return key("u:" + digest);
    }

    /** STRING: since when the holder of a unique lock has been put off, ms. */
    byte[] putOffSince(String digest) {
      return key("o:" + digest);
    }

    /** HASH: how far a bulk job has come. */
    byte[] progress(String job) {
      return key("j:" + job);
    }

    /** HASH: the tasks that wait in groups. */
    byte[] groupMembers() {
      return groups[0];
    }

    /** ZSET: the order of tasks that wait in groups. */
    byte[] groupOrder() {
      return groups[1];
    }

    /** ZSET: when groups are due. */
    byte[] groupsDue() {
      return groups[2];
    }

    /** HASH: how far a schedule has come. */
    byte[] ticks(String schedule) {
      return key("t:" + schedule);
    }

    /** LIST of what became of a schedule's ticks, the latest first. */
    byte[] tickHistory(String schedule) {
      return key("th:" + schedule);
    }

    /** Of the keys of lanes, the waiting tasks. */
    byte[] waiting() {
      return lanes[1];
    }

    /** Of the keys of lanes, whose turn is when. */
    byte[] turns() {
      return lanes[2];
    }

    /** Of the keys of lanes, the active tasks. */
    byte[] busy() {
      return lanes[3];
    }

    private byte[] key(String end) {
      return (start + end).getBytes(UTF_8);
    }
  }
}
