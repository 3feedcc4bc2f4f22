package io.kronosq.sample.mail;

import io.kronosq.sample.outbox.MailServer;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.util.Properties;

/** Sends welcome mails through Jakarta Mail. */
@ApplicationScoped
public class Mailer {
  private static final String TIMEOUT_MILLIS = "10000";

  @Inject MailServer server;

  @SuppressWarnings("NullAway.Init")
  private Session session;

  @SuppressWarnings("NullAway.Init")
  private SmtpConnections connections;

  /** Has this bean, and with it the SMTP server, made when the application starts. */
  void startWithApplication(@Observes @Initialized(ApplicationScoped.class) Object application) {}

  @PostConstruct
  void open() {
    connectTo(server.host(), server.port());
  }

  void connectTo(String host, int port) {
    session = Session.getInstance(settings(host, port));
    connections = new SmtpConnections(session);
  }

  /**
   * Sends a mail; returns once the SMTP server has taken it.
   *
   * @param mail whom to welcome
   * @param taskId becomes the Message-ID
   * @throws MessagingException when it can't be written, or not be delivered
   */
  public void send(WelcomeMail mail, String taskId) throws MessagingException {
    connections.send(WelcomeMailComposer.compose(session, mail, taskId));
  }

  @PreDestroy
  void close() {
    connections.close();
  }

  private static Properties settings(String host, int port) {
    Properties settings = new Properties();
    settings.setProperty("mail.smtp.host", host);
    settings.setProperty("mail.smtp.port", Integer.toString(port));
    settings.setProperty("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
    settings.setProperty("mail.smtp.timeout", TIMEOUT_MILLIS);
    // Spares a look-up of this machine's name, which takes seconds where it has none.
    settings.setProperty("mail.smtp.localhost", "localhost");
    return settings;
  }
}
