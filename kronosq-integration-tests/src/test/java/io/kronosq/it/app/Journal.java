package io.kronosq.it.app;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What happened in the application, for tests to wait for. */
@ApplicationScoped
public class Journal {
  private final Map<String, BlockingQueue<Object>> notes = new ConcurrentHashMap<>();

  /** Notes something. */
  public void note(String subject, Object what) {
    about(subject).add(what);
  }

  /**
   * Takes the next note on a subject, waiting for it if need be.
   *
   * @throws AssertionError when none comes, or it is of another type
   */
  public <T> T await(String subject, Class<T> type) throws InterruptedException {
    Object what = about(subject).poll(20, TimeUnit.SECONDS);
    if (!type.isInstance(what)) {
      throw new AssertionError(
          "Expected a note on '" + subject + "', got " + what + "; others: " + notes);
    }
    return type.cast(what);
  }

  private BlockingQueue<Object> about(String subject) {
    return notes.computeIfAbsent(subject, name -> new LinkedBlockingQueue<>());
  }
}
