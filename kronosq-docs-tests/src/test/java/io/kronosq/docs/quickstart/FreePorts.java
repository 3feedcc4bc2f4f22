package io.kronosq.docs.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Finds ports of the loopback interface that nobody uses, and no outgoing connection will. */
final class FreePorts {
  private FreePorts() {}

  /** What can be added to all of these ports. */
  static int offset(int... ports) {
    return ThreadLocalRandom.current()
        .ints(1_000, 20_000)
        .filter(offset -> IntStream.of(ports).allMatch(port -> isFree(port + offset)))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
