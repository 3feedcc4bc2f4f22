package io.kronosq.it;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.it.idle.handling.IdleHandler;
import io.kronosq.it.mistaken.BrokenConfigSource;
import io.kronosq.it.mistaken.MistakenHandlers;
import io.kronosq.testing.Await;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server refuses an application with mistakes, and says all of them. */
@ArquillianTest
class MistakesIT {
  private static final String HERE = "io.kronosq.it.mistaken.";

  /** In the classes of an application, and in the configuration of the same. */
  private static final List<Expected> MISTAKEN =
      List.of(
          of(MistakeCode.METHOD_NOT_PUBLIC, HERE + "MistakenHandlers.hidden() is not public"),
          of(MistakeCode.METHOD_STATIC, HERE + "MistakenHandlers.fixed() is static"),
          of(
              MistakeCode.SEVERAL_PAYLOADS,
              HERE + "MistakenHandlers.payloads(String, Integer) takes 2 payloads"),
          of(
              MistakeCode.SEVERAL_CONTEXTS,
              HERE + "MistakenHandlers.contexts(TaskContext, TaskContext) takes more than one"),
          of(
              MistakeCode.PAYLOAD_WITH_TYPE_VARIABLE,
              HERE + "GenericBean.handle(List) takes a payload of type java.util.List<T>"),
          of(MistakeCode.RESULT_NOT_THERE_YET, HERE + "MistakenHandlers.future() returns Future"),
          of(MistakeCode.CLASS_IS_NO_TASK_HANDLER, HERE + "NoTaskHandler has @KronosHandler"),
          of(
              MistakeCode.METHOD_NOT_REACHABLE,
              HERE + "UnreachableBean.handle() is not reachable, because the bean shows only"),
          of(
              MistakeCode.ANNOTATED_INTERFACE_METHOD,
              HERE + "Shown.shown() has @KronosHandler on a method of an interface"),
          of(MistakeCode.STATEFUL_BEAN, HERE + "StatefulBean.handle() belongs to a @Stateful bean"),
          of(
              MistakeCode.SCOPE_NOT_ACTIVE,
              HERE + "SessionBean.handle() belongs to a @SessionScoped bean"),
          of(
              MistakeCode.SEVERAL_HANDLERS,
              "The task type 'mistaken:twice' has 2 handlers: " + HERE + "MistakenHandlers."),
          of(
              MistakeCode.TYPE_NOT_ALLOWED,
              HERE + "MistakenHandlers.type() has a task type that is not allowed: Task type ' '"),
          of(
              MistakeCode.QUEUE_NOT_ALLOWED,
              HERE + "MistakenHandlers.braces() has a queue that is not allowed: Queue name '{b"),
          of(
              MistakeCode.QUEUE_NOT_SERVED,
              HERE + "MistakenHandlers.queue() has the queue 'nowhere'"),
          of(MistakeCode.RETRIES_NEGATIVE, HERE + "MistakenHandlers.retries() has maxRetry=-1"),
          of(
              MistakeCode.TIME_IS_NO_DURATION,
              HERE + "MistakenHandlers.timeout() has timeout=\"soon\""),
          of(
              MistakeCode.DEFAULTS_FOR_PREFIX,
              HERE + "MistakenHandlers.prefix() sets queue, maxRetry, timeout or retention"),
          of(
              MistakeCode.RETRY_POLICY_UNUSABLE,
              HERE + "MistakenHandlers.policy() has the retry policy " + HERE + "Unmakeable"),
          of(
              MistakeCode.BATCH_WITHOUT_HANDLER,
              HERE + "MistakenBatches.alone(List) has @KronosBatch without @KronosHandler"),
          of(
              MistakeCode.BATCH_TIME_IS_NO_DURATION,
              HERE + "MistakenBatches.soon(List) has a @KronosBatch with maxDelay=\"soon\""),
          of(
              MistakeCode.BATCH_NOT_ALLOWED,
              HERE + "MistakenBatches.large(List) has a @KronosBatch that is not allowed"),
          of(
              MistakeCode.BATCH_FOR_PREFIX,
              HERE + "MistakenBatches.prefix(List) has a @KronosBatch that groups tasks of"),
          of(
              MistakeCode.BATCH_ITEMS_NO_LIST,
              HERE + "MistakenBatches.items(Collection) takes java.util.Collection<"),
          of(
              MistakeCode.BATCH_PAYLOADS_UNKNOWN,
              HERE + "MistakenBatches.one(String) has @KronosBatch and takes java.lang.String"),
          of(
              MistakeCode.SCHEDULE_WITHOUT_HANDLER,
              HERE + "MistakenSchedules.alone() has @KronosSchedule without @KronosHandler"),
          of(MistakeCode.SCHEDULE_ID_TAKEN, "The schedule 'nightly' is declared by " + HERE),
          of(
              MistakeCode.SCHEDULE_FOR_PREFIX,
              HERE + "MistakenSchedules.prefix() has @KronosSchedule for the prefix"),
          of(
              MistakeCode.SCHEDULE_QUEUE_NOT_SERVED,
              HERE + "MistakenSchedules.queue() has a schedule for the queue 'nowhere'"),
          of(
              MistakeCode.SCHEDULE_ZONE_UNKNOWN,
              HERE + "MistakenSchedules.zone() has a schedule in the time zone 'Europe/Atlantis'"),
          of(
              MistakeCode.SCHEDULE_NOT_ALLOWED,
              HERE + "MistakenSchedules.cron() has a schedule that is not allowed"),
          of(MistakeCode.SEVERAL_BEANS, "There are 2 beans of type PayloadCodec (in " + HERE),
          of(
              MistakeCode.PROVIDERS_WITHOUT_NAMES,
              "There are several beans of type PeriodicTaskProvider in " + HERE + "Mistaken"),
          of(MistakeCode.VALUE_NOT_ALLOWED, "kronosq.max-crashes=none is not allowed"),
          of(MistakeCode.VALUE_UNREADABLE, "kronosq.name can't be read from the configuration"),
          of(MistakeCode.EXPRESSION_LEADS_NOWHERE, "kronosq.lease "),
          of(MistakeCode.USER_WITHOUT_PASSWORD, "kronosq.redis.username=worker has no password"),
          of(MistakeCode.SENTINEL_SETTINGS_UNUSED, "kronosq.redis.sentinel.* is set"),
          of(MistakeCode.CERTIFICATES_UNUSED, "kronosq.redis.trusted-certificates is set"),
          of(
              MistakeCode.CONCURRENCY_FIXED_AND_ADAPTED,
              "kronosq.concurrency and kronosq.autoscale.max are both set"),
          of(
              MistakeCode.AUTOSCALE_MAX_BELOW_MIN,
              "kronosq.autoscale.max=4 is less than kronosq.autoscale.min=40"),
          of(MistakeCode.ENCRYPTION_WITHOUT_KEY, "kronosq.payload.encryption.required=true needs"),
          of(MistakeCode.NO_KEY_TO_ENCRYPT_WITH, "There are keys [2026]"),
          of(MistakeCode.TELEGRAM_WITHOUT_CHAT, "kronosq.notify.telegram.token is set without"),
          of(MistakeCode.NOTIFIER_NOT_ALLOWED, "kronosq.notify.webhook is wrong"));

