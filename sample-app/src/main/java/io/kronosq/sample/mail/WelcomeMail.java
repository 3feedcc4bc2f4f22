package io.kronosq.sample.mail;

import org.jspecify.annotations.Nullable;

/**
 * The payload of a task that welcomes somebody.
 *
 * @param name how to greet them
 * @param email where the mail goes
 * @param origin the import it came with, or null for a single sign-up
 */
public record WelcomeMail(String name, String email, @Nullable ImportRow origin) {
  /** The task type. */
  public static final String TASK_TYPE = "email:welcome";

  /**
   * The mail for a single sign-up.
   *
   * @param name how to greet them
   * @param email where the mail goes
   */
  public static WelcomeMail to(String name, String email) {
    return new WelcomeMail(name, email, null);
  }
}
