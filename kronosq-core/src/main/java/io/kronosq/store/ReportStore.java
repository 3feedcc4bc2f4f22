package io.kronosq.store;

import io.kronosq.inspect.QueueCounts;
import io.kronosq.inspect.QueueHistory;
import io.kronosq.inspect.ServerInfo;
import io.kronosq.inspect.ServerReport;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What servers tell of themselves and of what they did, for inspectors. Nothing depends on it.
 * Answers as {@link TaskStore} does.
 */
public interface ReportStore {
  /**
   * Puts a server's report in the place of its last one. Reports that nobody renewed for an hour
   * go.
   *
   * @param report what the server tells
   */
  CompletionStage<Void> report(ServerReport report);

  /**
   * Takes a server's report away.
   *
   * @param id the server's identity
   */
  CompletionStage<Void> withdraw(String id);

  /** All servers, by host, name and start. */
  CompletionStage<List<ServerInfo>> servers();

  /**
   * Adds what was done in a minute.
   *
   * @param queue the queue's name
   * @param minute when the minute began
   * @param counts what to add
   */
  CompletionStage<Void> add(String queue, Instant minute, QueueCounts counts);

  /**
   * What was done.
   *
   * @param queue the queue's name
   */
  CompletionStage<QueueHistory> history(String queue);

  /**
   * Deletes what is known of what was done.
   *
   * @param queue the queue's name
   */
  CompletionStage<Void> forget(String queue);
}
