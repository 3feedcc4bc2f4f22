import { api, html, t } from '../../frame.js';
import { RANGES, historyCharts } from '../../frame/time-chart.js';
import { Panel } from './panel.js';

/** What was done in a queue over time. */
class QueueHistory extends Panel {
  static properties = { queue: {}, range: { state: true } };

  constructor() {
    super();
    this.range = 'hour';
  }

  load() {
    return api.get(`queues/${encodeURIComponent(this.queue)}/history?range=${this.range}`);
  }

  body(history) {
    return html`<div class="kq-bar" role="group" aria-label=${t('range.title')}>
        ${RANGES.map(
          (range) => html`<button
            class="kq-toggle"
            aria-pressed=${range === this.range ? 'true' : 'false'}
            data-test=${`range-${range}`}
            @click=${() => {
              this.range = range;
              this.refresh();
            }}
          >
            ${t(`range.${range}`)}
          </button>`,
        )}
      </div>
      ${historyCharts(history)}`;
  }
}

customElements.define('kq-queue-history', QueueHistory);
