package io.kronosq.redis;

import io.kronosq.inspect.Concurrency;
import io.kronosq.inspect.RunningTask;
import io.kronosq.inspect.ServerReport;
import io.kronosq.task.PayloadException;
import io.kronosq.task.TaskRef;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stored format of a server's report: a MessagePack array that begins with its version. */
final class ServerReportCodec {
  private static final Logger LOG = LoggerFactory.getLogger(ServerReportCodec.class);
  private static final int VERSION = 1;
  private static final int PARTS_WITHOUT_TYPES = 12;

  private ServerReportCodec() {}

  static byte[] encode(ServerReport report) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packArrayHeader(13).packInt(VERSION);
      packer.packString(report.id()).packString(report.name());
      packer.packString(report.host()).packLong(report.pid()).packString(report.version());
      packer.packLong(report.startedAt().toEpochMilli()).packBoolean(report.quiet());
      Concurrency concurrency = report.concurrency();
      packer.packArrayHeader(4).packInt(concurrency.min()).packInt(concurrency.max());
      packer.packInt(concurrency.target()).packInt(concurrency.busy());
      packer.packMapHeader(report.weights().size());
      for (Map.Entry<String, Integer> weight : report.weights().entrySet()) {
        packer.packString(weight.getKey()).packInt(weight.getValue());
      }
      packer.packMapHeader(report.leases().size());
      for (Map.Entry<String, String> lease : report.leases().entrySet()) {
        packer.packString(lease.getKey()).packString(lease.getValue());
      }
      packer.packArrayHeader(report.running().size());
      for (RunningTask task : report.running()) {
        packer.packArrayHeader(4);
        packer.packString(task.task().queue()).packString(task.task().id());
        packer.packString(task.type()).packLong(task.since().toEpochMilli());
      }
      packer.packArrayHeader(report.types().size());
      for (String type : report.types()) {
        packer.packString(type);
      }
      return packer.toByteArray();
    } catch (IOException e) {
      throw new PayloadException("The report of server " + report.id() + " can't be written", e);
    }
  }

  /** Reads reports; one of a newer version is told in the log, and left out. */
  static List<ServerReport> decode(Collection<byte[]> reports) {
    List<ServerReport> readable = new ArrayList<>(reports.size());
    for (byte[] report : reports) {
      try {
        readable.add(decode(report));
      } catch (PayloadException e) {
        LOG.warn("A server is left out: {}", e.getMessage());
      }
    }
    return readable;
  }

  static ServerReport decode(byte[] bytes) {
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(bytes)) {
      int parts = unpacker.unpackArrayHeader();
      int version = unpacker.unpackInt();
      if (version != VERSION) {
        throw new PayloadException(
            "A server's report has format version "
                + version
                + "; this process reads version "
                + VERSION
                + ": upgrade it");
      }
      String id = unpacker.unpackString();
      String name = unpacker.unpackString();
      String host = unpacker.unpackString();
      long pid = unpacker.unpackLong();
      String serverVersion = unpacker.unpackString();
      Instant startedAt = Instant.ofEpochMilli(unpacker.unpackLong());
      boolean quiet = unpacker.unpackBoolean();
      Concurrency concurrency = concurrency(unpacker);
      Map<String, Integer> weights = weights(unpacker);
      Map<String, String> leases = leases(unpacker);
      List<RunningTask> running = running(unpacker);
      // Servers of earlier versions don't tell their types.
      List<String> types = parts > PARTS_WITHOUT_TYPES ? types(unpacker) : List.of();
      return new ServerReport(
          id,
          name,
          host,
          pid,
          serverVersion,
          startedAt,
          quiet,
          concurrency,
          weights,
          leases,
          types,
          running);
    } catch (IOException | MessagePackException e) {
      throw new PayloadException(
          "A stored server's report is not ours (" + bytes.length + " bytes)", e);
    }
  }

  private static Concurrency concurrency(MessageUnpacker unpacker) throws IOException {
    unpacker.unpackArrayHeader();
    return new Concurrency(
        unpacker.unpackInt(), unpacker.unpackInt(), unpacker.unpackInt(), unpacker.unpackInt());
  }

  private static Map<String, Integer> weights(MessageUnpacker unpacker) throws IOException {
    Map<String, Integer> weights = new LinkedHashMap<>();
    for (int left = unpacker.unpackMapHeader(); left > 0; left--) {
      weights.put(unpacker.unpackString(), unpacker.unpackInt());
    }
    return weights;
  }

  private static Map<String, String> leases(MessageUnpacker unpacker) throws IOException {
    Map<String, String> leases = new LinkedHashMap<>();
    for (int left = unpacker.unpackMapHeader(); left > 0; left--) {
      leases.put(unpacker.unpackString(), unpacker.unpackString());
    }
    return leases;
  }

  private static List<String> types(MessageUnpacker unpacker) throws IOException {
    List<String> types = new ArrayList<>();
    for (int left = unpacker.unpackArrayHeader(); left > 0; left--) {
      types.add(unpacker.unpackString());
    }
    return types;
  }

  private static List<RunningTask> running(MessageUnpacker unpacker) throws IOException {
    List<RunningTask> running = new ArrayList<>();
    for (int left = unpacker.unpackArrayHeader(); left > 0; left--) {
      unpacker.unpackArrayHeader();
      running.add(
          new RunningTask(
              new TaskRef(unpacker.unpackString(), unpacker.unpackString()),
              unpacker.unpackString(),
              Instant.ofEpochMilli(unpacker.unpackLong())));
    }
    return running;
  }
}
