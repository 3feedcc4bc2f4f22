package io.kronosq.sample.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The mails received, in memory. A mail costs a few hundred bytes, because only the latest are kept
 * with their text. A second copy of a mail, known by its Message-ID, is counted but not listed.
 */
@ApplicationScoped
public class Outbox {
  private static final int CAPACITY = 250_000;
  private static final int SOURCES = 200;

  private final int capacity;
  private final List<OutboxMail> mails = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private final Map<String, byte[]> sources = new LinkedHashMap<>();
  private long total;
  private long copies;

  /** An empty outbox. */
  public Outbox() {
    this(CAPACITY);
  }

  Outbox(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Adds a mail, unless it is there.
   *
   * @param mail what is listed
   * @param source the whole mail; not copied
   */
  public synchronized void add(OutboxMail mail, byte[] source) {
    if (!ids.add(mail.id())) {
      copies++;
      return;
    }
    if (mails.size() == capacity) {
      forgetOldest(Math.max(1, capacity / 10));
    }
    total++;
    mails.add(mail);
    sources.put(mail.id(), source);
    if (sources.size() > SOURCES) {
      sources.remove(sources.keySet().iterator().next());
    }
  }

  /**
   * Lists mails, newest first.
   *
   * @param limit at most so many
   * @param offset leave out so many of the newest
   */
  public synchronized OutboxPage page(int limit, int offset) {
    int end = Math.max(0, mails.size() - offset);
    int begin = Math.max(0, end - limit);
    List<OutboxMail> page = new ArrayList<>(end - begin);
    for (int i = end - 1; i >= begin; i--) {
      page.add(mails.get(i));
    }
    return new OutboxPage(total, copies, mails.size(), page);
  }

  /**
   * The whole mail, if it is one of the latest {@value #SOURCES}.
   *
   * @param id its Message-ID
   */
  public synchronized Optional<byte[]> source(String id) {
    return Optional.ofNullable(sources.get(id));
  }

  /** Forgets all mails. */
  public synchronized void clear() {
    mails.clear();
    ids.clear();
    sources.clear();
    total = 0;
    copies = 0;
  }

  // Many at once, because taking from the head of a list moves all the others.
  private void forgetOldest(int count) {
    List<OutboxMail> oldest = mails.subList(0, count);
    oldest.forEach(mail -> ids.remove(mail.id()));
    oldest.clear();
  }
}
