package io.kronosq.sample.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import java.util.Date;

/** Writes the welcome mail: plain text and HTML, in UTF-8. */
final class WelcomeMailComposer {
  private static final String SENDER = "welcome@signups.example";
  private static final String SENDER_NAME = "Sign-ups";

  private WelcomeMailComposer() {}

  /**
   * Composes a mail that is ready to be sent.
   *
   * @param session knows how to encode
   * @param mail whom to welcome
   * @param taskId becomes the Message-ID
   * @throws MessagingException when the address can't be written into a mail
   */
  static MimeMessage compose(Session session, WelcomeMail mail, String taskId)
      throws MessagingException {
    MimeMessage message = new TaskMessage(session, taskId);
    message.setFrom(address(SENDER, SENDER_NAME));
    message.setRecipient(RecipientType.TO, address(mail.email(), mail.name()));
    message.setSubject("Welcome, " + mail.name() + "!", UTF_8.name());
    message.setSentDate(Date.from(Instant.now()));
    message.setContent(body(mail.name()));
    message.saveChanges();
    return message;
  }

  private static MimeMultipart body(String name) throws MessagingException {
    MimeBodyPart text = new MimeBodyPart();
    text.setText(text(name), UTF_8.name());
    MimeBodyPart html = new MimeBodyPart();
    html.setText(html(Html.escape(name)), UTF_8.name(), "html");
    // Readers show the last alternative that they understand.
    return new MimeMultipart("alternative", text, html);
  }

  private static String text(String name) {
    return """
        Hello %s,

        welcome! Your sign-up has arrived, and this mail was sent by a task of its own.

        Your sign-up team
        """
        .formatted(name);
  }

  private static String html(String name) {
    return """
        <!DOCTYPE html>
        <html lang="en">
          <body>
            <p>Hello <strong>%s</strong>,</p>
            <p>welcome! Your sign-up has arrived, and this mail was sent by a task of its own.</p>
            <p>Your sign-up team</p>
          </body>
        </html>
        """
        .formatted(name);
  }

  private static InternetAddress address(String email, String name) throws MessagingException {
    try {
      InternetAddress address = new InternetAddress(email, name, UTF_8.name());
      address.validate();
      return address;
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("Every Java platform has UTF-8", e);
    }
  }
}
