import { LitElement, html, nothing } from '../lib/lit.js';
import { connection } from './connection.js';
import './dialog.js';
import { f } from './format.js';
import { LANGUAGES, language, loadMessages, t } from './i18n.js';
import { icon } from './icons.js';
import { Keyboard } from './keyboard.js';
import { live } from './live.js';
import './palette.js';
import { NAVIGATION, load, resolve } from './router.js';
import { can, session } from './session.js';
import { settings } from './settings.js';
import './toasts.js';

const KEYS = [
  ['Ctrl K', 'palette'],
  ['/', 'search'],
  ['j', 'down'],
  ['k', 'up'],
  ['o', 'open'],
  ['x', 'select'],
  ['p', 'pause'],
  ['t', 'theme'],
  ['u', 'zone'],
  ['?', 'help'],
  ['Esc', 'close'],
];

/** The frame of all pages: navigation, what is open beside the page, and the page that the address names. */
class AppFrame extends LitElement {
  static properties = {
    place: { state: true },
    open: { state: true },
    failure: { state: true },
  };

  constructor() {
    super();
    this.place = resolve(location.hash);
    this.open = null;
    this.failure = null;
    this.page = null;
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('hashchange', () => this.#show());
    connection.addEventListener('change', () => this.#reconnected());
    settings.addEventListener('change', ({ detail }) => this.#changed(detail));
    live.on('stats', () => this.requestUpdate());
    new Keyboard({ palette: () => (this.open = 'palette'), help: () => (this.open = 'help') }).start();
    if (!session.problem) {
      live.start();
    }
    this.#show();
  }

  /** Who looks is asked again where the first question had no answer. */
  async #reconnected() {
    if (connection.away === null && session.problem?.passing) {
      await session.load();
      if (!session.problem) {
        live.start();
      }
      this.page?.requestUpdate();
    }
    this.requestUpdate();
  }

  async #changed(name) {
    if (name === 'language') {
      await loadMessages();
      this.page?.requestUpdate();
    }
    this.requestUpdate();
  }

  /** Shows the page of the address; one that is shown already hears of the new query. */
  async #show() {
    const place = resolve(location.hash);
    this.place = place;
    this.failure = null;
    if (!place.route) {
      this.page = null;
      return;
    }
    // Not by the place before: its page may not be there yet.
    if (this.page?.path === place.path) {
      this.page.query = place.query;
      return;
    }
    try {
      await load(place.route);
    } catch (error) {
      console.error(error);
      this.failure = error;
      return;
    }
    if (place === this.place) {
      const page = document.createElement(place.route.element);
      Object.assign(page, { path: place.path, params: place.params, query: place.query });
      const first = this.page === null;
      this.page = page;
      this.requestUpdate();
      if (!first) {
        await this.updateComplete;
        await page.updateComplete;
        scrollTo(0, 0);
        page.querySelector('h1')?.focus({ preventScroll: true });
      }
    }
  }

  render() {
    return html`
      <a class="kq-skip" href="#main" @click=${(event) => this.#skip(event)}>${t('frame.skip')}</a>
      <div class="kq-frame">
        <header class="kq-side">
          <a class="kq-brand" href="#/"><img src="kronosq.svg" alt="" width="24" height="24" /> Kronosq</a>
          ${this.#navigation()}
          <div class="kq-side-end">
            <button class="kq-side-button" data-test="palette-open" @click=${() => (this.open = 'palette')}>
              ${icon('search')} <span>${t('palette.title')}</span> <kbd>Ctrl K</kbd>
            </button>
            <button
              class="kq-side-button"
              data-test="settings-open"
              aria-haspopup="dialog"
              @click=${() => (this.open = 'settings')}
            >
              ${icon('settings')} <span>${t('settings.title')}</span>
            </button>
            ${this.#who()}
          </div>
        </header>
        <div class="kq-main">
          ${this.#banners()}
          <main id="main" tabindex="-1">${this.#content()}</main>
        </div>
      </div>
      ${this.#opened()}
    `;
  }

  updated() {
    // On a narrow screen the navigation is a strip that scrolls.
    const current = this.querySelector('nav [aria-current]');
    const strip = current?.closest('nav');
    if (strip && strip.scrollWidth > strip.clientWidth) {
      strip.scrollLeft = current.offsetLeft - (strip.clientWidth - current.offsetWidth) / 2;
    }
  }

