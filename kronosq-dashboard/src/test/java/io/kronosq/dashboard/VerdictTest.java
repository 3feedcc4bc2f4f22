package io.kronosq.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@NeedsScriptEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerdictTest {
  private static final String VERDICT =
      """
      import { failures } from './pages/overview/verdict.js';
      const slice = ([succeeded, failed]) => ({ succeeded, failed });
      export const told = (succeeded, failed, hourSucceeded, hourFailed) => {
        const found = failures(slice([succeeded, failed]), [slice([hourSucceeded, 0]), slice([0, hourFailed])]);
        return found ? `${found.span} ${found.share} ${found.tone}` : 'well';
      };
      """;

  private final Modules modules = new Modules();
  private Value told;

  @BeforeAll
  void load() {
    told = modules.evaluate(VERDICT).getMember("told");
  }

  @AfterAll
  void close() {
    modules.close();
  }

  private String told(int succeeded, int failed, int hourSucceeded, int hourFailed) {
    return told.execute(succeeded, failed, hourSucceeded, hourFailed).asString();
  }

  @Test
  void fewFailuresAreNoMatter() {
    assertThat(told(96, 4, 960, 40)).isEqualTo("well");
    assertThat(told(0, 0, 0, 0)).isEqualTo("well");
  }

  @Test
  void manyFailuresOfTheLastMinuteAreToldFirst() {
    assertThat(told(90, 10, 600, 400)).isEqualTo("minute 0.1 warn");
  }

  @Test
  void whenAQuarterFailsItIsGrave() {
    assertThat(told(75, 25, 960, 40)).isEqualTo("minute 0.25 bad");
  }

  @Test
  void failuresOfTheLastHourAreToldWhenTheMinuteIsWell() {
    assertThat(told(100, 0, 600, 400)).isEqualTo("hour 0.4 warn");
  }

  @Test
  void aShareOfVeryFewAttemptsIsNotTold() {
    assertThat(told(0, 9, 0, 9)).isEqualTo("well");
  }
}
