package io.kronosq.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Passes what servers tell on to those who watch, in one bounded log for all servers. While nobody
 * watches, nothing is to be written.
 */
public interface FeedStore {
  /** Most entries that are kept, about. */
  int KEPT = 10_000;

  /**
   * An entry.
   *
   * @param id where it stands: two numbers with a hyphen between
   * @param content what was written
   */
  record Entry(String id, byte[] content) {}

  /**
   * Somebody watches.
   *
   * @param atLeast how long that holds unless it is said again
   * @return since when somebody has watched without a break, in the form of an entry's id: what
   *     happened before may not have been written
   */
  CompletionStage<String> watch(Duration atLeast);

  /** Whether somebody watches. */
  CompletionStage<Boolean> isWatched();

  /**
   * Writes entries behind all others. The oldest go when there are too many.
   *
   * @param contents what each of them tells
   */
  CompletionStage<Void> append(List<byte[]> contents);

  /** The id of the latest entry; {@code 0-0} when there is none. */
  CompletionStage<String> latest();

  /**
   * Reads entries behind a place.
   *
   * @param after an entry's id
   * @param most how many at most
   */
  CompletionStage<List<Entry>> read(String after, int most);

  /**
   * Whether an entry is still there.
   *
   * @param id an entry's id
   */
  CompletionStage<Boolean> has(String id);

  /**
   * Waits for entries behind a place, on a connection that has nothing else to do. To be called by
   * one reader at a time.
   *
   * @param after an entry's id
   * @param most how many at most
   * @param atMost how long to wait
   * @return empty when the time is over
   */
  CompletionStage<List<Entry>> await(String after, int most, Duration atMost);
}
