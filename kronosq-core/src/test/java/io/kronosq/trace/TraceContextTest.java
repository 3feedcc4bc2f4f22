package io.kronosq.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String PARENT = "00-" + TRACE + "-" + SPAN + "-01";

  private static String stateOf(String state) {
    return TraceContext.parse(PARENT, state).orElseThrow().state();
  }

  @Test
  void aParentIsReadAndWritten() {
    TraceContext context = TraceContext.parse(PARENT, "vendor=1,other@x=a b").orElseThrow();
    assertThat(context).isEqualTo(new TraceContext(TRACE, SPAN, true, "vendor=1,other@x=a b"));
    assertThat(context.parent()).isEqualTo(PARENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more",
        " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
      })
  void aWrongParentIsNone(String parent) {
    assertThat(TraceContext.parse(parent, "a=1")).isEmpty();
  }

  @Test
  void aParentOfALaterVersionIsReadAsFarAsItIsKnown() {
    assertThat(TraceContext.parse("cc-" + TRACE + "-" + SPAN + "-01-what-else", null))
        .contains(new TraceContext(TRACE, SPAN, true, ""));
    assertThat(TraceContext.parse("00-" + TRACE + "-" + SPAN + "-fe", null).orElseThrow().sampled())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"A=1", "a", "a=", "=1", "a=b=c", "a=1,,b=ü", "a b=1"})
  void aWrongStateIsDroppedAndTheParentKept(String state) {
    assertThat(stateOf(state)).isEmpty();
  }

  @Test
  void aStateIsTidiedAndBounded() {
    assertThat(stateOf(" a=1 ,, b=2,\t")).isEqualTo("a=1,b=2");
    String many =
        IntStream.range(0, 33).mapToObj(i -> "k" + i + "=v").collect(Collectors.joining(","));
    assertThat(stateOf(many)).isEmpty();
    String large =
        IntStream.range(0, 4)
            .mapToObj(i -> "k" + i + "=" + "v".repeat(200))
            .collect(Collectors.joining(","));
    assertThat(stateOf(large)).hasSizeLessThanOrEqualTo(512).startsWith("k0=").contains(",k1=");
  }

  @Test
  void aChildHasASpanOfItsOwnInTheSameTrace() {
    TraceContext parent = new TraceContext(TRACE, SPAN, true, "a=1");
    TraceContext child = parent.child();
    assertThat(child.traceId()).isEqualTo(TRACE);
    assertThat(child.spanId()).isNotEqualTo(SPAN);
    assertThat(child.state()).isEqualTo("a=1");
    assertThat(TraceContext.parse(TraceContext.start(true).parent(), null)).isPresent();
  }

  @Test
  void wrongIdsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TraceContext("x", SPAN, true, ""))
        .withMessageContaining("'x'");
  }
}
