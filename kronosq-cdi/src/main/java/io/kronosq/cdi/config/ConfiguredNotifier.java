package io.kronosq.cdi.config;

import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.cdi.mistake.MistakeList;
import io.kronosq.cdi.mistake.Mistakes;
import io.kronosq.notify.Notifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * A notifier as it is configured.
 *
 * @param name its service, or service and name: {@code slack.operators}
 * @param builder has all of its settings but those that the running application gives
 * @param payloadLength longest payload that is shown; null for none
 */
public record ConfiguredNotifier(
    String name, Notifier.Builder builder, @Nullable Integer payloadLength) {
  /**
   * Reads all that are configured.
   *
   * @param config where from
   * @param mistakes told of each wrong value
   */
  public static List<ConfiguredNotifier> readAll(Config config, Mistakes mistakes) {
    // What is set for all is read for each, but is wrong only once.
    MistakeList found = new MistakeList();
    List<ConfiguredNotifier> notifiers = new ArrayList<>();
    ConfigReader common = new ConfigReader(config, found);
    NotifyKeys.common().forEach(common::optional);
    for (String service : NotifyKeys.SERVICES) {
      Set<String> names = new TreeSet<>();
      config
          .getPropertyNames()
          .forEach(
              key -> {
                String name = NotifyKeys.notifierName(service, key);
                if (!name.isEmpty()) {
                  names.add(service + "." + name);
                }
              });
      names.add(service);
      for (String name : names) {
        ConfiguredNotifier notifier = new Reading(config, found, service, name).notifier();
        if (notifier != null) {
          notifiers.add(notifier);
        }
      }
    }
    found.tell(mistakes);
    return notifiers;
  }

  /** Reads a notifier: what is set for it, else for its service, else for all. */
  private static final class Reading {
    private final Config config;
    private final ConfigReader reader;
    private final Mistakes mistakes;
    private final String service;
    private final String name;

    Reading(Config config, Mistakes mistakes, String service, String name) {
      this.config = config;
      this.mistakes = mistakes;
      this.service = service;
      this.name = name;
      reader = new ConfigReader(config, mistakes);
    }

    @Nullable ConfiguredNotifier notifier() {
      Notifier.Builder builder = builder();
      if (builder == null) {
        return null;
      }
      builder.name(name);
      set(NotifyKeys.EVENTS, builder::events);
      set(NotifyKeys.TYPES, builder::types);
      set(NotifyKeys.EXCLUDE_TYPES, builder::excludeTypes);
      set(NotifyKeys.QUEUES, builder::queues);
      set(NotifyKeys.MIN_ATTEMPTS, builder::minAttempts);
      builder.threshold(
          common(NotifyKeys.THRESHOLD, 1),
          common(NotifyKeys.THRESHOLD_WINDOW, Duration.ofMinutes(1)));
      set(NotifyKeys.QUIET_TIME, builder::quietTime);
      set(NotifyKeys.QUIET_AGAIN, builder::quietAgain);
      set(NotifyKeys.TITLE, builder::title);
      set(NotifyKeys.TEXT, builder::text);
      set(NotifyKeys.LINK, builder::link);
      Integer payloadLength =
          common(NotifyKeys.INCLUDE_PAYLOAD, false)
              ? common(NotifyKeys.PAYLOAD_MAX_LENGTH, 500)
              : null;
      return new ConfiguredNotifier(name, builder, payloadLength);
    }

    private Notifier.@Nullable Builder builder() {
      return switch (service) {
        case NotifyKeys.SLACK -> own(NotifyKeys.SLACK_URL);
        case NotifyKeys.DISCORD -> own(NotifyKeys.DISCORD_URL);
        case NotifyKeys.TELEGRAM -> telegram();
        default -> webhook();
      };
    }

    private Notifier.@Nullable Builder telegram() {
      String token = own(NotifyKeys.TELEGRAM_TOKEN);
      String chatId = own(NotifyKeys.TELEGRAM_CHAT_ID);
      if (token == null) {
        return null;
      }
      if (chatId == null) {
        mistakes.add(
            MistakeCode.TELEGRAM_WITHOUT_CHAT,
            named(NotifyKeys.TELEGRAM_TOKEN).name()
                + " is set without a chat: set "
                + named(NotifyKeys.TELEGRAM_CHAT_ID).name());
        return null;
      }
      String api = own(NotifyKeys.TELEGRAM_API_URL);
      try {
        return api == null
            ? Notifier.telegram(token, chatId)
            : Notifier.telegram(token, chatId, api);
      } catch (IllegalArgumentException e) {
        mistakes.add(
            MistakeCode.NOTIFIER_NOT_ALLOWED,
            NotifyKeys.PREFIX + name + " is wrong: " + e.getMessage());
        return null;
      }
    }

    private Notifier.@Nullable Builder webhook() {
      Notifier.Builder unsigned = own(NotifyKeys.WEBHOOK_URL);
      String secret = own(NotifyKeys.WEBHOOK_SECRET);
      if (unsigned == null || secret == null) {
        return unsigned;
      }
      try {
        return Notifier.webhook(
            config.getValue(named(NotifyKeys.WEBHOOK_URL).name(), String.class).trim(), secret);
      } catch (IllegalArgumentException e) {
        mistakes.add(
            MistakeCode.NOTIFIER_NOT_ALLOWED,
            NotifyKeys.PREFIX + name + " is wrong: " + e.getMessage());
        return null;
      }
    }

    /** What only a notifier itself can have, such as its address. */
    private <T> @Nullable T own(ConfigKey<T> key) {
      return reader.optional(named(key));
    }

    private <T> ConfigKey<T> named(ConfigKey<T> key) {
      String setting = key.name().substring(key.name().lastIndexOf('.') + 1);
      return key.as(NotifyKeys.PREFIX + name + "." + setting);
    }

    private <T> void set(ConfigKey<T> key, Consumer<T> setting) {
      T value = common(key);
      if (value != null) {
        setting.accept(value);
      }
    }

    private <T> T common(ConfigKey<T> key, T otherwise) {
      T value = common(key);
      return value == null ? otherwise : value;
    }

    private <T> @Nullable T common(ConfigKey<T> key) {
      for (String scope : List.of(name + ".", service + ".", "")) {
        String setting = key.name().substring(NotifyKeys.PREFIX.length());
        ConfigKey<T> scoped = key.as(NotifyKeys.PREFIX + scope + setting);
        if (isSet(scoped.name())) {
          return reader.optional(scoped);
        }
      }
      return null;
    }

    private boolean isSet(String key) {
      String value = config.getConfigValue(key).getRawValue();
      return value != null && !value.isBlank();
    }
  }
}
