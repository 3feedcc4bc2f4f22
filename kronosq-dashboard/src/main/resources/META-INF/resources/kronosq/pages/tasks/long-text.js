import { LitElement, f, html, nothing, t } from '../../frame.js';

const PORTION = 20_000;

/** A foreign text of many lines, of which more is shown when a person asks for it: 1 MB at once would stop the page. */
class LongText extends LitElement {
  static properties = { text: { attribute: false }, shown: { state: true } };

  constructor() {
    super();
    this.text = '';
    this.shown = PORTION;
  }

  createRenderRoot() {
    return this;
  }

  render() {
    const left = this.text.length - this.shown;
    const text = this.text.slice(0, this.shown).replaceAll('\r\n', '\n');
    return html`<pre class="kq-json" tabindex="0"><bdi>${f.text(text, this.shown)}</bdi></pre>
      ${left > 0
        ? html`<button class="kq-button" data-test="text-more" @click=${() => (this.shown += PORTION)}>
            ${t('json.more', { n: left })}
          </button>`
        : nothing}`;
  }
}

customElements.define('kq-long-text', LongText);
