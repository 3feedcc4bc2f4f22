package io.kronosq.admin.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.Inspector;
import io.kronosq.inspect.QueueCounts;
import io.kronosq.inspect.QueueCounts.Waits;
import io.kronosq.redis.RedisTaskStore;
import io.kronosq.store.TaskStore;
import io.kronosq.testing.Await;
import io.kronosq.testing.TestRedis;
import io.kronosq.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StatisticsTest {
  @RegisterExtension static final TestRedis redis = TestRedis.inMemory();

  private TaskStore store;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES).plusSeconds(15);

  /** A quarter of a minute into a minute. */
  private final TimeSource time =
      new TimeSource() {
        @Override
        public Instant now() {
          return now;
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }
      };

  @BeforeEach
  void open() {
    store = RedisTaskStore.open(redis.config());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Statistics statistics() {
    return new Statistics(Inspector.of(store), time);
  }

  private void add(String queue, Duration ago, long succeeded, long failed) {
    long tasks = succeeded + failed;
    Await.answer(
        store
            .reports()
            .add(
                queue,
                now.minus(ago).truncatedTo(ChronoUnit.MINUTES),
                new QueueCounts(
                    succeeded,
                    failed,
                    failed,
                    0,
                    Duration.ofMillis(10 * tasks),
                    new Waits(tasks, Duration.ofMillis(20 * tasks), Duration.ofMillis(50)))));
  }

  @Test
  void gapsAreFilled() {
    List<Statistics.Slice> slices =
        statistics().report(StatisticsRange.HOUR, "nothing-here").slices();
    assertThat(slices).hasSize(60).allMatch(slice -> slice.succeeded() == 0);
    assertThat(slices.get(59).start()).isEqualTo(now.truncatedTo(ChronoUnit.MINUTES));
    assertThat(slices.get(0).start())
        .isEqualTo(now.truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(59)));
  }

  @Test
  void countsStandInTheirSlices() {
    add("slices", Duration.ZERO, 3, 1);
    add("slices", Duration.ofMinutes(5), 7, 0);
    add("slices", Duration.ofMinutes(59), 1, 0);
    add("slices", Duration.ofMinutes(60), 100, 0);
    Statistics.Report report = statistics().report(StatisticsRange.HOUR, "slices");
    assertThat(report.range()).isEqualTo("hour");
    assertThat(report.stepMs()).isEqualTo(60_000);
    assertThat(report.slices().get(59).succeeded()).isEqualTo(3);
    assertThat(report.slices().get(59).failed()).isEqualTo(1);
    assertThat(report.slices().get(59).meanRuntimeMs()).isEqualTo(10);
    assertThat(report.slices().get(59).meanWaitMs()).isEqualTo(20);
    assertThat(report.slices().get(59).maxWaitMs()).isEqualTo(50);
    assertThat(report.slices().get(54).succeeded()).isEqualTo(7);
    assertThat(report.slices().get(0).succeeded()).isEqualTo(1);
    assertThat(report.slices()).extracting(Statistics.Slice::succeeded).doesNotContain(100L);
  }

  @Test
  void theBacklogIsTheHighestOfItsSlice() {
    for (int minutesAgo = 0; minutesAgo < 3; minutesAgo++) {
      Instant minute = now.minus(Duration.ofMinutes(minutesAgo)).truncatedTo(ChronoUnit.MINUTES);
      Await.answer(store.reports().backlog("waiting", minute, 10 + minutesAgo));
    }
    Statistics.Report hour = statistics().report(StatisticsRange.HOUR, "waiting");
    assertThat(hour.slices().subList(57, 60))
        .extracting(Statistics.Slice::backlog)
        .containsExactly(12L, 11L, 10L);
  }

  @Test
  void longerRangesHaveLongerSlices() {
    add("long", Duration.ZERO, 1, 0);
    add("long", Duration.ofHours(2), 4, 0);
    List<Statistics.Slice> day = statistics().report(StatisticsRange.DAY, "long").slices();
    assertThat(day).hasSize(144);
    assertThat(day.stream().mapToLong(Statistics.Slice::succeeded).sum()).isEqualTo(5);
    List<Statistics.Slice> fortnight =
        statistics().report(StatisticsRange.FORTNIGHT, "long").slices();
    assertThat(fortnight).hasSize(336);
    assertThat(fortnight.get(335).succeeded()).isEqualTo(1);
    assertThat(fortnight.get(333).succeeded()).isEqualTo(4);
  }
}
