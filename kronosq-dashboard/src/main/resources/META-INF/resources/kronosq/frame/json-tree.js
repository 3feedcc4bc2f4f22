import { LitElement, html, nothing } from '../lib/lit.js';
import { f } from './format.js';
import { t } from './i18n.js';

const OPEN_DEPTH = 2;
const PORTION = 100;
const LONGEST_TEXT = 20_000;

/** A JSON value as a tree that can be folded. Branches are made when they are opened, so that a large value is no burden. */
class JsonTree extends LitElement {
  static properties = { value: { attribute: false }, folds: { state: true } };

  constructor() {
    super();
    this.value = null;
    this.folds = new Map();
  }

  createRenderRoot() {
    return this;
  }

  render() {
    return html`<div class="kq-json" data-test="json">${this.#node(this.value, null, '$', 0)}</div>`;
  }

  #node(value, name, path, depth) {
    const label = name === null ? nothing : html`<span class="kq-json-name">${f.text(name, 200)}</span>: `;
    if (value === null || typeof value !== 'object') {
      return html`<div class="kq-json-leaf">${label}${leaf(value)}</div>`;
    }
    const entries = Object.entries(value);
    const array = Array.isArray(value);
    if (entries.length === 0) {
      return html`<div class="kq-json-leaf">${label}${array ? '[]' : '{}'}</div>`;
    }
    const { open = depth < OPEN_DEPTH, shown = PORTION } = this.folds.get(path) ?? {};
    return html`<details
      class="kq-json-branch"
      ?open=${open}
      @toggle=${(event) => {
        event.stopPropagation();
        this.#fold(path, { open: event.currentTarget.open, shown });
      }}
    >
      <summary>
        ${label}<span class="kq-hint">${array ? `[${f.number(entries.length)}]` : `{${f.number(entries.length)}}`}</span>
      </summary>
      ${open
        ? html`${entries
            .slice(0, shown)
            .map(([key, child]) => this.#node(child, key, `${path}.${JSON.stringify(key)}`, depth + 1))}
          ${shown < entries.length
            ? html`<button
                class="kq-button"
                data-test="json-more"
                @click=${() => this.#fold(path, { open, shown: shown + PORTION * 10 })}
              >
                ${t('json.more', { n: entries.length - shown })}
              </button>`
            : nothing}`
        : nothing}
    </details>`;
  }

  #fold(path, state) {
    this.folds = new Map(this.folds).set(path, state);
  }
}

function leaf(value) {
  return typeof value === 'string'
    ? html`<span class="kq-json-text">"${f.text(value, LONGEST_TEXT)}"</span>`
    : html`<span class="kq-json-value">${String(value)}</span>`;
}

customElements.define('kq-json', JsonTree);
