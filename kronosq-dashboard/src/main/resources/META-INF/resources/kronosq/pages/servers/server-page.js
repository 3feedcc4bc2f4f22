import { Page, api, can, f, html, link, nothing, t, toast } from '../../frame.js';
import './scaling-chart.js';
import { handlersBar, nameOf, quietOrResume, runningTable, statePill, stop } from './server-parts.js';

const HOUR = 3_600_000;
const RANGES = { hour: HOUR, sixHours: 6 * HOUR, day: 24 * HOUR };
const FEW_QUEUES = 30;
const MOST_TOLD = 100;
const MOST_CONCURRENCY = 10_000;

/** One server: what it is, what it runs, and how it scaled. */
export class ServerPage extends Page {
  static properties = {
    allQueues: { state: true },
    form: { state: true },
  };

  constructor() {
    super();
    this.allQueues = false;
    this.form = null;
  }

  async load() {
    const path = `servers/${encodeURIComponent(this.params.id)}`;
    const [server, history] = await Promise.all([api.get(path), this.history(path)]);
    return { server, samples: history.samples };
  }

  async history(path) {
    if (!(Date.now() - this.historyAt < 30_000)) {
      this.recent = await api.get(`${path}/history`);
      this.historyAt = Date.now();
    }
    return this.recent;
  }

  get title() {
    return this.data ? nameOf(this.data.server) : t('servers.title');
  }

  get up() {
    return { href: link.servers(), text: t('server.back') };
  }

  get notFound() {
    return t('server.gone');
  }

  actions({ server }) {
    if (!server.alive) {
      return nothing;
    }
    return html`
      <button
        class="kq-button"
        data-test=${server.quiet ? 'server-resume' : 'server-quiet'}
        title=${server.quiet ? nothing : t('server.quiet.title')}
        ?hidden=${!can('operate')}
        @click=${() => this.act(() => quietOrResume(server))}
      >
        ${server.quiet ? t('server.resume') : t('server.quiet')}
      </button>
      <button
        class="kq-button"
        data-test="server-concurrency"
        ?hidden=${!can('administer')}
        @click=${() => this.openForm(server)}
      >
        ${t('server.concurrency')}
      </button>
      <button
        class="kq-button kq-danger"
        data-test="server-stop"
        ?hidden=${!can('administer')}
        @click=${() => this.act(() => stop(server))}
      >
        ${t('server.stop')}
      </button>
    `;
  }

  openForm(server) {
    const { min, max } = server.concurrency;
    this.form = { min: String(min), max: String(max), problem: null };
  }

  body({ server, samples }) {
    return html`
      ${this.form ? this.concurrencyForm(server) : nothing}
      <div class="server-top">
        <section class="kq-card">
          <h2 class="kq-label">${t('server.facts')}</h2>
          ${this.facts(server)}
        </section>
        <section class="kq-card">${this.scaling(samples)}</section>
      </div>
      <section class="kq-section">
        <h2>${t('server.running')} <span class="kq-count">${f.number(server.running.length)}</span></h2>
        ${server.running.length === 0
          ? html`<p class="kq-hint">${t('servers.noRunning')}</p>`
          : runningTable(server.running, this.now, false)}
        ${server.running.length >= MOST_TOLD
          ? html`<p class="kq-hint">${t('server.running.most', { n: f.number(MOST_TOLD) })}</p>`
          : nothing}
      </section>
      <div class="kq-columns">
        <section class="kq-section">${this.queues(server.queues)}</section>
        <section class="kq-section">${this.types(server.types ?? [])}</section>
      </div>
    `;
  }

  facts(server) {
    const { min, max } = server.concurrency;
    return html`<dl class="kq-facts">
      <dt>${t('servers.col.state')}</dt>
      <dd>${statePill(server)}</dd>
      <dt>${t('servers.col.handlers')}</dt>
      <dd>${handlersBar(server.concurrency)}</dd>
      <dt>${t('server.limits')}</dt>
      <dd data-test="server-limits">
        ${min === max
          ? t('server.fixed', { max: f.number(max) })
          : t('server.limitsOf', { min: f.number(min), max: f.number(max) })}
      </dd>
      <dt>${t('server.startedAt')}</dt>
      <dd>${f.time(server.startedAt)}</dd>
      <dt>${t('server.seenAt')}</dt>
      <dd>${f.time(server.seenAt)}</dd>
      <dt>${t('server.host')}</dt>
      <dd>${f.text(server.host)}</dd>
      <dt>${t('server.pid')}</dt>
      <dd class="kq-code">${server.pid}</dd>
      <dt>${t('server.version')}</dt>
      <dd>${f.text(server.version)}</dd>
      <dt>${t('server.id')}</dt>
      <dd class="kq-code">${f.text(server.id)}</dd>
    </dl>`;
  }

