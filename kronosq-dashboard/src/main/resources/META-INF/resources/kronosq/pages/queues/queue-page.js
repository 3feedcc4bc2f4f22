import { Page, api, can, confirm, f, go, html, link, nothing, t, toast } from '../../frame.js';
import './bulk-dialog.js';
import './enqueue-dialog.js';
import './limits-dialog.js';
import './queue-groups.js';
import './queue-history.js';
import './queue-keys.js';
import { limitTexts } from './limit-texts.js';
import { actionButton, actionsFor, isDangerous, performEach } from './task-actions.js';
import { FILTERS, instantOf, isFiltered, jobFilter, listing, localTime } from './task-filter.js';
import { taskTable } from './task-table.js';

const STATES = ['PENDING', 'ACTIVE', 'SCHEDULED', 'RETRY', 'ARCHIVED', 'COMPLETED', 'AGGREGATING'];
const VIEWS = ['history', 'limits', 'groups'];
const MORE_FILTERS = ['error', 'id', 'header', 'enqueuedAfter', 'enqueuedBefore'];
const PAGE_SIZE = 50;
const LIVE = 3_000;

/** A queue: its tasks by where they stand, found by a filter, and what can be done to them. */
export class QueuePage extends Page {
  static properties = { chosen: { state: true }, dialog: { state: true }, more: { state: true } };
  static loadedBy = ['state', 'view', 'cursor', ...FILTERS];
  static every = LIVE;

  constructor() {
    super();
    this.chosen = new Set();
    this.dialog = null;
    this.more = false;
    this.settled = null;
  }

  willUpdate(changed) {
    super.willUpdate(changed);
    const before = changed.get('query');
    if (before && before.get('state') !== this.query.get('state')) {
      this.chosen = new Set();
    }
  }

  get queuePath() {
    return `queues/${encodeURIComponent(this.params.queue)}`;
  }

  get view() {
    return VIEWS.includes(this.query.get('view')) ? this.query.get('view') : null;
  }

  /** Where the tasks stand that are shown: as the address says, or else where there were any when the page was opened. */
  stateOf(counts) {
    const asked = this.query.get('state')?.toUpperCase();
    if (STATES.includes(asked)) {
      return asked;
    }
    this.settled ??= STATES.find((state) => counts[state.toLowerCase()] > 0) ?? 'PENDING';
    return this.settled;
  }

  async load() {
    const queue = await api.get(this.queuePath);
    if (this.view) {
      return { queue };
    }
    const state = this.stateOf(queue.counts);
    const tasks = await api.get(`${this.queuePath}/tasks?${listing(this.query, state, PAGE_SIZE)}`);
    const there = new Set(tasks.items.map(({ id }) => id));
    this.chosen = new Set([...this.chosen].filter((id) => there.has(id)));
    return { queue, state, tasks };
  }

  get title() {
    return this.params.queue;
  }

  get up() {
    return { href: link.queues(), text: t('queue.back') };
  }

  get notFound() {
    return t('queue.gone');
  }

  actions({ queue }) {
    const button = (name, right, onClick, style = '') =>
      can(right)
        ? html`<button
            class="kq-button ${style}"
            data-test="queue-${name}"
            ?disabled=${this.busy}
            @click=${onClick}
          >
            ${t(`queue.${name}`)}
          </button>`
        : nothing;
    return html`
      ${button('enqueue', 'administer', () => (this.dialog = { name: 'enqueue' }), 'kq-primary')}
      ${queue.paused
        ? button('resume', 'operate', () => this.pause(false))
        : button('pause', 'operate', () => this.pause(true))}
      ${button('limit', 'administer', () => (this.dialog = { name: 'limits' }))}
      ${button('delete', 'administer', () => this.deleteQueue(queue), 'kq-danger')}
    `;
  }

  pause(paused) {
    return this.act(async () => {
      await api.post(`${this.queuePath}/${paused ? 'pause' : 'resume'}`);
      toast(t(paused ? 'queues.done.pause' : 'queues.done.resume', { name: f.text(this.params.queue, 80) }));
    });
  }

  async deleteQueue({ name, counts }) {
    const tasks = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const sure = await confirm({
      title: t('queue.delete.confirm', { queue: f.text(name, 80) }),
      text: tasks > 0 ? t('queue.delete.tasks', { count: tasks }) : t('queue.delete.text'),
      ok: t('queue.delete'),
      danger: true,
      // What can't be seen can't be typed.
      typed: tasks > 0 && f.text(name) === name ? name : null,
    });
    if (!sure) {
      return;
    }
    try {
      await api.delete(`${this.queuePath}?force=${tasks > 0}`);
      toast(t('queue.done.delete', { queue: f.text(name, 80) }));
      go(link.queues());
    } catch (problem) {
      toast(problem.message, { bad: true });
      this.refresh();
    }
  }

