package io.kronosq.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kronosq.task.Unique;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;

/**
 * Names a unique lock: 128 bits of SHA-256 over what makes two tasks the same, as 22 characters.
 */
public final class UniqueDigest {
  private static final int BYTES = 16;

  private UniqueDigest() {}

  /**
   * The name of a lock within a queue.
   *
   * @param unique what makes two tasks the same
   * @param type the task's type
   * @param payload the payload's bytes
   */
  public static String of(Unique unique, String type, byte[] payload) {
    MessageDigest sha = sha256();
    sha.update((byte) unique.scope().ordinal());
    switch (unique.scope()) {
      case TYPE -> sha.update(type.getBytes(UTF_8));
      case TYPE_AND_PAYLOAD -> {
        sha.update(type.getBytes(UTF_8));
        sha.update((byte) 0);
        sha.update(payload);
      }
      case KEY -> sha.update(Objects.requireNonNull(unique.key()).getBytes(UTF_8));
    }
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(sha.digest(), BYTES));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
