package io.kronosq.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NeedsScriptEngine
class SeenStreamTest {
  private static final String STREAM =
      """
      import { SeenStream } from './frame/seen-stream.js';
      const sources = [];
      let follow = null;
      let timer = null;
      globalThis.document = {
        hidden: false,
        addEventListener: (name, listener) => (follow = listener),
        removeEventListener: () => (follow = null),
      };
      globalThis.setTimeout = (later) => (timer = later);
      globalThis.clearTimeout = () => (timer = null);
      globalThis.EventSource = class {
        static CLOSED = 2;
        listeners = [];
        readyState = 1;
        constructor(address) {
          this.address = address;
          sources.push(this);
        }
        addEventListener(name, listener) {
          this.listeners.push([name, listener]);
        }
        tell(name) {
          this.listeners.filter(([each]) => each === name).forEach(([, listener]) => listener({}));
        }
        close() {
          this.readyState = 2;
        }
      };
      let told = 0;
      let asked = 0;
      export const stream = new SeenStream(() => `events-${++asked}`, { task: () => (told += 1) });
      export const seen = (yes) => {
        document.hidden = !yes;
        follow?.();
      };
      export const tell = (name) => sources.at(-1).tell(name);
      export const refuse = () => {
        sources.at(-1).close();
        sources.at(-1).tell('error');
      };
      export const wait = () => timer?.();
      export const count = () => told;
      export const open = () =>
        sources
          .filter(({ readyState }) => readyState !== 2)
          .map(({ address }) => address)
          .join(' ');
      """;

  private final Modules modules = new Modules();
  private Value exports;

  @BeforeEach
  void load() {
    exports = modules.evaluate(STREAM);
    exports.getMember("stream").invokeMember("start");
  }

  @AfterEach
  void close() {
    modules.close();
  }

  private void call(String function, Object... arguments) {
    exports.getMember(function).executeVoid(arguments);
  }

  private String open() {
    return exports.getMember("open").execute().asString();
  }

  @Test
  void tellsEventsByTheirNames() {
    call("tell", "task");
    call("tell", "weather");

    assertThat(exports.getMember("count").execute().asInt()).isEqualTo(1);
  }

  @Test
  void holdsNoConnectionWhileThePageIsHidden() {
    assertThat(open()).isEqualTo("events-1");
    call("seen", false);

    assertThat(open()).isEmpty();
  }

  @Test
  void asksAnewWhenThePageIsSeenAgain() {
    call("seen", false);
    call("seen", true);

    assertThat(open()).isEqualTo("events-2");
  }

  @Test
  void asksAgainAfterARefusal() {
    call("refuse");
    assertThat(open()).isEmpty();
    call("wait");

    assertThat(open()).isEqualTo("events-2");
  }

  @Test
  void doesNotAskAgainWhileThePageIsHidden() {
    call("refuse");
    call("seen", false);
    call("wait");

    assertThat(open()).isEmpty();
  }

  @Test
  void whatWasStoppedStaysClosed() {
    exports.getMember("stream").invokeMember("stop");
    call("seen", false);
    call("seen", true);

    assertThat(open()).isEmpty();
  }
}
