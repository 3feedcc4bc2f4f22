package io.kronosq.task;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;

/** Keys that never change. */
final class FixedKeyRing implements KeyRing {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final String currentId;
  private final Map<String, SecretKey> keys;

  FixedKeyRing(String currentId, Map<String, SecretKey> keys) {
    this.currentId = currentId;
    this.keys = Map.copyOf(keys);
  }

  static boolean isId(String id) {
    return ID.matcher(id).matches();
  }

  @Override
  public String currentId() {
    return currentId;
  }

  @Override
  public Optional<SecretKey> key(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  /** Shows the ids only. */
  @Override
  public String toString() {
    return "KeyRing[current=" + currentId + ", ids=" + new TreeSet<>(keys.keySet()) + "]";
  }
}
