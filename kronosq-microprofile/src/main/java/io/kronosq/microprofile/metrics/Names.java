package io.kronosq.microprofile.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Values of a label, as many as are told apart; all further ones are one, since each value is a
 * series that the monitoring keeps. Safe for use by many threads.
 */
final class Names {
  static final String OTHER = "other";

  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final int most;

  Names(int most) {
    this.most = most;
  }

  /** The value that stands for a name. */
  String of(String name) {
    if (known.contains(name)) {
      return name;
    }
    synchronized (known) {
      if (known.size() < most) {
        known.add(name);
      }
      return known.contains(name) ? name : OTHER;
    }
  }
}
