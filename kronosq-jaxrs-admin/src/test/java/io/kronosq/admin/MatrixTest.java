package io.kronosq.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.Inspector;
import io.kronosq.KronosClient;
import io.kronosq.admin.testing.AdminMatrix;
import io.kronosq.admin.testing.MalformedRequests;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.QueueInfo;
import io.kronosq.task.Task;
import io.kronosq.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MatrixTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();

  @Test
  void everyOperationAnswersEverybodyAsDocumented() throws Exception {
    try (LocalAdmin admin = LocalAdmin.start(redis.uri(), Map.of());
        AdminMatrix matrix = new AdminMatrix(admin.uri("").toString(), redis.config())) {
      assertThat(matrix.deviations()).isEmpty();
    }
  }

  /** 100,000 with -Dkronosq.malformed=100000. */
  @Test
  void malformedRequestsAreRefusedAsDocumentedAndChangeNothing() throws Exception {
    int count = Integer.getInteger("kronosq.malformed", 4_000);
    long seed = Long.getLong("kronosq.seed", 42);
    try (LocalAdmin admin = LocalAdmin.start(redis.uri(), Map.of());
        KronosClient client = KronosClient.open(redis.config());
        Inspector inspector = Inspector.open(redis.config())) {
      client.enqueue(Task.of("a"), EnqueueOption.delay(Duration.ofHours(1)));
      List<QueueInfo> before = inspector.queues();
      assertThat(new MalformedRequests(admin.uri("").toString()).deviations(count, seed))
          .as("with -Dkronosq.seed=" + seed)
          .isEmpty();
      assertThat(inspector.queues()).isEqualTo(before);
    }
  }
}
