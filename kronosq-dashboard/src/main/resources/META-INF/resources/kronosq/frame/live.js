import { api } from './api.js';
import { connection } from './connection.js';
import { SeenStream } from './seen-stream.js';

const KINDS = ['stats', 'findings', 'job', 'redis'];

/** The one stream of what all pages want to know at once: figures, findings, bulk jobs, and whether Redis is there. */
class Live {
  #listeners = new Map(KINDS.map((kind) => [kind, new Set()]));
  #latest = new Map();
  #stream = new SeenStream(() => api.url(`events?kinds=${KINDS.join(',')}`), {
    open: () => connection.restored('server'),
    ...Object.fromEntries(KINDS.map((kind) => [kind, (message) => this.#tell(kind, JSON.parse(message.data))])),
  });

  /**
   * Hears of a kind of event.
   *
   * @param {'stats'|'findings'|'job'|'redis'} kind
   * @param {(data: object) => void} listener is told the latest at once, where it is a picture of the whole
   * @returns {() => void} ends it
   */
  on(kind, listener) {
    this.#listeners.get(kind).add(listener);
    if (kind !== 'job' && this.#latest.has(kind)) {
      listener(this.#latest.get(kind));
    }
    return () => this.#listeners.get(kind).delete(listener);
  }

  /** What was told last of a kind, or undefined. */
  latest(kind) {
    return this.#latest.get(kind);
  }

  start() {
    this.#stream.start();
  }

  #tell(kind, data) {
    this.#latest.set(kind, data);
    if (kind === 'redis' && !data.available) {
      connection.lost('redis');
    } else if (kind === 'redis' || kind === 'stats') {
      // A stream that is new tells figures, and nothing of a Redis that is there.
      connection.restored('redis');
    }
    for (const listener of this.#listeners.get(kind)) {
      listener(data);
    }
  }
}

export const live = new Live();
