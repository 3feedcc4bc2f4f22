package io.kronosq.notify;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long a service asks to wait, in its header or, as Discord and Telegram do, in its JSON. */
final class RetryAfter {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");
  private static final Pattern IN_JSON =
      Pattern.compile("\"retry_after\"\\s{0,9}:\\s{0,9}(\\d{1,9}(?:\\.\\d{1,9})?)");

  private RetryAfter() {}

  static OptionalLong millis(@Nullable String header, String body, Instant now) {
    OptionalLong told = header == null ? OptionalLong.empty() : ofHeader(header.trim(), now);
    Matcher json = IN_JSON.matcher(body);
    if (!json.find()) {
      return told;
    }
    long inJson = ofSeconds(json.group(1));
    return OptionalLong.of(Math.max(inJson, told.orElse(0)));
  }

  private static OptionalLong ofHeader(String header, Instant now) {
    if (SECONDS.matcher(header).matches()) {
      return OptionalLong.of(ofSeconds(header));
    }
    try {
      Instant at = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return OptionalLong.of(Math.max(0, Duration.between(now, at).toMillis()));
    } catch (DateTimeException e) {
      // Neither of the two forms: as if it were not there.
      return OptionalLong.empty();
    }
  }

  private static long ofSeconds(String seconds) {
    return new BigDecimal(seconds).movePointRight(3).longValue();
  }
}
