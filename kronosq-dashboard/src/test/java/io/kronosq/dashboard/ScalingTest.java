package io.kronosq.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@NeedsScriptEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScalingTest {
  private static final String SCALING =
      """
      import { scalingPoints, sumOfSamples } from './pages/servers/scaling.js';
      const at = (minute) => new Date(minute * 60_000).toISOString();
      const sample = ([minute, target]) => ({ at: at(minute), target, busy: 1, max: 10 });
      const span = (minutes) => ({ from: 0, to: minutes * 60_000 });
      const told = (points) => points.map(({ at, target }) => `${Math.floor(at / 60_000)}:${target}`).join(' ');
      export const points = (samples, minutes, most) =>
        told(scalingPoints(samples.map(sample), span(minutes), most));
      export const sum = (one, other) =>
        sumOfSamples([one.map(sample), other.map(sample)])
          .map(({ at, target, max }) => `${Date.parse(at) / 60_000}:${target}/${max}`)
          .join(' ');
      """;

  private final Modules modules = new Modules();
  private Value exports;

  @BeforeAll
  void load() {
    exports = modules.evaluate(SCALING);
  }

  @AfterAll
  void close() {
    modules.close();
  }

  private Value array(String json) {
    return modules.evaluate("export const value = " + json).getMember("value");
  }

  private String points(String samples, int minutes, int most) {
    return exports.getMember("points").execute(array(samples), minutes, most).asString();
  }

  @Test
  void drawsSamplesInTheOrderOfTime() {
    assertThat(points("[[3, 5], [1, 2], [2, 4]]", 10, 100)).isEqualTo("1:2 2:4 3:5");
  }

  @Test
  void leavesAGapWhereNothingWasTold() {
    assertThat(points("[[1, 2], [2, 2], [8, 6]]", 10, 100)).isEqualTo("1:2 2:2 2:null 8:6");
  }

  @Test
  void takesTheHighestOfWhatFallsTogether() {
    assertThat(points("[[0, 2], [1, 9], [2, 3], [3, 4]]", 4, 2)).isEqualTo("0:9 2:4");
  }

  @Test
  void leavesOutWhatIsBeforeTheSpan() {
    assertThat(points("[[-5, 9], [1, 2]]", 10, 100)).isEqualTo("1:2");
  }

  @Test
  void addsUpServersMinuteByMinute() {
    String sum =
        exports
            .getMember("sum")
            .execute(array("[[1, 2], [2, 3]]"), array("[[2, 4], [3, 1]]"))
            .asString();

    assertThat(sum).isEqualTo("1:2/10 2:7/20 3:1/10");
  }
}
