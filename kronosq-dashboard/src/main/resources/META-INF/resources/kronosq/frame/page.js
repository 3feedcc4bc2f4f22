import { LitElement, html, nothing } from '../lib/lit.js';
import { connection } from './connection.js';
import { f } from './format.js';
import { t } from './i18n.js';
import { link } from './links.js';
import { replace } from './router.js';
import { settings } from './settings.js';
import { toast } from './toasts.js';

const REFRESH_INTERVAL = 5_000;
const AWAY_INTERVAL = 3_000;
const CLOCK_INTERVAL = 1_000;

/**
 * A page: it loads its data, again and again, and shows them. While they can't be had, it keeps the last picture, greyed.
 * A page overrides `load`, `title` and `body`, and what else differs.
 *
 * The frame sets `path`, `params` (of the address) and `query` (a URLSearchParams).
 */
export class Page extends LitElement {
  static properties = {
    path: { attribute: false },
    params: { attribute: false },
    query: { attribute: false },
    data: { state: true },
    problem: { state: true },
    now: { state: true },
    busy: { state: true },
  };

  /** Which parts of the query decide what is loaded. */
  static loadedBy = [];

  /** Milliseconds between two loads; null for none of its own accord. */
  static every = REFRESH_INTERVAL;

  #number = 0;
  #timer = null;
  #clock = null;
  #onChange = () => this.requestUpdate();
  #onConnection = () => {
    if (connection.away !== null) {
      this.#again(AWAY_INTERVAL);
    } else {
      this.refresh();
    }
    this.requestUpdate();
  };
  #onVisible = () => {
    if (!document.hidden) {
      this.refresh();
    }
  };

  constructor() {
    super();
    this.path = '/';
    this.params = {};
    this.query = new URLSearchParams();
    this.data = undefined;
    this.problem = null;
    this.now = Date.now();
    this.busy = false;
  }

  /** Pages share the style sheets of the frame. */
  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#clock = setInterval(() => (this.now = Date.now()), CLOCK_INTERVAL);
    settings.addEventListener('change', this.#onChange);
    connection.addEventListener('change', this.#onConnection);
    document.addEventListener('visibilitychange', this.#onVisible);
    this.refresh();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#clock);
    clearTimeout(this.#timer);
    settings.removeEventListener('change', this.#onChange);
    connection.removeEventListener('change', this.#onConnection);
    document.removeEventListener('visibilitychange', this.#onVisible);
    this.#number += 1;
  }

  willUpdate(changed) {
    const before = changed.get('query');
    if (before && this.constructor.loadedBy.some((name) => before.get(name) !== this.query.get(name))) {
      this.refresh();
    }
  }

  updated(changed) {
    document.title = `${f.text(this.title, 80)} · Kronosq`;
    if (changed.has('query') || (changed.has('data') && changed.get('data') === undefined)) {
      this.#revealTab();
    }
  }

  /** On a narrow screen tabs are a strip that scrolls. */
  #revealTab() {
    const current = this.querySelector('.kq-tabs [aria-current=page], .kq-tabs [aria-current=true]');
    const strip = current?.closest('.kq-tabs');
    if (strip && strip.scrollWidth > strip.clientWidth) {
      strip.scrollLeft = current.offsetLeft - strip.offsetLeft - (strip.clientWidth - current.offsetWidth) / 2;
    }
  }

  /** Loads what the page shows. An answer to an earlier question is dropped. */
  async refresh() {
    clearTimeout(this.#timer);
    const number = (this.#number += 1);
    try {
      const data = await this.load();
      if (number === this.#number) {
        this.data = data;
        this.problem = null;
      }
    } catch (problem) {
      if (number === this.#number) {
        this.problem = problem;
        if (problem.status === undefined) {
          console.error(problem);
        }
      }
    }
    if (number === this.#number && this.isConnected) {
      this.#again(this.problem?.passing || connection.away !== null ? AWAY_INTERVAL : this.constructor.every);
    }
  }

  /** @param {?number} wait in ms; null for not of its own accord */
  #again(wait) {
    clearTimeout(this.#timer);
    if (wait !== null) {
      this.#timer = setTimeout(() => (document.hidden ? undefined : this.refresh()), wait);
    }
  }

  /**
   * Does something, tells when it was refused, and loads anew.
   *
   * @returns {Promise<boolean>} whether it was done
   */
  async act(action) {
    this.busy = true;
    try {
      await action();
      return true;
    } catch (problem) {
      toast(problem.message, { bad: true });
      return false;
    } finally {
      this.busy = false;
      this.refresh();
    }
  }

  /** The address of this page with some parts of the query changed; null or nothing takes one away. */
  address(changes) {
    const query = new URLSearchParams(this.query);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === undefined || value === '') {
        query.delete(name);
      } else {
        query.set(name, value);
      }
    }
    return `#${this.path}${query.size > 0 ? `?${query}` : ''}`;
  }

  /** Changes the query without an entry in the history, as for a filter while it is typed. */
  ask(changes) {
    replace(this.address(changes));
  }

  /** What the page is called. */
  get title() {
    return 'Kronosq';
  }

  /** Where one comes from: `{href, text}`, or null. */
  get up() {
    return null;
  }

  /** What is said when the API knows no such thing. */
  get notFound() {
    return t('problem.notFound');
  }

  /** Loads the data. */
  async load() {
    return {};
  }

  /** Buttons beside the title. */
  actions() {
    return nothing;
  }

  /** What is below the title, once there are data. */
  body() {
    return nothing;
  }

  /** Says that there is nothing to show, and what to do. */
  empty(text, hint = null) {
    return html`<div class="kq-empty" data-test="empty">
      <p>${text}</p>
      ${hint ? html`<p class="kq-hint">${hint}</p>` : nothing}
    </div>`;
  }

  render() {
    const known = this.data !== undefined;
    const stale = known && (this.problem?.passing || connection.away !== null);
    return html`
      <header class="kq-head">
        <div class="kq-head-title">
          ${this.up ? html`<a class="kq-up" href=${this.up.href}>‹ ${this.up.text}</a>` : nothing}
          <h1 tabindex="-1">${f.text(this.title, 200)}</h1>
        </div>
        <div class="kq-head-actions">${known && !this.#lost ? this.actions(this.data) : nothing}</div>
      </header>
      ${this.#lost ? this.#sorry() : known ? this.#picture(stale) : this.problem ? this.#sorry() : this.loading()}
    `;
  }

  /** Shown until the first data are there. */
  loading() {
    return html`<div class="kq-loading" role="status" data-test="loading">
      <span class="kq-unseen">${t('page.loading')}</span>
      <span class="kq-bone kq-bone-wide"></span><span class="kq-bone"></span><span class="kq-bone"></span>
      <span class="kq-bone"></span>
    </div>`;
  }

  /** A refusal that will not pass by itself; what was shown before would be untrue. */
  get #lost() {
    return this.problem !== null && !this.problem.passing;
  }

  #picture(stale) {
    return html`<div class=${stale ? 'kq-body kq-stale' : 'kq-body'} data-test=${stale ? 'stale' : nothing}>
      ${this.body(this.data)}
    </div>`;
  }

  #sorry() {
    const { status, message } = this.problem;
    if (status === 404) {
      return html`<div class="kq-empty" data-test="not-found">
        <p>${this.notFound}</p>
        <p><a class="kq-button" href=${(this.up ?? { href: link.overview() }).href}>${t('action.back')}</a></p>
      </div>`;
    }
    if (status === 403) {
      return html`<div class="kq-empty" data-test="forbidden">
        <p>${t('problem.forbidden')}</p>
        <p class="kq-hint">${f.text(message)}</p>
      </div>`;
    }
    return html`<div class="kq-empty" role="alert" data-test="error">
      <p>${status === undefined ? t('problem.page') : f.text(message)}</p>
      <p><button class="kq-button" @click=${() => this.refresh()}>${t('action.again')}</button></p>
    </div>`;
  }
}
