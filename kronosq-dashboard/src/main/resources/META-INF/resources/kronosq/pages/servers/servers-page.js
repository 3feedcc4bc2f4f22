import { Page, api, can, f, html, link, nothing, repeat, t } from '../../frame.js';
import './scaling-chart.js';
import { sumOfSamples } from './scaling.js';
import { handlersBar, nameOf, queueChips, quietOrResume, runningTable, statePill, stateOf } from './server-parts.js';

const HOUR = 3_600_000;

/** With more servers than this, their histories are too much to be read together. */
const MOST_HISTORIES = 12;
const MOST_RUNNING = 200;
const ORDER = { dead: 0, quiet: 1, starting: 2, working: 2, idle: 2 };

/** Which servers there are, and what they run. */
export class ServersPage extends Page {
  async load() {
    const { items } = await api.get('servers');
    const servers = items.toSorted(
      (one, other) =>
        ORDER[stateOf(one)] - ORDER[stateOf(other)] ||
        nameOf(one).localeCompare(nameOf(other)) ||
        one.host.localeCompare(other.host) ||
        one.id.localeCompare(other.id),
    );
    const alive = servers.filter((server) => server.alive);
    if (alive.length > 0 && alive.length <= MOST_HISTORIES && !(Date.now() - this.samplesAt < 60_000)) {
      this.samplesAt = Date.now();
      const histories = await Promise.allSettled(
        alive.map((server) => api.get(`servers/${encodeURIComponent(server.id)}/history`)),
      );
      this.samples = sumOfSamples(
        histories.filter(({ status }) => status === 'fulfilled').map(({ value }) => value.samples),
      );
    }
    return servers;
  }

  get title() {
    return t('servers.title');
  }

  body(servers) {
    if (servers.length === 0) {
      return this.empty(t('servers.empty'), t('servers.emptyHint'));
    }
    const shown = servers.filter((server) => has(server, this.query.get('text') ?? ''));
    const running = this.query.get('view') === 'running';
    return html`
      ${this.summary(servers)}
      <div class="kq-bar">
        <nav class="kq-tabs" aria-label=${t('servers.title')}>
          ${this.tab('servers', null, !running)} ${this.tab('running', 'running', running)}
        </nav>
        <input
          class="kq-input kq-search"
          type="search"
          data-test="servers-filter"
          data-search
          placeholder=${t('servers.filter')}
          aria-label=${t('servers.filter')}
          .value=${this.query.get('text') ?? ''}
          @input=${(event) => this.ask({ text: event.target.value })}
        />
      </div>
      ${running ? this.running(shown) : shown.length === 0 ? this.empty(t('servers.noMatch')) : this.table(shown)}
    `;
  }

  tab(view, value, current) {
    return html`<a
      href=${this.address({ view: value })}
      aria-current=${current ? 'page' : 'false'}
      data-test="servers-view-${view}"
      >${t(`servers.view.${view}`)}</a
    >`;
  }

  summary(servers) {
    const alive = servers.filter((server) => server.alive);
    const sum = (name) => alive.reduce((total, server) => total + server.concurrency[name], 0);
    const counts = {
      alive: alive.length,
      quietCount: alive.filter((server) => server.quiet).length,
      dead: servers.filter((server) => server.dead).length,
    };
    const handlers = { busy: sum('busy'), target: sum('target'), max: sum('max') };
    return html`<div class="servers-summary">
      <section class="kq-card servers-counts">
        <dl class="kq-figures">
          ${Object.entries(counts).map(
            ([name, count]) => html`<div class=${count > 0 ? `kq-figure servers-${name}` : 'kq-figure'}>
              <dt>${t(`servers.${name}`)}</dt>
              <dd>${f.number(count)}</dd>
            </div>`,
          )}
        </dl>
        <h2 class="kq-label">${t('servers.handlers')}</h2>
        ${handlersBar(handlers)}
        <p class="kq-hint">${t('servers.handlersOf', Object.fromEntries(numbers(handlers)))}</p>
      </section>
      ${this.samples?.length > 0
        ? html`<section class="kq-card">
            <h2 class="kq-label">${t('servers.scaling')}</h2>
            <kq-scaling-chart
              .samples=${this.samples}
              .span=${{ from: this.samplesAt - 6 * HOUR, to: this.samplesAt }}
            ></kq-scaling-chart>
          </section>`
        : nothing}
    </div>`;
  }

