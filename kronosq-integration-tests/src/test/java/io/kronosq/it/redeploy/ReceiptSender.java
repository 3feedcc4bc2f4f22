package io.kronosq.it.redeploy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells the test what was processed. */
@ApplicationScoped
public class ReceiptSender {
  private int port;

  ReceiptSender() {}

  /**
   * @param port where the test listens
   */
  @Inject
  public ReceiptSender(@ConfigProperty(name = "it.receipts.port") int port) {
    this.port = port;
  }

  /** Returns once the test knows. */
  public void send(String name) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write((name + "\n").getBytes(StandardCharsets.UTF_8));
      String answer =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      if (!"ok".equals(answer)) {
        throw new IOException("The test did not confirm " + name);
      }
    }
  }
}
