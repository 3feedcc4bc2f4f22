package io.kronosq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.testing.SelfSignedCertificate;
import io.kronosq.testing.TestRedis;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How a Redis with a user, a password and TLS is reached. */
class ConnectionTest {
  private static final SelfSignedCertificate CERTIFICATE = SelfSignedCertificate.forLoopback();
  private static final int TLS_PORT = TestRedis.freePort();

  @RegisterExtension
  static final TestRedis redis =
      TestRedis.inMemory()
          .withPassword("s3cret")
          .with("--tls-port", Integer.toString(TLS_PORT))
          .with("--tls-cert-file", CERTIFICATE.certificate().toString())
          .with("--tls-key-file", CERTIFICATE.key().toString())
          .with("--tls-auth-clients", "no");

  private final StringWriter err = new StringWriter();

  @BeforeEach
  void addUser() {
    redis.command("ACL", "SETUSER", "operator", "on", ">0perator", "~*", "&*", "+@all");
  }

  private int queues(Map<String, String> environment, String... flags) {
    List<String> arguments = new ArrayList<>(List.of("queue", "ls"));
    arguments.addAll(List.of(flags));
    err.getBuffer().setLength(0);
    return Kronq.run(
        environment,
        new PrintWriter(new StringWriter()),
        new PrintWriter(err, true),
        arguments.toArray(String[]::new));
  }

  private static String plain() {
    return redis.uri().replaceAll("://.*@", "://");
  }

  private static String encrypted(String scheme) {
    return scheme + "://127.0.0.1:" + TLS_PORT;
  }

  @Test
  void thePasswordComesFromTheEnvironment() {
    assertThat(queues(Map.of("KRONOSQ_REDIS_PASSWORD", "s3cret"), "--redis", plain())).isZero();
    assertThat(queues(Map.of("KRONOSQ_REDIS_PASSWORD", "wrong"), "--redis", plain())).isNotZero();
    assertThat(err.toString()).doesNotContain("wrong\n").doesNotContain("s3cret");
    assertThat(queues(Map.of(), "--redis", plain())).isNotZero();
  }

  @Test
  void aUserHasThePasswordOfTheEnvironmentOrOfTheAddress() {
    assertThat(
            queues(
                Map.of("KRONOSQ_REDIS_PASSWORD", "0perator"),
                "--redis",
                plain(),
                "--user",
                "operator"))
        .isZero();
    assertThat(
            queues(
                Map.of("KRONOSQ_REDIS_USERNAME", "operator"),
                "--redis",
                plain().replace("://", "://:0perator@")))
        .isZero();
    assertThat(queues(Map.of(), "--redis", plain(), "--user", "operator"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("'operator'", "KRONOSQ_REDIS_PASSWORD");
  }

  @Test
  void aPasswordIsAskedForOnATerminalOnly() {
    assertThat(queues(Map.of(), "--redis", plain(), "--ask-password")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("needs a terminal");
  }

  @Test
  void certificatesAreTrustedByFlag() {
    Map<String, String> password = Map.of("KRONOSQ_REDIS_PASSWORD", "s3cret");
    String trusted = CERTIFICATE.certificate().toString();
    assertThat(queues(password, "--redis", encrypted("rediss"), "--trust", trusted))
        .as(err.toString())
        .isZero();
    assertThat(queues(password, "--redis", encrypted("redis"), "--tls", "--trust", trusted))
        .isZero();
    assertThat(queues(password, "--redis", encrypted("rediss"))).isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void theApplicationsConfigurationTellsAllOfIt(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("microprofile-config.properties"),
            String.join(
                "\n",
                "kronosq.redis.uri=" + encrypted("rediss"),
                "kronosq.redis.username=operator",
                "kronosq.redis.password=${REDIS_PASSWORD}",
                "kronosq.redis.trusted-certificates=" + CERTIFICATE.certificate(),
                "kronosq.redis.command-timeout=PT5S"));
    Map<String, String> environment = Map.of("REDIS_PASSWORD", "0perator");
    assertThat(queues(environment, "--config", file.toString())).as(err.toString()).isZero();
    assertThat(queues(Map.of(), "--config", file.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("'REDIS_PASSWORD'");
    assertThat(queues(Map.of(), "--config", folder.resolve("none").toString()))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aRedisThatTheApplicationStartsItselfHasToBeNamed() {
    assertThat(queues(Map.of("KRONOSQ_REDIS_URI", "embedded:"))).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("'embedded:'", "--redis");
  }

  @Test
  void oneWayToRedisIsEnough() {
    assertThat(queues(Map.of(), "--redis", plain(), "--cluster", "127.0.0.1:1"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(queues(Map.of(), "--sentinel", "127.0.0.1:1")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("master's name");
  }
}
