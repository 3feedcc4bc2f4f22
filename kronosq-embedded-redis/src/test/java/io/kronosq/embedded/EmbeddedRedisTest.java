package io.kronosq.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedRedisTest {
  @TempDir Path folder;

  @Test
  void servesWhileStartedAndNoProcessRemainsAfterClose() {
    ProcessHandle process;
    try (EmbeddedRedis redis = inMemory().build().start()) {
      process = ProcessHandle.of(redis.pid()).orElseThrow();
      assertThat(redis.isRunning()).isTrue();
      assertThat(on(redis, RedisCommands::ping)).isEqualTo("PONG");
      assertThat(on(redis, commands -> commands.info("server")))
          .contains("redis_version:" + RedisBinary.VERSION, "process_id:" + redis.pid());
    }
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void keepsNoTaskWhenMemoryRunsOutByEviction() {
    try (EmbeddedRedis redis = inMemory().build().start()) {
      assertThat(
              on(redis, commands -> commands.configGet("maxmemory-policy").get("maxmemory-policy")))
          .isEqualTo("noeviction");
    }
  }

  @Test
  void dataSurviveARestart() {
    EmbeddedRedis redis = EmbeddedRedis.builder().folder(folder).build();
    try (redis) {
      redis.start();
      on(redis, commands -> commands.set("name", "value"));
    }
    try (redis) {
      redis.start();
      assertThat(on(redis, commands -> commands.get("name"))).isEqualTo("value");
    }
  }

  @Test
  void dataSurviveWhenTheServerIsKilled() throws Exception {
    try (EmbeddedRedis redis =
        EmbeddedRedis.builder().folder(folder).setting("appendfsync", "always").build().start()) {
      on(redis, commands -> commands.set("name", "value"));
      ProcessHandle killed = ProcessHandle.of(redis.pid()).orElseThrow();
      killed.destroyForcibly();
      killed.onExit().get(10, TimeUnit.SECONDS);

      redis.start();

      assertThat(on(redis, commands -> commands.get("name"))).isEqualTo("value");
    }
  }

  @Test
  void folderWithSpacesAndQuotesIsServed() {
    Path odd = folder.resolve("a \"b\" \\ c");
    try (EmbeddedRedis redis = EmbeddedRedis.builder().folder(odd).build().start()) {
      on(redis, commands -> commands.set("name", "value"));
    }
    assertThat(odd.resolve("appendonlydir")).isDirectory();
  }

  @Test
  void secondServerOnAFolderIsRefused() {
    EmbeddedRedis second = EmbeddedRedis.builder().folder(folder).build();
    try (EmbeddedRedis first = EmbeddedRedis.builder().folder(folder).build().start()) {
      assertThatThrownBy(second::start)
          .isInstanceOf(EmbeddedRedisException.class)
          .hasMessageContaining(folder.getFileName().toString())
          .hasMessageContaining("choose another folder");
      assertThat(on(first, RedisCommands::ping)).isEqualTo("PONG");
    }
    try (second) {
      assertThat(second.start().isRunning()).isTrue();
    }
  }

  @Test
  void passwordIsDemanded() {
    try (EmbeddedRedis redis = inMemory().password("a b+c/\"d\\e").build().start()) {
      assertThat(on(redis, RedisCommands::ping)).isEqualTo("PONG");
      assertThatThrownBy(() -> on("redis://127.0.0.1:" + redis.port(), RedisCommands::ping))
          .hasStackTraceContaining("NOAUTH");
      assertThat(redis.toString()).doesNotContain("a b+c");
    }
  }

  @Test
  void randomPasswordStandsInTheAddressOnly() {
    try (EmbeddedRedis redis =
        EmbeddedRedis.builder().folder(folder).randomPassword().build().start()) {
      assertThat(on(redis, RedisCommands::ping)).isEqualTo("PONG");
      assertThat(redis.uri()).matches("redis://:[\\w-]{32}@127\\.0\\.0\\.1:\\d+");
      assertThat(folder.resolve("redis.conf")).doesNotExist();
    }
  }

  @Test
  void listensOnLoopbackOnly() throws IOException {
    Optional<InetAddress> outside =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
            .findFirst();
    try (EmbeddedRedis redis = inMemory().build().start()) {
      assertThat(on(redis, commands -> commands.configGet("bind").get("bind")))
          .isEqualTo("127.0.0.1");
      outside.ifPresent(
          address ->
              assertThatThrownBy(
                      () -> {
                        try (Socket socket = new Socket()) {
                          socket.connect(new InetSocketAddress(address, redis.port()), 2_000);
                        }
                      })
                  .isInstanceOf(IOException.class));
    }
  }

  @Test
  void fixedPortIsUsedAndReportedWhenTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      EmbeddedRedis redis = inMemory().port(taken.getLocalPort()).build();
      assertThatThrownBy(redis::start)
          .isInstanceOf(EmbeddedRedisException.class)
          .hasMessageContaining("Port " + taken.getLocalPort());
    }
  }

  @Test
  void settingThatRedisRefusesIsReported() {
    EmbeddedRedis redis = inMemory().setting("no-such-directive", "1").build();
    assertThatThrownBy(redis::start)
        .isInstanceOf(EmbeddedRedisException.class)
        .hasMessageContaining("no-such-directive");
    assertThat(redis.isRunning()).isFalse();
  }

  @Test
  void ownSettingsCannotBeReplaced() {
    assertThatThrownBy(() -> inMemory().setting("bind", "0.0.0.0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bind");
  }

  @Test
  void platformWithoutABinaryIsNamedWithTheRemedy() {
    EmbeddedRedis redis = inMemory().platform(new Platform("Windows 11", "amd64")).build();
    assertThatThrownBy(redis::start)
        .isInstanceOf(EmbeddedRedisException.class)
        .hasMessageContaining("Windows 11 on amd64")
        .hasMessageContaining("kronosq.redis.uri=redis://host:port");
  }

  @Test
  void serverEndsWithAJvmThatIsKilled() throws Exception {
    Process jvm = startServerInAnotherJvm();
    ProcessHandle server = serverOf(jvm);

    jvm.destroyForcibly();

    server.onExit().get(20, TimeUnit.SECONDS);
    assertThat(server.isAlive()).isFalse();
  }

  @Test
  void folderOfAKilledJvmIsServedAgainWithItsData() throws Exception {
    Process jvm = startServerInAnotherJvm();
    ProcessHandle server = serverOf(jvm);
    jvm.destroyForcibly().waitFor();

    try (EmbeddedRedis redis = EmbeddedRedis.builder().folder(folder).build().start()) {
      assertThat(server.isAlive()).isFalse();
      assertThat(on(redis, commands -> commands.get("from"))).isEqualTo("another JVM");
    }
  }

  @Test
  void serverThatWasLeftBehindIsStoppedFirst() throws Exception {
    try (EmbeddedRedis left = inMemory().build().start()) {
      ProcessHandle orphan = ProcessHandle.of(left.pid()).orElseThrow();
      new OrphanRecord(folder.resolve("redis.pid")).write(orphan);

      try (EmbeddedRedis redis = EmbeddedRedis.builder().folder(folder).build().start()) {
        assertThat(orphan.isAlive()).isFalse();
        assertThat(on(redis, RedisCommands::ping)).isEqualTo("PONG");
      }
    }
  }

  @Test
  void laterProcessWithTheSameIdIsLeftAlone() throws Exception {
    try (EmbeddedRedis other = inMemory().build().start()) {
      Files.writeString(folder.resolve("redis.pid"), other.pid() + " 1000\n");

      try (EmbeddedRedis redis = EmbeddedRedis.builder().folder(folder).build().start()) {
        assertThat(redis.isRunning()).isTrue();
        assertThat(other.isRunning()).isTrue();
      }
    }
  }

  @Test
  void inMemoryServerLeavesNoFile() {
    Path workFolder;
    try (EmbeddedRedis redis = inMemory().build().start()) {
      on(redis, commands -> commands.set("name", "value"));
      workFolder = Path.of(on(redis, commands -> commands.configGet("dir").get("dir")));
      assertThat(workFolder).isEmptyDirectory();
    }
    assertThat(workFolder).doesNotExist();
  }

  private static EmbeddedRedis.Builder inMemory() {
    return EmbeddedRedis.builder().inMemory();
  }

  private Process startServerInAnotherJvm() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            ServerInAnotherJvm.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static ProcessHandle serverOf(Process jvm) throws IOException {
    String pid = jvm.inputReader().readLine();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  /** Starts a server, prints its process id and waits to be killed. */
  static final class ServerInAnotherJvm {
    public static void main(String[] args) throws IOException {
      try (EmbeddedRedis redis =
          EmbeddedRedis.builder()
              .folder(Path.of(args[0]))
              .setting("appendfsync", "always")
              .build()
              .start()) {
        on(redis, commands -> commands.set("from", "another JVM"));
        System.out.println(redis.pid());
        System.out.flush();
        while (System.in.read() >= 0) {
          // The parent holds the other end until it ends.
        }
      }
    }
  }

  private static String on(
      EmbeddedRedis redis, Function<RedisCommands<String, String>, String> action) {
    return on(redis.uri(), action);
  }

  private static String on(String uri, Function<RedisCommands<String, String>, String> action)
      throws RedisConnectionException {
    try (RedisClient client = RedisClient.create(uri)) {
      return action.apply(client.connect().sync());
    }
  }
}
