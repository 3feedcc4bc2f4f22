package io.kronosq.store;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Redis Cluster's hash slot of a text: CRC16 (XMODEM) modulo 16,384. */
public final class HashSlot {
  /** How many slots a cluster has. */
  public static final int COUNT = 16_384;

  private static final int POLYNOMIAL = 0x1021;
  private static final int[] TABLE = table();

  private HashSlot() {}

  /**
   * The slot of the keys that have this hash tag.
   *
   * @param tag what stands between the braces of the keys
   * @return 0 to 16,383
   */
  public static int of(String tag) {
    int crc = 0;
    for (byte b : tag.getBytes(UTF_8)) {
      crc = ((crc << 8) ^ TABLE[((crc >>> 8) ^ b) & 0xFF]) & 0xFFFF;
    }
    return crc % COUNT;
  }

  private static int[] table() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int crc = i << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc << 1) ^ ((crc & 0x8000) == 0 ? 0 : POLYNOMIAL);
      }
      table[i] = crc & 0xFFFF;
    }
    return table;
  }
}
