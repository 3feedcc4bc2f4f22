package io.kronosq.inspect;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something that an operator did, or tried to do.
 *
 * @param id its place in the log, given when it is recorded; empty before
 * @param at when it was recorded, by Redis' clock; the epoch before
 * @param user who did it
 * @param action what was done, such as {@code queue.pause}
 * @param target what it was done to, such as the queue's name
 * @param details what else belongs to it, such as the parts of a filter; no secrets
 * @param outcome what came of it, such as {@code done}
 * @param affected how many tasks, queues or the like were changed; 0 or more
 */
public record AuditEntry(
    String id,
    Instant at,
    String user,
    String action,
    String target,
    Map<String, String> details,
    String outcome,
    long affected) {
  /** The most characters of each text; what is longer is cut. */
  public static final int MAX_TEXT = 2_000;

  /** The most details. */
  public static final int MAX_DETAILS = 50;

  /** Cuts what is too long, and copies the details. */
  public AuditEntry {
    if (affected < 0) {
      throw new IllegalArgumentException(
          "affected is " + affected + "; an action changes 0 things or more");
    }
    if (details.size() > MAX_DETAILS) {
      throw new IllegalArgumentException(
          "An entry has at most " + MAX_DETAILS + " details, not " + details.size());
    }
    user = cut(user);
    action = cut(action);
    target = cut(target);
    outcome = cut(outcome);
    Map<String, String> copy = new TreeMap<>();
    details.forEach((name, value) -> copy.put(cut(name), cut(value)));
    details = Collections.unmodifiableMap(copy);
  }

  /**
   * An entry to be recorded, without details, which changed nothing yet.
   *
   * @param user who did it
   * @param action what was done
   * @param target what it was done to
   * @param outcome what came of it
   */
  public static AuditEntry of(String user, String action, String target, String outcome) {
    return new AuditEntry("", Instant.EPOCH, user, action, target, Map.of(), outcome, 0);
  }

  /**
   * With other details.
   *
   * @param value at most {@value #MAX_DETAILS}
   */
  public AuditEntry withDetails(Map<String, String> value) {
    return new AuditEntry(id, at, user, action, target, value, outcome, affected);
  }

  /**
   * With another number of things that were changed.
   *
   * @param value 0 or more
   */
  public AuditEntry withAffected(long value) {
    return new AuditEntry(id, at, user, action, target, details, outcome, value);
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…";
  }
}
