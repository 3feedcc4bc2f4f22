package io.kronosq.sample.mail;

import io.kronosq.task.TaskRef;

/**
 * CDI event: an attempt to send a mail begins.
 *
 * @param task the task that sends it
 * @param mail what it sends
 */
public record MailStarted(TaskRef task, WelcomeMail mail) {}
