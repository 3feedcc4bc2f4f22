package io.kronosq.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsScriptEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CronWordsTest {
  private static final String TELL =
      """
      import { patternInWords } from './pages/schedules/cron-words.js';
      export const tell = (pattern, language, bundle) =>
        patternInWords(pattern, language, (key, values = {}) => {
          if (!(key in bundle)) {
            throw new Error(`The bundle has no '${key}'`);
          }
          return bundle[key].replace(/\\{(\\w+)\\}/g, (_, name) => values[name]);
        });
      """;

  private final Modules modules = new Modules();
  private Value tell;

  @BeforeAll
  void load() {
    tell = modules.evaluate(TELL).getMember("tell");
  }

  @AfterAll
  void close() {
    modules.close();
  }

  private Value tell(String pattern, String language) {
    return tell.execute(pattern, language, modules.bundle(language));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          */10 * * * *         | Every 10 minutes
          30 3 * * MON-FRI     | At 03:30, from Monday to Friday
          0 9,15 * * *         | At 09:00 and 15:00, every day
          15 */2 * * *         | Every 2 hours, at minute 15
          */5 * * * * *        | Every 5 seconds
          30 0 12 * * *        | At 12:00:30, every day
          0 0 L * *            | At 00:00, on the last day of the month
          0 0 1 1 *            | At 00:00, on day 1 of January
          0 0 13 * 5           | At 00:00, on day 13 of the month or every Friday
          0 0 * * FRI#2        | At 00:00, on the second Friday of the month
          0 0 * * 5L           | At 00:00, on the last Friday of the month
          0 0 * * 7            | At 00:00, every Sunday
          0 9-17 * * MON-FRI   | Every hour, from 09:00 to 17:00, from Monday to Friday
          */15 9-17 * * *      | Every 15 minutes, from 09:00 to 17:45
          */7 9 * 3-5 1        | At minutes 0, 7, 14, 21, 28, 35, 42, 49, and 56 of every hour, \
          in the hours that begin at 09:00, every Monday, from March to May
          7 * * * *            | At minute 7 of every hour
          * * * * *            | Every minute
          @hourly              | Every hour
          @every 90s           | Every 1 minute and 30 seconds
          @every PT1H          | Every hour
          """)
  void tellsWhenAPatternRuns(String pattern, String words) {
    assertThat(tell(pattern, "en").asString()).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          de | Um 03:30 Uhr, von Montag bis Freitag
          zh | 星期一至星期五 03:30
          es | A las 3:30, de lunes a viernes
          ja | 月曜日～金曜日 3:30
          """)
  void tellsItInEachLanguage(String language, String words) {
    assertThat(tell("30 3 * * MON-FRI", language).asString()).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "* * * *",
        "60 * * * *",
        "* 24 * * *",
        "0 0 0 * *",
        "5-1 * * * *",
        "*/0 * * * *",
        "0 0 * * 8",
        "@every",
        "@every 0s",
        "@sometimes",
        "0 0 * FOO *"
      })
  void saysNothingAboutWhatItDoesNotUnderstand(String pattern) {
    assertThat(tell(pattern, "en").isNull()).isTrue();
  }

  @Test
  void everyKindOfPatternHasItsTextInEachLanguage() {
    for (String language : Bundles.LANGUAGES) {
      for (String pattern :
          new String[] {
            "0 0 LW * *",
            "0 0 15W * *",
            "0 0 1-7 6-8 *",
            "0 0 1,15 4,5 *",
            "0 0 13 4 5",
            "0 0 * 3 *",
            "*/10 8,20 * * *",
            "5,10 */3 * * *",
            "10 * * * * *",
            "1,2 3 4 * * *",
            "0 0 * * 1#1",
            "0 0 * * 1#3",
            "0 0 * * 1#4",
            "0 0 * * 1#5",
            "@every 1d2h",
            "* 9 * * *"
          }) {
        assertThat(tell(pattern, language).asString())
            .as(language + " " + pattern)
            .isNotBlank()
            .doesNotContain("{", "undefined");
      }
    }
  }
}
