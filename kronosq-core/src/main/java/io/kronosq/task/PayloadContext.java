package io.kronosq.task;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What bytes belong to. It is known both where they are written and where they are read, and so can
 * be bound to them.
 *
 * @param kind what they are
 * @param type the task's type
 * @param taskId the task's id; empty for payloads, which may be written before there is one
 */
public record PayloadContext(Kind kind, String type, String taskId) {
  /** What bytes are. The names are part of the stored format. */
  public enum Kind {
    /** What a task is enqueued with. */
    PAYLOAD,
    /** What a handler returned. */
    RESULT,
    /** What a handler saved to go on from. */
    CHECKPOINT
  }

  /**
   * The payload of a task.
   *
   * @param type the task's type
   */
  public static PayloadContext payload(String type) {
    return new PayloadContext(Kind.PAYLOAD, type, "");
  }

  /**
   * The result of a task.
   *
   * @param type the task's type
   * @param taskId the task's id
   */
  public static PayloadContext result(String type, String taskId) {
    return new PayloadContext(Kind.RESULT, type, taskId);
  }

  /**
   * A checkpoint of a task.
   *
   * @param type the task's type
   * @param taskId the task's id
   */
  public static PayloadContext checkpoint(String type, String taskId) {
    return new PayloadContext(Kind.CHECKPOINT, type, taskId);
  }

  /** All of it as bytes, different for different contexts. */
  public byte[] toBytes() {
    // Neither types nor ids have control characters.
    return (kind.name() + '\n' + type + '\n' + taskId).getBytes(UTF_8);
  }

  /** For messages: what is of which task type. */
  String words() {
    return "The "
        + switch (kind) {
          case PAYLOAD -> "payload";
          case RESULT -> "result";
          case CHECKPOINT -> "checkpoint";
        }
        + " of a task of type '"
        + type
        + "'";
  }
}
