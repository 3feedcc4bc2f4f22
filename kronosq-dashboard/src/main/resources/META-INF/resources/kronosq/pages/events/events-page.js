import { Page, f, html, link, nothing, repeat, t } from '../../frame.js';
import { EventFilter, SERVER_EVENTS, TASK_EVENTS, toneOf } from './event-filter.js';
import { EventStream } from './event-stream.js';
import { EventTail } from './event-tail.js';

const KEPT = 500;
const RATE_WINDOW = 10_000;
const REDRAW_INTERVAL = 250;
const SHORT_ID = 12;

/** The events of all servers as they happen. */
export class EventsPage extends Page {
  /** Nothing is loaded: the page lives from the stream. */
  static every = null;

  static properties = {
    state: { state: true },
    drawn: { state: true },
  };

  constructor() {
    super();
    this.tail = new EventTail(KEPT);
    this.arrivals = [];
    this.state = 'connecting';
    this.drawn = 0;
    this.filter = new EventFilter();
    this.stream = new EventStream({
      event: (event) => this.take(event),
      gap: (gap) => this.tail.gap(new Date(), gap.missed),
      state: (state) => (this.state = state),
    });
    this.onKey = (event) => this.key(event);
  }

  connectedCallback() {
    super.connectedCallback();
    this.filter = EventFilter.of(this.query);
    this.stream.open(this.filter);
    this.drawing = setInterval(() => this.draw(), REDRAW_INTERVAL);
    addEventListener('keydown', this.onKey);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stream.close();
    clearInterval(this.drawing);
    removeEventListener('keydown', this.onKey);
  }

  willUpdate(changed) {
    super.willUpdate(changed);
    if (changed.has('query')) {
      const filter = EventFilter.of(this.query);
      if (!filter.asksLike(this.filter)) {
        this.stream.open(filter);
      }
      this.filter = filter;
    }
  }

  get title() {
    return t('events.title');
  }

  take(event) {
    this.arrivals.push(Date.now());
    this.tail.add(event);
    this.changed = true;
  }

  /** Events come in bursts; the list is drawn a few times a second at most. */
  draw() {
    const since = Date.now() - RATE_WINDOW;
    const before = this.arrivals.length;
    this.arrivals = this.arrivals.filter((at) => at > since);
    if (this.changed || before !== this.arrivals.length) {
      this.changed = false;
      this.drawn += 1;
    }
  }

  key(event) {
    const elsewhere = event.target.closest?.('input, textarea, select') || document.querySelector('kq-dialog, kq-palette');
    if (event.key === 'p' && !elsewhere && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.toggle();
    }
  }

  toggle() {
    if (this.tail.paused) {
      this.tail.resume();
    } else {
      this.tail.pause();
    }
    this.drawn += 1;
  }

  clear() {
    this.tail.clear();
    this.drawn += 1;
  }

  actions() {
    const { paused, missed } = this.tail;
    const state = paused ? 'paused' : this.state;
    return html`
      <span class="events-state events-${state}" role="status" data-test="events-state">${t(`events.${state}`)}</span>
      <span class="kq-hint events-rate">
        ${t('events.rate', { n: f.decimal((this.arrivals.length * 1_000) / RATE_WINDOW) })}
      </span>
      <button
        class="kq-button ${paused ? 'kq-primary' : ''}"
        data-test="events-pause"
        aria-keyshortcuts="p"
        @click=${() => this.toggle()}
      >
        ${paused ? t('events.resume') : t('events.pause')}
        ${paused && missed > 0 ? html`<b>${t('events.waiting', { n: f.number(missed) })}</b>` : nothing}
      </button>
      <button class="kq-button" data-test="events-clear" @click=${() => this.clear()}>${t('events.clear')}</button>
    `;
  }

  body() {
    const shown = this.tail.entries.filter(({ kind, event }) => kind === 'gap' || this.filter.matches(event));
    return html`
      ${this.filters()}
      ${shown.length === 0
        ? this.filter.empty || this.tail.entries.length === 0
          ? this.empty(t('events.empty'), t('events.emptyHint'))
          : this.empty(t('events.noMatch'))
        : this.list(shown)}
      <p class="kq-hint">${t('events.shown', { n: f.number(KEPT) })}</p>
    `;
  }

