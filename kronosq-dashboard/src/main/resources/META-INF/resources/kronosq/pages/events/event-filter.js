/** The names of task events, in the order in which a task meets them. */
export const TASK_EVENTS = [
  'STARTED',
  'SUCCEEDED',
  'FAILED',
  'RETRIED',
  'ARCHIVED',
  'RECOVERED',
  'RETURNED',
  'STUCK',
  'REFUSED',
];

/** The names of server events. */
export const SERVER_EVENTS = ['SCALED'];

const TONES = {
  SUCCEEDED: 'good',
  FAILED: 'bad',
  ARCHIVED: 'bad',
  STUCK: 'bad',
  REFUSED: 'bad',
  RETRIED: 'warn',
  RECOVERED: 'warn',
  RETURNED: 'warn',
};

/** How an event is to be taken: `good`, `warn`, `bad` or `calm`. */
export function toneOf(name) {
  return TONES[name] ?? 'calm';
}

/**
 * Which events are shown. A queue or a type is exact, or begins with what stands before a final `*`; the text is
 * anywhere in the ids, the type, the server or the error.
 */
export class EventFilter {
  constructor({ queue = '', type = '', events = [], text = '' } = {}) {
    this.queue = queue.trim();
    this.type = type.trim();
    this.events = new Set(events);
    this.text = text.trim().toLowerCase();
  }

  /** @param {URLSearchParams} params of the page's address */
  static of(params) {
    return new EventFilter({
      queue: params.get('queue') ?? '',
      type: params.get('type') ?? '',
      events: (params.get('event') ?? '').split(',').filter((name) => [...TASK_EVENTS, ...SERVER_EVENTS].includes(name)),
      text: params.get('text') ?? '',
    });
  }

  get empty() {
    return !this.queue && !this.type && this.events.size === 0 && !this.text;
  }

  /** The part of the filter that the server understands; it spares the wire. Server events pass it always. */
  onServer() {
    const asked = {};
    if (this.queue && !this.queue.endsWith('*')) {
      asked.queue = this.queue;
    }
    if (this.type) {
      asked.type = this.type;
    }
    const names = [...this.events].filter((name) => TASK_EVENTS.includes(name));
    if (names.length > 0) {
      asked.event = names.join(',');
    }
    return asked;
  }

  /** Whether two filters ask the server for the same. */
  asksLike(other) {
    return JSON.stringify(this.onServer()) === JSON.stringify(other.onServer());
  }

  matches(event) {
    return (
      (this.events.size === 0 || this.events.has(event.event)) &&
      named(this.queue, event.queue) &&
      named(this.type, event.taskType) &&
      this.#hasText(event)
    );
  }

  #hasText(event) {
    return (
      !this.text ||
      [event.taskId, event.taskType, event.queue, event.server, event.name, event.error?.class, event.error?.message]
        .filter(Boolean)
        .some((part) => String(part).toLowerCase().includes(this.text))
    );
  }
}

function named(wanted, name) {
  if (!wanted) {
    return true;
  }
  return wanted.endsWith('*') ? (name ?? '').startsWith(wanted.slice(0, -1)) : name === wanted;
}
