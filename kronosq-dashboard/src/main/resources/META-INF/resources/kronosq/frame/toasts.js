import { LitElement, html, repeat } from '../lib/lit.js';

const SHOWN_FOR = 6_000;
const MOST = 4;

/** Short messages about what was done or refused. */
class Toasts extends LitElement {
  static properties = { items: { state: true } };

  constructor() {
    super();
    this.items = [];
    this.count = 0;
  }

  createRenderRoot() {
    return this;
  }

  add(text, bad) {
    const item = { id: (this.count += 1), text, bad };
    this.items = [...this.items, item].slice(-MOST);
    setTimeout(() => (this.items = this.items.filter(({ id }) => id !== item.id)), SHOWN_FOR);
  }

  render() {
    return html`<div class="kq-toasts" role="status" aria-live="polite" data-test="toasts">
      ${repeat(
        this.items,
        ({ id }) => id,
        ({ text, bad }) => html`<p class="kq-toast ${bad ? 'kq-toast-bad' : ''}">${text}</p>`,
      )}
    </div>`;
  }
}

customElements.define('kq-toasts', Toasts);

/**
 * Shows a short message for a while.
 *
 * @param {string} text
 * @param {{bad?: boolean}} [options] whether it tells of a failure
 */
export function toast(text, { bad = false } = {}) {
  let toasts = document.querySelector('kq-toasts');
  if (!toasts) {
    toasts = document.createElement('kq-toasts');
    document.body.append(toasts);
  }
  toasts.add(text, bad);
}
