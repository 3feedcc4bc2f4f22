package io.kronosq.store;

import io.kronosq.task.PayloadException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

/**
 * The payload of a batch: id and envelope of each of its tasks, one behind the other, as
 * MessagePack. The store itself puts them together, between the two ends of the batch's envelope.
 */
public final class BatchCodec {
  private static final byte[] NOTHING = new byte[0];

  /** Version and type come first; an array header before them. */
  private static final int BEFORE_TYPE = 2;

  private BatchCodec() {}

  /**
   * A task of a batch.
   *
   * @param id the task's id
   * @param envelope as enqueued
   */
  public record Member(String id, byte[] envelope) {}

  /**
   * The envelope of a batch, without its payload.
   *
   * @param head what comes before the payload
   * @param tail what comes behind it
   */
  public record Frame(byte[] head, byte[] tail) {}

  /**
   * The frame of a batch: type, time of enqueueing, retries, limits and retention are those of its
   * first task; headers and locks it has none.
   *
   * @param first the first task
   */
  public static Frame frame(Envelope first) {
    byte[] whole = EnvelopeCodec.encode(batch(first, NOTHING));
    int payload = BEFORE_TYPE + packedLength(first.type());
    // An empty payload takes two bytes.
    return new Frame(
        Arrays.copyOf(whole, payload), Arrays.copyOfRange(whole, payload + 2, whole.length));
  }

  private static Envelope batch(Envelope like, byte[] payload) {
    return new Envelope(
        like.type(),
        payload,
        like.enqueuedAt(),
        like.maxRetry(),
        like.timeout(),
        like.deadline(),
        like.retention(),
        null,
        Map.of(),
        null,
        true,
        null);
  }

  private static int packedLength(String text) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packString(text);
      return packer.toByteArray().length;
    } catch (IOException e) {
      throw new PayloadException("'" + text + "' can't be written", e);
    }
  }

  /**
   * The tasks of a batch.
   *
   * @param payload the batch's payload
   * @throws PayloadException when it is something else
   */
  public static List<Member> members(byte[] payload) {
    List<Member> members = new ArrayList<>();
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(ByteBuffer.wrap(payload))) {
      while (unpacker.hasNext()) {
        String id = unpacker.unpackString();
        members.add(new Member(id, unpacker.readPayload(unpacker.unpackBinaryHeader())));
      }
      return members;
    } catch (IOException | MessagePackException e) {
      throw new PayloadException(
          "The stored batch is not one of ours (" + payload.length + " bytes)", e);
    }
  }

  /**
   * A batch with only some of its tasks.
   *
   * @param batch the batch
   * @param ids of the tasks that it keeps
   * @return its encoded envelope
   */
  public static byte[] keeping(Envelope batch, Collection<String> ids) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      for (Member member : members(batch.payload())) {
        if (ids.contains(member.id())) {
          packer.packString(member.id());
          packer.packBinaryHeader(member.envelope().length).writePayload(member.envelope());
        }
      }
      return EnvelopeCodec.encode(batch(batch, packer.toByteArray()));
    } catch (IOException e) {
      throw new PayloadException("A batch of type '" + batch.type() + "' can't be written", e);
    }
  }
}
