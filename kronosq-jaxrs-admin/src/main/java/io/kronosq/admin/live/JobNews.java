package io.kronosq.admin.live;

import io.kronosq.BulkJobs;
import io.kronosq.inspect.BulkJob;
import io.kronosq.store.StoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which bulk jobs have come further since they were looked at last. Safe for use by many threads.
 */
final class JobNews {
  private final BulkJobs jobs;

  /** Those that were open at the last look, by id; guarded by this. */
  private Map<String, BulkJob> known = Map.of();

  JobNews(BulkJobs jobs) {
    this.jobs = jobs;
  }

  /**
   * The open jobs that have changed since the last look, and those that have ended since.
   *
   * @throws StoreException when the store can't be asked
   */
  synchronized List<BulkJob> look() {
    Map<String, BulkJob> open =
        jobs.open().stream().collect(Collectors.toMap(BulkJob::id, Function.identity()));
    Map<String, BulkJob> news = new HashMap<>(open);
    for (String id : known.keySet()) {
      if (!open.containsKey(id)) {
        jobs.get(id).ifPresent(ended -> news.put(id, ended));
      }
    }
    news.values().removeIf(job -> job.equals(known.get(job.id())));
    known = open;
    return List.copyOf(news.values());
  }

  /** Has the next look tell all that are open. */
  synchronized void forget() {
    known = Map.of();
  }
}
