package io.kronosq.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
  private final Throwable failure = new IllegalStateException();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 24})
  void exponentialWaitsLieBetweenItsBounds(int retried) {
    long n = retried;
    long least = n * n * n * n + 15;
    long most = least + 29 * (n + 1);
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      long wait = RetryPolicy.exponential().delay(retried, failure).toSeconds();
      assertThat(wait).isBetween(least, most);
      seen.add(wait);
    }
    assertThat(seen).as("jitter").hasSizeGreaterThan(10);
  }

  @Test
  void twentyFiveRetriesLastAboutThreeWeeks() {
    long seconds = 0;
    for (int n = 0; n < 25; n++) {
      seconds += RetryPolicy.exponential().delay(n, failure).toSeconds();
    }
    assertThat(Duration.ofSeconds(seconds)).isBetween(Duration.ofDays(19), Duration.ofDays(23));
  }

  @Test
  void noNumberOfRetriesOverflows() {
    assertThat(RetryPolicy.exponential().delay(10_000, failure)).isPositive();
  }

  @Test
  void fixedIsAlwaysTheSame() {
    RetryPolicy policy = RetryPolicy.fixed(Duration.ofSeconds(3));
    assertThat(policy.delay(0, failure)).isEqualTo(Duration.ofSeconds(3));
    assertThat(policy.delay(9, failure)).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void negativeWaitsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetryPolicy.fixed(Duration.ofSeconds(-1)))
        .withMessageContaining("PT-1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryLaterException(Duration.ofSeconds(-1)));
  }
}
