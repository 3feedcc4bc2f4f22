/** What is not seen, or deceives the eye and the terminal, is escaped. */
// eslint-disable-next-line no-control-regex
const TREACHEROUS = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const BEYOND_ASCII = /[\u007f-\uffff]/g;

function escaped(character) {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A text within single quotes of a shell. */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A text as a Java literal. */
function literal(text) {
  return JSON.stringify(text).replace(BEYOND_ASCII, escaped);
}

function body({ type, payload, maxRetry }) {
  return {
    type,
    ...(payload?.encoding === 'json' ? { payload: payload.json } : {}),
    ...(payload?.encoding === 'text' ? { payloadText: payload.text } : {}),
    ...(payload?.encoding === 'binary' ? { payloadBase64: payload.base64 } : {}),
    maxRetry,
  };
}

/**
 * The command that enqueues such a task through the REST API; whoever runs it is asked for the password.
 *
 * @param {object} task as the API tells it
 * @param {string} url where tasks of its queue are enqueued
 * @param {?string} user who runs it
 */
export function asCurl(task, url, user) {
  return [
    `curl -u ${quoted((user || 'USER').replace(TREACHEROUS, ''))}`,
    `-H 'X-Kronosq-Request: 1'`,
    `-H 'Content-Type: application/json'`,
    `-d ${quoted(JSON.stringify(body(task)).replace(TREACHEROUS, escaped))}`,
    quoted(url),
  ].join(' \\\n  ');
}

/** The Java expression of a payload's bytes. */
function bytes(payload) {
  switch (payload?.encoding) {
    case 'json':
      return `${literal(JSON.stringify(payload.json))}.getBytes(UTF_8)`;
    case 'text':
      return `${literal(payload.text)}.getBytes(UTF_8)`;
    case 'binary':
      return `Base64.getDecoder().decode(${literal(payload.base64)})`;
    default:
      return 'new byte[0]';
  }
}

/**
 * A test with the test kit that enqueues such a task and runs its handler.
 *
 * @param {object} task as the API tells it
 */
export function asTest(task) {
  const words = task.type.match(/[A-Za-z0-9]+/g) ?? [];
  const name = words.map((word) => word[0].toUpperCase() + word.slice(1)).join('').slice(0, 80);
  const payload = bytes(task.payload);
  const imports = [
    'import static io.kronosq.testkit.assertj.KronosAssertions.assertThat;',
    ...(payload.endsWith('(UTF_8)') ? ['import static java.nio.charset.StandardCharsets.UTF_8;'] : []),
    '',
    'import io.kronosq.task.EnqueueOption;',
    'import io.kronosq.task.Task;',
    'import io.kronosq.testkit.KronosTest;',
    'import io.kronosq.testkit.TestKronos;',
    ...(payload.startsWith('Base64') ? ['import java.util.Base64;'] : []),
    'import org.junit.jupiter.api.Test;',
  ].join('\n');
  return `${imports}

@KronosTest
class Task${name}Test {
  @Test
  void isHandled(TestKronos kronos) {
    kronos.handle(${literal(task.type)}, context -> {
      // call the handler
    });

    kronos.client().enqueue(
        Task.of(${literal(task.type)}, ${payload}),
        EnqueueOption.queue(${literal(task.queue)}),
        EnqueueOption.maxRetry(${task.maxRetry}));
    kronos.runUntilEmpty();

    assertThat(kronos).ran(${literal(task.type)}).once().succeeded();
  }
}
`;
}
