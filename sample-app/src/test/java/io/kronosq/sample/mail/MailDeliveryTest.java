package io.kronosq.sample.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kronosq.sample.outbox.Outbox;
import io.kronosq.sample.outbox.OutboxMail;
import io.kronosq.sample.outbox.RunningMailServer;
import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailDeliveryTest {
  private final Outbox outbox = new Outbox();
  private RunningMailServer server;
  private Mailer mailer;

  @BeforeEach
  void start() {
    server = new RunningMailServer(outbox);
    mailer = new Mailer();
    mailer.connectTo(server.host(), server.port());
  }

  @AfterEach
  void stop() {
    mailer.close();
    server.close();
  }

  @Test
  void aMailIsInTheOutboxOnceItIsSent() throws Exception {
    mailer.send(WelcomeMail.to("Žofie", "zofie@example.org"), "task-1");

    assertThat(outbox.page(10, 0).mails())
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.id()).isEqualTo("task-1@signups.example");
              assertThat(mail.to()).isEqualTo("zofie@example.org");
              assertThat(mail.subject()).isEqualTo("Welcome, Žofie!");
              assertThat(mail.size()).isPositive();
            });
  }

  @Test
  void theMailOfATaskThatRanTwiceIsListedOnce() throws Exception {
    mailer.send(WelcomeMail.to("Ada", "ada@example.org"), "task-1");
    mailer.send(WelcomeMail.to("Ada", "ada@example.org"), "task-1");

    assertThat(outbox.page(10, 0).total()).isEqualTo(1);
    assertThat(outbox.page(10, 0).copies()).isEqualTo(1);
  }

  @Test
  void manyThreadsSendAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> sent = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        String task = "task-" + i;
        sent.add(
            threads.submit(
                () -> {
                  mailer.send(WelcomeMail.to("Ada", task + "@example.org"), task);
                  return null;
                }));
      }
      for (Future<?> each : sent) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(outbox.page(1_000, 0).mails())
        .extracting(OutboxMail::id)
        .doesNotHaveDuplicates()
        .hasSize(400);
  }

  @Test
  void aConnectionThatTheServerClosedIsReplaced() throws Exception {
    mailer.send(WelcomeMail.to("Ada", "ada@example.org"), "task-1");
    server.restart();

    mailer.send(WelcomeMail.to("Alan", "alan@example.org"), "task-2");

    assertThat(outbox.page(10, 0).total()).isEqualTo(2);
  }

  @Test
  void failsWhileTheServerIsAway() {
    server.close();

    assertThatThrownBy(() -> mailer.send(WelcomeMail.to("Ada", "ada@example.org"), "task-1"))
        .isInstanceOf(MessagingException.class);
  }
}
