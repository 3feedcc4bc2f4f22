package io.kronosq.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** The scripts, one for each transition; their headers say what they take and return. */
enum Script {
  ENQUEUE,
  SCHEDULE,
  ENQUEUE_CHECKED,
  CLAIM,
  NOTE,
  RETAIN,
  RETRY,
  ARCHIVE,
  POSTPONE,
  RETURN,
  LEASE,
  LEAVE,
  RECOVER,
  UNLOCK,
  TICK,
  TICK_FENCE,
  SCHEDULE_REPLACE,
  EXPIRE,
  PARTITION,
  PARTITION_FORGET,
  PARTITION_RESTORE,
  CONFLICTS,
  OPERATE,
  PAGE_PENDING,
  PAGE_RANKED,
  ENVELOPES,
  REPORT,
  COUNT,
  DROP,
  TIME;

  @SuppressWarnings("ImmutableEnumChecker")
  private final byte[] source;

  private final String sha;

  Script() {
    String file = name().toLowerCase(Locale.ROOT) + ".lua";
    try (InputStream in = Script.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("The script " + file + " is missing from the jar");
      }
      source = in.readAllBytes();
      sha = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
    } catch (IOException e) {
      throw new UncheckedIOException("The script " + file + " can't be read", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
  }

  byte[] source() {
    return source;
  }

  /** The digest by which Redis knows the script. */
  String sha() {
    return sha;
  }
}
