package io.kronosq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kronosq.inspect.AuditEntry;
import io.kronosq.inspect.AuditPage;
import io.kronosq.inspect.AuditQuery;
import io.kronosq.testing.EngineHarness;
import io.kronosq.testing.LeastRights;
import io.kronosq.testing.TestRedis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AuditLogTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();
  @RegisterExtension final EngineHarness harness = new EngineHarness(() -> LeastRights.on(redis));
  private AuditLog audit;

  @BeforeEach
  void open() {
    audit = harness.inspector().audit();
  }

  private void record(String user, String action, int count) {
    for (int i = 0; i < count; i++) {
      audit.record(AuditEntry.of(user, action, "t" + i, "done"));
    }
  }

  @Test
  void anEntryIsReadAsItWasRecorded() {
    AuditEntry recorded =
        audit.record(
            AuditEntry.of("ann\n<b>", "queue.pause", "mail", "done")
                .withDetails(Map.of("filter.type", "a*", "d:user", "ünïcode"))
                .withAffected(3));
    assertThat(recorded.id()).isNotEmpty();
    assertThat(recorded.at()).isAfter(Instant.EPOCH);
    assertThat(recorded.details()).containsEntry("d:user", "ünïcode");
    assertThat(audit.page(AuditQuery.ALL)).isEqualTo(new AuditPage(List.of(recorded), null));
  }

  @Test
  void pagesAreStableAndBeginWithTheLatest() {
    record("ann", "task.run", 7);
    AuditQuery query = AuditQuery.ALL.limitedTo(3);
    List<String> targets = new ArrayList<>();
    AuditPage page = audit.page(query);
    while (true) {
      page.entries().forEach(entry -> targets.add(entry.target()));
      if (page.next() == null) {
        break;
      }
      record("late", "task.run", 1);
      page = audit.page(query.after(page.next()));
    }
    assertThat(targets).containsExactly("t6", "t5", "t4", "t3", "t2", "t1", "t0");
  }

  @Test
  void aPageThatEndsWithTheLastEntryIsTheLastOne() {
    record("ann", "task.run", 3);
    assertThat(audit.page(AuditQuery.ALL.limitedTo(3)).next()).isNull();
  }

  @Test
  void filtersTellUsersAndActionsApart() {
    record("ann", "queue.pause", 1);
    record("bob", "queue.resume", 2);
    record("bob", "task.delete", 700);
    assertThat(audit.page(AuditQuery.ALL.byUser("ann")).entries()).hasSize(1);
    assertThat(audit.page(AuditQuery.ALL.ofAction("queue.*")).entries()).hasSize(3);
    assertThat(audit.page(AuditQuery.ALL.ofAction("queue.resume").byUser("bob")).entries())
        .hasSize(2);
    assertThat(audit.page(AuditQuery.ALL.ofAction("queue")).entries()).isEmpty();
  }

  @Test
  void theOldestEntriesGo() {
    CompletableFuture<?>[] recorded = new CompletableFuture<?>[11_000];
    for (int i = 0; i < recorded.length; i++) {
      recorded[i] =
          harness
              .store()
              .audit()
              .record(AuditEntry.of("ann", "task.run", "t" + i, "done"))
              .toCompletableFuture();
    }
    CompletableFuture.allOf(recorded).join();
    assertThat((Long) redis.command("XLEN", "kronosq:{/audit}")).isBetween(10_000L, 10_999L);
    assertThat(audit.page(AuditQuery.ALL.limitedTo(1)).entries().get(0).target())
        .isEqualTo("t10999");
  }

  @Test
  void aPlaceThatIsNoneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> audit.page(AuditQuery.ALL.after("+ - oh")))
        .withMessageContaining("'+ - oh'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> audit.page(AuditQuery.ALL.after("0-0")))
        .withMessageContaining("'0-0'");
  }

  @Test
  void whatIsTooLongIsCut() {
    AuditEntry entry = AuditEntry.of("x".repeat(5_000), "a", "b", "c");
    assertThat(entry.user()).hasSize(AuditEntry.MAX_TEXT).endsWith("…");
  }
}
