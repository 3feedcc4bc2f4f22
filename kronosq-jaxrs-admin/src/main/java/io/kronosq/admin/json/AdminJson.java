package io.kronosq.admin.json;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.config.PropertyOrderStrategy;

/**
 * Writes the answers of the admin resources as JSON: records, and classes with getters. What is
 * null is left out. It has a configuration of its own, which the application's does not touch.
 */
@ApplicationScoped
public class AdminJson {
  private final Jsonb jsonb =
      JsonbBuilder.create(new JsonbConfig().withPropertyOrderStrategy(PropertyOrderStrategy.ANY));

  /**
   * A value as JSON, on one line.
   *
   * @param value not null
   */
  public String text(Object value) {
    return jsonb.toJson(value);
  }

  /** Closes JSON-B. */
  @PreDestroy
  void close() throws Exception {
    jsonb.close();
  }
}
