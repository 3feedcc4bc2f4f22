package io.kronosq;

import static io.kronosq.store.Answers.await;

import io.kronosq.inspect.AuditEntry;
import io.kronosq.inspect.AuditPage;
import io.kronosq.inspect.AuditQuery;
import io.kronosq.store.AuditStore;
import io.kronosq.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * What operators did, the latest 10,000 entries. It records what it is told to: the admin resources
 * and the command line tell it of each write. Made by {@link Inspector#audit}. Safe for use by many
 * threads.
 */
public final class AuditLog {
  private static final int SCAN = 500;

  private final AuditStore store;

  AuditLog(AuditStore store) {
    this.store = store;
  }

  /**
   * Records an entry.
   *
   * @param entry its id and time are given here
   * @return the entry with its id and time
   * @throws StoreException when the store can't be asked; it may have been recorded nevertheless
   */
  public AuditEntry record(AuditEntry entry) {
    return await(store.record(entry));
  }

  /**
   * A page of entries. Pages are stable: what is recorded meanwhile comes before the first one.
   *
   * @param query which entries, and where to begin
   * @throws IllegalArgumentException when {@link AuditQuery#after} is not from such a page
   * @throws StoreException when the store can't be asked
   */
  public AuditPage page(AuditQuery query) {
    String after = query.after();
    List<AuditEntry> found = new ArrayList<>();
    while (true) {
      List<AuditEntry> entries = await(store.entries(after, SCAN));
      for (AuditEntry entry : entries) {
        if (query.matches(entry)) {
          if (found.size() == query.limit()) {
            return new AuditPage(found, found.get(found.size() - 1).id());
          }
          found.add(entry);
        }
      }
      if (entries.size() < SCAN) {
        return new AuditPage(found, null);
      }
      after = entries.get(entries.size() - 1).id();
    }
  }
}
