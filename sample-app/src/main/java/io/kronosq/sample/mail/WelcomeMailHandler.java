package io.kronosq.sample.mail;

import io.kronosq.cdi.KronosHandler;
import io.kronosq.handler.RetryLaterException;
import io.kronosq.handler.SkipRetryException;
import io.kronosq.handler.TaskContext;
import io.kronosq.task.TaskRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;

/** Processes the tasks that welcome somebody. */
@ApplicationScoped
public class WelcomeMailHandler {
  @Inject Mailer mailer;
  @Inject Event<MailStarted> started;
  @Inject Event<MailDelivered> delivered;

  /**
   * Sends one mail.
   *
   * @param mail whom to welcome
   * @param task gives the mail its Message-ID
   * @throws MessagingException when the SMTP server does not take it now; the task is tried again
   */
  @KronosHandler(value = WelcomeMail.TASK_TYPE, maxRetry = 3)
  public void send(WelcomeMail mail, TaskContext task) throws MessagingException {
    TaskRef ref = new TaskRef(task.queue(), task.taskId());
    started.fire(new MailStarted(ref, mail));
    if (FailingAddress.matches(mail.email())) {
      throw new RetryLaterException(
          "Mails to " + mail.email() + " always fail", FailingAddress.RETRY_DELAY, null);
    }
    try {
      mailer.send(mail, task.taskId());
    } catch (AddressException e) {
      throw new SkipRetryException("No mail can be addressed to " + mail.email(), e);
    }
    delivered.fire(new MailDelivered(ref, mail));
  }
}
