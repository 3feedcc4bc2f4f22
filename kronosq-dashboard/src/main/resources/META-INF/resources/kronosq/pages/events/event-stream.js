import { api } from '../../frame.js';

/**
 * The live events that a server-side filter lets through. It reconnects by itself, and goes on where it was; a new
 * filter keeps the place, too.
 */
export class EventStream {
  /** @param listener with `event(event)`, `gap(gap)` and `state('connecting' | 'live')` */
  constructor(listener) {
    this.listener = listener;
    this.source = null;
    this.lastId = null;
  }

  /** @param {import('./event-filter.js').EventFilter} filter */
  open(filter) {
    this.close();
    const asked = new URLSearchParams({ kinds: 'task,server' });
    for (const [name, value] of Object.entries(filter.onServer())) {
      asked.set(name, value);
    }
    if (this.lastId) {
      asked.set('lastEventId', this.lastId);
    }
    this.listener.state('connecting');
    this.source = new EventSource(api.url(`events?${asked}`));
    this.source.addEventListener('open', () => this.listener.state('live'));
    this.source.addEventListener('error', () => this.#failed(filter));
    this.source.addEventListener('gap', (message) => this.listener.gap(JSON.parse(message.data)));
    for (const kind of ['task', 'server']) {
      this.source.addEventListener(kind, (message) => {
        this.lastId = message.lastEventId || this.lastId;
        this.listener.event(JSON.parse(message.data));
      });
    }
  }

  close() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  /** The browser gives up where the answer was no stream, such as a 503; so it is asked again. */
  #failed(filter) {
    this.listener.state('connecting');
    if (this.source?.readyState === EventSource.CLOSED) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.open(filter), 3_000);
    }
  }
}
