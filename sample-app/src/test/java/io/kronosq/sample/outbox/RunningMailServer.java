package io.kronosq.sample.outbox;

/** The sample's SMTP server outside a container. */
public final class RunningMailServer implements AutoCloseable {
  private final MailServer server = new MailServer();
  private final Outbox outbox;

  public RunningMailServer(Outbox outbox) {
    this.outbox = outbox;
    server.start(0, outbox);
  }

  public String host() {
    return server.host();
  }

  public int port() {
    return server.port();
  }

  /** Hangs up on everybody and listens on the same port again. */
  public void restart() {
    int port = server.port();
    server.stop();
    server.start(port, outbox);
  }

  @Override
  public void close() {
    server.stop();
  }
}
