package io.kronosq.feed;

import io.kronosq.event.FeedEvent;
import io.kronosq.event.ScaleReason;
import io.kronosq.event.ServerEvent;
import io.kronosq.event.ServerEventType;
import io.kronosq.event.TaskEvent;
import io.kronosq.event.TaskEventType;
import io.kronosq.task.PayloadException;
import io.kronosq.task.TaskError;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

/**
 * The stored format of events: a MessagePack array that begins with its version and with what kind
 * of event it is. Stack traces are left out; the task has them.
 */
public final class FeedCodec {
  private static final int VERSION = 1;
  private static final int OF_TASK = 1;
  private static final int OF_SERVER = 2;
  private static final int GAP = 3;

  private interface Content {
    void pack(MessageBufferPacker packer) throws IOException;
  }

  private FeedCodec() {}

  private static byte[] pack(int kind, int fields, Content content) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packArrayHeader(2 + fields).packInt(VERSION).packInt(kind);
      content.pack(packer);
      return packer.toByteArray();
    } catch (IOException e) {
      throw new PayloadException("An event can't be written", e);
    }
  }

  static byte[] encode(TaskEvent event) {
    return pack(
        OF_TASK,
        11,
        packer -> {
          packer.packString(event.type().name());
          packer.packString(event.taskId()).packString(event.taskType());
          packer.packString(event.queue()).packString(event.server());
          packer.packLong(event.at().toEpochMilli());
          packer.packInt(event.retried()).packInt(event.maxRetry());
          pack(packer, event.runtime());
          pack(packer, event.retryIn());
          TaskError error = event.error();
          if (error == null) {
            packer.packNil();
          } else {
            packer.packArrayHeader(2);
            packer.packString(error.className()).packString(error.message());
          }
        });
  }

  static byte[] encode(ServerEvent event) {
    return pack(
        OF_SERVER,
        7,
        packer -> {
          packer.packString(event.type().name());
          packer.packString(event.server()).packString(event.name());
          packer.packLong(event.at().toEpochMilli());
          packer.packInt(event.from()).packInt(event.to()).packString(event.reason().name());
        });
  }

  /** Events are missing. */
  static byte[] gap() {
    return pack(GAP, 0, packer -> {});
  }

  private static void pack(MessageBufferPacker packer, @Nullable Duration duration)
      throws IOException {
    if (duration == null) {
      packer.packNil();
    } else {
      packer.packLong(duration.toNanos());
    }
  }

  /**
   * Reads an event.
   *
   * @param id where it stands
   * @param content what was written
   * @throws PayloadException when it was written by a newer version, or is none
   */
  public static FeedEvent decode(String id, byte[] content) {
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(content)) {
      unpacker.unpackArrayHeader();
      int version = unpacker.unpackInt();
      if (version != VERSION) {
        throw new PayloadException(
            "An event has format version "
                + version
                + "; this process reads version "
                + VERSION
                + ": upgrade it");
      }
      int kind = unpacker.unpackInt();
      return switch (kind) {
        case OF_TASK -> new FeedEvent.OfTask(id, task(unpacker));
        case OF_SERVER -> new FeedEvent.OfServer(id, server(unpacker));
        case GAP -> new FeedEvent.Gap(id);
        default ->
            throw new PayloadException(
                "An event is of the unknown kind " + kind + ": upgrade this process");
      };
    } catch (IOException | MessagePackException | IllegalArgumentException e) {
      throw new PayloadException("A stored event is not ours (" + content.length + " bytes)", e);
    }
  }

  private static TaskEvent task(MessageUnpacker unpacker) throws IOException {
    TaskEventType type = TaskEventType.valueOf(unpacker.unpackString());
    String id = unpacker.unpackString();
    String taskType = unpacker.unpackString();
    String queue = unpacker.unpackString();
    String server = unpacker.unpackString();
    Instant at = Instant.ofEpochMilli(unpacker.unpackLong());
    int retried = unpacker.unpackInt();
    int maxRetry = unpacker.unpackInt();
    Duration runtime = duration(unpacker);
    Duration retryIn = duration(unpacker);
    return new TaskEvent(
        type,
        id,
        taskType,
        queue,
        server,
        at,
        retried,
        maxRetry,
        runtime,
        error(unpacker),
        retryIn);
  }

  private static @Nullable Duration duration(MessageUnpacker unpacker) throws IOException {
    return unpacker.tryUnpackNil() ? null : Duration.ofNanos(unpacker.unpackLong());
  }

  private static @Nullable TaskError error(MessageUnpacker unpacker) throws IOException {
    if (unpacker.tryUnpackNil()) {
      return null;
    }
    unpacker.unpackArrayHeader();
    return new TaskError(unpacker.unpackString(), unpacker.unpackString(), "");
  }

  private static ServerEvent server(MessageUnpacker unpacker) throws IOException {
    return new ServerEvent(
        ServerEventType.valueOf(unpacker.unpackString()),
        unpacker.unpackString(),
        unpacker.unpackString(),
        Instant.ofEpochMilli(unpacker.unpackLong()),
        unpacker.unpackInt(),
        unpacker.unpackInt(),
        ScaleReason.valueOf(unpacker.unpackString()));
  }
}
