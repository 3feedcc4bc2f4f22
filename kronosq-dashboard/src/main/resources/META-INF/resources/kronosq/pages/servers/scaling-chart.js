import { LitElement, f, html, nothing, svg, t } from '../../frame.js';
import { scalingPoints } from './scaling.js';

const HEIGHT = 150;
const LEFT = 34;
const RIGHT = 8;
const TOP = 8;
const BOTTOM = 22;
const TICKS = [
  { span: 90 * 60_000, step: 10 * 60_000 },
  { span: 7 * 3_600_000, step: 3_600_000 },
  { span: Infinity, step: 4 * 3_600_000 },
];

/** How many handlers ran, and might run, over time. */
export class ScalingChart extends LitElement {
  static properties = {
    samples: { attribute: false },
    span: { attribute: false },
    width: { state: true },
    pointed: { state: true },
  };

  constructor() {
    super();
    this.samples = [];
    this.span = null;
    this.width = 0;
    this.pointed = null;
    this.resizes = new ResizeObserver(([entry]) => {
      this.width = Math.floor(entry.contentRect.width);
    });
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.resizes.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.resizes.disconnect();
  }

  render() {
    if (!this.span || this.width === 0) {
      return nothing;
    }
    const points = scalingPoints(this.samples, this.span, Math.max(this.width / 2, 60));
    const known = points.filter((point) => point.target !== null);
    if (known.length === 0) {
      return html`<p class="kq-hint">${t('server.scaling.none')}</p>`;
    }
    return html`
      ${this.legend(known)}
      ${this.picture(points, known)}
    `;
  }

  legend(known) {
    const shown = this.pointed ?? known.at(-1);
    return html`<div class="scaling-legend">
      ${['busy', 'target', 'max'].map(
        (series) => html`<span class="scaling-key scaling-key-${series}">
          ${t(`server.series.${series}`)} <b>${f.number(shown[series])}</b>
        </span>`,
      )}
      <span class="scaling-when">${this.pointed ? f.minute(this.pointed.at) : nothing}</span>
    </div>`;
  }

  picture(points, known) {
    const { from, to } = this.span;
    const top = niceTop(Math.max(...known.map((point) => point.max)));
    const x = (at) => LEFT + ((at - from) / (to - from)) * (this.width - LEFT - RIGHT);
    const y = (value) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
    const targets = known.map((point) => point.target);
    const summary = t('server.scaling.summary', {
      from: f.number(Math.min(...targets)),
      to: f.number(Math.max(...targets)),
      busy: f.number(Math.max(...known.map((point) => point.busy))),
    });
    return html`<svg
      class="scaling-picture"
      role="img"
      aria-label=${summary}
      width=${this.width}
      height=${HEIGHT}
      @pointermove=${(event) => this.point(event, known, x)}
      @pointerleave=${() => (this.pointed = null)}
    >
      ${[0, top / 2, top].map(
        (value) => svg`<line class="scaling-grid" x1=${LEFT} x2=${this.width - RIGHT} y1=${y(value)} y2=${y(value)} />
          <text class="scaling-label" text-anchor="end" x=${LEFT - 6} y=${y(value) + 4}>${f.number(value)}</text>`,
      )}
      ${this.timeTicks(x)}
      <path class="scaling-busy" d=${runs(points).map((run) => area(run, 'busy', x, y)).join('')} />
      <path class="scaling-max" d=${runs(points).map((run) => steps(run, 'max', x, y)).join('')} />
      <path class="scaling-target" d=${runs(points).map((run) => steps(run, 'target', x, y)).join('')} />
      ${
        this.pointed
          ? svg`<line class="scaling-pointer" x1=${x(this.pointed.at)} x2=${x(this.pointed.at)} y1=${TOP} y2=${HEIGHT - BOTTOM} />
              <circle class="scaling-dot" cx=${x(this.pointed.at)} cy=${y(this.pointed.target)} r="3.5" />`
          : nothing
      }
    </svg>`;
  }

  timeTicks(x) {
    const { from, to } = this.span;
    const { step } = TICKS.find((tick) => to - from <= tick.span);
    const offset = f.utc ? 0 : new Date(to).getTimezoneOffset() * 60_000;
    const times = [];
    for (let at = Math.ceil((from - offset) / step) * step + offset; at <= to; at += step) {
      times.push(at);
    }
    const shown = this.width < 480 ? times.filter((_, index) => index % 2 === 0) : times;
    return shown.map(
      (at) => svg`<text class="scaling-label" text-anchor="middle" x=${x(at)} y=${HEIGHT - 6}>${f.minute(at)}</text>`,
    );
  }

  point(event, known, x) {
    const at = event.clientX - event.currentTarget.getBoundingClientRect().left;
    this.pointed = known.reduce((best, point) =>
      Math.abs(x(point.at) - at) < Math.abs(x(best.at) - at) ? point : best,
    );
  }
}

function runs(points) {
  const found = [[]];
  for (const point of points) {
    if (point.target === null) {
      found.push([]);
    } else {
      found.at(-1).push(point);
    }
  }
  return found.filter((run) => run.length > 0);
}

function steps(run, series, x, y) {
  return run
    .map((point, index) =>
      index === 0 ? `M${x(point.at)} ${y(point[series])}` : `H${x(point.at)}V${y(point[series])}`,
    )
    .join('');
}

function area(run, series, x, y) {
  return `${steps(run, series, x, y)}V${y(0)}H${x(run[0].at)}Z`;
}

function niceTop(value) {
  const steps = [2, 4, 6, 8, 10, 20, 40, 60, 80, 100];
  const scale = 10 ** Math.max(Math.floor(Math.log10(Math.max(value, 1))) - 1, 0);
  return (steps.find((step) => step * scale >= value) ?? 100) * scale;
}

customElements.define('kq-scaling-chart', ScalingChart);
