package io.kronosq.task;

import java.util.Base64;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an {@link Encryption}: one to write with, all of them to read with. Implementations
 * must be safe for use by many threads, must answer without waiting, and may change their answers
 * while they are used.
 *
 * <p>To rotate without downtime: add the new key everywhere, then make it the current one, and
 * remove the old one when no task is left that was written with it.
 */
public interface KeyRing {
  /** Bytes of a key. */
  int KEY_BYTES = 32;

  /**
   * The key to write with.
   *
   * @return its id, for which {@link #key} has a key; 1 to 64 letters, digits, dots, underscores or
   *     hyphens
   */
  String currentId();

  /**
   * A key.
   *
   * @param id its id
   * @return an AES key of {@value #KEY_BYTES} bytes; empty when there is none of this id
   */
  Optional<SecretKey> key(String id);

  /** Builds a ring of fixed keys. */
  static Builder builder() {
    return new Builder();
  }

  /** Keys of a ring. */
  final class Builder {
    private final TreeMap<String, SecretKey> keys = new TreeMap<>();
    private @Nullable String current;

    private Builder() {}

    /**
     * Adds a key. The first one is the current one unless another is made it.
     *
     * @param id 1 to 64 letters, digits, dots, underscores or hyphens
     * @param bytes {@value KeyRing#KEY_BYTES} random bytes; copied
     * @throws IllegalArgumentException when the id is wrong or taken, or the length is wrong; the
     *     message never shows the key
     */
    public Builder key(String id, byte[] bytes) {
      if (!FixedKeyRing.isId(id)) {
        throw new IllegalArgumentException(
            "A key's id must be 1 to 64 letters, digits, dots, underscores or hyphens, not '"
                + id
                + "'");
      }
      if (bytes.length != KEY_BYTES) {
        throw new IllegalArgumentException(
            "Key '"
                + id
                + "' has "
                + bytes.length
                + " bytes; it must have "
                + KEY_BYTES
                + ", such as from: openssl rand -base64 32");
      }
      if (keys.putIfAbsent(id, new SecretKeySpec(bytes, "AES")) != null) {
        throw new IllegalArgumentException("There are two keys '" + id + "'; give each its own id");
      }
      current = current == null ? id : current;
      return this;
    }

    /**
     * Adds a key. The first one is the current one unless another is made it.
     *
     * @param id 1 to 64 letters, digits, dots, underscores or hyphens
     * @param base64 {@value KeyRing#KEY_BYTES} random bytes in Base64
     * @throws IllegalArgumentException when the id is wrong or taken, or it is no such key; the
     *     message never shows the key
     */
    public Builder key(String id, String base64) {
      byte[] bytes;
      try {
        bytes = Base64.getDecoder().decode(base64);
      } catch (IllegalArgumentException e) {
        // Without the cause, whose message shows characters of the key.
        throw new IllegalArgumentException(
            "Key '" + id + "' is not Base64; make one with: openssl rand -base64 32");
      }
      return key(id, bytes);
    }

    /**
     * Chooses the key to write with.
     *
     * @param id of a key that is there when the ring is built
     */
    public Builder current(String id) {
      current = id;
      return this;
    }

    /**
     * The ring.
     *
     * @throws IllegalArgumentException when it has no key, or none of the current id
     */
    public KeyRing build() {
      if (current == null || !keys.containsKey(current)) {
        throw new IllegalArgumentException(
            "The current key "
                + (current == null ? "" : "'" + current + "' ")
                + "is missing from the keys "
                + keys.keySet());
      }
      return new FixedKeyRing(current, keys);
    }
  }
}