  /** In the configuration of an application that has no others, because they exclude those. */
  private static final List<Expected> MISCONFIGURED =
      List.of(
          of(MistakeCode.AUTOSCALE_WITHOUT_MAX, "kronosq.autoscale.min is set"),
          of(MistakeCode.ENCRYPTION_KEY_MISSING, "kronosq.payload.encryption.keys.2026 is missing"),
          of(
              MistakeCode.ENCRYPTION_KEY_NOT_ALLOWED,
              "kronosq.payload.encryption.keys.2025 (its value is not shown) is not allowed"),
          of(MistakeCode.OUTBOX_UNUSED, "kronosq.outbox"));

  private static final Expected EXECUTOR_MISSING =
      of(
          MistakeCode.EXECUTOR_NOT_FOUND,
          "kronosq.executor=java:app/concurrent/Missing is not found in JNDI");

  private static final Expected EXECUTOR_IS_NONE =
      of(
          MistakeCode.EXECUTOR_OF_WRONG_TYPE,
          "kronosq.executor=java:comp/TransactionSynchronizationRegistry is a ");

  private static final Expected OUTBOX_MISSING =
      of(MistakeCode.OUTBOX_NOT_FOUND, "kronosq.outbox=java:app/jdbc/Missing");

  private static final Expected OUTBOX_IS_NONE =
      of(
          MistakeCode.OUTBOX_OF_WRONG_TYPE,
          "kronosq.outbox=java:comp/TransactionSynchronizationRegistry");

  @ArquillianResource private Deployer deployer;

  @Deployment(name = "mistaken", managed = false, testable = false)
  static WebArchive mistaken() {
    return Wars.withLibrary(
            "mistaken",
            Map.ofEntries(
                Map.entry("kronosq.queues", "default=1"),
                Map.entry("kronosq.max-crashes", "none"),
                Map.entry("kronosq.lease", "${nothing.there}"),
                Map.entry("kronosq.redis.username", "worker"),
                Map.entry("kronosq.redis.sentinel.password", "geheim"),
                Map.entry(
                    "kronosq.redis.trusted-certificates",
                    Path.of("pom.xml").toAbsolutePath().toString()),
                Map.entry("kronosq.concurrency", "20"),
                Map.entry("kronosq.autoscale.max", "4"),
                Map.entry("kronosq.autoscale.min", "40"),
                Map.entry("kronosq.payload.encryption.required", "true"),
                Map.entry("kronosq.payload.encryption.keys.2026", "geheim"),
                Map.entry("kronosq.notify.telegram.token", "12:geheim"),
                Map.entry("kronosq.notify.webhook.url", "https://hooks.example/kronosq"),
                Map.entry("kronosq.notify.webhook.secret", "geheim")))
        .addPackage(MistakenHandlers.class.getPackage())
        .addAsServiceProvider(ConfigSource.class, BrokenConfigSource.class);
  }

