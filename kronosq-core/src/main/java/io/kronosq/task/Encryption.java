package io.kronosq.task;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Stores payloads encrypted with AES-256-GCM. What is altered, moved to a task of another type, or
 * taken for something else is refused: kind and type are bound to the bytes, and for results and
 * checkpoints the task's id.
 *
 * <p>Stored are the length of the key's id, the id, a random nonce of 96 bits, and what the cipher
 * wrote. With random nonces a key should write no more than 2³² payloads.
 */
public final class Encryption implements PayloadTransform {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final String CIPHER = "AES/GCM/NoPadding";

  private final SecureRandom random = new SecureRandom();
  private final KeyRing keys;
  private final boolean required;

  private Encryption(KeyRing keys, boolean required) {
    this.keys = keys;
    this.required = required;
  }

  /**
   * Writes with the current key, and reads with all; what is not encrypted stays readable.
   *
   * @param keys opens and closes
   */
  public static Encryption with(KeyRing keys) {
    return new Encryption(keys, false);
  }

  /** The same, but what is not encrypted is refused: for when no old task is left. */
  public Encryption required() {
    return new Encryption(keys, true);
  }

  @Override
  public boolean isRequired() {
    return required;
  }

  @Override
  public String name() {
    return "aes-256-gcm";
  }

  @Override
  public byte[] apply(byte[] bytes, PayloadContext context) {
    String keyId = keys.currentId();
    byte[] id = keyId.getBytes(ISO_8859_1);
    if (!FixedKeyRing.isId(keyId)) {
      throw new PayloadException("'" + keyId + "' can't be the id of a key; see KeyRing.currentId");
    }
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, keyId, nonce, context);
      ByteBuffer out =
          ByteBuffer.allocate(1 + id.length + NONCE_BYTES + cipher.getOutputSize(bytes.length));
      out.put((byte) id.length).put(id).put(nonce);
      cipher.doFinal(ByteBuffer.wrap(bytes), out);
      return out.array();
    } catch (GeneralSecurityException e) {
      throw new PayloadException(
          context.words() + " can't be encrypted with key '" + keyId + "'", e);
    }
  }

  @Override
  public byte[] undo(byte[] bytes, PayloadContext context) {
    int idLength = bytes.length == 0 ? 0 : bytes[0];
    int at = 1 + idLength;
    if (idLength <= 0 || bytes.length < at + NONCE_BYTES + TAG_BITS / 8) {
      throw new PayloadException(context.words() + " is cut off; it is damaged");
    }
    String keyId = new String(bytes, 1, idLength, ISO_8859_1);
    if (!FixedKeyRing.isId(keyId)) {
      throw new PayloadException(
          context.words() + " names no key that there can be; it is damaged");
    }
    byte[] nonce = new byte[NONCE_BYTES];
    System.arraycopy(bytes, at, nonce, 0, NONCE_BYTES);
    int start = at + NONCE_BYTES;
    try {
      return cipher(Cipher.DECRYPT_MODE, keyId, nonce, context)
          .doFinal(bytes, start, bytes.length - start);
    } catch (GeneralSecurityException e) {
      throw new PayloadKeyException(
          keyId,
          context.words()
              + " is not opened by key '"
              + keyId
              + "': either the key of this id is another one here than where it was written, so"
              + " give it the same, or the data were altered",
          e);
    }
  }

  private Cipher cipher(int mode, String keyId, byte[] nonce, PayloadContext context)
      throws GeneralSecurityException {
    SecretKey key =
        keys.key(keyId)
            .orElseThrow(
                () ->
                    new PayloadKeyException(
                        keyId,
                        context.words()
                            + " needs key '"
                            + keyId
                            + "', which is missing here; add it to the key ring",
                        null));
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((keyId + '\n').getBytes(ISO_8859_1));
    cipher.updateAAD(context.toBytes());
    return cipher;
  }
}
