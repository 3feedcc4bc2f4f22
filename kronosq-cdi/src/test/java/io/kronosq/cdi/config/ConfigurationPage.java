package io.kronosq.cdi.config;

/** The documentation page of the configuration. */
final class ConfigurationPage {
  private ConfigurationPage() {}

  static String markdown() {
    StringBuilder page =
        new StringBuilder(
            """
            # Configuration

            <!-- Written by ConfigurationPageTest from the list of keys (ConfigKeys); change it there. -->

            Kronosq reads MicroProfile Config: system properties, environment variables
            (`KRONOSQ_REDIS_URI` for `kronosq.redis.uri`), `META-INF/microprofile-config.properties`,
            and whatever the server adds. Values are read once, when the application is deployed.
            A wrong value fails the deployment with its key and what is allowed, in one message with
            all other mistakes. An unknown key is logged with the nearest known one.

            Profiles work as for any other key: `%prod.kronosq.concurrency=50` counts while
            `mp.config.profile=prod` is set.

            Durations are written `500ms`, `30s`, `5m`, `2h`, `90d`, or in ISO-8601 (`PT30S`). That
            holds for these keys. Kronosq registers no converter, so that what the application's own
            `@ConfigProperty Duration` reads does not change with it: ISO-8601.

            | key | value | default | meaning |
            | --- | --- | --- | --- |
            """);
    for (ConfigKey<?> key : ConfigKeys.all()) {
      page.append("| `")
          .append(key.name())
          .append("` | ")
          .append(key.type().allowed())
          .append(" | ")
          .append(key.defaultText())
          .append(" | ")
          .append(key.description())
          .append(key.secret() ? " Never logged." : "")
          .append(" |\n");
    }
    return page.append(
            """

            How many handlers of a queue that the application serves, here `mails`, run in it at a time;
            see [scaling](scaling.md).

            | key | value | default | meaning |
            | --- | --- | --- | --- |
            | `kronosq.queues.mails.concurrency` | a whole number from 1 to 1000 | all of the application's but one; all where it serves no other queue, or strictly by weight | How many handlers of the queue run at a time in this application. |

            Limits that the application brings along for a queue that it serves, here `mails`, and
            for each limit key in it; see [limits](limits.md).

            | key | value | default | meaning |
            | --- | --- | --- | --- |
            | `kronosq.queues.mails.max-concurrent` | a whole number from 1 to 1000000 | none | How many tasks of the queue are active at a time, on all servers together. |
            | `kronosq.queues.mails.rate` | a rate such as 100/s, 5/m or 3/10s | none | How many of its tasks start in a time. |
            | `kronosq.queues.mails.key.max-concurrent` | a whole number from 1 to 1000000 | none | How many of its tasks with the same limit key are active at a time. |
            | `kronosq.queues.mails.key.rate` | a rate such as 100/s, 5/m or 3/10s | none | How many of its tasks with the same limit key start in a time. |

            Schedules of `@KronosSchedule` can be overridden by their id, here `nightly`; see
            [schedules](schedules.md).

            | key | value | default | meaning |
            | --- | --- | --- | --- |
            | `kronosq.schedules.nightly.cron` | a schedule pattern | as annotated | When the schedule has its ticks. |
            | `kronosq.schedules.nightly.zone` | a time zone, such as Europe/Berlin | as annotated | In which its cron expression is read. |
            | `kronosq.schedules.nightly.enabled` | true or false | `true` | `false` keeps this application from running it. |

            Settings of all notifiers, such as `kronosq.notify.quiet-time`, can be set anew for a service
            (`kronosq.notify.slack.quiet-time`). A service may have several notifiers, each with a name of
            letters, digits, `_` and `-`: `kronosq.notify.slack.operators.url`, with settings of its own
            (`kronosq.notify.slack.operators.types`). What is not set for it is taken from its service, then
            from all. A notifier without an address, or with an empty one, is none. See
            [notifications](notifications.md).

            Keys of the encryption have an id, here `2026`; see [payloads](payloads.md). The one to encrypt with is named by
            `kronosq.payload.encryption.key`, all of them decrypt.

            | key | value | default | meaning |
            | --- | --- | --- | --- |
            | `kronosq.payload.encryption.keys.2026` | 32 random bytes in Base64 | none | The key. Never logged. |
            """)
        .toString();
  }
}
