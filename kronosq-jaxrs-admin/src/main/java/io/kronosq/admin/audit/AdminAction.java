package io.kronosq.admin.audit;

import java.util.Map;

/**
 * A change that somebody made or tried to make with the admin resources. Fired as a CDI event after
 * it was answered; observers hear it on the thread of the request.
 *
 * @param user who; {@code anonymous} for somebody who has not logged in
 * @param action what, such as {@code queue.pause}; method and path where there is no such operation
 * @param target what it was done to
 * @param details what else belongs to it; no payloads
 * @param status the status of the answer
 * @param outcome what came of it
 * @param affected how many things were changed
 */
public record AdminAction(
    String user,
    String action,
    String target,
    Map<String, String> details,
    int status,
    Outcome outcome,
    long affected) {
  /** What came of it. */
  public enum Outcome {
    /** It was done. */
    DONE,
    /** It was refused, and nothing changed. */
    REFUSED,
    /** It failed; what was done until then is done. */
    FAILED;

    static Outcome of(int status) {
      return status < 400 ? DONE : status < 500 ? REFUSED : FAILED;
    }
  }

  /** Copies the details. */
  public AdminAction {
    details = Map.copyOf(details);
  }
}
