package io.kronosq.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.inspect.RedisDanger;
import io.kronosq.inspect.RedisDanger.Kind;
import io.kronosq.inspect.RedisInfo;
import io.kronosq.inspect.RedisInfo.Cluster;
import io.kronosq.inspect.RedisInfo.Replica;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FactCommandsTest {
  private static RedisInfo info(String facts, String cluster) {
    return FactCommands.info(FactCommands.fields(facts), FactCommands.fields(cluster), null);
  }

  @Test
  void replicasAreToldWithTheirLag() {
    String facts =
        """
        # Replication
        role:master
        maxmemory_policy:noeviction
        master_repl_offset:1500
        slave0:ip=10.0.0.2,port=6379,state=online,offset=1400,lag=1
        slave1:ip=10.0.0.3,port=6380,state=wait_bgsave,offset=0,lag=7
        """;
    assertThat(info(facts, "").replicas())
        .containsExactly(
            new Replica("10.0.0.2:6379", "online", 100, 1),
            new Replica("10.0.0.3:6380", "wait_bgsave", 1_500, 7));
    assertThat(info(facts, "").dangers())
        .extracting(RedisDanger::kind)
        .containsExactly(Kind.REPLICA_DOWN);
  }

  @Test
  void aClusterThatDoesNotServeIsADanger() {
    String cluster =
        """
        cluster_state:fail
        cluster_slots_assigned:16384
        cluster_slots_ok:10923
        cluster_known_nodes:6
        """;
    RedisInfo info = info("role:master\nmaxmemory_policy:noeviction", cluster);
    assertThat(info.cluster()).isEqualTo(new Cluster(false, 16_384, 10_923, 6, Map.of()));
    assertThat(info.dangers())
        .singleElement()
        .satisfies(
            danger -> {
              assertThat(danger.kind()).isEqualTo(Kind.CLUSTER_SLOTS);
              assertThat(danger.message()).contains("10923 of 16384");
            });
  }

  @Test
  void aDiskThatFailsAndAReplicaAreDangers() {
    String facts =
        """
        role:slave
        maxmemory_policy:noeviction
        aof_enabled:1
        aof_last_write_status:err
        rdb_last_bgsave_status:err
        """;
    assertThat(info(facts, "").dangers())
        .extracting(RedisDanger::kind)
        .containsExactly(Kind.REPLICA, Kind.PERSISTENCE_FAILING, Kind.PERSISTENCE_FAILING);
    assertThat(FactCommands.fields("a:b:c\nnothing")).isEqualTo(Map.of("a", "b:c"));
  }
}
