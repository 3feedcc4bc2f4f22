package io.kronosq.sample.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventTailTest {
  private final EventTail tail = new EventTail();

  @Test
  void tellsWhatIsNew() {
    happen(3);
    long seen = tail.after(0).last();
    happen(2);

    EventBatch batch = tail.after(seen);

    assertThat(batch.events()).extracting(EventView::number).containsExactly(4L, 5L);
    assertThat(batch.skipped()).isZero();
    assertThat(tail.after(batch.last()).events()).isEmpty();
  }

  @Test
  void keepsTheLatestAndCountsWhatItLeavesOut() {
    happen(1);
    long seen = tail.after(0).last();
    happen(1_000);

    EventBatch batch = tail.after(seen);

    assertThat(batch.events()).hasSize(EventTail.LENGTH);
    assertThat(batch.events().get(EventTail.LENGTH - 1).number()).isEqualTo(1_001);
    assertThat(batch.skipped()).isEqualTo(1_000 - EventTail.LENGTH);
  }

  @Test
  void aNewWatcherBeginsWithWhatIsKept() {
    happen(1_000);

    EventBatch batch = tail.after(tail.forgotten());

    assertThat(batch.events()).hasSize(EventTail.LENGTH);
    assertThat(batch.skipped()).isZero();
  }

  private void happen(int times) {
    for (int i = 0; i < times; i++) {
      tail.onEvent(
          new TaskEvent(
              TaskEventType.STARTED,
              "t",
              "email:welcome",
              "default",
              "s",
              Instant.EPOCH,
              0,
              3,
              null,
              null,
              null));
    }
  }
}
