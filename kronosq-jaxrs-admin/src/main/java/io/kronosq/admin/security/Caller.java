package io.kronosq.admin.security;

import io.kronosq.admin.problem.ProblemKind;
import io.kronosq.cdi.config.AdminRole;
import jakarta.enterprise.context.RequestScoped;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who makes the present request. Nobody, until the request was admitted. */
@RequestScoped
public class Caller {
  private @Nullable String user;
  private @Nullable AdminRole role;
  private boolean seesPayloads;

  /**
   * Somebody was admitted.
   *
   * @param name who has logged in; null for nobody
   * @param granted what they may do; null for nothing
   * @param payloads whether they see payloads
   */
  void is(@Nullable String name, @Nullable AdminRole granted, boolean payloads) {
    user = name;
    role = granted;
    seesPayloads = payloads;
  }

  /** The name under which somebody has logged in; null for nobody. */
  public @Nullable String user() {
    return user;
  }

  /** The name to be told to others. */
  public String name() {
    return user == null ? "anonymous" : user;
  }

  /** The role, or null when nothing is allowed. */
  public @Nullable AdminRole role() {
    return role;
  }

  /** Whether payloads, results and checkpoints are shown. */
  public boolean seesPayloads() {
    return seesPayloads;
  }

  /**
   * Whether something is allowed.
   *
   * @param needed the role that it needs
   */
  public boolean may(AdminRole needed) {
    return role != null && role.includes(needed);
  }

  /**
   * Refuses what is not allowed.
   *
   * @param needed the role that it needs
   */
  void demand(AdminRole needed) {
    if (!may(needed)) {
      throw ProblemKind.NOT_ALLOWED.exception(
          "'"
              + name()
              + "' has not the role "
              + needed
              + ", which this operation needs"
              + (role == null ? "" : "; it has " + role),
          null,
          "Give the user the container's role of kronosq.admin.roles."
              + needed.name().toLowerCase(Locale.ROOT));
    }
  }
}
