package io.kronosq.cli;

import java.util.Map;
import java.util.TreeMap;

/**
 * What an operator is about to do, as the audit log has it.
 *
 * @param action named as the admin resources name it, such as {@code queue.pause}
 * @param target what it is done to
 * @param details what else belongs to it; no payloads
 */
record Act(String action, String target, Map<String, String> details) {
  Act {
    details = new TreeMap<>(details);
  }

  static Act of(String action, String target) {
    return new Act(action, target, Map.of());
  }

  /** The same, and one more detail. */
  Act with(String name, Object value) {
    Map<String, String> more = new TreeMap<>(details);
    more.put(name, value.toString());
    return new Act(action, target, more);
  }
}
