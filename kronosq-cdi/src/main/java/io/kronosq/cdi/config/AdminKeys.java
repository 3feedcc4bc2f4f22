package io.kronosq.cdi.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of the admin resources. */
final class AdminKeys {
  static final String PREFIX = ConfigKeys.PREFIX + "admin.";

  static final ConfigKey<String> VIEWER =
      role(AdminRole.VIEWER, "The container's role of those who may look at everything.");

  static final ConfigKey<String> OPERATOR =
      role(
          AdminRole.OPERATOR, "The container's role of those who may steer tasks and queues, too.");

  static final ConfigKey<String> ADMIN =
      role(
          AdminRole.ADMIN,
          "The container's role of those who may change settings, enqueue and delete queues, too.");

  static final ConfigKey<List<String>> PAYLOAD_ROLES =
      ConfigKey.of(
          PREFIX + "payload-roles",
          ValueType.words("`viewer`, `operator`, `admin` or roles of the container"),
          "operator,admin",
          "Who sees payloads, results and checkpoints. `viewer`, `operator` and"
              + " `admin` stand for those who have at least that role here.");

  static final ConfigKey<Optional<AdminRole>> ANONYMOUS =
      ConfigKey.of(
          PREFIX + "anonymous",
          ValueType.optionalOf(AdminRole.class),
          "none",
          "What those may do who have not logged in. Anything but `none` opens the admin resources"
              + " to everybody who reaches the server, and is told in the log and on each page.");

  static final ConfigKey<Boolean> READ_ONLY =
      ConfigKey.of(
          PREFIX + "read-only",
          ValueType.bool(),
          "false",
          "`true` refuses all changes by admin resources, whoever asks.");

  static final ConfigKey<List<String>> REDACT =
      ConfigKey.withoutDefault(
          PREFIX + "redact",
          ValueType.words("names, or parts of names, in which `*` stands for any characters"),
          "none but the built-in ones",
          "Properties of payloads, and headers, whose values are not shown, beside those that have"
              + " `password`, `secret`, `token`, `api-key`, `credential` and the like in their"
              + " names.");

  static final ConfigKey<Integer> PAYLOAD_LIMIT =
      ConfigKey.of(
          PREFIX + "payload-limit",
          ValueType.number(0, 16 * 1024 * 1024),
          "262144",
          "Bytes of a payload or result that are shown at most.");

  static final ConfigKey<List<String>> ORIGINS =
      ConfigKey.withoutDefault(
          PREFIX + "origins",
          ValueType.words("origins such as https://ops.example.com"),
          "the server's own, as the request names it",
          "Further origins whose pages may make changes: needed behind a reverse proxy that tells"
              + " the server neither `Host` nor `X-Forwarded-Host` as the browser sees it.");

  private AdminKeys() {}

  private static ConfigKey<String> role(AdminRole role, String description) {
    String name = role.name().toLowerCase(Locale.ROOT);
    return ConfigKey.of(
        PREFIX + "roles." + name,
        ValueType.text("the name of a role"),
        "kronosq-" + name,
        description);
  }

  /** All, in the order in which they are documented. */
  static Stream<ConfigKey<?>> all() {
    return Stream.of(
        VIEWER,
        OPERATOR,
        ADMIN,
        PAYLOAD_ROLES,
        ANONYMOUS,
        READ_ONLY,
        REDACT,
        PAYLOAD_LIMIT,
        ORIGINS);
  }
}
