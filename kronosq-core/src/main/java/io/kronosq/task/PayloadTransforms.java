package io.kronosq.task;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Transforms in the order in which they are applied. Each puts a header before what it wrote: the
 * bytes {@code C1 'K' 'Q' 01}, the length of its name and its name. Bytes without a header are as
 * they were given; where these begin like a header, one with an empty name is put before them.
 */
public final class PayloadTransforms {
  /** None: bytes are stored as they are. */
  public static final PayloadTransforms NONE = new PayloadTransforms(List.of());

  // C1 begins neither UTF-8 text nor a MessagePack value.
  private static final byte[] MAGIC = {(byte) 0xC1, 'K', 'Q', 1};

  private static final int VERSION_AT = MAGIC.length - 1;
  private static final int MAX_LAYERS = 8;
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");

  private final List<PayloadTransform> inOrder;

  private PayloadTransforms(List<PayloadTransform> inOrder) {
    this.inOrder = inOrder;
  }

  /**
   * These transforms and a further one, applied to what these wrote.
   *
   * @param next its name must not be there yet
   * @throws IllegalArgumentException when its name is wrong or taken
   */
  public PayloadTransforms then(PayloadTransform next) {
    if (!NAME.matcher(next.name()).matches()) {
      throw new IllegalArgumentException(
          "The name of a payload transform must be 1 to 32 of a-z, 0-9 and -, not '"
              + next.name()
              + "'");
    }
    if (contains(next.name())) {
      throw new IllegalArgumentException(
          "There is a payload transform '" + next.name() + "' already; keep one of them");
    }
    List<PayloadTransform> all = new ArrayList<>(inOrder);
    all.add(next);
    return new PayloadTransforms(List.copyOf(all));
  }

  /**
   * Whether there is a transform of this name.
   *
   * @param name see {@link PayloadTransform#name}
   */
  public boolean contains(String name) {
    return named(name) != null;
  }

  /**
   * The bytes to store.
   *
   * @param bytes not modified; returned as they are where nothing is to be done
   * @param context what they are
   * @throws PayloadException when they can't be written
   */
  public byte[] apply(byte[] bytes, PayloadContext context) {
    byte[] stored = hasHeader(bytes) ? withHeader("", bytes) : bytes;
    for (PayloadTransform transform : inOrder) {
      byte[] changed = transform.apply(stored, context);
      stored = changed == null ? stored : withHeader(transform.name(), changed);
    }
    return stored;
  }

  /**
   * The bytes as they were given.
   *
   * @param stored not modified; returned as they are where nothing was done
   * @param context what they are
   * @throws PayloadException when they are damaged, or a transform is unknown or missing
   */
  public byte[] undo(byte[] stored, PayloadContext context) {
    List<String> undone = new ArrayList<>(0);
    byte[] bytes = stored;
    boolean plain = false;
    while (!plain && hasHeader(bytes)) {
      String name = name(bytes, context);
      byte[] body = Arrays.copyOfRange(bytes, bodyAt(bytes), bytes.length);
      if (name.isEmpty()) {
        plain = true;
        bytes = body;
      } else {
        if (undone.size() == MAX_LAYERS) {
          throw new PayloadException(
              context.words()
                  + " was transformed more than "
                  + MAX_LAYERS
                  + " times; it is damaged");
        }
        bytes = known(name, context).undo(body, context);
        undone.add(name);
      }
    }
    for (PayloadTransform transform : inOrder) {
      if (transform.isRequired() && !undone.contains(transform.name())) {
        throw new PayloadException(
            context.words()
                + " is not stored as "
                + transform.name()
                + ", which is required here; whoever wrote it has another configuration, or it was"
                + " altered");
      }
    }
    return bytes;
  }

  private PayloadTransform known(String name, PayloadContext context) {
    PayloadTransform transform = named(name);
    if (transform == null) {
      throw new PayloadException(
          context.words()
              + " is stored as "
              + name
              + ", which this codec can't undo; give it the same transforms as where it was"
              + " written");
    }
    return transform;
  }

  private @Nullable PayloadTransform named(String name) {
    for (PayloadTransform transform : inOrder) {
      if (transform.name().equals(name)) {
        return transform;
      }
    }
    return null;
  }

  /**
   * What has to be undone first.
   *
   * @param stored as stored
   * @return null when nothing is to be undone
   */
  static @Nullable String encoding(byte[] stored) {
    if (!hasHeader(stored) || stored[VERSION_AT] != MAGIC[VERSION_AT] || bodyAt(stored) < 0) {
      return null;
    }
    String name = new String(stored, MAGIC.length + 1, stored[MAGIC.length], US_ASCII);
    return name.isEmpty() ? null : name;
  }

  /** Headers of other versions are headers too. */
  private static boolean hasHeader(byte[] bytes) {
    return bytes.length > VERSION_AT && Arrays.equals(bytes, 0, VERSION_AT, MAGIC, 0, VERSION_AT);
  }

  private static String name(byte[] bytes, PayloadContext context) {
    if (bytes[VERSION_AT] != MAGIC[VERSION_AT]) {
      throw new PayloadException(
          context.words()
              + " is stored in format "
              + bytes[VERSION_AT]
              + "; this version of Kronosq reads format "
              + MAGIC[VERSION_AT]
              + ": upgrade it, unless the data are damaged");
    }
    if (bodyAt(bytes) < 0) {
      throw new PayloadException(context.words() + " is cut off; it is damaged");
    }
    return new String(bytes, MAGIC.length + 1, bytes[MAGIC.length], US_ASCII);
  }

  /** Where the body begins, or -1 when the header is cut off. */
  private static int bodyAt(byte[] bytes) {
    int length = bytes.length > MAGIC.length ? bytes[MAGIC.length] : -1;
    int at = MAGIC.length + 1 + length;
    return length < 0 || at > bytes.length ? -1 : at;
  }

  private static byte[] withHeader(String name, byte[] body) {
    int at = MAGIC.length + 1 + name.length();
    byte[] all = Arrays.copyOf(MAGIC, at + body.length);
    all[MAGIC.length] = (byte) name.length();
    System.arraycopy(name.getBytes(US_ASCII), 0, all, MAGIC.length + 1, name.length());
    System.arraycopy(body, 0, all, at, body.length);
    return all;
  }
}
