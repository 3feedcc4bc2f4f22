package io.kronosq.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

@NeedsScriptEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FindingTextsTest {
  private static final Pattern CODE = Pattern.compile("finding\\.([A-Z_]+)");

  private static final String TELL =
      """
      import { findingTexts } from './frame/finding-texts.js';
      const say = (bundle) => ({
        f: { duration: (ms) => `${ms} ms`, dayMinute: (at) => new Date(at).toISOString(), percent: (share) => `${100 * share} %` },
        has: (key) => key in bundle,
        t: (key, values = {}) => {
          const text = bundle[key].other ?? bundle[key];
          return text.replace(/\\{(\\w+)\\}/g, (_, name) => values[name]);
        },
      });
      const told = (bundle, code, subject, data) => {
        const { message, remedy } = findingTexts({ code, subject, data, message: 'As it is', remedy: 'Do it' }, say(bundle));
        return `${message} | ${remedy}`;
      };
      export const tell = (bundle, code, subject, data) =>
        told(bundle, code, subject, Object.fromEntries(data.split('&').map((part) => part.split('='))));
      const ALL = {
        reason: 'x', policy: 'x', usedBytes: '9', maxBytes: '10', part: 'snapshot', version: 'x', ms: '7', replica: 'x',
        state: 'x', slotsOk: '7', waiting: '7', pending: '7', queue: 'x', type: 'x', host: 'x', ranMs: '7', limitMs: '7',
        active: '7', perMinute: '7', etaMs: '7', archived: '7', attempts: '7', pid: '7',
        seenAt: '2026-01-01T00:00:00Z', lastTick: '2026-01-01T00:00:00Z',
      };
      export const tellAll = (bundle, code) => told(bundle, code, 'subject', ALL);
      """;

  private final Modules modules = new Modules();
  private Value exports;

  @BeforeAll
  void load() {
    exports = modules.evaluate(TELL);
  }

  @AfterAll
  void close() {
    modules.close();
  }

  private String tell(String language, String code, String subject, String data) {
    return exports
        .getMember("tell")
        .execute(modules.bundle(language), code, subject, data)
        .asString();
  }

  @Test
  void findingsAreToldInTheLanguageOfThePage() {
    assertThat(tell("de", "QUEUE_WITHOUT_SERVER", "mail", "waiting=7"))
        .startsWith("7 Tasks warten in der Queue mail, die kein Server bedient | Starten Sie");
  }

  @ParameterizedTest
  @CsvSource({
    "CLOCK_SKEW, ms=6000, This server's clock is 6000 ms ahead of Redis'",
    "CLOCK_SKEW, ms=-6000, This server's clock is 6000 ms behind Redis'",
    "REDIS_PERSISTENCE_FAILING, part=snapshot, Redis at one:1 could not write its last snapshot",
    "REDIS_MEMORY_LOW, usedBytes=9&maxBytes=10, Redis at one:1 uses 90 % of its maxmemory"
  })
  void theTextFitsWhatWasTold(String code, String data, String text) {
    assertThat(tell("en", code, "one:1", data)).startsWith(text);
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_KNOWN_YET, pending=7",
    "toString, pending=7",
    "QUEUE_PAUSED_BACKLOG, other=7",
    "QUEUE_PAUSED_BACKLOG, pending=many",
    "REDIS_PERSISTENCE_FAILING, part=else"
  })
  void whatThePageHasNoTextForIsToldInTheServersWords(String code, String data) {
    assertThat(tell("ja", code, "x", data)).isEqualTo("As it is | Do it");
  }

  @ParameterizedTest
  @FieldSource("io.kronosq.dashboard.Bundles#LANGUAGES")
  void allCodesHaveAWholeText(String language) {
    Value bundle = modules.bundle(language);
    Set<String> codes = new TreeSet<>();
    bundle
        .getMemberKeys()
        .forEach(
            key -> CODE.matcher(key).results().map(FindingTextsTest::code).forEach(codes::add));
    assertThat(codes).hasSize(21);
    for (String code : codes) {
      assertThat(exports.getMember("tellAll").execute(bundle, code).asString())
          .as(code)
          .doesNotContain("As it is", "undefined", "NaN", "{");
    }
  }

  private static String code(MatchResult found) {
    return found.group(1);
  }
}
