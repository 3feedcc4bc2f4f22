package io.kronosq.task;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Stores large payloads compressed (DEFLATE), where that makes them smaller. Stored are the length
 * in four bytes and the compressed bytes.
 *
 * @param threshold bytes from which on it is tried, 1 or more
 * @param maxBytes what more would become of it when read is refused, so that few bytes can't fill
 *     the memory; no less than the client's largest payload
 */
public record Compression(int threshold, int maxBytes) implements PayloadTransform {
  /** From 1,024 bytes on; at most 64 MiB when read. */
  public static final Compression DEFAULT = new Compression(1_024, 64 * 1024 * 1024);

  private static final int CHUNK = 64 * 1024;

  /** Checks the parts. */
  public Compression {
    if (threshold < 1 || maxBytes < threshold) {
      throw new IllegalArgumentException(
          "The threshold of a compression must be 1 or more and no more than maxBytes, not "
              + threshold
              + " with "
              + maxBytes);
    }
  }

  @Override
  public String name() {
    return "deflate";
  }

  @Override
  public byte @Nullable [] apply(byte[] bytes, PayloadContext context) {
    // A result of this size must be worth its header.
    int most = bytes.length - Integer.BYTES - 16;
    if (bytes.length < threshold || bytes.length > maxBytes || most <= 0) {
      return null;
    }
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] out = new byte[Integer.BYTES + most];
      int length = deflater.deflate(out, Integer.BYTES, most);
      if (!deflater.finished()) {
        return null;
      }
      ByteBuffer.wrap(out).putInt(bytes.length);
      return Arrays.copyOf(out, Integer.BYTES + length);
    } finally {
      deflater.end();
    }
  }

  @Override
  public byte[] undo(byte[] bytes, PayloadContext context) {
    if (bytes.length < Integer.BYTES) {
      throw damaged(context, null);
    }
    int length = ByteBuffer.wrap(bytes).getInt();
    if (length < 0 || length > maxBytes) {
      throw new PayloadException(
          context.words()
              + " says that it has "
              + (length & 0xFFFF_FFFFL)
              + " bytes uncompressed; at most "
              + maxBytes
              + " are allowed. Raise maxBytes of the compression, unless the data are damaged");
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(bytes, Integer.BYTES, bytes.length - Integer.BYTES);
      return inflate(inflater, length, context);
    } catch (DataFormatException e) {
      throw damaged(context, e);
    } finally {
      inflater.end();
    }
  }

  /** Memory grows with what comes out, not with what the length says. */
  private static byte[] inflate(Inflater inflater, int length, PayloadContext context)
      throws DataFormatException {
    byte[] out = new byte[Math.min(length, CHUNK)];
    int done = 0;
    while (done < length) {
      if (done == out.length) {
        out = Arrays.copyOf(out, (int) Math.min(length, 2L * out.length));
      }
      int more = inflater.inflate(out, done, out.length - done);
      if (more == 0) {
        throw damaged(context, null);
      }
      done += more;
    }
    boolean hasMore = inflater.inflate(new byte[1]) > 0;
    if (hasMore || !inflater.finished() || inflater.getRemaining() > 0) {
      throw damaged(context, null);
    }
    return out;
  }

  private static PayloadException damaged(
      PayloadContext context, @Nullable DataFormatException cause) {
    return new PayloadException(
        context.words() + " can't be uncompressed; the data are damaged", cause);
  }
}