  body({ queue, state, tasks }) {
    return html`
      ${this.facts(queue)} ${this.tabs(queue, state)}
      ${tasks && !this.view ? this.tasks(state, tasks) : this.otherView(queue)} ${this.openDialog(queue)}
    `;
  }

  facts(queue) {
    const limits = limitTexts(queue.limits ?? {});
    const waits = queue.counts.pending > 0;
    return html`<p class="queue-facts" data-test="queue-facts">
      ${queue.paused
        ? html`<span class="kq-pill kq-warn" data-test="queue-paused">${t('queues.paused')}</span>`
        : nothing}
      <span data-test="queue-latency"
        >${waits ? t('queue.latency', { time: f.duration(queue.latencyMs ?? 0) }) : t('queue.nothingWaits')}</span
      >
      <span class=${waits && queue.servers === 0 ? 'kq-pill kq-bad' : ''}
        >${t('queue.servers', { count: queue.servers ?? 0 })}</span
      >
      ${queue.partitions > 1 ? html`<span>${t('queue.partitions', { count: queue.partitions })}</span>` : nothing}
      ${limits.map((text) => html`<span class="kq-chip">${text}</span>`)}
      ${queue.limitedUntil && Date.parse(queue.limitedUntil) > this.now
        ? html`<span class="kq-pill kq-calm">${t('queues.limited')}</span>`
        : nothing}
    </p>`;
  }

  tabs({ counts }, state) {
    const tab = (href, current, test, text, count) => html`<a
      href=${href}
      aria-current=${current ? 'page' : nothing}
      data-test=${test}
      >${text}${count === undefined ? nothing : html` <span class="kq-count" data-test="count">${f.compact(count)}</span>`}</a
    >`;
    const shown = STATES.filter((each) => each !== 'AGGREGATING' || counts.aggregating > 0 || state === each);
    return html`<nav class="kq-tabs queue-tabs" aria-label=${t('queue.states')}>
      ${shown.map((each) =>
        tab(
          this.address({ state: each, view: null, cursor: null }),
          !this.view && each === state,
          `tab-${each.toLowerCase()}`,
          t(`state.${each}`),
          counts[each.toLowerCase()],
        ),
      )}
      <span class="queue-tabs-gap"></span>
      ${VIEWS.filter((view) => view !== 'groups' || counts.aggregating > 0 || this.view === view).map((view) =>
        tab(this.address({ view, cursor: null }), this.view === view, `view-${view}`, t(`queue.view.${view}`)),
      )}
    </nav>`;
  }

  tasks(state, { items, next, scanned }) {
    const selectable = can('operate') && actionsFor(state).length > 0;
    const filtered = isFiltered(this.query);
    return html`
      ${this.filters()} ${selectable && (items.length > 0 || next) ? this.bulkBar(state, items) : nothing}
      ${items.length > 0
        ? taskTable(items, state, {
            chosen: this.chosen,
            choose: (ids, on) => this.choose(ids, on),
            selectable,
          })
        : next
          ? this.empty(t('tasks.noneYet', { n: f.number(scanned) }))
          : filtered
            ? this.empty(t('tasks.noMatch'))
            : this.empty(t(`tasks.none.${state}`))}
      <nav class="kq-pager" aria-label=${t('tasks.title')}>
        ${this.query.get('cursor')
          ? html`<a class="kq-button" data-test="tasks-first" href=${this.address({ cursor: null })}
              >${t('action.first')}</a
            >`
          : nothing}
        ${next
          ? html`<a class="kq-button" data-test="tasks-next" rel="next" href=${this.address({ cursor: next })}
              >${t('action.next')}</a
            >`
          : nothing}
      </nav>
    `;
  }

  choose(ids, on) {
    const chosen = new Set(this.chosen);
    ids.forEach((id) => (on ? chosen.add(id) : chosen.delete(id)));
    this.chosen = chosen;
  }

