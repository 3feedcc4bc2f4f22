package io.kronosq.cdi.config;

import io.kronosq.cdi.mistake.MistakeCode;
import io.kronosq.cdi.mistake.Mistakes;
import io.kronosq.task.Compression;
import io.kronosq.task.Encryption;
import io.kronosq.task.KeyRing;
import io.kronosq.task.PayloadCodec;
import io.kronosq.task.PayloadContext;
import io.kronosq.task.PayloadTransform;
import io.kronosq.task.PayloadTransforms;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * How payloads, results and checkpoints are stored.
 *
 * @param compression how they are compressed
 * @param compresses whether they are; compressed ones are read in both cases
 * @param encryption how they are encrypted; null for not at all
 */
public record PayloadConfig(
    Compression compression, boolean compresses, @Nullable Encryption encryption) {
  private static final String KEYS = "kronosq.payload.encryption.keys.";

  /**
   * @param largestPayload of an enqueue, in bytes; what decompresses to that is read
   */
  static PayloadConfig read(
      Config config, ConfigReader reader, int largestPayload, Mistakes mistakes) {
    int threshold = reader.required(ConfigKeys.PAYLOAD_COMPRESSION_THRESHOLD);
    int largest = Math.max(Compression.DEFAULT.maxBytes(), Math.max(threshold, largestPayload));
    KeyRing keys = keys(config, reader.optional(ConfigKeys.PAYLOAD_ENCRYPTION_KEY), mistakes);
    boolean required = reader.required(ConfigKeys.PAYLOAD_ENCRYPTION_REQUIRED);
    if (required && keys == null) {
      mistakes.add(
          MistakeCode.ENCRYPTION_WITHOUT_KEY,
          ConfigKeys.PAYLOAD_ENCRYPTION_REQUIRED.name()
              + "=true needs a key: set "
              + ConfigKeys.PAYLOAD_ENCRYPTION_KEY.name());
    }
    Encryption encryption = keys == null ? null : Encryption.with(keys);
    return new PayloadConfig(
        new Compression(threshold, largest),
        reader.required(ConfigKeys.PAYLOAD_COMPRESSION),
        encryption != null && required ? encryption.required() : encryption);
  }

  /** No message shows a key. */
  private static @Nullable KeyRing keys(
      Config config, @Nullable String current, Mistakes mistakes) {
    TreeSet<String> ids = new TreeSet<>();
    for (String name : config.getPropertyNames()) {
      if (isKey(name)) {
        ids.add(name.substring(KEYS.length()));
      }
    }
    if (current == null) {
      if (!ids.isEmpty()) {
        mistakes.add(
            MistakeCode.NO_KEY_TO_ENCRYPT_WITH,
            "There are keys "
                + ids
                + ", but none is the one to encrypt with: set "
                + ConfigKeys.PAYLOAD_ENCRYPTION_KEY.name());
      }
      return null;
    }
    // A name from an environment variable is not among the names as it is written here.
    ids.add(current);
    KeyRing.Builder ring = KeyRing.builder().current(current);
    boolean complete = true;
    for (String id : ids) {
      complete &= add(config, id, ring, mistakes);
    }
    return complete ? ring.build() : null;
  }

  private static boolean add(Config config, String id, KeyRing.Builder ring, Mistakes mistakes) {
    String base64 = config.getConfigValue(KEYS + id).getValue();
    if (base64 == null || base64.isBlank()) {
      mistakes.add(
          MistakeCode.ENCRYPTION_KEY_MISSING,
          KEYS
              + id
              + " is missing: set it to 32 random bytes in Base64, or name another key in "
              + ConfigKeys.PAYLOAD_ENCRYPTION_KEY.name());
      return false;
    }
    try {
      ring.key(id, base64.trim());
      return true;
    } catch (IllegalArgumentException e) {
      mistakes.add(
          MistakeCode.ENCRYPTION_KEY_NOT_ALLOWED,
          KEYS + id + " (its value is not shown) is not allowed: " + e.getMessage());
      return false;
    }
  }

  /** Whether a key is of the form of an encryption key. */
  static boolean isKey(String name) {
    return name.startsWith(KEYS) && name.length() > KEYS.length();
  }

  /**
   * A codec that stores so what another one writes.
   *
   * @param codec may have transforms of its own, which come first
   * @throws IllegalArgumentException when it compresses or encrypts itself what this does
   */
  public PayloadCodec applyTo(PayloadCodec codec) {
    PayloadTransforms transforms = codec.transforms();
    if (compresses || !transforms.contains(compression.name())) {
      transforms = transforms.then(compresses ? compression : new ReadOnly(compression));
    }
    return PayloadCodec.of(codec, encryption == null ? transforms : transforms.then(encryption));
  }

  /** Undoes, and applies nothing. */
  private record ReadOnly(PayloadTransform transform) implements PayloadTransform {
    @Override
    public String name() {
      return transform.name();
    }

    @Override
    public byte @Nullable [] apply(byte[] bytes, PayloadContext context) {
      return null;
    }

    @Override
    public byte[] undo(byte[] bytes, PayloadContext context) {
      return transform.undo(bytes, context);
    }
  }
}
