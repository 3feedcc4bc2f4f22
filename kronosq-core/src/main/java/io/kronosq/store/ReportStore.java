package io.kronosq.store;

import io.kronosq.inspect.ConcurrencySample;
import io.kronosq.inspect.QueueCounts;
import io.kronosq.inspect.QueueHistory;
import io.kronosq.inspect.ServerControl;
import io.kronosq.inspect.ServerInfo;
import io.kronosq.inspect.ServerReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What servers tell of themselves and of what they did, for inspectors. Nothing depends on it.
 * Answers as {@link TaskStore} does.
 */
public interface ReportStore {
  /** Stands for all queues together where a queue is counted. No queue's name has a slash. */
  String ALL_QUEUES = "/all";

  /**
   * Puts a server's report in the place of its last one. Reports that nobody renewed for an hour
   * go.
   *
   * @param report what the server tells
   * @param sampled whether its concurrency is kept, for {@link #samples}
   * @return what operators want of it
   */
  CompletionStage<ServerControl> report(ServerReport report, boolean sampled);

  /**
   * What was kept of a server's concurrency in the last 24 hours, the oldest first.
   *
   * @param id the server's identity
   */
  CompletionStage<List<ConcurrencySample>> samples(String id);

  /**
   * Has a server take no more tasks, or take them again.
   *
   * @param id the server's identity
   * @param quiet whether it is to take none
   * @return whether there is such a server
   */
  CompletionStage<Boolean> quiet(String id, boolean quiet);

  /**
   * Has a server stop.
   *
   * @param id the server's identity
   * @return whether there is such a server
   */
  CompletionStage<Boolean> stop(String id);

  /**
   * Has a server run more handlers at a time, or fewer.
   *
   * @param id the server's identity
   * @param concurrency how many; null for what it is configured to
   * @return whether there is such a server
   */
  CompletionStage<Boolean> concurrency(String id, ServerControl.@Nullable Range concurrency);

  /**
   * Takes a server's report away, with what operators wanted of it.
   *
   * @param id the server's identity
   */
  CompletionStage<Void> withdraw(String id);

  /** All servers, by host, name and start. */
  CompletionStage<List<ServerInfo>> servers();

  /**
   * Adds what was done in a minute.
   *
   * @param queue the queue's name, or {@link #ALL_QUEUES}
   * @param minute when the minute began
   * @param counts what to add
   */
  CompletionStage<Void> add(String queue, Instant minute, QueueCounts counts);

  /**
   * Asks to count the backlog of this minute, which one does for all.
   *
   * @return when the minute began, for the first who asks in it; empty for others
   */
  CompletionStage<Optional<Instant>> claimMinute();

  /**
   * Notes how many tasks are pending.
   *
   * @param queue the queue's name, or {@link #ALL_QUEUES}
   * @param minute when the minute began
   * @param pending how many
   */
  CompletionStage<Void> backlog(String queue, Instant minute, long pending);

  /**
   * What was done.
   *
   * @param queue the queue's name, or {@link #ALL_QUEUES}
   */
  CompletionStage<QueueHistory> history(String queue);

  /**
   * Deletes what is known of what was done.
   *
   * @param queue the queue's name
   */
  CompletionStage<Void> forget(String queue);
}
