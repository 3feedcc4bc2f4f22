package io.kronosq.sample.imports;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The latest imports, in memory. A restart loses the counts, though none of the tasks, which are in
 * Redis; the mails are sent all the same.
 */
@ApplicationScoped
public class Imports {
  private static final int REMEMBERED = 50;

  private final Map<String, ImportProgress> latest = new LinkedHashMap<>();
  private final Clock clock = Clock.systemUTC();

  synchronized ImportProgress begin() {
    // Ids must not come again after a restart, since tasks of earlier imports may still be waiting.
    ImportProgress progress = new ImportProgress(UUID.randomUUID().toString(), clock);
    latest.put(progress.id(), progress);
    if (latest.size() > REMEMBERED) {
      latest.remove(latest.keySet().iterator().next());
    }
    return progress;
  }

  synchronized Optional<ImportProgress> find(String id) {
    return Optional.ofNullable(latest.get(id));
  }

  /** All that are remembered, newest first. */
  synchronized List<ImportStatus> statuses() {
    List<ImportStatus> statuses = new ArrayList<>();
    latest.values().forEach(progress -> statuses.add(progress.status()));
    Collections.reverse(statuses);
    return statuses;
  }
}