  scaling(samples) {
    const range = this.query.get('range') in RANGES ? this.query.get('range') : 'sixHours';
    const to = this.historyAt;
    return html`
      <div class="kq-bar">
        <h2 class="kq-label">${t('server.scaling')}</h2>
        <nav class="kq-tabs" aria-label=${t('server.scaling')}>
          ${Object.keys(RANGES).map(
            (name) => html`<a
              href=${this.address({ range: name })}
              aria-current=${name === range ? 'true' : 'false'}
              data-test="server-range-${name}"
              >${t(`server.range.${name}`)}</a
            >`,
          )}
        </nav>
      </div>
      <kq-scaling-chart .samples=${samples} .span=${{ from: to - RANGES[range], to }}></kq-scaling-chart>
    `;
  }

  queues(queues) {
    const names = Object.keys(queues).sort((one, other) => queues[other] - queues[one] || one.localeCompare(other));
    const shown = this.allQueues ? names : names.slice(0, FEW_QUEUES);
    return html`
      <h2>${t('server.queues')} <span class="kq-count">${f.number(names.length)}</span></h2>
      <p class="kq-chips">
        ${shown.map(
          (name) => html`<a
            class="kq-chip"
            href=${link.queue(name)}
            title=${t('server.queues.weight', { n: f.number(queues[name]) })}
            >${f.text(name)}<span class="kq-chip-count">${f.number(queues[name])}</span></a
          >`,
        )}
        ${shown.length < names.length
          ? html`<button class="kq-button" data-test="server-queues-all" @click=${() => (this.allQueues = true)}>
              ${t('server.queues.showAll', { n: f.number(names.length) })}
            </button>`
          : nothing}
      </p>
    `;
  }

  types(types) {
    return html`
      <h2>${t('server.types')} <span class="kq-count">${f.number(types.length)}</span></h2>
      ${types.length === 0
        ? html`<p class="kq-hint">${t('server.types.none')}</p>`
        : html`<p class="kq-chips">
            ${types.map((type) => html`<span class="kq-chip">${f.text(type)}</span>`)}
          </p>`}
    `;
  }

  concurrencyForm(server) {
    const field = (name) => html`<label class="kq-field">
      <span>${t(`server.concurrency.${name}`)}</span>
      <input
        class="kq-input"
        type="number"
        inputmode="numeric"
        min="1"
        max=${MOST_CONCURRENCY}
        data-test="server-concurrency-${name}"
        aria-describedby=${this.form.problem ? 'concurrency-problem' : nothing}
        .value=${this.form[name]}
        @input=${(event) => (this.form = { ...this.form, [name]: event.target.value, problem: null })}
      />
    </label>`;
    return html`<kq-dialog
      heading=${t('server.concurrency.title', { name: nameOf(server) })}
      @close=${() => (this.form = null)}
    >
      <form
        @submit=${(event) => {
          event.preventDefault();
          this.changeConcurrency(server);
        }}
      >
        <p class="kq-hint">${t('server.concurrency.text')}</p>
        <div class="kq-fields">${field('min')} ${field('max')}</div>
        ${this.form.problem
          ? html`<p class="kq-problem" id="concurrency-problem" role="alert">${this.form.problem}</p>`
          : nothing}
        <div class="kq-dialog-actions">
          <button
            class="kq-button"
            type="button"
            data-test="server-concurrency-reset"
            @click=${() => this.applyConcurrency(server, { min: null, max: null })}
          >
            ${t('server.concurrency.reset')}
          </button>
          <button class="kq-button kq-primary" type="submit" data-test="server-concurrency-apply">
            ${t('server.concurrency.apply')}
          </button>
        </div>
      </form>
    </kq-dialog>`;
  }

  changeConcurrency(server) {
    const [min, max] = [Number(this.form.min), Number(this.form.max)];
    const fits = (number) => Number.isInteger(number) && number >= 1 && number <= MOST_CONCURRENCY;
    if (!fits(min) || !fits(max)) {
      this.form = { ...this.form, problem: t('server.concurrency.range') };
    } else if (min > max) {
      this.form = { ...this.form, problem: t('server.concurrency.order') };
    } else {
      this.applyConcurrency(server, { min, max });
    }
  }

  async applyConcurrency(server, limits) {
    try {
      await api.put(`servers/${encodeURIComponent(server.id)}/concurrency`, limits);
    } catch (problem) {
      this.form = { ...this.form, problem: problem.message };
      return;
    }
    this.form = null;
    this.historyAt = undefined;
    toast(t('server.done.concurrency', { name: nameOf(server) }));
    this.refresh();
  }
}

customElements.define('kq-server-page', ServerPage);
