package io.kronosq.diagnose;

import io.kronosq.inspect.RedisInfo;
import io.kronosq.inspect.ServerInfo;
import io.kronosq.schedule.ScheduleInfo;
import io.kronosq.task.QueueInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was seen at one moment.
 *
 * @param now Redis' clock
 * @param skew how far this machine's clock is ahead of it; negative when it is behind
 * @param roundTrip how long an answer of Redis took
 * @param redis facts of Redis
 * @param queues all queues
 * @param servers all servers, those that died too
 * @param schedules all schedules
 */
record Look(
    Instant now,
    Duration skew,
    Duration roundTrip,
    RedisInfo redis,
    List<QueueInfo> queues,
    List<ServerInfo> servers,
    List<ScheduleInfo> schedules) {
  /** Servers that live. */
  Stream<ServerInfo> alive() {
    return servers.stream().filter(ServerInfo::alive);
  }

  /** Servers that live, and serve a queue. */
  List<ServerInfo> serving(String queue) {
    return alive().filter(server -> server.report().weights().containsKey(queue)).toList();
  }

  /** Identities under which servers that live hold partitions. */
  Set<String> holders() {
    return alive()
        .flatMap(server -> server.report().leases().values().stream())
        .collect(Collectors.toSet());
  }
}
