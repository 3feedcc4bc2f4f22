import { SeenStream, api } from '../../frame.js';

/**
 * The live events that a server-side filter lets through. It reconnects by itself, and goes on where it was; a new
 * filter keeps the place, too.
 */
export class EventStream {
  /** @param listener with `event(event)`, `gap(gap)` and `state('connecting' | 'live')` */
  constructor(listener) {
    this.listener = listener;
    this.lastId = null;
    this.stream = null;
  }

  /** @param {import('./event-filter.js').EventFilter} filter */
  open(filter) {
    this.close();
    const { listener } = this;
    const told = (message) => {
      this.lastId = message.lastEventId || this.lastId;
      listener.event(JSON.parse(message.data));
    };
    listener.state('connecting');
    this.stream = new SeenStream(() => this.#address(filter), {
      open: () => listener.state('live'),
      error: () => listener.state('connecting'),
      gap: (message) => listener.gap(JSON.parse(message.data)),
      task: told,
      server: told,
    });
    this.stream.start();
  }

  #address(filter) {
    const asked = new URLSearchParams({ kinds: 'task,server', ...filter.onServer() });
    if (this.lastId) {
      asked.set('lastEventId', this.lastId);
    }
    return api.url(`events?${asked}`);
  }

  close() {
    this.stream?.stop();
    this.stream = null;
  }
}
