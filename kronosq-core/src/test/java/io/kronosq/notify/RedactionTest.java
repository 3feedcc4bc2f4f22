package io.kronosq.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"user":"a","password":"geheim"} | {"user":"a","password":…}
          {"accessToken" : "geheim","n":1} | {"accessToken" : …,"n":1}
          {"db_password":"ge\\"heim","n":1} | {"db_password":…,"n":1}
          {"client-secret":{"geheim":[1,"}",2]},"n":1} | {"client-secret":…,"n":1}
          {"tokens":["geheim","geheim"],"n":1} | {"tokens":…,"n":1}
          {"pin":1,"cvv":987} | {"pin":1,"cvv":…}
          {"password":"geheim | {"password":…
          {"secret":{"a":"geheim | {"secret":…
          {"secret": | {"secret":…
          password=geheim&user=a | password=…&user=a
          Authorization: Bearer geheim more | Authorization: … more
          login with api_key='geheim' failed | login with api_key=… failed
          {\\"password\\":\\"geheim\\",\\"n\\":1} | {\\"password\\":…,\\"n\\":1}
          no secrets here | no secrets here
          {"user":"a","n":1} | {"user":"a","n":1}
          """)
  void valuesOfSecretKeysAreTakenOut(String text, String expected) {
    assertThat(Redaction.BUILT_IN.of(text)).isEqualTo(expected);
  }

  @Test
  void aPayloadIsRedactedBeforeItIsCut() {
    byte[] payload =
        "{\"a\":\"xxxxxxxxxx\",\"password\":\"geheim\"}".getBytes(StandardCharsets.UTF_8);
    for (int length = 1; length < 50; length++) {
      String text = Payloads.text(payload, length);
      assertThat(text).doesNotContain("geh").hasSizeLessThanOrEqualTo(length);
    }
  }

  @Test
  void whatIsNoTextIsToldByItsSize() {
    assertThat(Payloads.text(new byte[] {(byte) 0xff, 1, 2}, 50)).isEqualTo("3 bytes");
    assertThat(Payloads.text(new byte[] {'a', 0}, 50)).isEqualTo("2 bytes");
    assertThat(Payloads.text("Grüße".getBytes(StandardCharsets.UTF_8), 50)).isEqualTo("Grüße");
  }
}
