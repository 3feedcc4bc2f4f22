import { LitElement, f, html, nothing, t } from '../../frame.js';

const INTERVAL = 5_000;

/** A part of a page that loads data of its own, again and again. It overrides `load` and `body`. */
export class Panel extends LitElement {
  static properties = { data: { state: true }, problem: { state: true } };

  #timer = null;
  #number = 0;

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.refresh();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#number += 1;
  }

  async refresh() {
    clearTimeout(this.#timer);
    const number = (this.#number += 1);
    let data = this.data;
    let problem = null;
    try {
      data = await this.load();
    } catch (refusal) {
      problem = refusal;
    }
    if (number === this.#number) {
      this.data = data;
      this.problem = problem;
      this.#timer = setTimeout(() => this.refresh(), INTERVAL);
    }
  }

  render() {
    if (this.data === undefined) {
      return this.problem
        ? html`<p class="kq-problem" role="alert">${f.text(this.problem.message)}</p>`
        : html`<p class="kq-hint" role="status">${t('page.loading')}</p>`;
    }
    return html`${this.problem && !this.problem.passing
      ? html`<p class="kq-problem" role="alert">${f.text(this.problem.message)}</p>`
      : nothing}
    ${this.body(this.data)}`;
  }
}
