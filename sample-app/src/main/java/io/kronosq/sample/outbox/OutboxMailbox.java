package io.kronosq.sample.outbox;

import static java.util.stream.Collectors.joining;

import com.icegreen.greenmail.imap.ImapHostManager;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.UserImpl;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;

/**
 * The mailbox of all addresses. It hands each mail to the outbox instead of keeping it as a parsed
 * message, of which a hundred thousand would fill the memory.
 */
final class OutboxMailbox extends UserImpl {
  private final Outbox outbox;

  OutboxMailbox(Outbox outbox, ImapHostManager mailboxes) {
    super("outbox@signups.example", "outbox", "", mailboxes);
    this.outbox = outbox;
  }

  @Override
  public void deliver(MovingMessage incoming) {
    MimeMessage message = incoming.getMessage();
    try {
      byte[] source = source(message);
      outbox.add(mail(message, receivers(incoming), source.length), source);
    } catch (MessagingException | IOException e) {
      // GreenMail answers the SMTP client with a failure, and the task is tried again.
      throw new IllegalStateException("The mail can't be read: " + e.getMessage(), e);
    }
  }

  private static String receivers(MovingMessage incoming) {
    return incoming.getToAddresses().stream().map(MailAddress::getEmail).collect(joining(", "));
  }

  private static OutboxMail mail(MimeMessage message, String to, int size)
      throws MessagingException {
    String subject = message.getSubject() == null ? "" : message.getSubject();
    return new OutboxMail(id(message), to, subject, Instant.now(), size);
  }

  private static String id(MimeMessage message) throws MessagingException {
    String header = message.getMessageID();
    if (header == null) {
      throw new MessagingException("it has no Message-ID");
    }
    return header.replaceAll("[<>\\s]", "");
  }

  private static byte[] source(MimeMessage message) throws IOException, MessagingException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(2_048);
    message.writeTo(bytes);
    return bytes.toByteArray();
  }
}
