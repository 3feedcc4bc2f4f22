package io.kronosq.task;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/**
 * Turns payloads and results into bytes and back. Implementations must be safe for use by many
 * threads.
 */
public interface PayloadCodec {
  /**
   * @param value never null
   * @return the bytes to store
   * @throws PayloadException when the value can't be written
   */
  byte[] encode(Object value);

  /**
   * @param bytes what {@link #encode} or another client stored
   * @param type the type wanted
   * @return the value, an instance of {@code type}
   * @throws PayloadException when the bytes can't be read as that type
   */
  Object decode(byte[] bytes, Type type);

  /**
   * What is done to the bytes before they are stored, and undone before {@link #decode} sees them:
   * to those that {@link #encode} wrote, and to payloads that were given as bytes.
   */
  default PayloadTransforms transforms() {
    return PayloadTransforms.NONE;
  }

  /**
   * This codec with a further transform, applied after those it has.
   *
   * @param transform its name must not be there yet
   * @throws IllegalArgumentException when its name is wrong or taken
   */
  default PayloadCodec with(PayloadTransform transform) {
    return of(this, transforms().then(transform));
  }

  /**
   * A codec that turns objects into bytes as another one does, and has these transforms.
   *
   * @param objects its own transforms don't count
   * @param transforms what is done to the bytes
   */
  static PayloadCodec of(PayloadCodec objects, PayloadTransforms transforms) {
    return new TransformingCodec(objects, transforms);
  }

  /** This codec with {@link Compression#DEFAULT}; to be called before {@link #encrypted}. */
  default PayloadCodec compressed() {
    return with(Compression.DEFAULT);
  }

  /**
   * This codec with {@link Encryption}; what is stored without stays readable.
   *
   * @param keys opens and closes
   */
  default PayloadCodec encrypted(KeyRing keys) {
    return with(Encryption.with(keys));
  }

  /** The codec for bytes and for UTF-8 text, and for nothing else. */
  static PayloadCodec plain() {
    return new PayloadCodec() {
      @Override
      public byte[] encode(Object value) {
        if (value instanceof byte[] bytes) {
          return bytes;
        }
        if (value instanceof CharSequence text) {
          return text.toString().getBytes(StandardCharsets.UTF_8);
        }
        throw new PayloadException(
            "No codec can write a payload of class "
                + value.getClass().getName()
                + "; pass byte[] or String, or configure a PayloadCodec");
      }

      @Override
      public Object decode(byte[] bytes, Type type) {
        if (type == byte[].class) {
          return bytes;
        }
        if (type == String.class) {
          return new String(bytes, StandardCharsets.UTF_8);
        }
        throw new PayloadException(
            "No codec can read a payload as "
                + type.getTypeName()
                + "; ask for byte[] or String, or configure a PayloadCodec");
      }
    };
  }
}
