package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.store.Layout;
import io.kronosq.testing.RedisFixture;
import io.kronosq.testing.TestCluster;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Partitions on three masters. */
class ClusterPartitionsTest extends PartitionContract {
  @RegisterExtension static final TestCluster cluster = TestCluster.ofMasters();

  @Override
  RedisFixture redis() {
    return cluster;
  }

  @Test
  void partitionsLieEvenlyOnTheMasters() {
    List<String> owners =
        Layout.of("other", 6).partitions().stream()
            .map(partition -> String.valueOf(cluster.commandAtOwner(partition, "CLUSTER", "MYID")))
            .toList();
    assertThat(owners.stream().collect(Collectors.groupingBy(id -> id, Collectors.counting())))
        .hasSize(3)
        .allSatisfy((id, partitions) -> assertThat(partitions).isEqualTo(2));
  }

  @Test
  void slotsThatMoveToOtherMastersUnderLoadLoseNothing() {
    engine.inspector().setPartitions("q", 6);
    List<String> partitions = Layout.of("q", 6).partitions();
    underLoad(() -> cluster.migrate(partitions.get(0)), () -> cluster.migrate(partitions.get(3)));
  }
}
