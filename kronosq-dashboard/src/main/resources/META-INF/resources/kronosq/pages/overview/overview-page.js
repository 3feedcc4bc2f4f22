import { Page, api, f, html, link, live, nothing, t } from '../../frame.js';
import { RANGES, historyCharts } from '../../frame/time-chart.js';
import { failures } from './verdict.js';

const STATISTICS_AGE = { hour: 10_000, day: 60_000, fortnight: 60_000 };
const FEW_FINDINGS = 4;
const BUSIEST = 8;

/** Whether all is well: figures, problems, and how the last hour or the last two weeks went. */
export class OverviewPage extends Page {
  static loadedBy = ['range'];

  static properties = { allFindings: { state: true } };

  constructor() {
    super();
    this.allFindings = false;
    this.statistics = new Map();
  }

  connectedCallback() {
    super.connectedCallback();
    const ends = [
      live.on('stats', (stats) => this.#take(stats)),
      live.on('findings', ({ findings }) => this.#take({ findings })),
    ];
    this.unsubscribe = () => ends.forEach((end) => end());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.unsubscribe();
  }

  #take(news) {
    if (this.data) {
      this.data = { ...this.data, overview: { ...this.data.overview, ...news } };
    }
  }

  get range() {
    return RANGES.includes(this.query.get('range')) ? this.query.get('range') : 'hour';
  }

  async load() {
    const [overview, statistics, hour, busiest] = await Promise.all([
      api.get('overview'),
      this.#recent(this.range),
      this.#recent('hour'),
      api.get(`queues?${new URLSearchParams({ sort: 'pending', order: 'desc', limit: BUSIEST })}`),
    ]);
    return { overview, statistics, hour, busiest: busiest.items };
  }

  /** What was read of a range, or is being read, unless that is too old. */
  async #recent(range) {
    const known = this.statistics.get(range);
    if (known && Date.now() - known.at < STATISTICS_AGE[range]) {
      return known.answer;
    }
    const answer = api.get(`statistics?range=${range}`);
    this.statistics.set(range, { at: Date.now(), answer });
    try {
      return await answer;
    } catch (problem) {
      this.statistics.delete(range);
      throw problem;
    }
  }

  get title() {
    return t('nav.overview');
  }

  actions() {
    return html`<nav class="kq-tabs" aria-label=${t('range.title')}>
      ${RANGES.map(
        (range) => html`<a
          href=${this.address({ range: range === 'hour' ? null : range })}
          aria-current=${range === this.range ? 'true' : 'false'}
          data-test="range-${range}"
          >${t(`range.${range}`)}</a
        >`,
      )}
    </nav>`;
  }

  body({ overview, statistics, hour, busiest }) {
    const findings = overview.findings ?? [];
    return html`
      ${this.#verdict(overview, findings, hour)} ${this.#findings(findings)} ${this.#tiles(overview)}
      ${historyCharts(statistics)} ${this.#queues(busiest)}
    `;
  }

