package io.kronosq.sample.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final Outbox outbox = new Outbox();

  @Test
  void listsTheNewestFirstPageByPage() {
    add(outbox, 1, 5);

    assertThat(outbox.page(2, 0).mails()).extracting(OutboxMail::id).containsExactly("5", "4");
    assertThat(outbox.page(2, 2).mails()).extracting(OutboxMail::id).containsExactly("3", "2");
    assertThat(outbox.page(2, 4).mails()).extracting(OutboxMail::id).containsExactly("1");
    assertThat(outbox.page(2, 6).mails()).isEmpty();
    assertThat(outbox.page(2, 6).total()).isEqualTo(5);
  }

  @Test
  void countsACopyWithoutListingIt() {
    add(outbox, 1, 2);
    add(outbox, 1, 1);

    OutboxPage page = outbox.page(10, 0);
    assertThat(page.total()).isEqualTo(2);
    assertThat(page.copies()).isEqualTo(1);
    assertThat(page.mails()).extracting(OutboxMail::id).containsExactly("2", "1");
  }

  @Test
  void keepsTheTextOfTheLatestOnly() {
    add(outbox, 1, 201);

    assertThat(outbox.source("1")).isEmpty();
    assertThat(outbox.source("2")).isPresent();
    assertThat(outbox.source("201")).isPresent();
  }

  @Test
  void forgetsTheOldestWhenFull() {
    Outbox small = new Outbox(10);
    add(small, 1, 11);

    OutboxPage page = small.page(100, 0);
    assertThat(page.total()).isEqualTo(11);
    assertThat(page.kept()).isEqualTo(10);
    assertThat(page.mails()).extracting(OutboxMail::id).startsWith("11").endsWith("2");
  }

  @Test
  void clearingForgetsEverything() {
    add(outbox, 1, 3);
    add(outbox, 3, 3);

    outbox.clear();

    assertThat(outbox.page(10, 0)).isEqualTo(new OutboxPage(0, 0, 0, java.util.List.of()));
    assertThat(outbox.source("3")).isEmpty();
    add(outbox, 3, 3);
    assertThat(outbox.page(10, 0).total()).isEqualTo(1);
  }

  private static void add(Outbox outbox, int first, int last) {
    for (int i = first; i <= last; i++) {
      String id = Integer.toString(i);
      outbox.add(new OutboxMail(id, id + "@x.org", "Welcome", Instant.EPOCH, 4), new byte[] {1});
    }
  }
}
