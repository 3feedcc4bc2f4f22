package io.kronosq.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.admin.testing.AdminMatrix;
import io.kronosq.admin.testing.MalformedRequests;
import io.kronosq.admin.testing.StoredData;
import io.kronosq.admin.testing.Subjects;
import io.kronosq.inspect.AuditQuery;
import io.kronosq.testing.TestRedis;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** 100,000 with -Dkronosq.malformed=100000; target/malformed.txt tells the answers. */
  @Test
  void malformedRequestsAreRefusedAsDocumentedAndChangeNothing() throws Exception {
    int count = Integer.getInteger("kronosq.malformed", 4_000);
    long seed = Long.getLong("kronosq.seed", 42);
    try (LocalAdmin admin = LocalAdmin.start(redis.uri(), MalformedRequests.SETTINGS);
        Subjects subjects = new Subjects(redis.config(), "malformed")) {
      MalformedRequests requests = new MalformedRequests(admin.uri("").toString(), subjects);
      Map<String, String> before = StoredData.read(redis.uri(), "kronosq");
      assertThat(requests.deviations(count, seed)).as("with -Dkronosq.seed=" + seed).isEmpty();
      Files.writeString(Path.of("target/malformed.txt"), requests.told());
      assertThat(StoredData.read(redis.uri(), "kronosq")).isEqualTo(before);
      assertThat(subjects.inspector().audit().page(AuditQuery.ALL.limitedTo(1_000)).entries())
          .isNotEmpty()
          .allMatch(entry -> entry.outcome().startsWith("refused"));
    }
  }
}