  #verdict({ servers, lastMinute }, findings, hour) {
    const grave = findings.filter(({ severity }) => severity === 'CRITICAL').length;
    const warnings = findings.filter(({ severity }) => severity === 'WARNING').length;
    const failing = failures(lastMinute, hour.slices);
    const told = [
      grave + warnings > 0 ? t('overview.problems', { count: grave + warnings }) : null,
      grave + warnings === 0 && servers.alive === 0 ? t('overview.noServer') : null,
      failing ? t(`overview.failing.${failing.span}`, { share: f.percent(failing.share) }) : null,
    ].filter(Boolean);
    const tone = grave > 0 || failing?.tone === 'bad' ? 'bad' : told.length > 0 ? 'warn' : 'good';
    return html`<p class="overview-verdict overview-${tone}" data-test="verdict">
      ${told.length > 0 ? told.join(' · ') : t('overview.well')}
    </p>`;
  }

  #findings(findings) {
    if (findings.length === 0) {
      return nothing;
    }
    const order = ['CRITICAL', 'WARNING', 'INFO'];
    const sorted = findings.toSorted((one, other) => order.indexOf(one.severity) - order.indexOf(other.severity));
    const shown = this.allFindings ? sorted : sorted.slice(0, FEW_FINDINGS);
    return html`<section class="kq-section" aria-label=${t('redis.problems')}>
      <kq-findings .findings=${shown}></kq-findings>
      ${shown.length < sorted.length
        ? html`<p>
            <button class="kq-button" data-test="findings-all" @click=${() => (this.allFindings = true)}>
              ${t('overview.allFindings', { n: sorted.length })}
            </button>
          </p>`
        : nothing}
    </section>`;
  }

  #tiles({ totals, latencyMs, servers, workers, lastMinute }) {
    const attempts = lastMinute.succeeded + lastMinute.failed;
    const share = attempts > 0 ? lastMinute.failed / attempts : 0;
    const tile = (name, figure, notes, href, tone = '') => html`<a
      class="kq-card overview-tile ${tone}"
      href=${href}
      data-test="tile-${name}"
    >
      <span class="kq-label">${t(`overview.${name}`)}</span>
      <span class="kq-big">${figure}</span>
      <span class="kq-sub">${notes}</span>
    </a>`;
    return html`<div class="overview-tiles">
      ${tile(
        'waiting',
        f.compact(totals.pending),
        totals.pending > 0 ? t('overview.longest', { time: f.duration(latencyMs) }) : t('overview.nothingWaits'),
        link.queues({ sort: 'pending', order: 'desc' }),
      )}
      ${tile(
        'working',
        f.compact(totals.active),
        t('overview.handlers', { busy: workers.busy, target: workers.target }),
        link.servers({ view: 'running' }),
      )}
      ${tile(
        'succeeded',
        f.compact(lastMinute.succeeded),
        t('overview.runtime', { time: f.duration(lastMinute.meanRuntimeMs) }),
        link.events({ event: 'SUCCEEDED' }),
      )}
      ${tile(
        'failed',
        f.compact(lastMinute.failed),
        t('overview.failedShare', { share: f.percent(share) }),
        link.events({ event: 'FAILED' }),
        lastMinute.failed > 0 ? 'overview-tile-bad' : '',
      )}
      ${tile(
        'later',
        f.compact(totals.scheduled + totals.retry),
        t('overview.laterParts', { scheduled: f.compact(totals.scheduled), retry: f.compact(totals.retry) }),
        link.queues(),
      )}
      ${tile(
        'archived',
        f.compact(totals.archived),
        t('overview.archivedNow', { n: lastMinute.archived }),
        link.queues({ sort: 'archived', order: 'desc' }),
      )}
      ${tile(
        'servers',
        f.number(servers.alive),
        t('overview.serversParts', { quiet: servers.quiet, dead: servers.dead }),
        link.servers(),
        servers.alive === 0 ? 'overview-tile-bad' : servers.dead > 0 ? 'overview-tile-warn' : '',
      )}
    </div>`;
  }

  #queues(queues) {
    const busy = queues.filter(({ counts }) => counts.pending + counts.active > 0);
    return busy.length === 0
      ? nothing
      : html`<section class="kq-section">
          <h2>${t('overview.busiest')}</h2>
          <div class="kq-scroll" tabindex="0" role="region" aria-label=${t('overview.busiest')}>
            <table class="kq-table kq-cards" data-test="busiest">
              <thead>
                <tr>
                  <th scope="col">${t('queues.col.name')}</th>
                  <th scope="col" class="kq-number">${t('state.PENDING')}</th>
                  <th scope="col" class="kq-number">${t('state.ACTIVE')}</th>
                  <th scope="col" class="kq-number">${t('queues.col.latency')}</th>
                  <th scope="col" class="kq-number">${t('queues.col.servers')}</th>
                </tr>
              </thead>
              <tbody>
                ${busy.map(
                  ({ name, paused, counts, latencyMs, servers }) => html`<tr data-row>
                    <td>
                      <a class="kq-name" data-row-link href=${link.queue(name)}>${f.text(name)}</a>
                      ${paused ? html`<span class="kq-pill kq-warn">${t('queues.paused')}</span>` : nothing}
                    </td>
                    <td class="kq-number" data-label=${t('state.PENDING')}>${f.number(counts.pending)}</td>
                    <td class="kq-number" data-label=${t('state.ACTIVE')}>${f.number(counts.active)}</td>
                    <td class="kq-number" data-label=${t('queues.col.latency')}>
                      ${counts.pending > 0 ? f.duration(latencyMs) : '–'}
                    </td>
                    <td class="kq-number" data-label=${t('queues.col.servers')}>${f.number(servers)}</td>
                  </tr>`,
                )}
              </tbody>
            </table>
          </div>
        </section>`;
  }
}

customElements.define('kq-overview-page', OverviewPage);
