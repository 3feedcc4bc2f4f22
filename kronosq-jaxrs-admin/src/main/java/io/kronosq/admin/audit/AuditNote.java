package io.kronosq.admin.audit;

import jakarta.enterprise.context.RequestScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the audit is to tell of the present request, beside what the request itself says. */
@RequestScoped
public class AuditNote {
  private final Map<String, String> details = new LinkedHashMap<>();
  private @Nullable String target;
  private long affected;

  /**
   * What is changed, where the path does not say it.
   *
   * @param value such as {@code default/01J…}
   */
  public AuditNote target(String value) {
    target = value;
    return this;
  }

  /**
   * How it is changed.
   *
   * @param name not null
   * @param value null for one that is left out; never a payload
   */
  public AuditNote detail(String name, @Nullable Object value) {
    if (value != null) {
      details.put(name, value.toString());
    }
    return this;
  }

  /**
   * How many things are changed; 1 for a change that says nothing.
   *
   * @param count 0 or more
   */
  public void affected(long count) {
    affected = count;
  }

  @Nullable String target() {
    return target;
  }

  Map<String, String> details() {
    return details;
  }

  long affected() {
    return affected;
  }
}
