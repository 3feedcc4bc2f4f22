package io.kronosq.sample.signup;

import io.kronosq.KronosClient;
import io.kronosq.sample.mail.WelcomeMail;
import io.kronosq.task.EnqueueOption;
import io.kronosq.task.TaskRef;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** Signs somebody up and leaves the welcome mail to a task, so that the caller need not wait. */
@Stateless
public class SignupService {
  /** The queue of mails that somebody waits for. */
  static final String QUEUE = "critical";

  @Inject KronosClient kronos;

  /**
   * Enqueues the welcome mail.
   *
   * @param signup a valid one
   * @return where the task is found
   */
  public TaskRef signUp(Signup signup) {
    return kronos.enqueue(
        WelcomeMail.TASK_TYPE,
        WelcomeMail.to(signup.name(), signup.email()),
        EnqueueOption.queue(QUEUE));
  }
}
