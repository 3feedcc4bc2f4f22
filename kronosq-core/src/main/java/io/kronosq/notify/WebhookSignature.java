package io.kronosq.notify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs webhooks, and verifies them where they are received: HMAC-SHA256 over id, time and body, as
 * Standard Webhooks (standardwebhooks.com) has it. Safe for use by many threads.
 */
public final class WebhookSignature {
  /** The message's id, the same when it is sent again. */
  public static final String ID_HEADER = "webhook-id";

  /** When it was sent, in seconds since 1970. */
  public static final String TIMESTAMP_HEADER = "webhook-timestamp";

  /** One or more signatures, {@code v1,} and Base64, with a space between them. */
  public static final String SIGNATURE_HEADER = "webhook-signature";

  /** How far the clocks of sender and receiver may be apart, with the way in between. */
  public static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String PREFIX = "whsec_";
  private static final int MIN_LENGTH = 16;

  private final SecretKeySpec key;

  private WebhookSignature(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /**
   * A signature by a secret.
   *
   * @param secret {@code whsec_} and Base64, or any other text, whose UTF-8 bytes are the key; at
   *     least 16 bytes
   * @throws IllegalArgumentException when it is shorter or no Base64; the message does not show it
   */
  public static WebhookSignature of(String secret) {
    byte[] key;
    if (secret.startsWith(PREFIX)) {
      try {
        key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "The webhook secret has no Base64 after whsec_ (it is not shown)");
      }
    } else {
      key = secret.getBytes(UTF_8);
    }
    if (key.length < MIN_LENGTH) {
      throw new IllegalArgumentException(
          "The webhook secret has "
              + key.length
              + " bytes; it needs "
              + MIN_LENGTH
              + " or more (it is not shown)");
    }
    return new WebhookSignature(key);
  }

  String sign(String id, long seconds, byte[] body) {
    return "v1," + Base64.getEncoder().encodeToString(hmac(id, Long.toString(seconds), body));
  }

  /**
   * Whether a message was signed with the secret, and within {@link #TOLERANCE} of now. A receiver
   * that also remembers ids for twice that time takes no message twice.
   *
   * @param id of {@value #ID_HEADER}
   * @param timestamp of {@value #TIMESTAMP_HEADER}
   * @param signatures of {@value #SIGNATURE_HEADER}
   * @param body as received, byte for byte
   * @param now by the receiver's clock
   */
  public boolean verify(String id, String timestamp, String signatures, byte[] body, Instant now) {
    if (!timestamp.matches("\\d{1,12}")) {
      return false;
    }
    Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
    if (Duration.between(sent, now).abs().compareTo(TOLERANCE) > 0) {
      return false;
    }
    byte[] expected =
        ("v1," + Base64.getEncoder().encodeToString(hmac(id, timestamp, body))).getBytes(US_ASCII);
    boolean matches = false;
    for (String signature : signatures.split(" ", -1)) {
      matches |= MessageDigest.isEqual(expected, signature.getBytes(US_ASCII));
    }
    return matches;
  }

  private byte[] hmac(String id, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update((id + "." + timestamp + ".").getBytes(UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", e);
    }
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "WebhookSignature";
  }
}
