package io.kronosq.cli;

import io.kronosq.diagnose.Finding;
import io.kronosq.inspect.ServerInfo;
import io.kronosq.task.QueueInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What there was at one moment.
 *
 * @param at when
 * @param queues all of them, by name
 * @param servers all of them
 * @param findings what is wrong
 * @param done attempts that succeeded in each of the last minutes, the oldest first, of those
 *     queues that were asked for
 */
record DashPicture(
    Instant at,
    List<QueueInfo> queues,
    List<ServerInfo> servers,
    List<Finding> findings,
    Map<String, List<Long>> done) {
  static final DashPicture NONE =
      new DashPicture(Instant.EPOCH, List.of(), List.of(), List.of(), Map.of());
}
