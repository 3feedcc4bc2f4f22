package io.kronosq.sample.signup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignupTest {
  @Test
  void dropsSpaceAroundItsPartsAndMakesTheNameOneLine() {
    assertThat(new Signup("  Ada\r\n Lovelace ", " ada@example.org "))
        .isEqualTo(new Signup("Ada Lovelace", "ada@example.org"));
  }

  @Test
  void aMissingPartIsEmpty() {
    assertThat(new Signup(null, null)).isEqualTo(new Signup("", ""));
  }
}
