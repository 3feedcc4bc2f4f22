package io.kronosq.redis;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/** The scripts, one for each transition; their headers say what they take and return. */
enum Script {
  ENQUEUE,
  SCHEDULE,
  ENQUEUE_CHECKED("relayed", "lanes", "notes", "replace"),
  ENQUEUE_GROUPED("relayed", "groups"),
  CLAIM("lanes", "limits", "groups", "notes"),
  RUN_GROUP("groups"),
  LEAVE_GROUP("groups", "progress"),
  NOTE,
  RETAIN("lanes"),
  RETRY("lanes"),
  ARCHIVE("lanes", "notes"),
  POSTPONE("lanes"),
  RETURN("lanes"),
  LEASE,
  LEAVE,
  RECOVER("lanes"),
  UNLOCK,
  TICK,
  TICK_FENCE,
  SCHEDULE_REPLACE,
  EXPIRE("lanes", "notes"),
  PARTITION,
  PARTITION_FORGET,
  PARTITION_RESTORE,
  CONFLICTS("relayed"),
  OPERATE("lanes", "notes", "progress"),
  PAGE_PENDING,
  PAGE_RANKED("order"),
  PAGE_KEYS("order"),
  JOB_CREATE,
  JOB_WAITING,
  JOB_TAKE,
  JOB_SAVE,
  JOB_STEER,
  JOB_PASS("progress"),
  LIMIT,
  ENVELOPES,
  REPORT,
  STEER,
  WITHDRAW,
  COUNT,
  BACKLOG,
  DROP,
  DEPTH,
  WATCH,
  TIME;

  @SuppressWarnings("ImmutableEnumChecker")
  private final byte[] source;

  /**
   * @param parts files that stand before the script, with functions that it shares with others
   */
  Script(String... parts) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (String part : parts) {
      text.writeBytes(read(part));
    }
    text.writeBytes(read(name().toLowerCase(Locale.ROOT)));
    source = text.toByteArray();
  }

  private static byte[] read(String name) {
    String file = name + ".lua";
    try (InputStream in = Script.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("The script " + file + " is missing from the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("The script " + file + " can't be read", e);
    }
  }

  byte[] source() {
    return source;
  }
}
