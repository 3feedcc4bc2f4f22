import { Page, api, can, f, html, link, nothing, repeat, t, toast } from '../../frame.js';
import './enqueue-dialog.js';

const PAGE_SIZE = 50;
const TYPING_DELAY = 200;
const STATES = ['pending', 'active', 'scheduled', 'retry', 'archived', 'completed'];
const SORTED_BY = ['name', 'pending', 'active', 'archived', 'latency'];

/** All queues. */
export class QueuesPage extends Page {
  static loadedBy = ['name', 'sort', 'order', 'cursor'];

  static properties = { enqueues: { state: true } };

  constructor() {
    super();
    this.enqueues = false;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.typing);
  }

  async load() {
    const asked = new URLSearchParams({ limit: PAGE_SIZE });
    for (const name of QueuesPage.loadedBy) {
      if (this.query.get(name)) {
        asked.set(name, this.query.get(name));
      }
    }
    return api.get(`queues?${asked}`);
  }

  get title() {
    return t('nav.queues');
  }

  actions() {
    return can('administer')
      ? html`<button class="kq-button kq-primary" data-test="queues-enqueue" @click=${() => (this.enqueues = true)}>
          ${t('queue.enqueue')}
        </button>`
      : nothing;
  }

  body({ items, next, total }) {
    const filtered = Boolean(this.query.get('name'));
    return html`
      <div class="kq-bar">
        <input
          class="kq-input kq-search"
          type="search"
          data-test="queues-filter"
          data-search
          autocomplete="off"
          spellcheck="false"
          placeholder=${t('queues.filter')}
          aria-label=${t('queues.filter')}
          .value=${this.query.get('name') ?? ''}
          @input=${(event) => this.#filter(event.target.value)}
        />
        <span class="kq-hint" role="status">${t('queues.total', { count: total })}</span>
      </div>
      ${items.length > 0
        ? this.#table(items)
        : filtered
          ? this.empty(t('queues.noMatch'))
          : this.empty(t('queues.empty'), t('queues.emptyHint'))}
      <nav class="kq-pager" aria-label=${t('nav.queues')}>
        ${this.query.get('cursor')
          ? html`<a class="kq-button" data-test="queues-first" href=${this.address({ cursor: null })}
              >${t('action.first')}</a
            >`
          : nothing}
        ${next
          ? html`<a class="kq-button" data-test="queues-next" rel="next" href=${this.address({ cursor: next })}
              >${t('action.next')}</a
            >`
          : nothing}
      </nav>
      ${this.enqueues
        ? html`<kq-enqueue-dialog
            @close=${() => {
              this.enqueues = false;
              this.refresh();
            }}
          ></kq-enqueue-dialog>`
        : nothing}
    `;
  }

  #filter(name) {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.ask({ name: name.trim(), cursor: null }), TYPING_DELAY);
  }

  #table(queues) {
    return html`<div class="kq-scroll" tabindex="0" role="region" aria-label=${t('nav.queues')}>
      <table class="kq-table kq-cards" data-test="queues">
        <thead>
          <tr>
            ${this.#head('name', t('queues.col.name'), '')}
            ${STATES.map((state) => this.#head(state, t(`state.${state.toUpperCase()}`), 'kq-number'))}
            ${this.#head('latency', t('queues.col.latency'), 'kq-number')}
            ${this.#head('servers', t('queues.col.servers'), 'kq-number')}
            <th scope="col"><span class="kq-unseen">${t('action.actions')}</span></th>
          </tr>
        </thead>
        <tbody>
          ${repeat(
            queues,
            ({ name }) => name,
            (queue) => this.#row(queue),
          )}
        </tbody>
      </table>
    </div>`;
  }

  /** A heading; one by which can be sorted is a link that turns the order around. */
  #head(column, label, style) {
    if (!SORTED_BY.includes(column)) {
      return html`<th scope="col" class=${style}>${label}</th>`;
    }
    const sorted = (this.query.get('sort') ?? 'name') === column;
    const order = this.query.get('order') === 'desc' ? 'desc' : 'asc';
    const first = column === 'name' ? 'asc' : 'desc';
    const next = sorted ? (order === 'asc' ? 'desc' : 'asc') : first;
    return html`<th
      scope="col"
      class=${style}
      aria-sort=${sorted ? (order === 'asc' ? 'ascending' : 'descending') : nothing}
    >
      <a
        class="kq-sort"
        data-test="sort-${column}"
        href=${this.address({ sort: column, order: next, cursor: null })}
        >${label}${sorted ? html`<span aria-hidden="true">${order === 'asc' ? ' ↑' : ' ↓'}</span>` : nothing}</a
      >
    </th>`;
  }

  #row(queue) {
    const { name, paused, counts, latencyMs, servers, limitedUntil } = queue;
    const waits = counts.pending > 0;
    return html`<tr data-row data-id=${name}>
      <td>
        <a class="kq-name" data-row-link href=${link.queue(name)}>${f.text(name)}</a>
        ${paused ? html`<span class="kq-pill kq-warn" data-test="queue-paused">${t('queues.paused')}</span>` : nothing}
        ${limitedUntil && Date.parse(limitedUntil) > this.now
          ? html`<span class="kq-pill kq-calm">${t('queues.limited')}</span>`
          : nothing}
      </td>
      ${STATES.map(
        (state) => html`<td class="kq-number" data-label=${t(`state.${state.toUpperCase()}`)}>
          ${counts[state] > 0
            ? html`<a class="kq-quiet-link" href=${link.queue(name, { state: state.toUpperCase() })}
                >${f.number(counts[state])}</a
              >`
            : html`<span class="kq-none">0</span>`}
        </td>`,
      )}
      <td class="kq-number" data-label=${t('queues.col.latency')}>
        ${waits ? f.duration(latencyMs) : html`<span class="kq-none">–</span>`}
      </td>
      <td class="kq-number" data-label=${t('queues.col.servers')}>
        ${servers > 0
          ? f.number(servers)
          : html`<span class=${waits ? 'kq-pill kq-bad' : 'kq-none'} title=${t('queues.noServer')}>0</span>`}
      </td>
      <td class="kq-actions">
        <button
          class="kq-button"
          data-test=${paused ? 'queue-resume' : 'queue-pause'}
          ?hidden=${!can('operate')}
          @click=${() => this.act(() => pauseOrResume(queue))}
        >
          ${paused ? t('queues.resume') : t('queues.pause')}
        </button>
      </td>
    </tr>`;
  }
}

async function pauseOrResume({ name, paused }) {
  const action = paused ? 'resume' : 'pause';
  await api.post(`queues/${encodeURIComponent(name)}/${action}`);
  toast(t(`queues.done.${action}`, { name }));
}

customElements.define('kq-queues-page', QueuesPage);
