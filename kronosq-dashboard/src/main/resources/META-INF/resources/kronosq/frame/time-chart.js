import { LitElement, html, nothing, svg } from '../lib/lit.js';
import { f } from './format.js';
import { t } from './i18n.js';
import { timeTicks } from './time-ticks.js';

const HEIGHT = 132;
const LEFT = 44;
const RIGHT = 6;
const TOP = 6;
const BOTTOM = 20;

/** Room that half a label of the time takes. */
const LABEL = 20;

const MOST_BARS = 120;
const MINUTE = 60_000;

/** Charts beside each other point at the same moment. */
const pointing = new EventTarget();

/**
 * A chart over time.
 *
 * `slices` are objects with a `start`, each `step` ms long. `series` say what of them is drawn:
 * `{name, label, tone, kind, value}` with `tone` good, warn, bad or calm, `kind` bars (stacked), area or line, and
 * `value` a function of the slice. Areas and lines begin at `since`, before which there was nothing to tell. `format`
 * makes a number a text.
 */
class TimeChart extends LitElement {
  static properties = {
    slices: { attribute: false },
    step: { attribute: false },
    since: { attribute: false },
    series: { attribute: false },
    format: { attribute: false },
    label: {},
    width: { state: true },
    pointed: { state: true },
  };

  #resizes = new ResizeObserver(([entry]) => (this.width = Math.floor(entry.contentRect.width)));
  #onPoint = ({ detail }) => (this.pointed = detail);

