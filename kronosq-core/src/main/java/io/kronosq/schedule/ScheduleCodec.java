package io.kronosq.schedule;

import io.kronosq.task.PayloadException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stored format of a schedule: a MessagePack array of version, revision, source, owner, paused,
 * since, partition, what was declared, and what was edited, where nil stands for no edit.
 */
final class ScheduleCodec {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleCodec.class);
  private static final int VERSION = 1;

  private ScheduleCodec() {}

  static byte[] encode(ScheduleEntry entry) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packArrayHeader(9);
      packer.packInt(VERSION).packLong(entry.revision());
      packer.packString(entry.origin().source().name()).packString(entry.origin().owner());
      packer.packBoolean(entry.paused()).packLong(entry.since().toEpochMilli());
      packer.packString(entry.partition());
      pack(packer, entry.declared());
      pack(packer, entry.edit());
      return packer.toByteArray();
    } catch (IOException e) {
      throw new PayloadException("Schedule '" + entry.id() + "' can't be written", e);
    }
  }

  /** The bytes of a definition, by which two can be compared. */
  static byte[] encode(ScheduleDefinition definition) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      pack(packer, definition);
      return packer.toByteArray();
    } catch (IOException e) {
      throw new PayloadException("A schedule can't be written", e);
    }
  }

  private static void pack(MessagePacker packer, ScheduleDefinition definition) throws IOException {
    ScheduleTiming timing = definition.timing();
    ScheduledTask task = definition.task();
    packer.packArrayHeader(11);
    packer.packString(timing.pattern().text()).packString(timing.zone().getId());
    packer.packInt(timing.misfire().most()).packString(timing.overlap().name());
    packer.packString(task.type());
    packer.packBinaryHeader(task.payload().length).writePayload(task.payload());
    packer.packString(task.queue()).packInt(task.maxRetry());
    packer.packLong(task.timeout().toMillis()).packLong(task.retention().toMillis());
    packer.packMapHeader(task.headers().size());
    for (Map.Entry<String, String> header : new TreeMap<>(task.headers()).entrySet()) {
      packer.packString(header.getKey()).packString(header.getValue());
    }
  }

  private static void pack(MessagePacker packer, ScheduleEdit edit) throws IOException {
    packer.packArrayHeader(6);
    packText(packer, edit.pattern() == null ? null : edit.pattern().text());
    packText(packer, edit.zone() == null ? null : edit.zone().getId());
    packText(packer, edit.misfire() == null ? null : edit.misfire().toString());
    packText(packer, edit.overlap() == null ? null : edit.overlap().name());
    packText(packer, edit.queue());
    byte[] payload = edit.payload();
    if (payload == null) {
      packer.packNil();
    } else {
      packer.packBinaryHeader(payload.length).writePayload(payload);
    }
  }

  private static void packText(MessagePacker packer, @Nullable String text) throws IOException {
    if (text == null) {
      packer.packNil();
    } else {
      packer.packString(text);
    }
  }

  /** Reads schedules; one that can't be read is told in the log, and left out. */
  static Map<String, ScheduleEntry> decode(Map<String, byte[]> definitions) {
    Map<String, ScheduleEntry> entries = new TreeMap<>();
    definitions.forEach(
        (id, definition) -> {
          try {
            entries.put(id, decode(id, definition));
          } catch (PayloadException e) {
            LOG.warn("A schedule is left out: {}", e.getMessage());
          }
        });
    return entries;
  }

  /**
   * Reads a schedule.
   *
   * @throws PayloadException when the bytes are something else, or of a newer version
   */
  static ScheduleEntry decode(String id, byte[] bytes) {
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(bytes)) {
      unpacker.unpackArrayHeader();
      int version = unpacker.unpackInt();
      if (version != VERSION) {
        throw new PayloadException(
            "Schedule '" + id + "' has format version " + version + "; upgrade this server");
      }
      long revision = unpacker.unpackLong();
      ScheduleEntry.Origin origin =
          new ScheduleEntry.Origin(
              ScheduleSource.valueOf(unpacker.unpackString()), unpacker.unpackString());
      boolean paused = unpacker.unpackBoolean();
      Instant since = Instant.ofEpochMilli(unpacker.unpackLong());
      String partition = unpacker.unpackString();
      ScheduleDefinition declared = unpackDefinition(unpacker);
      return new ScheduleEntry(
          id, revision, origin, declared, unpackEdit(unpacker), paused, since, partition);
    } catch (IOException | MessagePackException | IllegalArgumentException | DateTimeException e) {
      throw new PayloadException(
          "Schedule '" + id + "' can't be read (" + bytes.length + " bytes)", e);
    }
  }

  private static ScheduleDefinition unpackDefinition(MessageUnpacker unpacker) throws IOException {
    unpacker.unpackArrayHeader();
    ScheduleTiming timing =
        new ScheduleTiming(
            SchedulePattern.parse(unpacker.unpackString()),
            ZoneId.of(unpacker.unpackString()),
            new MisfirePolicy(unpacker.unpackInt()),
            OverlapPolicy.valueOf(unpacker.unpackString()));
    String type = unpacker.unpackString();
    byte[] payload = unpacker.readPayload(unpacker.unpackBinaryHeader());
    String queue = unpacker.unpackString();
    int maxRetry = unpacker.unpackInt();
    Duration timeout = Duration.ofMillis(unpacker.unpackLong());
    Duration retention = Duration.ofMillis(unpacker.unpackLong());
    Map<String, String> headers = new HashMap<>();
    for (int left = unpacker.unpackMapHeader(); left > 0; left--) {
      headers.put(unpacker.unpackString(), unpacker.unpackString());
    }
    return new ScheduleDefinition(
        timing, new ScheduledTask(type, payload, queue, maxRetry, timeout, retention, headers));
  }

  private static ScheduleEdit unpackEdit(MessageUnpacker unpacker) throws IOException {
    unpacker.unpackArrayHeader();
    String pattern = unpackText(unpacker);
    String zone = unpackText(unpacker);
    String misfire = unpackText(unpacker);
    String overlap = unpackText(unpacker);
    String queue = unpackText(unpacker);
    byte[] payload =
        unpacker.tryUnpackNil() ? null : unpacker.readPayload(unpacker.unpackBinaryHeader());
    return new ScheduleEdit(
        pattern == null ? null : SchedulePattern.parse(pattern),
        zone == null ? null : ZoneId.of(zone),
        misfire == null ? null : MisfirePolicy.parse(misfire),
        overlap == null ? null : OverlapPolicy.valueOf(overlap),
        queue,
        payload);
  }

  private static @Nullable String unpackText(MessageUnpacker unpacker) throws IOException {
    return unpacker.tryUnpackNil() ? null : unpacker.unpackString();
  }
}
