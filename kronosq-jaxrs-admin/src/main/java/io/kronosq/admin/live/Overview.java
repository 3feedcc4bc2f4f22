package io.kronosq.admin.live;

import io.kronosq.inspect.QueueCounts;
import io.kronosq.inspect.ServerInfo;
import io.kronosq.task.QueueInfo;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Whether it is well, at one moment.
 *
 * @param at when that was, by this server's clock
 * @param totals of all queues
 * @param latencyMs age of the oldest pending task of any queue, in ms; 0 when none is pending
 * @param servers how many servers there are
 * @param workers how many handlers run, and may run, on the living ones together
 * @param lastMinute what was done in the last 60 s
 * @param findings what needs attention; null where it is not told
 */
public record Overview(
    Instant at,
    Totals totals,
    long latencyMs,
    Servers servers,
    Workers workers,
    LastMinute lastMinute,
    @Nullable List<Finding> findings) {

  /** The queues and their tasks. */
  public record Totals(
      int queues,
      int pausedQueues,
      long pending,
      long active,
      long scheduled,
      long retry,
      long archived,
      long completed,
      long aggregating) {
    static Totals of(List<QueueInfo> queues) {
      return new Totals(
          queues.size(),
          (int) queues.stream().filter(QueueInfo::paused).count(),
          sum(queues, QueueInfo::pending),
          sum(queues, QueueInfo::active),
          sum(queues, QueueInfo::scheduled),
          sum(queues, QueueInfo::retry),
          sum(queues, QueueInfo::archived),
          sum(queues, QueueInfo::completed),
          sum(queues, QueueInfo::aggregating));
    }

    private static long sum(List<QueueInfo> queues, ToLongFunction<QueueInfo> number) {
      return queues.stream().mapToLong(number).sum();
    }
  }

  /**
   * How many servers there are.
   *
   * @param alive those that hold a lease
   * @param dead those that died within the last hour; not one that was just started and has no
   *     lease yet
   * @param quiet those of the living that take no more tasks
   */
  public record Servers(int alive, int dead, int quiet) {
    static Servers of(List<ServerInfo> servers, Instant now) {
      int alive = (int) servers.stream().filter(ServerInfo::alive).count();
      int quiet =
          (int)
              servers.stream().filter(server -> server.alive() && server.report().quiet()).count();
      int dead = (int) servers.stream().filter(server -> server.isDead(now)).count();
      return new Servers(alive, dead, quiet);
    }
  }

  /**
   * How many handlers run at a time.
   *
   * @param busy how many run
   * @param target how many may at this moment
   * @param max how many may at most
   */
  public record Workers(int busy, int target, int max) {
    static Workers of(List<ServerInfo> servers) {
      return servers.stream()
          .filter(ServerInfo::alive)
          .map(server -> server.report().concurrency())
          .map(one -> new Workers(one.busy(), one.target(), one.max()))
          .reduce(new Workers(0, 0, 0), Workers::plus);
    }

    private Workers plus(Workers other) {
      return new Workers(busy + other.busy, target + other.target, max + other.max);
    }
  }

  /**
   * What was done in the last 60 s.
   *
   * @param succeeded attempts that succeeded
   * @param failed attempts that failed
   * @param retried failed ones that got another attempt
   * @param archived failed ones that were the last
   * @param meanRuntimeMs how long a handler ran on average, in ms
   * @param meanWaitMs how long a task waited for its first attempt on average, in ms
   */
  public record LastMinute(
      long succeeded,
      long failed,
      long retried,
      long archived,
      long meanRuntimeMs,
      long meanWaitMs) {
    static LastMinute of(QueueCounts counts) {
      return new LastMinute(
          counts.succeeded(),
          counts.failed(),
          counts.retried(),
          counts.archived(),
          counts.meanRuntime().toMillis(),
          counts.waits().mean().toMillis());
    }
  }

  /** The same without findings. */
  Overview withoutFindings() {
    return new Overview(at, totals, latencyMs, servers, workers, lastMinute, null);
  }
}
