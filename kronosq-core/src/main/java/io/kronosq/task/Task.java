package io.kronosq.task;

import static java.util.Objects.requireNonNull;

/**
 * Work to be done: a type, by which a handler is found, and a payload.
 *
 * @see EnqueueOption
 */
public final class Task {
  private static final byte[] EMPTY = new byte[0];

  private final String type;
  private final Object payload;

  private Task(String type, Object payload) {
    this.type = Names.checkType(type);
    this.payload = requireNonNull(payload, "payload");
  }

  /**
   * A task without a payload.
   *
   * @param type see {@link Names#checkType}
   */
  public static Task of(String type) {
    return new Task(type, EMPTY);
  }

  /**
   * A task whose payload is stored as it is.
   *
   * @param type see {@link Names#checkType}
   * @param payload the bytes; not copied, so leave them alone afterwards
   */
  public static Task of(String type, byte[] payload) {
    return new Task(type, payload);
  }

  /**
   * A task whose payload the client's {@link PayloadCodec} turns into bytes.
   *
   * @param type see {@link Names#checkType}
   * @param payload what the codec can write
   */
  public static Task of(String type, Object payload) {
    return new Task(type, payload);
  }

  /** The type, by which a handler is found. */
  public String type() {
    return type;
  }

  /** The payload as given: bytes, or an object for the codec. */
  public Object payload() {
    return payload;
  }

  @Override
  public String toString() {
    return "Task[" + type + "]";
  }
}
