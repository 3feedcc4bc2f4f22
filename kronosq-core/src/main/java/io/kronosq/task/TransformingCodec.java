package io.kronosq.task;

import java.lang.reflect.Type;

/** A codec whose bytes are stored in another form. */
record TransformingCodec(PayloadCodec objects, PayloadTransforms transforms)
    implements PayloadCodec {
  @Override
  public byte[] encode(Object value) {
    return objects.encode(value);
  }

  @Override
  public Object decode(byte[] bytes, Type type) {
    return objects.decode(bytes, type);
  }
}
