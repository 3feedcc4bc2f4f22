package io.kronosq.handler;

import io.kronosq.task.KronosException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Some tasks of a batch failed, and the others are done: only those that failed are tried again, as
 * a smaller batch under the same id, or archived with it. Thrown by handlers, or made of what they
 * said with {@link BatchItem#fail}. Where it names none of the batch's tasks, all failed.
 */
public class BatchFailureException extends KronosException {
  private static final long serialVersionUID = 1L;

  private final transient Map<String, Throwable> failures;

  /**
   * @param failures why they failed, by the id of the task; not empty. The first is the cause.
   */
  public BatchFailureException(Map<String, ? extends Throwable> failures) {
    super(message(failures), failures.values().iterator().next());
    this.failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
  }

  private static String message(Map<String, ? extends Throwable> failures) {
    if (failures.isEmpty()) {
      throw new IllegalArgumentException("A batch fails with the tasks that failed; name them");
    }
    Map.Entry<String, ? extends Throwable> first = failures.entrySet().iterator().next();
    return failures.size()
        + " of the batch's tasks failed, first "
        + first.getKey()
        + ": "
        + first.getValue();
  }

  /** Why tasks failed, by their ids; not modifiable. */
  public Map<String, Throwable> failures() {
    return failures;
  }
}
