package io.kronosq.cdi.mistake;

import java.util.Locale;

/**
 * The kinds of mistakes that keep an application from being deployed. A code never changes its
 * meaning, so that it can be searched for.
 */
public enum MistakeCode {
  METHOD_NOT_PUBLIC(1, "A handler method is not public", "Make it public"),
  METHOD_STATIC(2, "A handler method is static", "Make it an instance method of the bean"),
  SEVERAL_PAYLOADS(
      3,
      "A handler method takes more than one payload",
      "Put the values into one class, or take one `List` of a batch's tasks"),
  SEVERAL_CONTEXTS(4, "A handler method takes more than one `TaskContext`", "Remove the others"),
  PAYLOAD_WITH_TYPE_VARIABLE(
      5,
      "The payload's type has a type variable, so that it is not known at run time",
      "Declare a type without variables"),
  RESULT_NOT_THERE_YET(
      6,
      "A handler method returns before its work is done, and does not tell when that is",
      "Return a `CompletionStage`, or wait for the result and return that"),
  CLASS_IS_NO_TASK_HANDLER(
      7,
      "`@KronosHandler` stands on a class that is neither a `TaskHandler` nor an `AsyncTaskHandler`",
      "Implement one, or put the annotation on a method"),
  METHOD_NOT_REACHABLE(
      8,
      "The bean does not show the handler method to others",
      "Add the method to a business interface, or `@LocalBean` to the class"),
  ANNOTATED_INTERFACE_METHOD(
      9,
      "`@KronosHandler` stands on a method of an interface, where it has no effect",
      "Put it on the method of the class"),
  STATEFUL_BEAN(
      10,
      "A handler belongs to a `@Stateful` bean, which has one caller",
      "Use `@Stateless` or `@Singleton`"),
  SCOPE_NOT_ACTIVE(
      11,
      "A handler belongs to a bean whose scope is not active while a task is processed",
      "Use `@ApplicationScoped`, `@RequestScoped` or `@Dependent`"),
  SEVERAL_HANDLERS(
      12, "Several handlers have the same task type", "Keep one, or give them different types"),
  TYPE_NOT_ALLOWED(
      13,
      "A task type is blank, too long, or has characters that are not allowed",
      "Write it as the message says"),
  QUEUE_NOT_ALLOWED(
      14, "The name of a handler's queue is not allowed", "Write it as the message says"),
  QUEUE_NOT_SERVED(
      15,
      "A handler's queue is not among those of `kronosq.queues`",
      "Add it there, or choose one of those"),
  RETRIES_NEGATIVE(16, "`maxRetry` of a handler is negative", "Use 0 or more"),
  TIME_IS_NO_DURATION(
      17,
      "`timeout` or `retention` of a handler is no duration",
      "Write one such as `500ms`, `30s`, `5m`, `2h`, `90d` or `PT30S`"),
  DEFAULTS_FOR_PREFIX(
      18,
      "A handler of a prefix sets defaults, which are those of a single task type",
      "Name the type, or pass them as options to `enqueue`"),
  RETRY_POLICY_UNUSABLE(
      19,
      "A retry policy is no bean and has no public constructor without parameters",
      "Give it a scope such as `@ApplicationScoped`, or such a constructor"),
  BATCH_WITHOUT_HANDLER(
      31, "`@KronosBatch` stands without `@KronosHandler`", "Add `@KronosHandler`"),
  BATCH_TIME_IS_NO_DURATION(
      32,
      "`maxDelay` or `gracePeriod` of a batch is no duration",
      "Write one such as `500ms`, `30s`, `5m`, `2h`, `90d` or `PT30S`"),
  BATCH_NOT_ALLOWED(
      33,
      "The size, the times or the group of a batch are not allowed",
      "Write them as the message says"),
  BATCH_FOR_PREFIX(
      34,
      "A batch groups the tasks of a prefix, but such defaults are those of a single task type",
      "Name the type, or write `group = \"\"` and pass the group to `enqueue`"),
  BATCH_ITEMS_NO_LIST(
      35,
      "The tasks of a batch are taken in another form than `List<BatchItem>`",
      "Take `List<BatchItem>`"),
  BATCH_PAYLOADS_UNKNOWN(
      36,
      "A batch's parameter does not say what each task's payload is",
      "Take `List<BatchItem>`, or a `List` of the payload's class"),
  SCHEDULE_WITHOUT_HANDLER(
      41, "`@KronosSchedule` stands without `@KronosHandler`", "Add `@KronosHandler`"),
  SCHEDULE_ID_TAKEN(
      42, "Two schedules have the same id", "Give each `@KronosSchedule` an id of its own"),
  SCHEDULE_FOR_PREFIX(
      43,
      "`@KronosSchedule` stands on the handler of a prefix",
      "Put it on the handler of a single task type"),
  SCHEDULE_QUEUE_NOT_SERVED(
      44,
      "A schedule's queue is not among those of `kronosq.queues`",
      "Add it there, or choose one of those"),
  SCHEDULE_ZONE_UNKNOWN(
      45, "A schedule's time zone is unknown", "Write one such as `Europe/Berlin`"),
  SCHEDULE_NOT_ALLOWED(
      46,
      "A schedule's pattern, policy, id or option is not allowed",
      "Write it as the message says"),
  SEVERAL_BEANS(
      51,
      "There are several beans of a type of which an application has one",
      "Keep one, or make one an `@Alternative` with a `@Priority`"),
  PROVIDERS_WITHOUT_NAMES(
      52,
      "A class has several beans of type `PeriodicTaskProvider` without names",
      "Give each a name with `@Named`"),
  EXECUTOR_NOT_FOUND(
      53, "The executor of `kronosq.executor` is not in JNDI", "Name a managed executor that is"),
  EXECUTOR_OF_WRONG_TYPE(
      54, "What `kronosq.executor` names is no executor", "Name a managed executor"),
  OUTBOX_NOT_FOUND(
      55, "The data source of `kronosq.outbox` is not in JNDI", "Name a data source that is"),
  OUTBOX_OF_WRONG_TYPE(56, "What `kronosq.outbox` names is no data source", "Name a data source"),
  OUTBOX_WITHOUT_TRANSACTIONS(
      57,
      "`kronosq.outbox` is set where there are no transactions",
      "Remove it, or enable transactions in the server"),
  CONFIG_MISSING(
      61,
      "MicroProfile Config is missing",
      "Enable it in the server, or add an implementation to the application"),
  VALUE_NOT_ALLOWED(62, "A configured value is not allowed", "Write it as the message says"),
  VALUE_UNREADABLE(
      63, "A configured value can't be read", "See what the configuration says about it"),
  EXPRESSION_LEADS_NOWHERE(
      64,
      "A configured value refers to another one that is not set",
      "Set that one, or give a default: `${other:default}`"),
  USER_WITHOUT_PASSWORD(
      65, "A user for Redis or its sentinels has no password", "Set the password"),
  SENTINEL_SETTINGS_UNUSED(
      66,
      "Settings for sentinels are made, but the address names none",
      "Use `redis-sentinel://host:port,…?master=name`"),
  CERTIFICATES_UNUSED(
      67,
      "Trusted certificates are set, but the connection is not encrypted",
      "Use `rediss://` in `kronosq.redis.uri`"),
  AUTOSCALE_WITHOUT_MAX(
      68, "`kronosq.autoscale.min` is set without `kronosq.autoscale.max`", "Set both, or neither"),
  CONCURRENCY_FIXED_AND_ADAPTED(
      69, "Both `kronosq.concurrency` and `kronosq.autoscale.max` are set", "Remove one of them"),
  AUTOSCALE_MAX_BELOW_MIN(
      70, "`kronosq.autoscale.max` is less than `kronosq.autoscale.min`", "Set a greater one"),
  ENCRYPTION_WITHOUT_KEY(
      71, "Encryption is required, but there is no key", "Set `kronosq.payload.encryption.key`"),
  NO_KEY_TO_ENCRYPT_WITH(
      72,
      "There are encryption keys, but none is the one to encrypt with",
      "Set `kronosq.payload.encryption.key`"),
  ENCRYPTION_KEY_MISSING(73, "An encryption key is missing", "Set it to 32 random bytes in Base64"),
  ENCRYPTION_KEY_NOT_ALLOWED(
      74, "An encryption key is not allowed", "Set it to 32 random bytes in Base64"),
  TELEGRAM_WITHOUT_CHAT(75, "Telegram's token is set without a chat", "Set the chat's id"),
  NOTIFIER_NOT_ALLOWED(
      76, "The settings of a notifier are not allowed", "Write them as the message says"),
  OUTBOX_UNUSED(
      77,
      "`kronosq.outbox` is set, but `kronosq.enqueue.transactional=false` has every task stored at once",
      "Remove one of them");

  private final int number;
  private final String meaning;
  private final String remedy;

  MistakeCode(int number, String meaning, String remedy) {
    this.number = number;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** What messages begin with, such as {@code KRONOSQ0012}. */
  public String id() {
    return String.format(Locale.ROOT, "KRONOSQ%04d", number);
  }

  /** What is wrong, as a sentence in Markdown without its full stop. */
  public String meaning() {
    return meaning;
  }

  /** What to do, as a sentence in Markdown without its full stop. */
  public String remedy() {
    return remedy;
  }
}
