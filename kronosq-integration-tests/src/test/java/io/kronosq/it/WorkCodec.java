package io.kronosq.it;

import io.kronosq.it.redeploy.Work;
import io.kronosq.task.PayloadCodec;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/** Writes {@link Work} as the application's JSON-B reads it; the test JVM has no JSON-B. */
final class WorkCodec implements PayloadCodec {
  @Override
  public byte[] encode(Object value) {
    Work work = (Work) value;
    return "{\"name\":\"%s\",\"millis\":%d}"
        .formatted(work.name(), work.millis())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The name in what {@link #encode} wrote. */
  static String nameOf(byte[] work) {
    return new String(work, StandardCharsets.UTF_8).split("\"", 5)[3];
  }

  @Override
  public Object decode(byte[] bytes, Type type) {
    throw new UnsupportedOperationException("The test JVM only enqueues");
  }
}
