package io.kronosq.testing;

import io.kronosq.redis.RedisConfig;
import io.kronosq.store.HashSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A cluster of three masters, each with a replica if asked for, and with a password. */
public final class TestCluster implements RedisFixture {
  private static final int MASTERS = 3;
  private static final String PASSWORD = "s3cret";
  private static final Set<String> ON_ALL = Set.of("FLUSHALL", "SCRIPT", "CONFIG", "ACL");

  private final List<RedisNode> nodes;

  private TestCluster(int count, int nodeTimeoutMillis) {
    nodes = Stream.generate(() -> node(nodeTimeoutMillis)).limit(count).toList();
  }

  /** Masters only, which are not given up when the machine is busy. */
  public static TestCluster ofMasters() {
    return new TestCluster(MASTERS, 15_000);
  }

  /** Each master with a replica that takes over after 2 s. */
  public static TestCluster withReplicas() {
    return new TestCluster(2 * MASTERS, 2_000);
  }

  private static RedisNode node(int timeoutMillis) {
    return new RedisNode()
        .password(PASSWORD)
        .with("--save", "", "--appendonly", "no")
        .with("--repl-diskless-sync-delay", "0")
        .with("--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf")
        // The usual one, 10,000 above, may not exist.
        .with("--cluster-port", Integer.toString(RedisNode.freePort()))
        .with("--cluster-node-timeout", Integer.toString(timeoutMillis))
        .with("--cluster-replica-validity-factor", "0");
  }

  /** Adds settings of all nodes, in the form of the command line. */
  public TestCluster with(String... more) {
    nodes.forEach(node -> node.with(more));
    return this;
  }