  filters() {
    const field = (name) => html`<input
      class="kq-input"
      type="search"
      data-test="events-filter-${name}"
      ?data-search=${name === 'text'}
      autocomplete="off"
      spellcheck="false"
      placeholder=${t(`events.filter.${name}`)}
      aria-label=${t(`events.filter.${name}`)}
      .value=${this.filter[name] && (this.query.get(name) ?? '')}
      @input=${(event) => this.ask({ [name]: event.target.value })}
    />`;
    return html`<div class="kq-bar events-filters" role="search">
        ${field('queue')} ${field('type')} ${field('text')}
        ${this.filter.empty
          ? nothing
          : html`<button
              class="kq-button"
              data-test="events-filter-reset"
              @click=${() => this.ask({ queue: null, type: null, text: null, event: null })}
            >
              ${t('events.filter.reset')}
            </button>`}
      </div>
      <div class="events-names" role="group" aria-label=${t('events.filter.event')}>
        ${[...TASK_EVENTS, ...SERVER_EVENTS].map((name) => this.toggleOf(name))}
      </div>`;
  }

  toggleOf(name) {
    const chosen = this.filter.events.has(name);
    const others = [...this.filter.events].filter((other) => other !== name);
    return html`<button
      class="kq-toggle kq-dot-${toneOf(name)}"
      aria-pressed=${chosen}
      data-test="events-name-${name.toLowerCase()}"
      @click=${() => this.ask({ event: (chosen ? others : [...others, name]).join(',') || null })}
    >
      ${t(`events.name.${name}`)}
    </button>`;
  }

  list(entries) {
    return html`<div class="kq-scroll events-scroll" tabindex="0" role="region" aria-label=${t('events.title')}>
      <table class="kq-table kq-cards events-list" data-test="events">
        <thead>
          <tr>
            <th scope="col">${t('events.col.time')}</th>
            <th scope="col">${t('events.col.event')}</th>
            <th scope="col">${t('events.col.task')}</th>
            <th scope="col">${t('events.col.queue')}</th>
            <th scope="col">${t('events.col.detail')}</th>
          </tr>
        </thead>
        <tbody>
          ${repeat(
            entries,
            (entry) => entry.key,
            (entry) => (entry.kind === 'gap' ? this.gap(entry) : this.event(entry.event)),
          )}
        </tbody>
      </table>
    </div>`;
  }

  gap({ missed }) {
    return html`<tr class="events-gap" data-test="events-gap">
      <td colspan="5">${missed ? t('events.gapDropped', { n: f.number(missed) }) : t('events.gap')}</td>
    </tr>`;
  }

  event(event) {
    return html`<tr data-row>
      <td class="kq-code events-time">${f.clock(event.at)}</td>
      <td class="events-name"><span class="kq-pill kq-${toneOf(event.event)}">${t(`events.name.${event.event}`)}</span></td>
      ${event.taskId ? this.task(event) : this.server(event)}
    </tr>`;
  }

  task({ taskId, taskType, queue, server, runtimeMs, error, retryInMs, retried, maxRetry }) {
    return html`
      <td>
        <span class="kq-name">${f.text(taskType)}</span>
        <a class="kq-code kq-sub" data-row-link href=${link.task(queue, taskId)}>${f.text(taskId)}</a>
      </td>
      <td><a href=${link.queue(queue)}>${f.text(queue)}</a></td>
      <td class="events-detail">
        ${error
          ? html`<span class="events-error" title=${f.text(error.message ?? '')}
              ><b>${f.text(shortClass(error.class))}</b> ${f.text(error.message ?? '')}</span
            >`
          : nothing}
        <span class="kq-sub">
          ${runtimeMs === undefined ? nothing : html`${t('events.detail.runtime', { time: f.duration(runtimeMs) })} · `}
          ${retryInMs === undefined
            ? nothing
            : html`${t('events.detail.retryIn', {
                time: f.duration(retryInMs),
                retried: f.number(retried),
                maxRetry: f.number(maxRetry),
              })}
              · `}
          <a href=${link.server(server)} title=${f.text(server)}>${f.text(server, SHORT_ID)}</a>
        </span>
      </td>
    `;
  }

  server({ server, name, from, to, reason }) {
    return html`
      <td><a class="kq-name" href=${link.server(server)}>${f.text(name || server)}</a></td>
      <td><span class="kq-none">–</span></td>
      <td>
        ${t('events.detail.scaled', {
          from: f.number(from),
          to: f.number(to),
          reason: t(`events.reason.${reason}`),
        })}
      </td>
    `;
  }
}

function shortClass(name) {
  return name?.slice(name.lastIndexOf('.') + 1) ?? '';
}

customElements.define('kq-events-page', EventsPage);
