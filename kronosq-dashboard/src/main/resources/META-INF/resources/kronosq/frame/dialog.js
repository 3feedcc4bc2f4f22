import { LitElement, css, html } from '../lib/lit.js';
import { t } from './i18n.js';

/**
 * A dialog with a heading. It is open as long as it is in the page.
 *
 * @fires close when the person wants it closed; the page has to take it away
 */
class Dialog extends LitElement {
  static properties = { heading: {}, wide: { type: Boolean, reflect: true } };

  static styles = css`
    dialog {
      inline-size: min(520px, calc(100vw - 24px));
      max-block-size: calc(100dvh - 48px);
      box-sizing: border-box;
      padding: 18px 20px;
      overflow: auto;
      border: 1px solid var(--line);
      border-radius: 12px;
      background: var(--surface);
      color: var(--text);
      box-shadow: 0 16px 48px rgb(0 0 0 / 30%);
    }

    :host([wide]) dialog {
      inline-size: min(780px, calc(100vw - 24px));
    }

    dialog::backdrop {
      background: rgb(10 14 20 / 45%);
    }

    .head {
      display: flex;
      align-items: start;
      justify-content: space-between;
      gap: 12px;
      margin-block-end: 10px;
    }

    h2 {
      margin: 0;
      font-size: 17px;
      overflow-wrap: anywhere;
    }

    .close {
      flex: none;
      inline-size: 28px;
      block-size: 28px;
      border: 0;
      border-radius: 6px;
      background: none;
      color: var(--muted);
      font-size: 20px;
      line-height: 1;
      cursor: pointer;
    }

    .close:hover {
      background: var(--calm-soft);
      color: var(--text);
    }

    .close:focus-visible {
      outline: 2px solid var(--accent);
    }
  `;

  constructor() {
    super();
    this.heading = '';
    this.wide = false;
  }

  firstUpdated() {
    this.renderRoot.querySelector('dialog').showModal();
    (this.querySelector('[autofocus]') ?? this.querySelector('input, textarea, select, button'))?.focus();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.renderRoot.querySelector('dialog')?.close();
  }

  render() {
    return html`<dialog
      aria-labelledby="heading"
      @cancel=${(event) => {
        event.preventDefault();
        this.#close();
      }}
      @click=${(event) => event.target === event.currentTarget && this.#outside(event)}
    >
      <div class="head">
        <h2 id="heading">${this.heading}</h2>
        <button class="close" type="button" aria-label=${t('action.close')} @click=${() => this.#close()}>×</button>
      </div>
      <slot></slot>
    </dialog>`;
  }

  #outside(event) {
    const box = event.currentTarget.getBoundingClientRect();
    const inside =
      event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside && event.detail > 0) {
      this.#close();
    }
  }

  #close() {
    this.dispatchEvent(new CustomEvent('close'));
  }
}

customElements.define('kq-dialog', Dialog);
