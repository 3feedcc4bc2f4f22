const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/**
 * What the API is asked to enqueue.
 *
 * @param {object} written the fields of the form by their names; empty ones are left out
 * @throws {SyntaxError} when the payload is to be JSON and is not
 */
export function newTask(written) {
  const task = { type: written.type.trim() };
  if (written.payload !== '') {
    if (written.encoding === 'json') {
      task.payload = JSON.parse(written.payload);
    } else {
      task[written.encoding === 'text' ? 'payloadText' : 'payloadBase64'] = written.payload;
    }
  }
  for (const [field, name, unit] of [
    ['maxRetry', 'maxRetry', 1],
    ['delay', 'delayMs', SECOND],
    ['timeout', 'timeoutMs', SECOND],
    ['retention', 'retentionMs', MINUTE],
    ['unique', 'uniqueMs', MINUTE],
  ]) {
    if (written[field] !== '') {
      task[name] = Math.round(Number(written[field]) * unit);
    }
  }
  for (const name of ['id', 'limitKey']) {
    if (written[name].trim() !== '') {
      task[name] = written[name].trim();
    }
  }
  const headers = headersOf(written.headers);
  return Object.keys(headers).length > 0 ? { ...task, headers } : task;
}

/** One a line, its name before the first colon. */
function headersOf(lines) {
  return Object.fromEntries(
    lines
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const [name, ...value] = line.split(':');
        return [name.trim(), value.join(':').trim()];
      }),
  );
}
