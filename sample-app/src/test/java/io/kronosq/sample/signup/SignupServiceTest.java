package io.kronosq.sample.signup;

import static io.kronosq.testkit.assertj.KronosAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.kronosq.cdi.KronosHandler;
import io.kronosq.cdi.runtime.KronosExtension;
import io.kronosq.handler.TaskContext;
import io.kronosq.sample.mail.WelcomeMail;
import io.kronosq.testkit.ManualEngineExtension;
import io.kronosq.testkit.TestKronos;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.weld.junit5.EnableWeld;
import org.jboss.weld.junit5.WeldInitiator;
import org.jboss.weld.junit5.WeldSetup;
import org.junit.jupiter.api.Test;

@EnableWeld
class SignupServiceTest {
  private static final Signup ADA = new Signup("Ada", "ada@example.org");
  private static final WelcomeMail MAIL = WelcomeMail.to("Ada", "ada@example.org");

  @WeldSetup
  final WeldInitiator weld =
      WeldInitiator.of(
          WeldInitiator.createWeld()
              .addExtensions(new KronosExtension(), new ManualEngineExtension())
              .addBeanClasses(SignupService.class, Mails.class));

  @Inject private SignupService service;
  @Inject private Mails mails;
  @Inject private TestKronos kronos;

  /** In place of the handler that sends mails: the first attempt at each fails. */
  @ApplicationScoped
  static class Mails {
    private final List<WelcomeMail> sent = new ArrayList<>();

    @KronosHandler(WelcomeMail.TASK_TYPE)
    public void send(WelcomeMail mail, TaskContext task) throws IOException {
      if (task.retried() == 0) {
        throw new IOException("the mail server is away");
      }
      sent.add(mail);
    }

    List<WelcomeMail> sent() {
      return sent;
    }
  }

  @Test
  void signingUpLeavesTheMailToATask() {
    service.signUp(ADA);
    assertThat(kronos).enqueued(WelcomeMail.TASK_TYPE).once().onQueue("critical").withPayload(MAIL);
    assertThat(mails.sent()).isEmpty();
  }

  @Test
  void aMailThatFailsIsTriedAgain() {
    service.signUp(ADA);
    kronos.runFor(Duration.ofHours(1));
    assertThat(kronos).ran(WelcomeMail.TASK_TYPE).times(2).retried().once();
    assertThat(mails.sent()).containsExactly(MAIL);
  }
}
