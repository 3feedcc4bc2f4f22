package io.kronosq.cdi.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.redis.RedisConfig;
import io.kronosq.redis.RedisConfig.Credentials;
import io.kronosq.store.Confirmation;
import io.kronosq.task.Durability;
import io.kronosq.worker.AutoScale;
import io.kronosq.worker.ServerSettings.FailureSettings;
import io.kronosq.worker.ServerSettings.TimeLimits;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KronosConfigTest {
  private static KronosConfig read(Map<String, String> properties) {
    List<String> mistakes = new ArrayList<>();
    KronosConfig config =
        KronosConfig.read(
            new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build(),
            (code, text) -> mistakes.add(code.id() + ": " + text));
    assertThat(mistakes).isEmpty();
    return config;
  }

  private static RedisConfig redis(Map<String, String> properties) {
    KronosConfig.Redis settings = read(properties).redis();
    return settings.applyTo(RedisConfig.parse(settings.uri()), settings.isRemote());
  }

  @Test
  void defaultsAreThoseOfTheEngine() {
    KronosConfig config = read(Map.of());

    assertThat(config.enabled()).isTrue();
    assertThat(config.redis().uri()).isEqualTo("redis://127.0.0.1:6379");
    assertThat(config.client())
        .isEqualTo(
            new KronosConfig.Client(
                Duration.ofSeconds(5),
                new Confirmation(Durability.FAST, Duration.ofSeconds(1)),
                8 << 20,
                Map.of(),
                true,
                null,
                false));
    assertThat(config.workers().limits()).isEqualTo(TimeLimits.DEFAULT);
    assertThat(config.workers().failures()).isEqualTo(FailureSettings.DEFAULT);
  }

  @Test
  void queuesKeepTheirOrderAndAnUnweightedOneHasWeightOne() {
    assertThat(read(Map.of("kronosq.queues", "critical=6, default = 3,low")).workers().queues())
        .containsExactly(Map.entry("critical", 6), Map.entry("default", 3), Map.entry("low", 1));
  }

  @Test
  void concurrencyIsTheSumOfTheWeightsWithinBounds() {
    KronosConfig.Workers workers = read(Map.of()).workers();
    assertThat(workers.slots(Map.of("a", 1))).isEqualTo(10);
    assertThat(workers.slots(Map.of("a", 20, "b", 5))).isEqualTo(25);
    assertThat(workers.slots(Map.of("a", 900, "b", 900))).isEqualTo(1_000);
    assertThat(read(Map.of("kronosq.concurrency", "3")).workers().slots(Map.of("a", 20)))
        .isEqualTo(3);
  }

  @Test
  void partitionsAreReadByQueue() {
    assertThat(read(Map.of("kronosq.partitions", "default=6, imports = 3")).client().partitions())
        .containsExactly(Map.entry("default", 6), Map.entry("imports", 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "default=0", "default=257", "a=1,a=2", "a b=1", "default=x"})
  void partitionsThatCanNotBeAreMistakes(String text) {
    assertThat(mistakes(Map.of("kronosq.partitions", text)))
        .singleElement()
        .asString()
        .startsWith("KRONOSQ0062: kronosq.partitions=" + text + " is not allowed");
  }

  @Test
  void concurrencyIsFixedUnlessAMaximumIsSet() {
    assertThat(read(Map.of()).workers().autoScale()).isNull();
    KronosConfig.Workers workers = read(Map.of("kronosq.autoscale.max", "40")).workers();
    assertThat(workers.autoScale()).isEqualTo(AutoScale.upTo(40));
    assertThat(workers.slots(Map.of("a", 1))).isEqualTo(40);
    assertThat(
            read(Map.of(
                    "kronosq.autoscale.max", "40",
                    "kronosq.autoscale.min", "5",
                    "kronosq.autoscale.scale-up-threshold", "1.5",
                    "kronosq.autoscale.idle-timeout", "1m",
                    "kronosq.autoscale.check-interval", "1s"))
                .workers()
                .autoScale())
        .isEqualTo(new AutoScale(5, 40, 1.5, Duration.ofMinutes(1), Duration.ofSeconds(1)));
  }

  @Test
  void autoScalingThatContradictsItselfIsAMistake() {
    assertThat(mistakes(Map.of("kronosq.autoscale.max", "3", "kronosq.autoscale.min", "4")))
        .containsExactly(
            "KRONOSQ0070: kronosq.autoscale.max=3 is less than kronosq.autoscale.min=4");
    assertThat(mistakes(Map.of("kronosq.autoscale.min", "4")))
        .containsExactly(
            "KRONOSQ0068: kronosq.autoscale.min is set, but nothing is adapted without kronosq.autoscale.max");
    assertThat(mistakes(Map.of("kronosq.autoscale.max", "4", "kronosq.concurrency", "4")))
        .singleElement()
        .asString()
        .contains("KRONOSQ0069", "remove one of them");
    assertThat(
            mistakes(
                Map.of("kronosq.autoscale.max", "4", "kronosq.autoscale.scale-up-threshold", "0")))
        .singleElement()
        .asString()
        .contains("greater than 0");
  }

  private static List<String> mistakes(Map<String, String> properties) {
    List<String> mistakes = new ArrayList<>();
    KronosConfig.read(
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(properties, "test", 100))
            .build(),
        (code, text) -> mistakes.add(code.id() + ": " + text));
    return mistakes;
  }

  @Test
  void userAndPasswordOverrideTheAddress() {
    String uri = "redis://u:p@redis.test:7000/2";
    assertThat(redis(Map.of("kronosq.redis.uri", uri)).credentials())
        .isEqualTo(new Credentials("u", "p"));
    assertThat(redis(Map.of("kronosq.redis.uri", uri, "kronosq.redis.password", "q")).credentials())
        .isEqualTo(new Credentials("u", "q"));
    assertThat(redis(Map.of("kronosq.redis.uri", uri, "kronosq.redis.username", "v")).credentials())
        .isEqualTo(new Credentials("v", "p"));
    assertThat(redis(Map.of("kronosq.redis.password", "q")).credentials())
        .isEqualTo(new Credentials(null, "q"));
  }

  @Test
  void prefixTimeoutAndCertificatesReachRedis(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("ca.pem"));
    RedisConfig redis =
        redis(
            Map.of(
                "kronosq.redis.uri", "rediss://redis.test",
                "kronosq.redis.prefix", "shop",
                "kronosq.redis.command-timeout", "750ms",
                "kronosq.redis.trusted-certificates", file.toString()));

    assertThat(redis.prefix()).isEqualTo("shop");
    assertThat(redis.commandTimeout()).isEqualTo(Duration.ofMillis(750));
    assertThat(redis.tls()).isEqualTo(new RedisConfig.Tls(file));
  }

  @Test
  void sentinelsHaveUserPasswordAndEncryptionOfTheirOwn(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("ca.pem"));
    String uri = "redis-sentinel://:data@a,b:7001/2?master=tasks";
    RedisConfig.Sentinel plain =
        (RedisConfig.Sentinel)
            redis(Map.of("kronosq.redis.uri", uri, "kronosq.redis.sentinel.password", "watch"));
    assertThat(plain.credentials()).isEqualTo(new Credentials(null, "data"));
    assertThat(plain.sentinels().credentials()).isEqualTo(new Credentials(null, "watch"));
    assertThat(plain.sentinels().tls()).isNull();
    RedisConfig.Sentinel encrypted =
        (RedisConfig.Sentinel)
            redis(
                Map.of(
                    "kronosq.redis.uri", uri,
                    "kronosq.redis.sentinel.username", "w",
                    "kronosq.redis.sentinel.password", "watch",
                    "kronosq.redis.sentinel.tls", "true",
                    "kronosq.redis.trusted-certificates", file.toString()));
    assertThat(encrypted.tls()).isNull();
    assertThat(encrypted.sentinels().tls()).isEqualTo(new RedisConfig.Tls(file));
    assertThat(encrypted.sentinels().credentials()).isEqualTo(new Credentials("w", "watch"));
  }

  @Test
  void theAddressOfAClusterIsTakenWithUserAndPrefix() {
    RedisConfig redis =
        redis(
            Map.of(
                "kronosq.redis.uri", "rediss-cluster://a:7001,b:7002",
                "kronosq.redis.username", "app",
                "kronosq.redis.password", "q",
                "kronosq.redis.prefix", "shop"));
    assertThat(redis).isInstanceOf(RedisConfig.Cluster.class);
    assertThat(redis.credentials()).isEqualTo(new Credentials("app", "q"));
    assertThat(redis.tls()).isEqualTo(RedisConfig.Tls.PLATFORM);
    assertThat(redis.prefix()).isEqualTo("shop");
  }

  @Test
  void durabilityIsOneOfTheModes() {
    assertThat(
            read(Map.of(
                    "kronosq.enqueue.durability", "replicated(2)",
                    "kronosq.enqueue.confirmed-within", "250ms"))
                .client()
                .confirmation())
        .isEqualTo(new Confirmation(Durability.replicated(2), Duration.ofMillis(250)));
  }

  @Test
  void noSecretIsShown() {
    assertThat(
            read(Map.of(
                    "kronosq.redis.uri", "redis-sentinel://:geheim@h?master=m",
                    "kronosq.redis.password", "geheim",
                    "kronosq.redis.sentinel.password", "geheim"))
                .toString())
        .doesNotContain("geheim");
  }
}
