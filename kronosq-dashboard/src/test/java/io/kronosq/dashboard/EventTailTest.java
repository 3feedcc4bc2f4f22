package io.kronosq.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NeedsScriptEngine
class EventTailTest {
  private static final String TAIL =
      """
      import { EventTail } from './pages/events/event-tail.js';
      export const tail = new EventTail(3);
      export const add = (...ids) => ids.forEach((id) => tail.add({ id }));
      export const gap = (ms, missed) => tail.gap(new Date(ms), missed);
      export const shown = () =>
        tail.entries
          .map(({ kind, event, missed }) => (kind === 'gap' ? `gap${missed || ''}` : event.id))
          .join(' ');
      """;

  private final Modules modules = new Modules();
  private Value exports;

  @BeforeEach
  void load() {
    exports = modules.evaluate(TAIL);
  }

  @AfterEach
  void close() {
    modules.close();
  }

  private void add(String... ids) {
    exports.getMember("add").executeVoid((Object[]) ids);
  }

  private void call(String method) {
    exports.getMember("tail").invokeMember(method);
  }

  private String shown() {
    return exports.getMember("shown").execute().asString();
  }

  @Test
  void keepsTheLatestTheNewestFirst() {
    add("1-0", "2-0", "2-1", "10-0");

    assertThat(shown()).isEqualTo("10-0 2-1 2-0");
  }

  @Test
  void leavesOutWhatIsRepeatedAfterAReconnection() {
    add("1-0", "2-0");
    add("1-0", "2-0", "3-0");

    assertThat(shown()).isEqualTo("3-0 2-0 1-0");
  }

  @Test
  void standsStillWhilePausedAndCatchesUpAfterwards() {
    add("1-0");
    call("pause");
    add("2-0", "3-0");
    assertThat(shown()).isEqualTo("1-0");
    assertThat(exports.getMember("tail").getMember("missed").asInt()).isEqualTo(2);

    call("resume");

    assertThat(shown()).isEqualTo("3-0 2-0 1-0");
  }

  @Test
  void hasOnlyTheLatestAfterALongPause() {
    add("1-0");
    call("pause");
    add("2-0", "3-0", "4-0", "5-0", "6-0");

    assertThat(exports.getMember("tail").getMember("missed").asInt()).isEqualTo(5);
    call("resume");
    assertThat(shown()).isEqualTo("6-0 5-0 4-0");
  }

  @Test
  void marksAGapOnceAndSumsWhatIsMissing() {
    add("1-0");
    exports.getMember("gap").executeVoid(1, 5);
    exports.getMember("gap").executeVoid(2, 7);
    add("2-0");

    assertThat(shown()).isEqualTo("2-0 gap12 1-0");
  }
}
