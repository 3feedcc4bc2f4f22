package io.kronosq.sample.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

/**
 * A mail whose Message-ID comes from its task. A task may run more than once, and a second copy of
 * its mail then carries the same Message-ID, by which a mailbox knows it.
 */
final class TaskMessage extends MimeMessage {
  private static final String DOMAIN = "signups.example";

  private final String taskId;

  TaskMessage(Session session, String taskId) {
    super(session);
    this.taskId = taskId;
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", "<" + taskId + "@" + DOMAIN + ">");
  }
}
