package io.kronosq.client;

import static java.util.Objects.requireNonNull;

import io.kronosq.store.BatchCodec;
import io.kronosq.store.Confirmation;
import io.kronosq.store.EnvelopeCodec;
import io.kronosq.store.NewTask;
import io.kronosq.task.Aggregation;
import io.kronosq.task.Due;
import io.kronosq.task.Durability;
import io.kronosq.task.PayloadException;
import io.kronosq.task.Unique;
import io.kronosq.task.WhenTaken;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

/**
 * A prepared task as bytes, for places where it waits outside of memory: a MessagePack array of
 * version, queue, id and envelope, followed by a map of what else was asked for. Its id is final.
 */
public final class PreparedTaskCodec {
  private static final int VERSION = 1;

  // Keys of the map.
  private static final int DELAY = 0;
  private static final int TIME = 1;
  private static final int LOCK = 2;
  private static final int LIMIT_KEY = 3;
  private static final int GROUP = 4;
  private static final int ORDERING_KEY = 5;
  private static final int CONFIRMATION = 6;

  // Kinds of what becomes of a task whose lock is taken.
  private static final int REFUSE = 0;
  private static final int REPLACE = 1;
  private static final int DEBOUNCE = 2;

  private PreparedTaskCodec() {}

  /**
   * Writes a task.
   *
   * @param prepared with an id that is final
   */
  public static byte[] encode(PreparedTask prepared) {
    NewTask task = prepared.task();
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packArrayHeader(5).packInt(VERSION);
      packer.packString(prepared.queue()).packString(task.id());
      packer.packBinaryHeader(task.envelope().length).writePayload(task.envelope());
      packer.packMapHeader(
          count(!(task.due() instanceof Due.Now))
              + count(task.lock() != null)
              + count(task.limitKey() != null)
              + count(task.group() != null)
              + count(prepared.orderingKey() != null)
              + count(!prepared.confirmation().equals(Confirmation.NONE)));
      pack(packer, task.due());
      if (task.lock() != null) {
        pack(packer, task.lock());
      }
      if (task.limitKey() != null) {
        packer.packInt(LIMIT_KEY).packString(task.limitKey());
      }
      if (task.group() != null) {
        pack(packer, task.group());
      }
      if (prepared.orderingKey() != null) {
        packer.packInt(ORDERING_KEY).packString(prepared.orderingKey());
      }
      if (!prepared.confirmation().equals(Confirmation.NONE)) {
        packer.packInt(CONFIRMATION).packString(prepared.confirmation().durability().toString());
        packer.packLong(prepared.confirmation().within().toMillis());
      }
      return packer.toByteArray();
    } catch (IOException e) {
      throw new PayloadException("Task " + task.id() + " can't be written", e);
    }
  }

  private static int count(boolean present) {
    return present ? 1 : 0;
  }

  private static void pack(MessageBufferPacker packer, Due due) throws IOException {
    if (due instanceof Due.After after) {
      packer.packInt(DELAY).packLong(after.delay().toNanos());
    } else if (due instanceof Due.At at) {
      packer.packInt(TIME).packLong(at.time().toEpochMilli());
    }
  }

  private static void pack(MessageBufferPacker packer, NewTask.Lock lock) throws IOException {
    packer.packInt(LOCK).packString(lock.digest());
    packer.packLong(lock.ttl().toMillis()).packInt(lock.release().ordinal());
    if (lock.whenTaken() instanceof WhenTaken.Debounce debounce) {
      Duration maxWait = debounce.maxWait();
      packer.packInt(DEBOUNCE).packLong(maxWait == null ? 0 : maxWait.toMillis());
    } else {
      packer.packInt(lock.whenTaken() instanceof WhenTaken.Replace ? REPLACE : REFUSE).packLong(0);
    }
  }

  private static void pack(MessageBufferPacker packer, NewTask.Group group) throws IOException {
    packer.packInt(GROUP).packString(group.name());
    packer.packInt(group.how().maxSize());
    packer.packLong(group.how().maxDelay().toMillis());
    packer.packLong(group.how().gracePeriod().toMillis());
  }

  /**
   * Reads a task.
   *
   * @param type the task's type
   * @param bytes what {@link #encode} wrote
   * @throws PayloadException when they are something else, or of a newer version
   */
  public static PreparedTask decode(String type, byte[] bytes) {
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(bytes)) {
      unpacker.unpackArrayHeader();
      int version = unpacker.unpackInt();
      if (version != VERSION) {
        throw new PayloadException(
            "The task has format version "
                + version
                + "; this server reads version "
                + VERSION
                + ": upgrade it");
      }
      Parts parts = new Parts();
      String queue = unpacker.unpackString();
      String id = unpacker.unpackString();
      byte[] envelope = unpacker.readPayload(unpacker.unpackBinaryHeader());
      for (int left = unpacker.unpackMapHeader(); left > 0; left--) {
        parts.unpack(unpacker);
      }
      return parts.with(type, queue, id, envelope);
    } catch (IOException | MessagePackException | IllegalArgumentException e) {
      throw new PayloadException(
          "The task is not one that was prepared by us (" + bytes.length + " bytes)", e);
    }
  }

  /** What of a task may be there or not. */
  private static final class Parts {
    private Due due = Due.NOW;
    private NewTask.@Nullable Lock lock;
    private @Nullable String limitKey;
    private @Nullable String group;
    private @Nullable Aggregation how;
    private @Nullable String orderingKey;
    private Confirmation confirmation = Confirmation.NONE;

    void unpack(MessageUnpacker unpacker) throws IOException {
      int key = unpacker.unpackInt();
      switch (key) {
        case DELAY -> due = new Due.After(Duration.ofNanos(unpacker.unpackLong()));
        case TIME -> due = new Due.At(Instant.ofEpochMilli(unpacker.unpackLong()));
        case LOCK ->
            lock =
                new NewTask.Lock(
                    unpacker.unpackString(),
                    Duration.ofMillis(unpacker.unpackLong()),
                    Unique.Release.values()[unpacker.unpackInt()],
                    whenTaken(unpacker.unpackInt(), unpacker.unpackLong()));
        case LIMIT_KEY -> limitKey = unpacker.unpackString();
        case GROUP -> {
          group = unpacker.unpackString();
          how =
              new Aggregation(
                  unpacker.unpackInt(),
                  Duration.ofMillis(unpacker.unpackLong()),
                  Duration.ofMillis(unpacker.unpackLong()));
        }
        case ORDERING_KEY -> orderingKey = unpacker.unpackString();
        case CONFIRMATION ->
            confirmation =
                new Confirmation(
                    Durability.parse(unpacker.unpackString()),
                    Duration.ofMillis(unpacker.unpackLong()));
        // What it stands for would be missing, unlike with fields that only tell more.
        default -> throw new PayloadException("The task has an unknown part " + key);
      }
    }

    private static WhenTaken whenTaken(int kind, long maxWait) {
      return switch (kind) {
        case REPLACE -> new WhenTaken.Replace();
        case DEBOUNCE -> new WhenTaken.Debounce(maxWait == 0 ? null : Duration.ofMillis(maxWait));
        default -> WhenTaken.REFUSE;
      };
    }

    PreparedTask with(String type, String queue, String id, byte[] envelope) {
      NewTask.Group waiting =
          group == null
              ? null
              : new NewTask.Group(
                  type,
                  group,
                  requireNonNull(how),
                  BatchCodec.frame(EnvelopeCodec.decode(envelope)));
      return new PreparedTask(
          type,
          queue,
          new NewTask(id, true, envelope, due, lock, limitKey, waiting),
          orderingKey,
          confirmation);
    }
  }
}
