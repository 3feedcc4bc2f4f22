package io.kronosq.store;

import io.kronosq.inspect.AuditEntry;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What operators did. Answers as {@link TaskStore} does. */
public interface AuditStore {
  /**
   * Records an entry; the oldest ones beyond about 10,000 go.
   *
   * @param entry its id and time are not looked at
   * @return the entry with its id and time
   */
  CompletionStage<AuditEntry> record(AuditEntry entry);

  /**
   * Entries, the latest first.
   *
   * @param after the id of the entry before the first one; null for the latest. The call fails with
   *     {@link IllegalArgumentException} when no entry can have that id.
   * @param most 1 to {@value TaskStore#MAX_BATCH}; fewer mean that there are no more
   */
  CompletionStage<List<AuditEntry>> entries(@Nullable String after, int most);
}
