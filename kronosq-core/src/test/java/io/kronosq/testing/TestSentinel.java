package io.kronosq.testing;

import io.kronosq.redis.RedisConfig;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A master with one replica and three sentinels. Data nodes and sentinels have passwords, and not
 * the same.
 */
public final class TestSentinel implements RedisFixture {
  private static final String MASTER = "tasks";
  private static final String PASSWORD = "s3cret";
  private static final String SENTINEL_PASSWORD = "w4tch";

  private final List<RedisNode> data = Stream.generate(TestSentinel::dataNode).limit(2).toList();
  private List<RedisNode> sentinels = List.of();
  private String sentinelPassword = SENTINEL_PASSWORD;
  private SelfSignedCertificate certificate;

  private static RedisNode dataNode() {
    return new RedisNode()
        .password(PASSWORD)
        .with("--save", "", "--appendonly", "no")
        .with("--repl-diskless-sync-delay", "0");
  }

  /** Adds settings of the data nodes, in the form of the command line. */
  public TestSentinel with(String... more) {
    data.forEach(node -> node.with(more));
    return this;
  }

  /** Sentinels without a password, so that the address tells all that is needed. */
  public TestSentinel withOpenSentinels() {
    sentinelPassword = null;
    return this;
  }

  /** All connections may be encrypted, and those between the nodes are. */
  public TestSentinel withTls(SelfSignedCertificate value) {
    certificate = value;
    data.forEach(node -> node.tls(value));
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    data.get(1).with("--replicaof", "127.0.0.1 " + data.get(0).clientPort());
    data.forEach(RedisNode::start);
    sentinels = Stream.generate(this::sentinel).limit(3).toList();
    sentinels.forEach(RedisNode::start);
    awaitReplica();
  }

  private RedisNode sentinel() {
    RedisNode node =
        new RedisNode()
            .sentinel(
                sentinelPassword,
                sentinelPassword == null ? "protected-mode no" : "requirepass " + sentinelPassword,
                "sentinel monitor " + MASTER + " 127.0.0.1 " + data.get(0).clientPort() + " 2",
                "sentinel auth-pass " + MASTER + " " + PASSWORD,
                "sentinel down-after-milliseconds " + MASTER + " 1000",
                "sentinel failover-timeout " + MASTER + " 5000");
    return certificate == null ? node : node.tls(certificate);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    startAgain();
    master().reset();
  }

  /** Starts what was killed, and waits until there is a replica that follows. */
  public void startAgain() {
    data.stream().filter(node -> !node.isAlive()).forEach(RedisNode::start);
    data.forEach(node -> node.command("CONFIG", "SET", "masterauth", PASSWORD));
    awaitReplica();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    sentinels.forEach(RedisNode::remove);
    data.forEach(RedisNode::remove);
  }

  @Override
  public RedisConfig.Sentinel config() {
    RedisConfig.Sentinel config = (RedisConfig.Sentinel) RedisConfig.parse(uri());
    return sentinelPassword == null
        ? config
        : config.withSentinelCredentials(null, sentinelPassword);
  }

  @Override
  public String uri() {
    return sentinels.stream()
        .map(node -> "127.0.0.1:" + node.clientPort())
        .collect(
            Collectors.joining(",", "redis-sentinel://:" + PASSWORD + "@", "?master=" + MASTER));
  }

  @Override
  public Object command(String... words) {
    return master().command(words);
  }

  @Override
  public long calls(String command) {
    return master().calls(command);
  }

  @Override
  public long errors(String code) {
    return master().errors(code);
  }

  /** Sends a command to each sentinel. */
  void commandToSentinels(String... words) {
    sentinels.forEach(node -> node.command(words));
  }

  private RedisNode master() {
    return data.stream()
        .filter(RedisNode::isAlive)
        .filter(node -> node.info("replication", "role").equals("master"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No node is the master now"));
  }

  private void awaitReplica() {
    Await.until(
        "the replica follows",
        () ->
            data.stream()
                .filter(node -> node.info("replication", "role").equals("slave"))
                .anyMatch(node -> node.info("replication", "master_link_status").equals("up")));
  }

  /** Waits until the sentinels know each other and could promote the replica. */
  public void awaitQuorum() {
    Await.until(
        "the sentinels know each other and the replica",
        () ->
            sentinels.stream()
                .allMatch(
                    node -> {
                      String state = node.info("sentinel", "master0");
                      return state.contains("slaves=1,sentinels=3") && state.contains("status=ok");
                    }));
  }

  /** Ends the master as a failure of its machine would; it starts again with the next test. */
  public void killMaster() {
    master().kill();
  }

  /** Has the replica hear nothing more of the master, without being told anything else. */
  public void cutReplica() {
    RedisNode master = master();
    data.stream()
        .filter(node -> node != master)
        .forEach(node -> node.command("CONFIG", "SET", "masterauth", "outdated"));
    master.command("CLIENT", "KILL", "TYPE", "replica");
  }

  /** Ends the replica as a failure of its machine would; it starts again with the next test. */
  public void killReplica() {
    RedisNode master = master();
    data.stream().filter(node -> node != master).forEach(RedisNode::kill);
  }

  /** Waits until the sentinels made the replica the master. */
  public void awaitPromotion() {
    Await.until(
        "the replica is promoted",
        () ->
            data.stream()
                .filter(RedisNode::isAlive)
                .anyMatch(node -> node.info("replication", "role").equals("master")));
  }

  /** Makes the replica the master while the old master lives. */
  public void failOver() {
    RedisNode before = master();
    sentinels.get(0).command("SENTINEL", "FAILOVER", MASTER);
    Await.until(
        "the old master follows the new one",
        () -> before.info("replication", "role").equals("slave") && hasMaster());
  }

  private boolean hasMaster() {
    return data.stream().anyMatch(node -> node.info("replication", "role").equals("master"));
  }
}