  /** All connections may be encrypted, and those between the nodes are. */
  public TestCluster withTls(SelfSignedCertificate certificate) {
    nodes.forEach(node -> node.tls(certificate).with("--tls-cluster", "yes"));
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    nodes.forEach(RedisNode::start);
    for (int i = 0; i < nodes.size(); i++) {
      RedisNode node = nodes.get(i);
      node.command("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
      if (i < MASTERS) {
        node.command("CLUSTER", "ADDSLOTSRANGE", slot(i), slot(i + 1, -1));
      }
      if (i > 0) {
        RedisNode first = nodes.get(0);
        node.command("CLUSTER", "MEET", "127.0.0.1", clientPort(first), busPort(first));
      }
    }
    Await.until("all nodes know all", this::knowEachOther);
    for (int i = MASTERS; i < nodes.size(); i++) {
      nodes.get(i).command("CLUSTER", "REPLICATE", id(nodes.get(i - MASTERS)));
    }
    awaitHealthy();
  }

  private static String slot(int master) {
    return slot(master, 0);
  }

  private static String slot(int master, int offset) {
    return Integer.toString(HashSlot.COUNT * master / MASTERS + offset);
  }

  private static String port(RedisNode node) {
    return Integer.toString(node.port());
  }

  private static String clientPort(RedisNode node) {
    return Integer.toString(node.clientPort());
  }

  private static String busPort(RedisNode node) {
    return String.valueOf(((List<?>) node.command("CONFIG", "GET", "cluster-port")).get(1));
  }

  private static String id(RedisNode node) {
    return String.valueOf(node.command("CLUSTER", "MYID"));
  }

  private boolean knowEachOther() {
    return nodes.stream()
        .allMatch(
            node ->
                node.command("CLUSTER", "NODES")
                        .toString()
                        .lines()
                        .filter(line -> line.contains(" connected") && !line.contains("handshake"))
                        .count()
                    == nodes.size());
  }

  /** Waits until all slots are served, and all replicas follow. */
  public void awaitHealthy() {
    Await.until(
        "the cluster serves",
        () ->
            nodes.stream()
                .allMatch(
                    node ->
                        node.command("CLUSTER", "INFO").toString().contains("cluster_state:ok")
                            && !node.info("replication", "master_link_status").equals("down")));
    Await.until(
        "no node is taken for failed, and all agree who the masters are",
        () -> nodes.stream().allMatch(TestCluster::seesAllWell));
  }

  private static boolean seesAllWell(RedisNode node) {
    String view = node.command("CLUSTER", "NODES").toString();
    return !view.contains("fail")
        && view.lines().filter(line -> line.contains("master")).count() == MASTERS;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (nodes.stream().anyMatch(node -> !node.isAlive())) {
      startAgain();
      awaitHealthy();
    }
    masters().forEach(RedisNode::reset);
  }

  /** Starts what was ended, with what it kept. */
  public void startAgain() {
    nodes.stream().filter(node -> !node.isAlive()).forEach(RedisNode::start);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    nodes.forEach(RedisNode::remove);
  }

  @Override
  public RedisConfig.Cluster config() {
    return (RedisConfig.Cluster) RedisConfig.parse(uri());
  }

  @Override
  public String uri() {
    return nodes.stream()
        .limit(MASTERS)
        .map(node -> "127.0.0.1:" + node.clientPort())
        .collect(Collectors.joining(",", "redis-cluster://:" + PASSWORD + "@", ""));
  }

  private List<RedisNode> masters() {
    return nodes.stream()
        .filter(RedisNode::isAlive)
        .filter(node -> node.info("replication", "role").equals("master"))
        .toList();
  }

  @Override
  public Object command(String... words) {
    String name = words[0].toUpperCase(Locale.ROOT);
    if (name.equals("KEYS")) {
      List<Object> keys = new ArrayList<>();
      masters().forEach(node -> keys.addAll((List<?>) node.command(words)));
      return keys;
    }
    if (ON_ALL.contains(name)) {
      return masters().stream().map(node -> node.command(words)).reduce((a, b) -> b).orElseThrow();
    }
    return follow(masters().get(0), words);
  }

  private Object follow(RedisNode node, String... words) {
    try {
      return node.command(words);
    } catch (IllegalStateException e) {
      String refusal = String.valueOf(e.getMessage());
      if (!refusal.startsWith("MOVED ")) {
        throw e;
      }
      int port = Integer.parseInt(refusal.substring(refusal.lastIndexOf(':') + 1));
      return follow(
          nodes.stream().filter(other -> other.port() == port).findFirst().orElseThrow(), words);
    }
  }

  @Override
  public long calls(String command) {
    return masters().stream().mapToLong(node -> node.calls(command)).sum();
  }

  @Override
  public long errors(String code) {
    return masters().stream().mapToLong(node -> node.errors(code)).sum();
  }

  private RedisNode ownerOf(int slot) {
    String id =
        masters()
            .get(0)
            .command("CLUSTER", "NODES")
            .toString()
            .lines()
            .filter(line -> owns(line, slot))
            .map(line -> line.substring(0, line.indexOf(' ')))
            .findFirst()
            .orElseThrow(() -> new AssertionError("Nobody has slot " + slot));
    return nodes.stream()
        .filter(RedisNode::isAlive)
        .filter(node -> id(node).equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static boolean owns(String line, int slot) {
    String[] words = line.split(" ", -1);
    for (int i = 8; i < words.length; i++) {
      if (words[i].startsWith("[")) {
        continue;
      }
      String[] range = words[i].split("-", -1);
      if (Integer.parseInt(range[0]) <= slot && slot <= Integer.parseInt(range[range.length - 1])) {
        return true;
      }
    }
    return false;
  }

  /** Asks the master that has a partition. */
  public Object commandAtOwner(String partition, String... words) {
    return ownerOf(HashSlot.of(partition)).command(words);
  }

  /** Ends the master of a partition as a failure of its machine would. */
  public void killOwner(String partition) {
    ownerOf(HashSlot.of(partition)).kill();
  }

  /** Ends the master of a partition as a shutdown of its machine would. */
  public void stopOwner(String partition) {
    ownerOf(HashSlot.of(partition)).stop();
  }

  /** Waits until a living master has a partition. */
  public void awaitOwner(String partition) {
    int slot = HashSlot.of(partition);
    Await.until(
        "a living master has slot " + slot,
        () ->
            masters().stream()
                .anyMatch(
                    node ->
                        node.command("CLUSTER", "NODES")
                            .toString()
                            .lines()
                            .anyMatch(line -> line.contains("myself,master") && owns(line, slot))));
  }

  /** Moves a partition's slot, key by key, to another master, as an operator's tools do. */
  public void migrate(String partition) {
    Move move = new Move(partition);
    move.begin();
    move.keys(Integer.MAX_VALUE);
    move.end();
  }

  /** Begins to move a partition's slot, and stops when one key is moved. */
  public void moveOneKey(String partition) {
    Move move = new Move(partition);
    move.begin();
    move.keys(1);
  }

  /** Moves what {@link #moveOneKey} left. */
  public void moveRest(String partition) {
    Move move = new Move(partition);
    move.keys(Integer.MAX_VALUE);
    move.end();
  }

  /** Of a slot from the master that has it to one of the others. */
  private final class Move {
    private final String slot;
    private final RedisNode from;
    private final RedisNode to;

    Move(String partition) {
      int number = HashSlot.of(partition);
      slot = Integer.toString(number);
      from = ownerOf(number);
      to = masters().stream().filter(node -> node != from).findFirst().orElseThrow();
    }

    void begin() {
      to.command("CLUSTER", "SETSLOT", slot, "IMPORTING", id(from));
      from.command("CLUSTER", "SETSLOT", slot, "MIGRATING", id(to));
    }

    void keys(int most) {
      int moved = 0;
      for (List<String> keys = keysIn(from, slot);
          !keys.isEmpty() && moved < most;
          keys = keysIn(from, slot)) {
        for (String key : keys.subList(0, Math.min(keys.size(), most - moved))) {
          from.command(
              "MIGRATE", "127.0.0.1", port(to), "", "0", "5000", "AUTH", PASSWORD, "KEYS", key);
          moved++;
        }
      }
    }

    void end() {
      to.command("CLUSTER", "SETSLOT", slot, "NODE", id(to));
      from.command("CLUSTER", "SETSLOT", slot, "NODE", id(to));
      masters().forEach(node -> node.command("CLUSTER", "SETSLOT", slot, "NODE", id(to)));
    }
  }

  private static List<String> keysIn(RedisNode node, String slot) {
    return ((List<?>) node.command("CLUSTER", "GETKEYSINSLOT", slot, "10"))
        .stream().map(String::valueOf).toList();
  }
}
