package io.kronosq.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final Instant NOW = Instant.ofEpochSecond(1614265330);
  private static final String TIME = "1614265330";

  /** The example of the Standard Webhooks specification. */
  private static final String SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  private final WebhookSignature signature =
      WebhookSignature.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  @Test
  void signsAsStandardWebhooksDoes() {
    assertThat(signature.sign(ID, NOW.getEpochSecond(), BODY)).isEqualTo(SIGNED);
    assertThat(signature.verify(ID, TIME, SIGNED, BODY, NOW)).isTrue();
  }

  @Test
  void anyOfSeveralSignaturesIsEnoughWhenASecretIsReplaced() {
    assertThat(signature.verify(ID, TIME, "v1,AAAA v1a,BBBB " + SIGNED, BODY, NOW)).isTrue();
  }

  @Test
  void whatWasChangedIsRefused() {
    assertThat(signature.verify(ID, TIME, SIGNED, "{}".getBytes(UTF_8), NOW)).isFalse();
    assertThat(signature.verify("other", TIME, SIGNED, BODY, NOW)).isFalse();
    assertThat(signature.verify(ID, "1614265331", SIGNED, BODY, NOW)).isFalse();
    assertThat(signature.verify(ID, TIME, "", BODY, NOW)).isFalse();
    assertThat(signature.verify(ID, TIME, SIGNED.substring(3), BODY, NOW)).isFalse();
    assertThat(
            WebhookSignature.of("another secret, long enough").verify(ID, TIME, SIGNED, BODY, NOW))
        .isFalse();
  }

  @Test
  void whatIsOldOrFromTheFutureIsRefused() {
    assertThat(signature.verify(ID, TIME, SIGNED, BODY, NOW.plusSeconds(300))).isTrue();
    assertThat(signature.verify(ID, TIME, SIGNED, BODY, NOW.plusSeconds(301))).isFalse();
    assertThat(signature.verify(ID, TIME, SIGNED, BODY, NOW.minusSeconds(301))).isFalse();
    assertThat(signature.verify(ID, "soon", SIGNED, BODY, NOW)).isFalse();
    assertThat(signature.verify(ID, "-" + TIME, SIGNED, BODY, NOW)).isFalse();
  }

  @Test
  void shortSecretsAndWrongBase64AreRefused() {
    assertThatThrownBy(() -> WebhookSignature.of("whsec_geheim!"))
        .hasMessageContaining("no Base64")
        .hasMessageNotContaining("geheim")
        .hasNoCause();
    assertThatThrownBy(() -> WebhookSignature.of("whsec_AAAA")).hasMessageContaining("has 3 bytes");
  }
}
