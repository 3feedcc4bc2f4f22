package io.kronosq.cli;

import io.kronosq.redis.RedisConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How connections are encrypted. */
final class TlsOptions {
  @Option(names = "--tls", description = "Encrypts connections, as addresses with rediss do.")
  private boolean encrypted;

  @Option(
      names = "--trust",
      paramLabel = "PEM",
      description = "Certificates to trust; those of the Java platform unless set.")
  private @Nullable Path trusted;

  RedisConfig applyTo(RedisConfig plain, Settings settings) {
    String configured = settings.value("kronosq.redis.trusted-certificates");
    Path file = trusted != null ? trusted : configured == null ? null : Path.of(configured);
    boolean tls = encrypted || trusted != null || plain.tls() != null;
    RedisConfig redis = tls ? plain.withTls(new RedisConfig.Tls(file)) : plain;
    if (!(redis instanceof RedisConfig.Sentinel sentinel)) {
      return redis;
    }
    String ofSentinels = settings.value("kronosq.redis.sentinel.tls");
    boolean withTls = ofSentinels == null ? tls : Boolean.parseBoolean(ofSentinels);
    sentinel = sentinel.withSentinelTls(withTls ? new RedisConfig.Tls(file) : null);
    String password = settings.value("kronosq.redis.sentinel.password");
    return password == null
        ? sentinel
        : sentinel.withSentinelCredentials(
            settings.value("kronosq.redis.sentinel.username"), password);
  }
}
