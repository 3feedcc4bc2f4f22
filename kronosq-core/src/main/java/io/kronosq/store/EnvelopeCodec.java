package io.kronosq.store;

import static io.kronosq.task.EnqueueOptions.DEFAULT_MAX_RETRY;
import static io.kronosq.task.EnqueueOptions.DEFAULT_TIMEOUT;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kronosq.task.PayloadException;
import io.kronosq.task.Unique;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

/**
 * The stored format of an envelope: a MessagePack array of version, type, payload and time of
 * enqueueing, followed by a map of what differs from the defaults of this version of the format. A
 * field at its default takes no byte.
 */
public final class EnvelopeCodec {
  private static final int VERSION = 1;

  private static final int MAX_RETRY = 1;
  private static final int TIMEOUT = 2;
  private static final int DEADLINE = 3;
  private static final int RETENTION = 4;
  private static final int LOCK = 5;
  private static final int RELEASE = 6;
  private static final int HEADERS = 7;
  private static final int LIMIT_KEY = 8;
  private static final int BATCH = 9;
  private static final int DUE_AT = 10;

  private static final int FIXED_SIZE = 96;

  private EnvelopeCodec() {}

  /**
   * Writes an envelope.
   *
   * @param envelope not null
   */
  public static byte[] encode(Envelope envelope) {
    UniqueLock lock = envelope.lock();
    int fields =
        count(envelope.maxRetry() != DEFAULT_MAX_RETRY)
            + count(!envelope.timeout().equals(DEFAULT_TIMEOUT))
            + count(envelope.deadline() != null)
            + count(!envelope.retention().isZero())
            + (lock == null ? 0 : 2)
            + count(!envelope.headers().isEmpty())
            + count(envelope.limitKey() != null)
            + count(envelope.batch())
            + count(envelope.dueAt() != null);
    MessagePack.PackerConfig sized =
        new MessagePack.PackerConfig()
            .withBufferSize(FIXED_SIZE + envelope.payload().length + 3 * envelope.type().length());
    try (MessageBufferPacker packer = sized.newBufferPacker()) {
      packer.packArrayHeader(fields == 0 ? 4 : 5);
      packer.packInt(VERSION);
      packer.packString(envelope.type());
      packer.packBinaryHeader(envelope.payload().length).writePayload(envelope.payload());
      packer.packLong(envelope.enqueuedAt().toEpochMilli());
      if (fields > 0) {
        packer.packMapHeader(fields);
        packOptional(packer, envelope, lock);
      }
      return packer.toByteArray();
    } catch (IOException e) {
      throw new PayloadException("Task of type '" + envelope.type() + "' can't be written", e);
    }
  }

  private static void packOptional(
      MessageBufferPacker packer, Envelope envelope, @Nullable UniqueLock lock) throws IOException {
    if (envelope.maxRetry() != DEFAULT_MAX_RETRY) {
      packer.packInt(MAX_RETRY).packInt(envelope.maxRetry());
    }
    if (!envelope.timeout().equals(DEFAULT_TIMEOUT)) {
      packer.packInt(TIMEOUT).packLong(envelope.timeout().toMillis());
    }
    Instant deadline = envelope.deadline();
    if (deadline != null) {
      packer.packInt(DEADLINE).packLong(deadline.toEpochMilli());
    }
    if (!envelope.retention().isZero()) {
      packer.packInt(RETENTION).packLong(envelope.retention().toMillis());
    }
    if (lock != null) {
      packer.packInt(LOCK).packString(lock.digest());
      packer.packInt(RELEASE).packInt(lock.release().ordinal());
    }
    if (!envelope.headers().isEmpty()) {
      packer.packInt(HEADERS).packMapHeader(envelope.headers().size());
      for (Map.Entry<String, String> header : envelope.headers().entrySet()) {
        packer.packString(header.getKey()).packString(header.getValue());
      }
    }
    if (envelope.batch()) {
      packer.packInt(BATCH).packBoolean(true);
    }
    if (envelope.limitKey() != null) {
      packer.packInt(LIMIT_KEY).packString(envelope.limitKey());
    }
    Instant dueAt = envelope.dueAt();
    if (dueAt != null) {
      packer.packInt(DUE_AT).packLong(dueAt.toEpochMilli());
    }
  }

  /**
   * Reads an envelope.
   *
   * @param bytes what {@link #encode} wrote
   * @throws PayloadException when they are something else, or of a newer version
   */
  public static Envelope decode(byte[] bytes) {
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(bytes)) {
      int parts = unpacker.unpackArrayHeader();
      int version = unpacker.unpackInt();
      if (version != VERSION) {
        throw new PayloadException(
            "The stored task has format version "
                + version
                + "; this server reads version "
                + VERSION
                + ": upgrade it");
      }
      String type = new String(unpacker.readPayload(unpacker.unpackRawStringHeader()), UTF_8);
      byte[] payload = unpacker.readPayload(unpacker.unpackBinaryHeader());
      Instant enqueuedAt = Instant.ofEpochMilli(unpacker.unpackLong());
      return parts == 4
          ? new Envelope(
              type,
              payload,
              enqueuedAt,
              DEFAULT_MAX_RETRY,
              DEFAULT_TIMEOUT,
              null,
              Duration.ZERO,
              null,
              Map.of())
          : unpackOptional(unpacker, type, payload, enqueuedAt);
    } catch (IOException | MessagePackException e) {
      throw new PayloadException(
          "The stored task is not an envelope of ours (" + bytes.length + " bytes)", e);
    }
  }

  private static Envelope unpackOptional(
      MessageUnpacker unpacker, String type, byte[] payload, Instant enqueuedAt)
      throws IOException {
    int maxRetry = DEFAULT_MAX_RETRY;
    Duration timeout = DEFAULT_TIMEOUT;
    Instant deadline = null;
    Duration retention = Duration.ZERO;
    String digest = null;
    Unique.Release release = Unique.Release.ON_FINISH;
    Map<String, String> headers = Map.of();
    String limitKey = null;
    boolean batch = false;
    Instant dueAt = null;
    for (int left = unpacker.unpackMapHeader(); left > 0; left--) {
      switch (unpacker.unpackInt()) {
        case MAX_RETRY -> maxRetry = unpacker.unpackInt();
        case TIMEOUT -> timeout = Duration.ofMillis(unpacker.unpackLong());
        case DEADLINE -> deadline = Instant.ofEpochMilli(unpacker.unpackLong());
        case RETENTION -> retention = Duration.ofMillis(unpacker.unpackLong());
        case LOCK -> digest = unpacker.unpackString();
        case RELEASE -> release = Unique.Release.values()[unpacker.unpackInt()];
        case HEADERS -> headers = unpackHeaders(unpacker);
        case LIMIT_KEY -> limitKey = unpacker.unpackString();
        case BATCH -> batch = unpacker.unpackBoolean();
        case DUE_AT -> dueAt = Instant.ofEpochMilli(unpacker.unpackLong());
        default -> unpacker.skipValue();
      }
    }
    UniqueLock lock = digest == null ? null : new UniqueLock(digest, release);
    return new Envelope(
        type,
        payload,
        enqueuedAt,
        maxRetry,
        timeout,
        deadline,
        retention,
        lock,
        headers,
        limitKey,
        batch,
        dueAt);
  }

  private static Map<String, String> unpackHeaders(MessageUnpacker unpacker) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int left = unpacker.unpackMapHeader(); left > 0; left--) {
      headers.put(unpacker.unpackString(), unpacker.unpackString());
    }
    return java.util.Collections.unmodifiableMap(headers);
  }

  private static int count(boolean present) {
    return present ? 1 : 0;
  }
}
