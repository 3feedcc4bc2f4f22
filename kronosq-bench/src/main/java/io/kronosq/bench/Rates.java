package io.kronosq.bench;

import java.nio.charset.StandardCharsets;

/** Small arithmetic of the scenarios. */
final class Rates {
  private Rates() {}

  static double perSecond(long count, long startNanos) {
    return count * 1e9 / (System.nanoTime() - startNanos);
  }

  static byte[] key(int number) {
    return ("01J00000000000000" + (100_000_000 + number)).getBytes(StandardCharsets.ISO_8859_1);
  }
}
