package io.kronosq.store;

import io.kronosq.task.Attempt;
import io.kronosq.task.AttemptLog;
import io.kronosq.task.PayloadException;
import io.kronosq.task.TaskError;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

/**
 * The stored format of an attempt log: a MessagePack array {@code [retried, crashes, [[at, kind,
 * server, class, message, stack], …]]}. The recovery script counts crashes in it, so it has no map
 * and no nil, which Redis' Lua would not keep apart.
 */
public final class AttemptLogCodec {
  private AttemptLogCodec() {}

  /**
   * Writes a log.
   *
   * @param log not null
   */
  public static byte[] encode(AttemptLog log) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packArrayHeader(3);
      packer.packInt(log.retried());
      packer.packInt(log.crashes());
      packer.packArrayHeader(log.attempts().size());
      for (Attempt attempt : log.attempts()) {
        packer.packArrayHeader(6);
        packer.packLong(attempt.at().toEpochMilli());
        packer.packInt(attempt.kind().ordinal());
        packer.packString(attempt.server());
        packer.packString(attempt.error().className());
        packer.packString(attempt.error().message());
        packer.packString(attempt.error().stack());
      }
      return packer.toByteArray();
    } catch (IOException e) {
      throw new PayloadException("An attempt log can't be written", e);
    }
  }

  /**
   * Reads a log.
   *
   * @param bytes what {@link #encode} or the recovery script wrote; null means that the task never
   *     failed
   * @throws PayloadException when they are something else
   */
  public static AttemptLog decode(byte @Nullable [] bytes) {
    if (bytes == null) {
      return AttemptLog.NONE;
    }
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(bytes)) {
      unpacker.unpackArrayHeader();
      int retried = unpacker.unpackInt();
      int crashes = unpacker.unpackInt();
      List<Attempt> attempts = new ArrayList<>();
      for (int left = unpacker.unpackArrayHeader(); left > 0; left--) {
        unpacker.unpackArrayHeader();
        attempts.add(
            new Attempt(
                Instant.ofEpochMilli(unpacker.unpackLong()),
                Attempt.Kind.values()[unpacker.unpackInt()],
                unpacker.unpackString(),
                new TaskError(
                    unpacker.unpackString(), unpacker.unpackString(), unpacker.unpackString())));
      }
      return new AttemptLog(retried, crashes, attempts);
    } catch (IOException | MessagePackException e) {
      throw new PayloadException(
          "A stored attempt log is not ours (" + bytes.length + " bytes)", e);
    }
  }
}
