import { api, f, html, nothing, t } from '../../frame.js';
import { limitTexts } from './limit-texts.js';
import { Panel } from './panel.js';

/** The limits of a queue, and its limit keys with their tasks. */
class QueueKeys extends Panel {
  static properties = { queue: {}, limits: { attribute: false }, cursors: { state: true } };

  constructor() {
    super();
    this.cursors = [];
  }

  load() {
    const cursor = this.cursors.at(-1);
    return api.get(
      `queues/${encodeURIComponent(this.queue)}/keys${cursor ? `?${new URLSearchParams({ cursor })}` : ''}`,
    );
  }

  page(cursors) {
    this.cursors = cursors;
    this.refresh();
  }

  body({ items, next }) {
    const own = limitTexts(this.limits);
    return html`
      <p class="queue-facts">
        ${own.length > 0
          ? own.map((text) => html`<span class="kq-chip">${text}</span>`)
          : html`<span class="kq-hint">${t('limits.none')}</span>`}
      </p>
      ${items.length === 0 ? html`<div class="kq-empty"><p>${t('keys.limit.none')}</p></div>` : this.table(items)}
      <nav class="kq-pager" aria-label=${t('keys.limit.title')}>
        ${this.cursors.length > 0
          ? html`<button class="kq-button" data-test="keys-back" @click=${() => this.page(this.cursors.slice(0, -1))}>
              ${t('action.back')}
            </button>`
          : nothing}
        ${next
          ? html`<button class="kq-button" data-test="keys-next" @click=${() => this.page([...this.cursors, next])}>
              ${t('action.next')}
            </button>`
          : nothing}
      </nav>
    `;
  }

  table(items) {
    return html`<div class="kq-scroll" tabindex="0" role="region" aria-label=${t('keys.limit.title')}>
      <table class="kq-table kq-cards" data-test="limit-keys">
        <thead>
          <tr>
            <th scope="col">${t('keys.limit.key')}</th>
            <th scope="col" class="kq-number">${t('state.PENDING')}</th>
            <th scope="col" class="kq-number">${t('state.ACTIVE')}</th>
            <th scope="col">${t('keys.limit.limits')}</th>
          </tr>
        </thead>
        <tbody>
          ${items.map(
            (item) => html`<tr data-row>
              <td class="kq-name">${f.text(item.key, 200)}</td>
              <td class="kq-number" data-label=${t('state.PENDING')}>${f.number(item.pending)}</td>
              <td class="kq-number" data-label=${t('state.ACTIVE')}>${f.number(item.active)}</td>
              <td data-label=${t('keys.limit.limits')}>
                ${limitTexts(item.limits).map((text) => html`<span class="kq-chip">${text}</span> `)}
                ${item.limitedUntil
                  ? html`<span class="kq-sub">${t('keys.limit.until')} ${f.time(item.limitedUntil)}</span>`
                  : nothing}
              </td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

customElements.define('kq-queue-keys', QueueKeys);
