import { LitElement, html, nothing, ref } from '../lib/lit.js';
import { api } from './api.js';
import { f } from './format.js';
import { LANGUAGES, t } from './i18n.js';
import { link } from './links.js';
import { NAVIGATION, go } from './router.js';
import { can } from './session.js';
import { settings } from './settings.js';

const SEARCH_DELAY = 150;
const MOST = 12;
const SHORTEST_ID = 6;

/**
 * The command palette: goes to any page, queue, server, schedule or task, and changes settings.
 *
 * @fires close
 */
class Palette extends LitElement {
  static properties = { text: { state: true }, found: { state: true }, chosen: { state: true } };

  constructor() {
    super();
    this.text = '';
    this.found = [];
    this.chosen = 0;
    this.number = 0;
  }

  createRenderRoot() {
    return this;
  }

  firstUpdated() {
    this.querySelector('dialog').showModal();
    this.querySelector('input').focus();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  get entries() {
    const wanted = this.text.trim().toLowerCase();
    const commands = [...pages(), ...choices()].filter(
      ({ kind, text }) => text.toLowerCase().includes(wanted) || kind.toLowerCase().includes(wanted),
    );
    return (wanted ? [...this.found, ...commands] : commands).slice(0, MOST);
  }

  render() {
    const { entries } = this;
    const chosen = Math.min(this.chosen, entries.length - 1);
    return html`<dialog
      class="kq-palette"
      aria-label=${t('palette.title')}
      @cancel=${(event) => {
        event.preventDefault();
        this.#close();
      }}
      @click=${(event) => event.target === event.currentTarget && this.#close()}
    >
      <input
        class="kq-input"
        role="combobox"
        data-test="palette-input"
        aria-expanded="true"
        aria-controls="kq-palette-list"
        aria-activedescendant=${entries.length > 0 ? `kq-palette-${chosen}` : nothing}
        aria-label=${t('palette.title')}
        placeholder=${t('palette.placeholder')}
        autocomplete="off"
        spellcheck="false"
        .value=${this.text}
        @input=${(event) => this.#type(event.target.value)}
        @keydown=${(event) => this.#key(event, entries, chosen)}
      />
      <ul id="kq-palette-list" role="listbox" aria-label=${t('palette.title')} data-test="palette-list">
        ${entries.map(
          (entry, index) => html`<li
            id="kq-palette-${index}"
            role="option"
            aria-selected=${index === chosen}
            ${ref((element) => index === chosen && element?.scrollIntoView({ block: 'nearest' }))}
            @click=${() => this.#run(entry)}
          >
            <span class="kq-palette-kind">${entry.kind}</span> <span>${f.text(entry.text, 120)}</span>
          </li>`,
        )}
      </ul>
      ${entries.length === 0 ? html`<p class="kq-hint" role="status">${t('palette.none')}</p>` : nothing}
    </dialog>`;
  }

  #type(text) {
    this.text = text;
    this.chosen = 0;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#search(text.trim()), SEARCH_DELAY);
  }

  async #search(text) {
    const number = (this.number += 1);
    const answers = text
      ? await Promise.allSettled([queues(text), servers(text), schedules(text), task(text)])
      : [];
    if (number === this.number) {
      this.found = answers.flatMap(({ value = [] }) => value);
    }
  }

  #key(event, entries, chosen) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves && entries.length > 0) {
      event.preventDefault();
      this.chosen = (chosen + moves[event.key] + entries.length) % entries.length;
    } else if (event.key === 'Enter' && entries[chosen]) {
      event.preventDefault();
      this.#run(entries[chosen]);
    }
  }

  #run({ href, run }) {
    this.#close();
    if (href) {
      go(href);
    } else {
      run();
    }
  }

  #close() {
    this.querySelector('dialog').close();
    this.dispatchEvent(new CustomEvent('close'));
  }
}

function pages() {
  return NAVIGATION.filter(({ right }) => !right || can(right)).map(({ nav, href }) => ({
    kind: t('palette.page'),
    text: t(`nav.${nav}`),
    href,
  }));
}

function choices() {
  const choice = (name, values) =>
    values.map(([value, text]) => ({
      kind: t(`settings.${name}`),
      text,
      run: () => settings.set(name, value),
    }));
  return [
    ...choice('theme', ['auto', 'light', 'dark'].map((value) => [value, t(`settings.theme.${value}`)])),
    ...choice('zone', ['local', 'utc'].map((value) => [value, t(`settings.zone.${value}`)])),
    ...choice('language', Object.entries(LANGUAGES)),
  ];
}

async function queues(text) {
  const { items } = await api.get(`queues?${new URLSearchParams({ name: text, limit: 6 })}`);
  return items.map(({ name }) => ({ kind: t('palette.queue'), text: name, href: link.queue(name) }));
}

async function servers(text) {
  const { items } = await api.get('servers');
  return items
    .filter(({ id, name, host }) => [id, name, host].some((part) => part?.toLowerCase().includes(text.toLowerCase())))
    .slice(0, 4)
    .map(({ id, name, host }) => ({
      kind: t('palette.server'),
      text: name ? `${name} · ${host}` : host,
      href: link.server(id),
    }));
}

async function schedules(text) {
  const { items } = await api.get('schedules');
  return items
    .filter(({ id, taskType }) => [id, taskType].some((part) => part.toLowerCase().includes(text.toLowerCase())))
    .slice(0, 4)
    .map(({ id }) => ({ kind: t('palette.schedule'), text: id, href: link.schedule(id) }));
}

async function task(text) {
  if (text.length < SHORTEST_ID || /\s/.test(text)) {
    return [];
  }
  const { queue, id } = await api.get(`tasks/${encodeURIComponent(text)}`);
  return [{ kind: t('palette.task'), text: `${id} · ${queue}`, href: link.task(queue, id) }];
}

customElements.define('kq-palette', Palette);
