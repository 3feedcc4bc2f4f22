package io.kronosq.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What forms and addresses say, as the API is told it, and tasks as people copy them. */
@NeedsScriptEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskFormsTest {
  private static final String FORMS =
      """
      import { newTask } from './pages/queues/new-task.js';
      import { jobFilter } from './pages/queues/task-filter.js';
      import { limitsOf, written } from './pages/queues/limit-values.js';
      import { asCurl, asTest } from './pages/tasks/copies.js';
      const EMPTY = {
        type: '', encoding: 'json', payload: '', delay: '', maxRetry: '', id: '', timeout: '', retention: '',
        unique: '', limitKey: '', headers: '',
      };
      export const task = (fields) => JSON.stringify(newTask({ ...EMPTY, ...JSON.parse(fields) }));
      export const filter = (name, value) =>
        JSON.stringify(jobFilter({ get: (asked) => (asked === name ? value : null) }));
      export const limits = (json) => JSON.stringify(limitsOf(written(JSON.parse(json))));
      const copied = (type, payload) => ({ type, queue: 'mail', maxRetry: 3, payload: { encoding: 'text', text: payload } });
      export const curl = (type, payload) => asCurl(copied(type, payload), 'https://x/kronosq/api/v1/queues/mail/tasks', "o'neil");
      export const test = (type, payload) => asTest(copied(type, payload));
      """;

  private final Modules modules = new Modules();
  private Value exports;

  @BeforeAll
  void load() {
    exports = modules.evaluate(FORMS);
  }

  @AfterAll
  void close() {
    modules.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"type":" email "}                                             | {"type":"email"}
          {"type":"a","payload":"{\\"x\\": 1}"}                          | {"type":"a","payload":{"x":1}}
          {"type":"a","payload":"null"}                                  | {"type":"a","payload":null}
          {"type":"a","payload":"{x","encoding":"text"}                  | {"type":"a","payloadText":"{x"}
          {"type":"a","payload":"AAA=","encoding":"binary"}              | {"type":"a","payloadBase64":"AAA="}
          {"type":"a","delay":"1.5","maxRetry":"0","retention":"2"}      | {"type":"a","maxRetry":0,"delayMs":1500,"retentionMs":120000}
          {"type":"a","headers":"tenant: 7\\n\\nurl:http://x"}           | {"type":"a","headers":{"tenant":"7","url":"http://x"}}
          """)
  void aFormBecomesATaskWithoutItsEmptyFields(String fields, String task) {
    assertThat(exports.getMember("task").execute(fields).asString()).isEqualTo(task);
  }

  @Test
  void aPayloadThatIsNoJsonIsRefused() {
    assertThat(
            catchThrowableOfType(
                PolyglotException.class,
                () -> exports.getMember("task").execute("{\"type\":\"a\",\"payload\":\"{x\"}")))
        .hasMessageContaining("SyntaxError");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          type   | email:*    | {"type":"email:*"}
          header | tenant:7   | {"headers":{"tenant":"7"}}
          header | url: a:b   | {"headers":{"url":"a:b"}}
          header | tenant     | {"headers":{"tenant":""}}
          cursor | abc        | {}
          """)
  void theFilterOfAnAddressIsTheOneOfABulkJob(String name, String value, String filter) {
    assertThat(exports.getMember("filter").execute(name, value).asString()).isEqualTo(filter);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}
          {"concurrency":7}
          {"rate":{"count":10,"perMs":1500}}
          {"concurrency":1,"rate":{"count":10,"perMs":60000,"burst":3}}
          """)
  void limitsThatAreNotEditedStayAsTheyAre(String limits) {
    assertThat(exports.getMember("limits").execute(limits).asString()).isEqualTo(limits);
  }

  @Test
  void aCommandQuotesWhatTheShellWouldRun() {
    String command = exports.getMember("curl").execute("it's", "$(rm)\u001b\u202e").asString();

    assertThat(command)
        .contains("curl -u 'o'\\''neil'", "\"type\":\"it'\\''s\"", "'https://x/kronosq/api/v1/")
        .contains("\"payloadText\":\"$(rm)\\u001b\\u202e\"")
        .doesNotContain("\u001b", "\u202e");
  }

  @Test
  void aTestNamesTypeAndPayloadAsJavaLiterals() {
    String test = exports.getMember("test").execute("e-mail:send\"", "\u202e\n*/").asString();

    assertThat(test)
        .contains("class TaskEMailSendTest {")
        .contains("Task.of(\"e-mail:send\\\"\", \"\\u202e\\n*/\".getBytes(UTF_8))")
        .doesNotContain("\u202e");
  }
}
