package io.kronosq.notify;

import static io.kronosq.notify.TestEvents.archived;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AggregatorTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private static QuietPolicy policy(int threshold, int windowSeconds, int quietSeconds) {
    return new QuietPolicy(
        threshold, Duration.ofSeconds(windowSeconds), Duration.ofSeconds(quietSeconds), false);
  }

  private final Aggregator aggregator = new Aggregator(policy(1, 60, 10));

  private static long count(List<Digest> digests) {
    return digests.stream().mapToLong(Digest::count).sum();
  }

  @Test
  void theFirstEventIsToldAtOnceAndTheRestAtTheEndOfTheQuietTime() {
    List<Digest> first = aggregator.add(archived("mail", "1"), 0);
    assertThat(first).hasSize(1);
    assertThat(first.get(0).kind()).isEqualTo(Digest.Kind.ALERT);
    assertThat(first.get(0).count()).isEqualTo(1);

    for (int i = 2; i <= 1_000; i++) {
      assertThat(aggregator.add(archived("mail", "" + i), SECOND)).isEmpty();
    }
    assertThat(aggregator.due()).hasValue(10 * SECOND);
    assertThat(aggregator.advance(10 * SECOND - 1)).isEmpty();

    List<Digest> rest = aggregator.advance(10 * SECOND);
    assertThat(rest).hasSize(1);
    assertThat(rest.get(0).kind()).isEqualTo(Digest.Kind.SUMMARY);
    assertThat(rest.get(0).count()).isEqualTo(999);
    assertThat(rest.get(0).groups().get(0).samples())
        .extracting(TaskEvent::taskId)
        .containsExactly("2", "3", "4", "5", "6");
  }

  @Test
  void anEventAfterAQuietTimeIsToldWithWhatThatTimeGathered() {
    aggregator.add(archived("mail", "1"), 0);
    aggregator.add(archived("mail", "2"), SECOND);
    List<Digest> later = aggregator.add(archived("mail", "3"), 11 * SECOND);
    assertThat(later).hasSize(1);
    assertThat(later.get(0).count()).isEqualTo(1);
    assertThat(later.get(0).groups().get(0).first().taskId()).isEqualTo("2");
    assertThat(count(aggregator.advance(21 * SECOND))).isEqualTo(1);
  }

  @Test
  void aQuietTimeWithoutAnEventEndsIt() {
    aggregator.add(archived("mail", "1"), 0);
    assertThat(aggregator.advance(10 * SECOND)).isEmpty();
    assertThat(aggregator.due()).isEmpty();
    assertThat(aggregator.add(archived("mail", "2"), 12 * SECOND))
        .extracting(Digest::kind)
        .containsExactly(Digest.Kind.ALERT);
  }

  @Test
  void theEndIsToldIfThatIsWanted() {
    Aggregator telling =
        new Aggregator(new QuietPolicy(1, Duration.ofSeconds(60), Duration.ofSeconds(10), true));
    telling.add(archived("mail", "1"), 0);
    telling.add(archived("mail", "2"), SECOND);
    assertThat(telling.advance(10 * SECOND))
        .extracting(Digest::kind)
        .containsExactly(Digest.Kind.SUMMARY);
    assertThat(telling.advance(20 * SECOND)).containsExactly(Digest.QUIET_AGAIN);
    assertThat(telling.advance(30 * SECOND)).isEmpty();
  }

  @Test
  void anotherGroupIsToldAtOnceDuringTheQuietTimeOfTheFirst() {
    aggregator.add(archived("mail", "1"), 0);
    assertThat(aggregator.add(archived("report", "2"), SECOND)).hasSize(1);
    assertThat(aggregator.add(archived("report", "3"), SECOND)).isEmpty();
  }

  @Test
  void manyGroupsAtOnceMakeFewMessages() {
    List<Digest> digests = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      digests.addAll(aggregator.add(archived("type-" + i, "" + i), 0));
    }
    assertThat(digests).hasSize(Aggregator.MAX_ALERTS);
    List<Digest> summary = aggregator.advance(10 * SECOND);
    assertThat(summary).hasSize(1);
    assertThat(count(digests) + count(summary)).isEqualTo(1_000);
    GroupCount most = summary.get(0).groups().get(0);
    assertThat(most.group().type()).isEqualTo(Aggregator.OTHER_TYPES);
    assertThat(most.count()).isEqualTo(1_000 - Aggregator.MAX_GROUPS);
  }

  @Test
  void nothingIsToldBelowTheThreshold() {
    Aggregator patient = new Aggregator(policy(3, 60, 10));
    assertThat(patient.add(archived("mail", "1"), 0)).isEmpty();
    assertThat(patient.add(archived("mail", "2"), 30 * SECOND)).isEmpty();
    // The first one has left the window.
    assertThat(patient.add(archived("mail", "3"), 61 * SECOND)).isEmpty();
    assertThat(patient.belowThreshold()).isEqualTo(1);

    List<Digest> reached = patient.add(archived("mail", "4"), 62 * SECOND);
    assertThat(count(reached)).isEqualTo(3);
    assertThat(reached.get(0).groups().get(0).samples())
        .extracting(TaskEvent::taskId)
        .containsExactly("2", "3", "4");
  }

  @Test
  void theEndOfAllTellsWhatWasGathered() {
    aggregator.add(archived("mail", "1"), 0);
    aggregator.add(archived("mail", "2"), SECOND);
    assertThat(count(aggregator.drain(2 * SECOND))).isEqualTo(1);
    assertThat(aggregator.drain(2 * SECOND)).isEmpty();
    assertThat(aggregator.due()).isEmpty();
  }

  @Test
  void errorsAreCountedByClassTheMostFrequentFirst() {
    aggregator.add(archived("mail", "0"), 0);
    for (int i = 0; i < 30; i++) {
      String error = i % 3 == 0 ? "a.Rare" : "a.Frequent";
      aggregator.add(archived("mail", "" + i, TestEvents.START, error, "no " + i), 1);
    }
    assertThat(aggregator.advance(10 * SECOND).get(0).groups().get(0).errors())
        .containsExactly(
            new ErrorCount("a.Frequent", 20, "no 1"), new ErrorCount("a.Rare", 10, "no 0"));
  }

  @Test
  void manyErrorClassesAreCountedAsOthers() {
    aggregator.add(archived("mail", "0"), 0);
    for (int i = 0; i < 100; i++) {
      aggregator.add(archived("mail", "" + i, TestEvents.START, "a.Error" + i, ""), 1);
    }
    List<ErrorCount> errors = aggregator.advance(10 * SECOND).get(0).groups().get(0).errors();
    assertThat(errors).hasSize(11);
    assertThat(errors.get(0)).isEqualTo(new ErrorCount(Tally.OTHER_ERRORS, 90, ""));
    assertThat(errors.stream().mapToLong(ErrorCount::count).sum()).isEqualTo(100);
  }

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyEventIsCountedInOneMessageWhateverTheOrder(int seed) {
    Random random = new Random(seed);
    int threshold = random.nextBoolean() ? 1 : 1 + random.nextInt(20);
    Aggregator any =
        new Aggregator(policy(threshold, 1 + random.nextInt(60), 1 + random.nextInt(30)));
    int types = 1 + random.nextInt(random.nextBoolean() ? 10 : 300);
    TaskEventType[] events = {TaskEventType.ARCHIVED, TaskEventType.STUCK, TaskEventType.FAILED};
    Map<Group, Long> happened = new HashMap<>();
    List<Digest> digests = new ArrayList<>();
    long now = random.nextLong();
    long begin = now;
    int total = 500 + random.nextInt(2_000);
    for (int i = 0; i < total; i++) {
      now += (long) (random.nextDouble() * SECOND * (random.nextInt(100) == 0 ? 60 : 0.05));
      Group group =
          new Group("type-" + random.nextInt(types), events[random.nextInt(events.length)]);
      happened.merge(group, 1L, Long::sum);
      if (random.nextInt(10) == 0) {
        digests.addAll(any.advance(now));
      }
      digests.addAll(
          any.add(
              TestEvents.event(group.event(), group.type(), "" + i, "q", TestEvents.START, 0, null),
              now));
    }
    digests.addAll(any.drain(now));

    assertThat(count(digests) + any.belowThreshold()).isEqualTo(total);
    if (threshold == 1) {
      assertThat(any.belowThreshold()).isZero();
    }
    Map<Group, Long> told = new HashMap<>();
    digests.stream()
        .flatMap(digest -> digest.groups().stream())
        .forEach(group -> told.merge(group.group(), group.count(), Long::sum));
    if (threshold == 1 && happened.size() <= Aggregator.MAX_GROUPS) {
      assertThat(told).isEqualTo(happened);
    } else {
      told.forEach(
          (group, count) -> {
            if (!group.type().equals(Aggregator.OTHER_TYPES)) {
              assertThat(count).isLessThanOrEqualTo(happened.get(group));
            }
          });
    }
    long quietTimes = 1 + (now - begin) / SECOND;
    assertThat((long) digests.size()).isLessThanOrEqualTo(quietTimes * (Aggregator.MAX_ALERTS + 1));
  }
}