  filters() {
    const field = (name, type = 'search') => html`<label class="kq-field">
      <span>${t(`tasks.filter.${name}`)}</span>
      <input
        class="kq-input"
        type=${type}
        name=${name}
        data-test=${`filter-${name}`}
        autocomplete="off"
        spellcheck="false"
        placeholder=${type === 'search' ? t(`tasks.filter.${name}.hint`) : nothing}
        .value=${type === 'search' ? (this.query.get(name) ?? '') : localTime(this.query.get(name))}
      />
    </label>`;
    const more = this.more || MORE_FILTERS.some((name) => this.query.get(name));
    return html`<form class="tasks-filter" role="search" @submit=${(event) => this.filter(event)}>
      <div class="kq-bar">
        <input
          class="kq-input"
          type="search"
          name="type"
          data-test="filter-type"
          data-search
          autocomplete="off"
          spellcheck="false"
          placeholder=${t('tasks.filter.type.hint')}
          aria-label=${t('tasks.filter.type')}
          .value=${this.query.get('type') ?? ''}
        />
        <input
          class="kq-input"
          type="search"
          name="text"
          data-test="filter-text"
          autocomplete="off"
          spellcheck="false"
          placeholder=${t('tasks.filter.text.hint')}
          aria-label=${t('tasks.filter.text')}
          .value=${this.query.get('text') ?? ''}
        />
        <button class="kq-button" type="submit" data-test="filter-apply">${t('tasks.filter.apply')}</button>
        <button
          class="kq-button"
          type="button"
          data-test="filter-more"
          aria-expanded=${more ? 'true' : 'false'}
          @click=${() => (this.more = !more)}
        >
          ${t('tasks.filter.more')}
        </button>
        ${isFiltered(this.query)
          ? html`<a
              class="kq-button"
              data-test="filter-reset"
              href=${this.address(Object.fromEntries([...FILTERS, 'cursor'].map((name) => [name, null])))}
              >${t('tasks.filter.reset')}</a
            >`
          : nothing}
      </div>
      ${more
        ? html`<div class="kq-fields">
            ${field('error')} ${field('id')} ${field('header')} ${field('enqueuedAfter', 'datetime-local')}
            ${field('enqueuedBefore', 'datetime-local')}
          </div>`
        : nothing}
    </form>`;
  }

  filter(event) {
    event.preventDefault();
    const asked = { cursor: null };
    for (const name of FILTERS) {
      const input = event.target.elements[name];
      if (input) {
        asked[name] = name.startsWith('enqueued') ? instantOf(input.value) : input.value.trim();
      }
    }
    go(this.address(asked));
  }

  bulkBar(state, items) {
    const some = items.filter(({ id }) => this.chosen.has(id));
    const button = (action, test, onClick) => actionButton(action, test, onClick, this.busy);
    return html`<div
      class=${some.length > 0 ? 'kq-bar tasks-bulk tasks-bulk-chosen' : 'kq-bar tasks-bulk'}
      role="toolbar"
      aria-label=${t('tasks.bulk')}
    >
      ${some.length > 0
        ? html`<b data-test="chosen">${t('tasks.chosen', { count: some.length })}</b>
            ${actionsFor(state).map((action) => button(action, 'chosen', () => this.doEach(action, some)))}
            <button class="kq-button" data-test="chosen-none" @click=${() => (this.chosen = new Set())}>
              ${t('tasks.chooseNone')}
            </button>`
        : html`<span class="kq-hint">${isFiltered(this.query) ? t('tasks.allMatching') : t('tasks.all')}</span>
            ${actionsFor(state).map((action) =>
              button(
                action,
                'all',
                () => (this.dialog = { name: 'bulk', action, state, filter: jobFilter(this.query) }),
              ),
            )}`}
    </div>`;
  }

  async doEach(action, tasks) {
    if (isDangerous(action)) {
      const sure = await confirm({
        title: t(`tasks.${action}.confirm`, { count: tasks.length }),
        text: t(`task.${action}.title`),
        ok: t(`jobs.action.${action}`),
        danger: true,
      });
      if (!sure) {
        return;
      }
    }
    await this.act(() => performEach(action, tasks));
    // Others may have been chosen meanwhile.
    this.choose(
      tasks.map(({ id }) => id),
      false,
    );
  }

  otherView(queue) {
    switch (this.view) {
      case 'history':
        return html`<kq-queue-history .queue=${queue.name}></kq-queue-history>`;
      case 'limits':
        return html`<kq-queue-keys .queue=${queue.name} .limits=${queue.limits ?? {}}></kq-queue-keys>`;
      case 'groups':
        return html`<kq-queue-groups .queue=${queue.name}></kq-queue-groups>`;
      default:
        return nothing;
    }
  }

  openDialog(queue) {
    const close = () => {
      this.dialog = null;
      this.refresh();
    };
    switch (this.dialog?.name) {
      case 'bulk':
        return html`<kq-bulk-dialog
          .action=${this.dialog.action}
          .queue=${queue.name}
          .state=${this.dialog.state}
          .filter=${this.dialog.filter}
          @close=${close}
        ></kq-bulk-dialog>`;
      case 'enqueue':
        return html`<kq-enqueue-dialog .queue=${queue.name} @close=${close}></kq-enqueue-dialog>`;
      case 'limits':
        return html`<kq-limits-dialog
          .queue=${queue.name}
          .partitions=${queue.partitions}
          @close=${close}
        ></kq-limits-dialog>`;
      default:
        return nothing;
    }
  }
}

customElements.define('kq-queue-page', QueuePage);
