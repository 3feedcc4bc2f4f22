package io.kronosq.microprofile.health;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a check has found.
 *
 * @param name of the check, as health endpoints show it
 * @param up whether it is green
 * @param data what a person can act on; values are texts, whole numbers or booleans
 */
public record Finding(String name, boolean up, Map<String, Object> data) {
  static Builder of(String name) {
    return new Builder(name);
  }

  /** What is found, bit by bit. */
  static final class Builder {
    private final String name;
    private final Map<String, Object> data = new LinkedHashMap<>();

    private Builder(String name) {
      this.name = name;
    }

    Builder with(String key, String value) {
      data.put(key, value);
      return this;
    }

    Builder with(String key, long value) {
      data.put(key, value);
      return this;
    }

    Builder with(String key, boolean value) {
      data.put(key, value);
      return this;
    }

    Finding up() {
      return new Finding(name, true, data);
    }

    /**
     * Red.
     *
     * @param reason what is wrong
     * @param remedy what to do about it
     */
    Finding down(String reason, String remedy) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("reason", reason);
      all.put("remedy", remedy);
      all.putAll(data);
      return new Finding(name, false, all);
    }
  }
}