  #skip(event) {
    event.preventDefault();
    this.querySelector('main').focus();
  }

  #navigation() {
    return html`<nav aria-label=${t('frame.navigation')}>
      <ul>
        ${NAVIGATION.filter(({ right }) => !right || can(right)).map(
          ({ nav, href }) => html`<li>
            <a href=${href} aria-current=${this.place.route?.nav === nav ? 'page' : nothing} data-test="nav-${nav}">
              ${icon(nav)} <span>${t(`nav.${nav}`)}</span>
            </a>
          </li>`,
        )}
      </ul>
    </nav>`;
  }

  #who() {
    const { user, anonymous, version } = session.me;
    return html`<p class="kq-who">
      <b data-test="user">${anonymous ? t('frame.anonymous') : f.text(user)}</b>
      <span class="kq-hint">${f.text(version)}</span>
    </p>`;
  }

  #banners() {
    const { warnings = [], readOnly } = session.me;
    return html`<div class="kq-banners" aria-live="polite">
      ${connection.away
        ? html`<p class="kq-banner kq-banner-bad" data-test="away">
            <b>${t(`away.${connection.away}`)}</b> ${t('away.since', { time: f.clock(connection.since).slice(0, 8) })}
          </p>`
        : nothing}
      ${readOnly ? html`<p class="kq-banner" data-test="read-only">${t('frame.readOnly')}</p>` : nothing}
      ${warnings.map((warning) => html`<p class="kq-banner kq-banner-warn" data-test="warning">${f.text(warning)}</p>`)}
    </div>`;
  }

  #content() {
    const { problem } = session;
    if (problem?.status === 401 || problem?.status === 403) {
      return sorry(
        t(problem.status === 401 ? 'frame.signIn' : 'problem.forbidden'),
        f.text(problem.message),
        html`<button class="kq-button kq-primary" data-test="sign-in" @click=${() => location.reload()}>
          ${t('action.again')}
        </button>`,
      );
    }
    if (!this.place.route) {
      return sorry(t('problem.noPage'), '', html`<a class="kq-button" href="#/">${t('nav.overview')}</a>`);
    }
    if (this.failure) {
      return sorry(
        t('problem.page'),
        '',
        html`<button class="kq-button" @click=${() => location.reload()}>${t('action.again')}</button>`,
      );
    }
    return this.page ?? nothing;
  }

  #opened() {
    const close = () => (this.open = null);
    switch (this.open) {
      case 'palette':
        return html`<kq-palette @close=${close}></kq-palette>`;
      case 'settings':
        return html`<kq-dialog heading=${t('settings.title')} @close=${close}>${settingsForm()}</kq-dialog>`;
      case 'help':
        return html`<kq-dialog heading=${t('keys.title')} @close=${close}>${keysHelp()}</kq-dialog>`;
      default:
        return nothing;
    }
  }
}

function sorry(text, hint, button) {
  return html`<div class="kq-empty" role="alert">
    <h1>${text}</h1>
    <p class="kq-hint">${hint}</p>
    <p>${button}</p>
  </div>`;
}

function settingsForm() {
  const choice = (name, value, options) => html`<fieldset class="kq-choice">
    <legend>${t(`settings.${name}`)}</legend>
    ${options.map(
      ([option, text]) => html`<label>
        <input
          type="radio"
          name=${name}
          value=${option}
          data-test="settings-${name}-${option}"
          ?checked=${option === value}
          @change=${() => settings.set(name, option)}
        />
        <span lang=${name === 'language' ? option : nothing}>${text}</span>
      </label>`,
    )}
  </fieldset>`;
  return html`
    ${choice(
      'theme',
      settings.theme,
      ['auto', 'light', 'dark'].map((value) => [value, t(`settings.theme.${value}`)]),
    )}
    ${choice(
      'zone',
      settings.zone,
      ['local', 'utc'].map((value) => [value, t(`settings.zone.${value}`)]),
    )}
    ${choice('language', language(), Object.entries(LANGUAGES))}
  `;
}

function keysHelp() {
  return html`<dl class="kq-keys">
    ${KEYS.map(
      ([key, name]) => html`<dt><kbd>${key}</kbd></dt>
        <dd>${t(`keys.${name}`)}</dd>`,
    )}
    ${NAVIGATION.filter(({ right }) => !right || can(right)).map(
      ({ nav, key }) => html`<dt><kbd>g</kbd> <kbd>${key}</kbd></dt>
        <dd>${t(`nav.${nav}`)}</dd>`,
    )}
  </dl>`;
}

customElements.define('kq-app', AppFrame);