  constructor() {
    super();
    this.slices = [];
    this.step = 60_000;
    this.since = 0;
    this.series = [];
    this.format = f.compact;
    this.label = '';
    this.width = 0;
    this.pointed = null;
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#resizes.observe(this);
    pointing.addEventListener('point', this.#onPoint);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resizes.disconnect();
    pointing.removeEventListener('point', this.#onPoint);
  }

  render() {
    const points = thinned(this.slices, this.step, this.series);
    if (points.length === 0 || this.width === 0) {
      return html`<div class="kq-chart-room"></div>`;
    }
    const shown = points.find(({ from, to }) => this.pointed >= from && this.pointed < to);
    return html`${this.#legend(shown ?? points.at(-1), shown)}${this.#picture(points, shown)}`;
  }

  #legend(point, pointed) {
    return html`<div class="kq-legend">
      ${this.series.map(
        ({ label, tone, kind }, index) => html`<span class="kq-key kq-key-${kind} kq-key-${tone}"
          >${label} <b>${this.format(point.values[index])}</b></span
        >`,
      )}
      <span class="kq-key-when">${pointed ? f.dayMinute(pointed.from) : nothing}</span>
    </div>`;
  }

  #picture(points, shown) {
    const from = points[0].from;
    const to = points.at(-1).to;
    const top = niceTop(Math.max(...points.map(({ values }) => this.#height(values))));
    const x = (at) => LEFT + ((at - from) / (to - from)) * (this.width - LEFT - RIGHT);
    const y = (value) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
    const known = points.filter((point) => point.to > this.since);
    return html`<svg
      class="kq-chart"
      role="img"
      aria-label=${this.#summary(points)}
      width=${this.width}
      height=${HEIGHT}
      @pointermove=${(event) => this.#point(event, from, to)}
      @pointerleave=${() => tell(null)}
    >
      ${[0, top / 2, top].map(
        (value) => svg`<line class="kq-chart-grid" x1=${LEFT} x2=${this.width - RIGHT} y1=${y(value)} y2=${y(value)} />
          <text class="kq-chart-label" text-anchor="end" x=${LEFT - 6} y=${y(value) + 4}>${this.format(value)}</text>`,
      )}
      ${timeTicks(from, to, this.width).map(
        ({ at, text }) =>
          svg`<text class="kq-chart-label" text-anchor="middle" x=${Math.min(x(at), this.width - LABEL)} y=${HEIGHT - 5}>${text}</text>`,
      )}
      ${this.series.map(({ kind, tone }, index) =>
        kind === 'bars'
          ? svg`<path class="kq-chart-fill kq-mark-${tone}" d=${this.#bars(points, index, x, y)} />`
          : svg`${kind === 'area' ? svg`<path class="kq-chart-area kq-mark-${tone}" d=${area(known, index, x, y)} />` : nothing}
              <path class="kq-chart-line kq-line-${tone}" d=${line(known, index, x, y)} />`,
      )}
      ${
        shown
          ? svg`<rect class="kq-chart-pointer" x=${x(shown.from)} width=${Math.max(x(shown.to) - x(shown.from), 1)} y=${TOP} height=${HEIGHT - TOP - BOTTOM} />`
          : nothing
      }
    </svg>`;
  }

  #height(values) {
    const bars = values.filter((_, index) => this.series[index].kind === 'bars');
    const others = values.filter((_, index) => this.series[index].kind !== 'bars');
    return Math.max(
      bars.reduce((sum, value) => sum + value, 0),
      ...others,
      0,
    );
  }

  #bars(points, index, x, y) {
    const below = this.series.map(({ kind }, other) => kind === 'bars' && other < index);
    return points
      .filter(({ values }) => values[index] > 0)
      .map(({ from, to, values }) => {
        const base = values.reduce((sum, value, other) => (below[other] ? sum + value : sum), 0);
        const gap = x(to) - x(from) > 4 ? 1 : 0;
        return `M${x(from)} ${y(base)}V${y(base + values[index])}H${x(to) - gap}V${y(base)}Z`;
      })
      .join('');
  }

  #summary(points) {
    const parts = this.series.map(({ label }, index) => {
      const values = points.map((point) => point.values[index]);
      return `${label} ${this.format(Math.min(...values))}–${this.format(Math.max(...values))}`;
    });
    return `${this.label}: ${parts.join(', ')}`;
  }

  #point(event, from, to) {
    const across = event.clientX - event.currentTarget.getBoundingClientRect().left - LEFT;
    tell(from + (across / (this.width - LEFT - RIGHT)) * (to - from));
  }
}

function tell(at) {
  pointing.dispatchEvent(new CustomEvent('point', { detail: at }));
}

/** At most so many points: neighbours together, bars as their sum, others as the highest. */
function thinned(slices, step, series) {
  const together = Math.ceil(slices.length / MOST_BARS);
  const points = [];
  for (let index = 0; index < slices.length; index += together) {
    const part = slices.slice(index, index + together);
    const from = Date.parse(part[0].start);
    points.push({
      from,
      to: from + step * part.length,
      values: series.map(({ kind, value }) => {
        const values = part.map((slice) => value(slice) ?? 0);
        return kind === 'bars' ? values.reduce((sum, one) => sum + one, 0) : Math.max(...values);
      }),
    });
  }
  return points;
}

/** Through the middle of each slice, from the beginning of the first to the end of the last. */
function line(points, index, x, y) {
  const first = points[0];
  const last = points.at(-1);
  const middles = points.map(({ from, to, values }) => `L${x((from + to) / 2)} ${y(values[index])}`).join('');
  return `M${x(first.from)} ${y(first.values[index])}${middles}H${x(last.to)}`;
}

function area(points, index, x, y) {
  return `${line(points, index, x, y)}V${y(0)}H${x(points[0].from)}Z`;
}

/** A round number at or above a value, so that its half is round, too. */
function niceTop(value) {
  if (value <= 2) {
    return 2;
  }
  const scale = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 3, 4, 5, 6, 8, 10].map((step) => step * scale).find((round) => round >= value);
}

/** The ranges of history, as the API names them. */
export const RANGES = ['hour', 'day', 'fortnight'];

function isQuiet(slice) {
  const { succeeded, failed, retried, archived, maxWaitMs, backlog } = slice;
  return [succeeded, failed, retried, archived, maxWaitMs, backlog].every((value) => !value);
}

/** Without the slice that is not over: a part of a minute would look like a drop. */
function whole(slices, step) {
  const over = slices.filter(({ start }) => Date.parse(start) + step <= Date.now());
  return over.every(isQuiet) ? slices : over;
}

/** The charts of what was done, waited and failed: of all queues, or of one. */
export function historyCharts({ slices: told, stepMs }) {
  const slices = whole(told, stepMs);
  const first = slices.find((slice) => !isQuiet(slice));
  const since = first ? Date.parse(first.start) : 0;
  const perMinute = (value) => (slice) => (value(slice) * MINUTE) / stepMs;
  const chart = (name, series, format) => html`<section class="kq-card" data-test="chart-${name}">
    <h2 class="kq-label">${t(`chart.${name}`)}</h2>
    <kq-time-chart
      label=${t(`chart.${name}`)}
      .slices=${slices}
      .step=${stepMs}
      .since=${since}
      .series=${series}
      .format=${format}
    ></kq-time-chart>
  </section>`;
  return html`<div class="kq-charts">
    ${chart(
      'throughput',
      [
        { label: t('chart.succeeded'), tone: 'good', kind: 'area', value: perMinute((slice) => slice.succeeded) },
        { label: t('chart.failed'), tone: 'bad', kind: 'line', value: perMinute((slice) => slice.failed) },
      ],
      f.compact,
    )}
    ${chart(
      'failures',
      [
        { label: t('chart.retried'), tone: 'warn', kind: 'bars', value: (slice) => slice.retried },
        { label: t('chart.archived'), tone: 'bad', kind: 'bars', value: (slice) => slice.archived },
      ],
      f.compact,
    )}
    ${chart(
      'wait',
      [
        { label: t('chart.longest'), tone: 'warn', kind: 'line', value: (slice) => slice.maxWaitMs },
        { label: t('chart.mean'), tone: 'calm', kind: 'area', value: (slice) => slice.meanWaitMs },
      ],
      f.duration,
    )}
    ${chart(
      'backlog',
      [{ label: t('chart.waiting'), tone: 'calm', kind: 'area', value: (slice) => slice.backlog }],
      f.compact,
    )}
  </div>`;
}

customElements.define('kq-time-chart', TimeChart);
