package io.kronosq.sample.outbox;

import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * An SMTP server on a free port of the loopback interface. It runs from its first use until the
 * application stops.
 */
@ApplicationScoped
public class MailServer {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int FREE_PORT = 0;
  private static final long STARTUP_MILLIS = 20_000;

  @Inject Outbox outbox;

  @SuppressWarnings("NullAway.Init")
  private GreenMail greenMail;

  @PostConstruct
  void start() {
    start(FREE_PORT, outbox);
  }

  void start(int port, Outbox receiver) {
    ServerSetup setup = new ServerSetup(port, LOOPBACK, ServerSetup.PROTOCOL_SMTP);
    setup.setServerStartupTimeout(STARTUP_MILLIS);
    greenMail = new GreenMail(setup);
    UserManager users = greenMail.getUserManager();
    OutboxMailbox mailbox = new OutboxMailbox(receiver, users.getImapHostManager());
    users.setMessageDeliveryHandler((message, address) -> mailbox);
    greenMail.start();
  }

  /** The address that it listens on. */
  public String host() {
    return LOOPBACK;
  }

  /** The port that it listens on. */
  public int port() {
    return greenMail.getSmtp().getPort();
  }

  @PreDestroy
  void stop() {
    greenMail.stop();
  }
}
