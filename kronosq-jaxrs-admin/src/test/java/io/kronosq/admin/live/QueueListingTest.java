package io.kronosq.admin.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kronosq.admin.problem.ProblemException;
import io.kronosq.task.Limits;
import io.kronosq.task.QueueInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueueListingTest {
  private static final QueueSnapshot QUEUES =
      snapshot(
          queue("alpha", 5, 0, 10),
          queue("beta", 0, 3, 20),
          queue("delta", 5, 7, 0),
          queue("Gamma-beta", 9, 1, 30));

  private static QueueSnapshot snapshot(QueueInfo... queues) {
    return new QueueSnapshot(Instant.EPOCH, List.of(queues), Map.of("alpha", 2));
  }

  private static QueueInfo queue(String name, long pending, long archived, long latency) {
    return new QueueInfo(
        name,
        1,
        false,
        pending,
        0,
        0,
        0,
        archived,
        0,
        0,
        Duration.ofMillis(latency),
        Limits.NONE,
        null);
  }

  private static List<String> names(QueuePage page) {
    return page.queues().stream().map(QueueInfo::name).toList();
  }

  private static List<String> sorted(String sort, String order) {
    return names(QueueListing.of(null, sort, order, null, null).page(QUEUES));
  }

  @Test
  void queuesAreSorted() {
    assertThat(sorted(null, null)).containsExactly("Gamma-beta", "alpha", "beta", "delta");
    assertThat(sorted("name", "desc")).containsExactly("delta", "beta", "alpha", "Gamma-beta");
    assertThat(sorted("pending", null)).containsExactly("Gamma-beta", "alpha", "delta", "beta");
    assertThat(sorted("pending", "asc")).containsExactly("beta", "alpha", "delta", "Gamma-beta");
    assertThat(sorted("archived", "desc")).startsWith("delta");
    assertThat(sorted("latency", "desc")).startsWith("Gamma-beta", "beta");
  }

  @Test
  void queuesAreFoundByAPartOfTheName() {
    QueuePage page = QueueListing.of("BETA", null, null, null, null).page(QUEUES);
    assertThat(names(page)).containsExactly("Gamma-beta", "beta");
    assertThat(page.total()).isEqualTo(2);
  }

  @Test
  void pagesTogetherHaveEachQueueOnce() {
    List<String> seen = new ArrayList<>();
    String cursor = null;
    do {
      QueuePage page = QueueListing.of(null, "pending", "desc", 1, cursor).page(QUEUES);
      assertThat(page.total()).isEqualTo(4);
      seen.addAll(names(page));
      cursor = page.next();
    } while (cursor != null);
    assertThat(seen).containsExactly("Gamma-beta", "alpha", "delta", "beta");
  }

  @Test
  void aPageBeginsBehindAPlaceThoughTheQueueThereIsGone() {
    QueuePage page = QueueListing.of(null, null, null, 2, null).page(QUEUES);
    QueueSnapshot later = snapshot(queue("beta", 0, 0, 0), queue("delta", 0, 0, 0));
    assertThat(names(QueueListing.of(null, null, null, 2, page.next()).page(later)))
        .containsExactly("beta", "delta");
  }

  @Test
  void whatCanNotBeUnderstoodIsRefusedByName() {
    assertRefused("sort", () -> QueueListing.of(null, "beauty", null, null, null));
    assertRefused("order", () -> QueueListing.of(null, null, "up", null, null));
    assertRefused("limit", () -> QueueListing.of(null, null, null, 0, null));
    assertRefused("limit", () -> QueueListing.of(null, null, null, 1_001, null));
    assertRefused("cursor", () -> QueueListing.of(null, null, null, null, "nonsense"));
    assertRefused("cursor", () -> QueueListing.of(null, null, null, null, ":x"));
  }

  private static void assertRefused(String field, Runnable asked) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(asked::run)
        .satisfies(e -> assertThat(e.problem().field()).isEqualTo(field));
  }
}
