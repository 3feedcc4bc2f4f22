package io.kronosq.task;

/** The rules for the names that callers choose: task types, task ids, queues. */
public final class Names {
  /** Longest task type, in UTF-16 units. */
  public static final int MAX_TYPE_LENGTH = 255;

  /** Longest task id, in UTF-16 units. */
  public static final int MAX_ID_LENGTH = 255;

  /** Longest limit key, in UTF-16 units. */
  public static final int MAX_KEY_LENGTH = 255;

  /** Longest queue name, in characters. */
  public static final int MAX_QUEUE_LENGTH = 128;

  private Names() {}

  /**
   * Checks a task type.
   *
   * @param type 1 to {@value #MAX_TYPE_LENGTH} characters, no control characters, not blank
   * @return the same type
   * @throws IllegalArgumentException when it breaks a rule
   */
  public static String checkType(String type) {
    return checkText("Task type", type, MAX_TYPE_LENGTH);
  }

  /**
   * Checks a task id chosen by a caller.
   *
   * @param id 1 to {@value #MAX_ID_LENGTH} characters, no control characters, not blank
   * @return the same id
   * @throws IllegalArgumentException when it breaks a rule
   */
  public static String checkId(String id) {
    return checkText("Task id", id, MAX_ID_LENGTH);
  }

  /**
   * Checks a limit key.
   *
   * @param key 1 to {@value #MAX_KEY_LENGTH} characters, no control characters, not blank
   * @return the same key
   * @throws IllegalArgumentException when it breaks a rule
   */
  public static String checkLimitKey(String key) {
    return checkText("Limit key", key, MAX_KEY_LENGTH);
  }

  /**
   * Checks a queue name. Braces are refused because the name becomes a Redis hash tag.
   *
   * @param queue 1 to {@value #MAX_QUEUE_LENGTH} letters, digits, dots, underscores, hyphens or
   *     colons
   * @return the same name
   * @throws IllegalArgumentException when it breaks a rule
   */
  public static String checkQueue(String queue) {
    boolean valid = !queue.isEmpty() && queue.length() <= MAX_QUEUE_LENGTH;
    for (int i = 0; valid && i < queue.length(); i++) {
      char c = queue.charAt(i);
      valid =
          c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-' || c == ':');
    }
    if (!valid) {
      throw new IllegalArgumentException(
          "Queue name "
              + quote(queue)
              + " is not allowed: use 1 to "
              + MAX_QUEUE_LENGTH
              + " ASCII letters, digits, '.', '_', '-' or ':'");
    }
    return queue;
  }

  /**
   * Checks the name of a group of tasks.
   *
   * @param group 1 to {@value #MAX_ID_LENGTH} characters, no control characters, not blank
   * @return the same name
   * @throws IllegalArgumentException when it breaks a rule
   */
  public static String checkGroup(String group) {
    return checkText("Group", group, MAX_ID_LENGTH);
  }

  private static String checkText(String what, String value, int max) {
    if (value.length() > max) {
      throw new IllegalArgumentException(
          what
              + " "
              + quote(value)
              + " has "
              + value.length()
              + " characters; at most "
              + max
              + " are allowed");
    }
    if (value.isBlank()) {
      throw new IllegalArgumentException(
          what + " " + quote(value) + " is blank; give it a name such as 'email:welcome'");
    }
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i))) {
        throw new IllegalArgumentException(
            what + " " + quote(value) + " has a control character at index " + i + "; remove it");
      }
    }
    return value;
  }

  private static String quote(String value) {
    StringBuilder shown = new StringBuilder("'");
    value.chars().limit(40).forEach(c -> shown.append(Character.isISOControl(c) ? '?' : (char) c));
    return shown.append(value.length() > 40 ? "…'" : "'").toString();
  }
}
