package io.kronosq.sample.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Sends mails over connections that are kept for the next one. There are as many as mails being
 * sent at once, and a bounded number waits idle.
 */
final class SmtpConnections implements AutoCloseable {
  private static final int MAX_IDLE = 32;

  private final Session session;
  private final BlockingQueue<Transport> idle = new ArrayBlockingQueue<>(MAX_IDLE);

  SmtpConnections(Session session) {
    this.session = session;
  }

  /**
   * Sends a mail.
   *
   * @param message complete, with its recipients
   * @throws MessagingException when the server can't be reached or refuses the mail
   */
  void send(MimeMessage message) throws MessagingException {
    Transport kept = idle.poll();
    if (kept == null || !sentOver(kept, message)) {
      sendOver(connect(), message);
    }
  }

  /** Closes the idle connections. */
  @Override
  public void close() {
    for (Transport kept = idle.poll(); kept != null; kept = idle.poll()) {
      closeQuietly(kept);
    }
  }

  /** Whether a kept connection took the mail; servers hang up on those that were idle for long. */
  private boolean sentOver(Transport kept, MimeMessage message) {
    try {
      sendOver(kept, message);
      return true;
    } catch (MessagingException e) {
      return false;
    }
  }

  private void sendOver(Transport transport, MimeMessage message) throws MessagingException {
    boolean sent = false;
    try {
      transport.sendMessage(message, message.getAllRecipients());
      sent = true;
    } finally {
      if (!sent || !idle.offer(transport)) {
        closeQuietly(transport);
      }
    }
  }

  private Transport connect() throws MessagingException {
    Transport transport = session.getTransport("smtp");
    boolean connected = false;
    try {
      transport.connect();
      connected = true;
      return transport;
    } finally {
      if (!connected) {
        closeQuietly(transport);
      }
    }
  }

  private static void closeQuietly(Transport transport) {
    try {
      transport.close();
    } catch (MessagingException e) {
      // The connection is of no use any more, which is why it is closed.
    }
  }
}
