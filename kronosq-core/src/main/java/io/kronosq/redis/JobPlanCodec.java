package io.kronosq.redis;

import io.kronosq.inspect.BulkRequest;
import io.kronosq.inspect.TaskAction;
import io.kronosq.inspect.TaskFilter;
import io.kronosq.store.InspectStore.Extent;
import io.kronosq.store.JobPlan;
import io.kronosq.task.PayloadException;
import io.kronosq.task.TaskState;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

/** The stored format of a bulk job's plan: a MessagePack array that begins with its version. */
final class JobPlanCodec {
  private static final int VERSION = 1;

  private JobPlanCodec() {}

  static byte[] encode(JobPlan plan) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      BulkRequest request = plan.request();
      packer.packArrayHeader(8).packInt(VERSION);
      packer.packString(request.action().name()).packString(request.queue());
      packer.packString(request.state().name());
      pack(packer, request.filter());
      packer.packBoolean(request.dryRun()).packString(request.startedBy());
      packer.packMapHeader(plan.partitions().size());
      for (Map.Entry<String, Extent> partition : plan.partitions().entrySet()) {
        packer.packString(partition.getKey()).packArrayHeader(2);
        packer.packLong(partition.getValue().size());
        pack(packer, partition.getValue().last());
      }
      return packer.toByteArray();
    } catch (IOException e) {
      throw new PayloadException("A bulk job can't be written: " + plan.request(), e);
    }
  }

  private static void pack(MessageBufferPacker packer, TaskFilter filter) throws IOException {
    packer.packArrayHeader(7);
    packer.packString(filter.type()).packString(filter.idPrefix());
    packer.packString(filter.text()).packString(filter.error());
    packer.packMapHeader(filter.headers().size());
    for (Map.Entry<String, String> header : filter.headers().entrySet()) {
      packer.packString(header.getKey()).packString(header.getValue());
    }
    pack(packer, filter.enqueuedAfter());
    pack(packer, filter.enqueuedBefore());
  }

  private static void pack(MessageBufferPacker packer, @Nullable Object value) throws IOException {
    if (value == null) {
      packer.packNil();
    } else {
      packer.packString(value.toString());
    }
  }

  static JobPlan decode(byte[] bytes) {
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(bytes)) {
      unpacker.unpackArrayHeader();
      int version = unpacker.unpackInt();
      if (version != VERSION) {
        throw new PayloadException(
            "A bulk job has format version "
                + version
                + "; this process reads version "
                + VERSION
                + ": upgrade it");
      }
      BulkRequest request =
          new BulkRequest(
              TaskAction.valueOf(unpacker.unpackString()),
              unpacker.unpackString(),
              TaskState.valueOf(unpacker.unpackString()),
              filter(unpacker),
              unpacker.unpackBoolean(),
              unpacker.unpackString());
      Map<String, Extent> partitions = new LinkedHashMap<>();
      for (int left = unpacker.unpackMapHeader(); left > 0; left--) {
        String partition = unpacker.unpackString();
        unpacker.unpackArrayHeader();
        partitions.put(partition, new Extent(unpacker.unpackLong(), text(unpacker)));
      }
      return new JobPlan(request, partitions);
    } catch (IOException | MessagePackException | IllegalArgumentException e) {
      throw new PayloadException("A stored bulk job is not ours (" + bytes.length + " bytes)", e);
    }
  }

  private static TaskFilter filter(MessageUnpacker unpacker) throws IOException {
    unpacker.unpackArrayHeader();
    return new TaskFilter(
        unpacker.unpackString(),
        unpacker.unpackString(),
        unpacker.unpackString(),
        unpacker.unpackString(),
        headers(unpacker),
        instant(unpacker),
        instant(unpacker));
  }

  private static Map<String, String> headers(MessageUnpacker unpacker) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int left = unpacker.unpackMapHeader(); left > 0; left--) {
      headers.put(unpacker.unpackString(), unpacker.unpackString());
    }
    return headers;
  }

  private static @Nullable Instant instant(MessageUnpacker unpacker) throws IOException {
    String text = text(unpacker);
    return text == null ? null : Instant.parse(text);
  }

  private static @Nullable String text(MessageUnpacker unpacker) throws IOException {
    return unpacker.tryUnpackNil() ? null : unpacker.unpackString();
  }
}
