package io.kronosq.sample.outbox;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Properties;

/**
 * The readable parts of a mail.
 *
 * @param from the sender
 * @param to the receivers
 * @param subject decoded
 * @param text the plain text; empty when it has none
 * @param html the HTML; empty when it has none. It comes from outside, so show it in a sandbox
 *     only.
 */
public record MailText(String from, String to, String subject, String text, String html) {
  static MailText read(byte[] source) throws MessagingException, IOException {
    Session session = Session.getInstance(new Properties());
    MimeMessage message = new MimeMessage(session, new ByteArrayInputStream(source));
    return new MailText(
        header(message, "From"),
        header(message, "To"),
        header(message, "Subject"),
        part(message, "text/plain"),
        part(message, "text/html"));
  }

  private static String header(MimeMessage message, String name)
      throws MessagingException, IOException {
    String value = message.getHeader(name, ", ");
    return value == null ? "" : MimeUtility.decodeText(MimeUtility.unfold(value));
  }

  private static String part(Part part, String type) throws MessagingException, IOException {
    if (part.isMimeType(type)) {
      return part.getContent().toString();
    }
    if (part.getContent() instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        String found = part(parts.getBodyPart(i), type);
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    return "";
  }
}
