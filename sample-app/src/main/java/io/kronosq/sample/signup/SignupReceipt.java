package io.kronosq.sample.signup;

import io.kronosq.task.TaskRef;

/**
 * What is known right after a sign-up: which task will send the mail.
 *
 * @param taskId the task's id
 * @param queue the task's queue
 */
public record SignupReceipt(String taskId, String queue) {
  static SignupReceipt of(TaskRef task) {
    return new SignupReceipt(task.id(), task.queue());
  }
}
