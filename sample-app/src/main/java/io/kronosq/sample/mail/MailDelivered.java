package io.kronosq.sample.mail;

import io.kronosq.task.TaskRef;

/**
 * CDI event: the SMTP server took a mail. It may come twice for one task, because a task may run
 * twice.
 *
 * @param task the task that sent it
 * @param mail what it sent
 */
public record MailDelivered(TaskRef task, WelcomeMail mail) {}
