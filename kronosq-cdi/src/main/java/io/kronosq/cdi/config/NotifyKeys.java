package io.kronosq.cdi.config;

import io.kronosq.event.TaskEventType;
import io.kronosq.notify.LinkTemplate;
import io.kronosq.notify.Notifier;
import io.kronosq.notify.Template;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The keys of notifiers. Settings that all have stand under {@value #PREFIX}, and can be set anew
 * for a service or a named notifier of it.
 */
final class NotifyKeys {
  static final String PREFIX = ConfigKeys.PREFIX + "notify.";

  static final String SLACK = "slack";
  static final String DISCORD = "discord";
  static final String TELEGRAM = "telegram";
  static final String WEBHOOK = "webhook";

  static final List<String> SERVICES = List.of(SLACK, DISCORD, TELEGRAM, WEBHOOK);

  static final ConfigKey<Notifier.Builder> SLACK_URL =
      ConfigKey.withoutDefault(
              PREFIX + "slack.url",
              new ValueType<>("address", "the https:// URL of a webhook", Notifier::slack),
              "none",
              "An incoming webhook of Slack, which is told of task events.")
          .asSecret();

  static final ConfigKey<Notifier.Builder> DISCORD_URL =
      ConfigKey.withoutDefault(
              PREFIX + "discord.url",
              new ValueType<>("address", "the https:// URL of a webhook", Notifier::discord),
              "none",
              "A webhook of a Discord channel, which is told of task events.")
          .asSecret();

  static final ConfigKey<String> TELEGRAM_TOKEN =
      ConfigKey.withoutDefault(
              PREFIX + "telegram.token",
              ValueType.text("a token of BotFather"),
              "none",
              "The token of a Telegram bot, which tells of task events. Needs a chat id.")
          .asSecret();

  static final ConfigKey<String> TELEGRAM_CHAT_ID =
      ConfigKey.withoutDefault(
          PREFIX + "telegram.chat-id",
          ValueType.text("a number such as -1001234, or @channel"),
          "none",
          "The chat that the bot writes to.");

  static final ConfigKey<String> TELEGRAM_API_URL =
      ConfigKey.of(
          PREFIX + "telegram.api-url",
          ValueType.text("an https:// URL"),
          "https://api.telegram.org",
          "Where the Bot API is.");

  static final ConfigKey<Notifier.Builder> WEBHOOK_URL =
      ConfigKey.withoutDefault(
              PREFIX + "webhook.url",
              new ValueType<>("address", "an https:// URL", Notifier::unsignedWebhook),
              "none",
              "Any address that takes JSON, which is told of task events.")
          .asSecret();

  static final ConfigKey<String> WEBHOOK_SECRET =
      ConfigKey.withoutDefault(
              PREFIX + "webhook.secret",
              ValueType.text("whsec_ and Base64, or any text of 16 bytes or more"),
              "none; requests are not signed",
              "Signs requests with HMAC-SHA256.")
          .asSecret();

  static final ConfigKey<TaskEventType[]> EVENTS =
      ConfigKey.of(
          PREFIX + "events",
          new ValueType<>(
              "events",
              "task events separated by commas: " + names(),
              text -> list(text).map(NotifyKeys::event).toArray(TaskEventType[]::new)),
          "ARCHIVED,STUCK",
          "What is told.");

  static final ConfigKey<String[]> TYPES =
      ConfigKey.of(
          PREFIX + "types", patterns("task types"), "*", "Of which task types something is told.");

  static final ConfigKey<String[]> EXCLUDE_TYPES =
      ConfigKey.withoutDefault(
          PREFIX + "exclude-types",
          patterns("task types"),
          "none",
          "Of which task types nothing is told.");

  static final ConfigKey<String[]> QUEUES =
      ConfigKey.of(
          PREFIX + "queues", patterns("queues"), "*", "Of which queues something is told.");

  static final ConfigKey<Integer> MIN_ATTEMPTS =
      ConfigKey.of(
          PREFIX + "min-attempts",
          ValueType.number(1, 1_000_000),
          "1",
          "From which attempt of a task on something is told.");

  static final ConfigKey<Integer> THRESHOLD =
      ConfigKey.of(
          PREFIX + "threshold",
          ValueType.number(1, 1_000),
          "1",
          "How many events of the same type it takes before anything is told.");

  static final ConfigKey<Duration> THRESHOLD_WINDOW =
      ConfigKey.of(
          PREFIX + "threshold-window",
          ValueType.duration(Duration.ofMillis(1)),
          "1m",
          "How long an event counts for the threshold.");

  static final ConfigKey<Duration> QUIET_TIME =
      ConfigKey.of(
          PREFIX + "quiet-time",
          ValueType.duration(Duration.ofSeconds(1)),
          "5m",
          "After a message, how long further events are gathered for the next one.");

  static final ConfigKey<Boolean> QUIET_AGAIN =
      ConfigKey.of(
          PREFIX + "quiet-again",
          ValueType.bool(),
          "false",
          "`true` tells when a quiet time has passed without an event.");

  static final ConfigKey<Template> TITLE =
      ConfigKey.of(
          PREFIX + "title",
          new ValueType<>("template", "a text with known placeholders", Template::parse),
          "{type} {event}{times}",
          "The title of messages.");

  static final ConfigKey<Template> TEXT =
      ConfigKey.withoutDefault(
          PREFIX + "text",
          new ValueType<>("template", "a text with known placeholders", Template::parse),
          "see [notifications](notifications.md)",
          "The text of messages.");

  static final ConfigKey<LinkTemplate> LINK =
      ConfigKey.withoutDefault(
          PREFIX + "link",
          new ValueType<>(
              "template",
              "an https:// URL, in which {queue}, {id} and {type} are filled in",
              LinkTemplate::parse),
          "none",
          "Where to look at a task.");

  static final ConfigKey<Boolean> INCLUDE_PAYLOAD =
      ConfigKey.of(
          PREFIX + "include-payload",
          ValueType.bool(),
          "false",
          "`true` shows payloads, without the values of keys such as `password`.");

  static final ConfigKey<Integer> PAYLOAD_MAX_LENGTH =
      ConfigKey.of(
          PREFIX + "payload-max-length",
          ValueType.number(1, 2_000),
          "500",
          "Longest payload that is shown, in characters.");

  private static final List<ConfigKey<?>> OF_SERVICES =
      List.of(
          SLACK_URL,
          DISCORD_URL,
          TELEGRAM_TOKEN,
          TELEGRAM_CHAT_ID,
          TELEGRAM_API_URL,
          WEBHOOK_URL,
          WEBHOOK_SECRET);

  private static final List<ConfigKey<?>> COMMON =
      List.of(
          EVENTS,
          TYPES,
          EXCLUDE_TYPES,
          QUEUES,
          MIN_ATTEMPTS,
          THRESHOLD,
          THRESHOLD_WINDOW,
          QUIET_TIME,
          QUIET_AGAIN,
          TITLE,
          TEXT,
          LINK,
          INCLUDE_PAYLOAD,
          PAYLOAD_MAX_LENGTH);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,60}");

  private NotifyKeys() {}

  static Stream<ConfigKey<?>> all() {
    return Stream.concat(OF_SERVICES.stream(), COMMON.stream());
  }

  /** Settings that all notifiers have. */
  static List<ConfigKey<?>> common() {
    return COMMON;
  }

  /** Whether a key sets something for a service or a named notifier. */
  static boolean isKey(String name) {
    return SERVICES.stream()
        .anyMatch(service -> isSetting(service, name) || !notifierName(service, name).isEmpty());
  }

  /** The name of the notifier that a key is for, or empty when it is for none with a name. */
  static String notifierName(String service, String key) {
    String start = PREFIX + service + ".";
    int dot = key.lastIndexOf('.');
    if (!key.startsWith(start) || dot <= start.length()) {
      return "";
    }
    String name = key.substring(start.length(), dot);
    return NAME.matcher(name).matches() && isSetting(service, start + key.substring(dot + 1))
        ? name
        : "";
  }

  private static boolean isSetting(String service, String key) {
    String start = PREFIX + service + ".";
    return key.startsWith(start)
        && (OF_SERVICES.stream().anyMatch(known -> known.name().equals(key))
            || COMMON.stream()
                .anyMatch(known -> known.name().equals(PREFIX + key.substring(start.length()))));
  }

  private static ValueType<String[]> patterns(String what) {
    return new ValueType<>(
        "names",
        what + " separated by commas, in which * stands for any characters",
        text -> list(text).toArray(String[]::new));
  }

  private static Stream<String> list(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::trim)
        .peek(
            part -> {
              if (part.isEmpty()) {
                throw new IllegalArgumentException("A name is missing beside a comma");
              }
            });
  }

  private static TaskEventType event(String name) {
    return Arrays.stream(TaskEventType.values())
        .filter(type -> type.name().equals(name.toUpperCase(Locale.ROOT)))
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException("There is no event '" + name + "'"));
  }

  private static String names() {
    return String.join(
        ", ", Arrays.stream(TaskEventType.values()).map(TaskEventType::name).toList());
  }
}