  @Deployment(name = "misconfigured", managed = false, testable = false)
  static WebArchive misconfigured() {
    return Wars.withLibrary(
        "misconfigured",
        Map.of(
            "kronosq.autoscale.min", "4",
            "kronosq.outbox", "java:comp/DefaultDataSource",
            "kronosq.enqueue.transactional", "false",
            "kronosq.payload.encryption.key", "2026",
            "kronosq.payload.encryption.keys.2025", "geheim"));
  }

  private static WebArchive with(String name, String key, String value) {
    return Wars.withLibrary(name, Map.of(key, value)).addPackage(IdleHandler.class.getPackage());
  }

  @Test
  void allMistakesStandInOneNumberedMessageWithTheirCodes() throws Exception {
    String log = logOfRefused("mistaken");
    assertThat(MISTAKEN).allSatisfy(expected -> expected.isToldIn(log));
    assertThat(log)
        .containsPattern(Pattern.compile("Kronosq found \\d\\d deployment mistakes:\\s+1\\. KRON"))
        .doesNotContain("geheim");
  }

  @Test
  void thoseThatExcludeEachOtherAreToldToo() throws Exception {
    String log = logOfRefused("misconfigured");
    assertThat(MISCONFIGURED).allSatisfy(expected -> expected.isToldIn(log));
    assertThat(log).contains("Kronosq found 4 deployment mistakes:").doesNotContain("geheim");
  }

  @Test
  void whatIsNotInJndiOrIsSomethingElseFailsTheStart(@TempDir Path folder) throws Exception {
    String other = "java:comp/TransactionSynchronizationRegistry";
    assertThatStartFails(
        with("executor-missing", "kronosq.executor", "java:app/concurrent/Missing"),
        folder,
        EXECUTOR_MISSING);
    assertThatStartFails(
        with("executor-is-none", "kronosq.executor", other), folder, EXECUTOR_IS_NONE);
    assertThatStartFails(
        with("outbox-missing", "kronosq.outbox", "java:app/jdbc/Missing"), folder, OUTBOX_MISSING);
    assertThatStartFails(with("outbox-is-none", "kronosq.outbox", other), folder, OUTBOX_IS_NONE);
  }

  @Test
  void everyKindOfMistakeIsAmongThem() {
    Set<MistakeCode> told =
        Stream.of(
                MISTAKEN,
                MISCONFIGURED,
                List.of(EXECUTOR_MISSING, EXECUTOR_IS_NONE, OUTBOX_MISSING, OUTBOX_IS_NONE))
            .flatMap(List::stream)
            .map(Expected::code)
            .collect(toSet());
    // These take a server without transactions, and one without MicroProfile Config.
    assertThat(EnumSet.complementOf(EnumSet.copyOf(told)))
        .containsExactly(MistakeCode.OUTBOX_WITHOUT_TRANSACTIONS, MistakeCode.CONFIG_MISSING);
  }

  private String logOfRefused(String application) throws Exception {
    try (AppServer server = AppServer.connect()) {
      int before = server.log().length();
      assertThatThrownBy(() -> deployer.deploy(application)).isNotNull();
      deployer.undeploy(application);
      assertThat(server.threadNames()).noneMatch(name -> name.startsWith("kronosq-"));
      assertThat(SharedRedis.libraryConnections()).isZero();
      return server.log().substring(before);
    }
  }

  private static void assertThatStartFails(WebArchive war, Path folder, Expected expected)
      throws Exception {
    File file = folder.resolve(war.getName()).toFile();
    war.as(ZipExporter.class).exportTo(file);
    String application = war.getName().replace(".war", "");
    try (AppServer server = AppServer.connect()) {
      server.deploy(file.toPath(), application);
      try {
        Await.until(
            expected.text(), Duration.ofSeconds(60), () -> server.log().contains(expected.text()));
      } finally {
        server.undeploy(application);
      }
      assertThat(server.threadNames()).noneMatch(name -> name.startsWith("kronosq-"));
    }
    assertThat(SharedRedis.libraryConnections()).isZero();
  }

  private static Expected of(MistakeCode code, String text) {
    return new Expected(code, code.id() + ": " + text);
  }

  private record Expected(MistakeCode code, String text) {
    void isToldIn(String log) {
      assertThat(Arrays.asList(log.split("\\R"))).anyMatch(line -> line.contains(text));
    }
  }
}
