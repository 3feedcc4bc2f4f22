import { connection } from './connection.js';
import { t } from './i18n.js';

const BASE = new URL('api/v1/', document.baseURI.split('#')[0]);
const UNAVAILABLE = 503;
const READ_TIMEOUT = 10_000;
const WRITE_TIMEOUT = 30_000;

/**
 * A refusal of the API, or of the network.
 *
 * @property {number} status of HTTP; 0 when there was no answer
 * @property {string} title in a few words
 * @property {string} message what is wrong and what to do
 * @property {?string} field what of the request was wrong
 */
export class Problem extends Error {
  constructor(status, { title, detail, remedy, field }) {
    super([detail ?? title, remedy].filter(Boolean).map(sentence).join(' '));
    this.status = status;
    this.title = title ?? `${status}`;
    this.detail = detail ?? null;
    this.remedy = remedy ?? null;
    this.field = field ?? null;
  }

  /** Whether it may be gone the next time, without anybody doing something else. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

function sentence(text) {
  return /[.!?。！？…]$/.test(text) ? text : `${text}.`;
}

async function call(method, path, { body, ifMatch, signal } = {}) {
  const headers = { Accept: 'application/json, application/problem+json' };
  if (method !== 'GET') {
    headers['X-Kronosq-Request'] = '1';
  }
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  if (ifMatch) {
    headers['If-Match'] = ifMatch;
  }
  const asked = performance.now();
  let answer;
  let text;
  try {
    answer = await fetch(new URL(path, BASE), {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: signal ?? AbortSignal.timeout(method === 'GET' ? READ_TIMEOUT : WRITE_TIMEOUT),
    });
    text = await answer.text();
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    connection.lost('server', asked);
    throw new Problem(0, { title: t('problem.noAnswer'), remedy: t('problem.noAnswer.remedy') });
  }
  return read(answer, text, asked);
}

function read(answer, text, asked) {
  const json = /json/.test(answer.headers.get('Content-Type') ?? '');
  const body = json && text ? JSON.parse(text) : null;
  if (!answer.ok) {
    if (answer.status === UNAVAILABLE) {
      connection.lost('redis', asked);
    }
    throw new Problem(answer.status, body ?? { title: `${answer.status} ${answer.statusText}` });
  }
  connection.restored(connection.away, asked);
  return { body, etag: answer.headers.get('ETag'), location: answer.headers.get('Location') };
}

/** The calls of the REST API. Paths are relative to its root, their parts encoded by the caller. */
export const api = {
  url: (path) => new URL(path, BASE).href,
  get: async (path, options) => (await call('GET', path, options)).body,
  /** With the `etag` that a later write has to name. */
  getTagged: (path, options) => call('GET', path, options),
  post: async (path, body) => (await call('POST', path, { body })).body,
  put: async (path, body, { ifMatch } = {}) => (await call('PUT', path, { body, ifMatch })).body,
  /** With the `etag` of what it is now. */
  putTagged: (path, body, { ifMatch } = {}) => call('PUT', path, { body, ifMatch }),
  patch: async (path, body, { ifMatch } = {}) => (await call('PATCH', path, { body, ifMatch })).body,
  delete: async (path) => (await call('DELETE', path)).body,
};
