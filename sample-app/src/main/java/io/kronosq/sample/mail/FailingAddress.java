package io.kronosq.sample.mail;

import java.time.Duration;
import java.util.Locale;

/** Addresses whose mails always fail, so that retries and the archive can be watched. */
final class FailingAddress {
  private static final String DOMAIN = "@fail.example";

  /** Short enough to watch. */
  static final Duration RETRY_DELAY = Duration.ofSeconds(2);

  private FailingAddress() {}

  static boolean matches(String email) {
    return email.toLowerCase(Locale.ROOT).endsWith(DOMAIN);
  }
}
