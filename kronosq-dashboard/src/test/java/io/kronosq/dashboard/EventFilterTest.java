package io.kronosq.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NeedsScriptEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventFilterTest {
  private static final String FILTER =
      """
      import { EventFilter } from './pages/events/event-filter.js';
      const params = (text) => new Map(text.split('&').filter(Boolean).map((part) => part.split('=')));
      const of = (text) => EventFilter.of({ get: (name) => params(text ?? '').get(name) ?? null });
      const failed = {
        event: 'FAILED', taskId: 'T7', taskType: 'email:welcome', queue: 'mail', server: 'sv-1',
        error: { class: 'java.io.IOException', message: 'Broken pipe' },
      };
      export const matches = (text) => of(text).matches(failed);
      export const matchesScaling = (text) => of(text).matches({ event: 'SCALED', server: 'sv-1', name: 'shop' });
      export const onServer = (text) => JSON.stringify(of(text).onServer());
      """;

  private final Modules modules = new Modules();
  private Value exports;

  @BeforeAll
  void load() {
    exports = modules.evaluate(FILTER);
  }

  @AfterAll
  void close() {
    modules.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                                  | true
          queue=mail              | true
          queue=ma*               | true
          queue=ma                | false
          type=email:*            | true
          type=sms:*              | false
          event=FAILED,RETRIED    | true
          event=STARTED           | false
          event=NONSENSE          | true
          text=broken PIPE        | true
          text=t7                 | true
          text=sv-1               | true
          text=absent             | false
          queue=mail&text=absent  | false
          """)
  void letsThroughWhatEachPartOfItMeans(String params, boolean passes) {
    assertThat(exports.getMember("matches").execute(params).asBoolean()).isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                        | true
          event=SCALED  | true
          text=shop     | true
          queue=mail    | false
          """)
  void serverEventsHaveNoQueue(String params, boolean passes) {
    assertThat(exports.getMember("matchesScaling").execute(params).asBoolean()).isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          queue=mail&type=a:*&event=FAILED&text=x | {"queue":"mail","type":"a:*","event":"FAILED"}
          queue=ma*                               | {}
          event=SCALED                            | {}
          """)
  void asksTheServerForWhatItUnderstands(String params, String asked) {
    assertThat(exports.getMember("onServer").execute(params).asString()).isEqualTo(asked);
  }
}