  table(servers) {
    return html`<div class="kq-scroll" tabindex="0" role="region" aria-label=${t('servers.title')}>
      <table class="kq-table kq-cards" data-test="servers">
        <thead>
          <tr>
            <th scope="col">${t('servers.col.server')}</th>
            <th scope="col">${t('servers.col.state')}</th>
            <th scope="col">${t('servers.col.handlers')}</th>
            <th scope="col">${t('servers.col.queues')}</th>
            <th scope="col">${t('servers.col.longest')}</th>
            <th scope="col">${t('servers.col.up')}</th>
            <th scope="col"><span class="kq-unseen">${t('action.actions')}</span></th>
          </tr>
        </thead>
        <tbody>
          ${repeat(
            servers,
            (server) => server.id,
            (server) => this.row(server),
          )}
        </tbody>
      </table>
    </div>`;
  }

  row(server) {
    const oldest = server.running[0];
    return html`<tr data-row data-id=${server.id} class=${server.alive ? '' : 'kq-faded'}>
      <td>
        <a class="kq-name" data-row-link href=${link.server(server.id)}>${f.text(nameOf(server))}</a>
        <span class="kq-sub">${f.text(server.host)}:${server.pid} · ${f.text(server.version)}</span>
      </td>
      <td data-label=${t('servers.col.state')}>
        ${statePill(server)} ${server.alive ? nothing : html`<span class="kq-sub">${f.ago(server.seenAt)}</span>`}
      </td>
      <td data-label=${t('servers.col.handlers')}>${handlersBar(server.concurrency)}</td>
      <td data-label=${t('servers.col.queues')}>${queueChips(server.queues, 3)}</td>
      <td data-label=${t('servers.col.longest')}>
        ${oldest
          ? html`<a href=${link.task(oldest.queue, oldest.id)}>${f.text(oldest.type)}</a>
              <span class="kq-sub">${f.duration(this.now - Date.parse(oldest.since))}</span>`
          : html`<span class="kq-none">–</span>`}
      </td>
      <td class="kq-still" data-label=${t('servers.col.up')}>
        ${server.alive
          ? f.duration(this.now - Date.parse(server.startedAt))
          : html`<span class="kq-none">–</span>`}
      </td>
      <td class="kq-actions">
        ${server.alive
          ? html`<button
              class="kq-button"
              data-test=${server.quiet ? 'server-resume' : 'server-quiet'}
              title=${server.quiet ? nothing : t('server.quiet.title')}
              ?hidden=${!can('operate')}
              @click=${() => this.act(() => quietOrResume(server))}
            >
              ${server.quiet ? t('server.resume') : t('server.quiet')}
            </button>`
          : nothing}
      </td>
    </tr>`;
  }

  running(servers) {
    const tasks = servers
      .filter((server) => server.alive)
      .flatMap((server) => server.running.map((task) => ({ ...task, server })))
      .sort((one, other) => one.since.localeCompare(other.since));
    return tasks.length === 0
      ? this.empty(t('servers.noRunning'))
      : html`${runningTable(tasks.slice(0, MOST_RUNNING), this.now, true)}
          ${tasks.length > MOST_RUNNING
            ? html`<p class="kq-hint">${t('server.running.most', { n: f.number(MOST_RUNNING) })}</p>`
            : nothing}`;
  }
}

function numbers(handlers) {
  return Object.entries(handlers).map(([name, value]) => [name, f.number(value)]);
}

function has(server, text) {
  const wanted = text.trim().toLowerCase();
  return (
    !wanted ||
    [server.name, server.host, server.id, ...Object.keys(server.queues), ...(server.types ?? [])].some((part) =>
      part.toLowerCase().includes(wanted),
    )
  );
}

customElements.define('kq-servers-page', ServersPage);
