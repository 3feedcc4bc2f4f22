package io.kronosq.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kronosq.embedded.EmbeddedRedis;
import io.kronosq.redis.RedisConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** A cluster of three masters, without persistence. */
final class BenchCluster implements MeasuredRedis, AutoCloseable {
  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;

  private final List<Node> nodes = new ArrayList<>();

  private record Node(
      EmbeddedRedis server,
      RedisClient client,
      StatefulRedisConnection<byte[], byte[]> connection,
      int busPort) {
    static Node start() {
      int busPort = freePort();
      EmbeddedRedis server =
          EmbeddedRedis.builder()
              .inMemory()
              .setting("cluster-enabled", "yes")
              .setting("cluster-port", Integer.toString(busPort))
              .build();
      server.start();
      RedisClient client = RedisClient.create(server.uri());
      return new Node(server, client, client.connect(ByteArrayCodec.INSTANCE), busPort);
    }

    private static int freePort() {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void cluster(Object... words) {
      CommandArgs<byte[], byte[]> args = new CommandArgs<>(ByteArrayCodec.INSTANCE);
      for (Object word : words) {
        args.add(word.toString().getBytes(US_ASCII));
      }
      connection
          .sync()
          .dispatch(CommandType.CLUSTER, new StatusOutput<>(ByteArrayCodec.INSTANCE), args);
    }
  }

  BenchCluster() throws InterruptedException {
    for (int i = 0; i < MASTERS; i++) {
      nodes.add(Node.start());
    }
    Node first = nodes.get(0);
    for (int i = 0; i < MASTERS; i++) {
      Node node = nodes.get(i);
      node.cluster("SET-CONFIG-EPOCH", i + 1);
      node.cluster("ADDSLOTSRANGE", SLOTS * i / MASTERS, SLOTS * (i + 1) / MASTERS - 1);
      if (i > 0) {
        node.cluster("MEET", "127.0.0.1", first.server().port(), first.busPort());
      }
    }
    while (!nodes.stream().allMatch(BenchCluster::serves)) {
      Thread.sleep(50);
    }
  }

  private static boolean serves(Node node) {
    String info = node.connection().sync().clusterInfo();
    return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + MASTERS);
  }

  @Override
  public RedisConfig config() {
    return new RedisConfig.Cluster(
        nodes.stream()
            .map(node -> new RedisConfig.Node("127.0.0.1", node.server().port()))
            .toList(),
        RedisConfig.Access.DEFAULT);
  }

  @Override
  public double cpuMicros() {
    return nodes.stream()
        .mapToDouble(node -> BenchRedis.cpuMicros(node.connection().sync().info("cpu")))
        .sum();
  }

  @Override
  public void empty() {
    nodes.forEach(node -> node.connection().sync().flushall());
  }

  @Override
  public void close() {
    for (Node node : nodes) {
      node.client().shutdown();
      node.server().close();
    }
  }
}
