import { Page, api, f, has, html, link, nothing, t } from '../../frame.js';

const PAGE_SIZE = 50;
const PAGES = new Set(['queue', 'server', 'schedule']);
const TONES = { done: 'good', refused: 'warn', failed: 'bad' };

/** Who changed what. */
export class AuditPage extends Page {
  static every = null;

  static loadedBy = ['user', 'action', 'cursor'];

  async load() {
    const asked = new URLSearchParams({ limit: PAGE_SIZE });
    for (const name of ['user', 'action', 'cursor']) {
      if (this.query.get(name)) {
        asked.set(name, this.query.get(name));
      }
    }
    return api.get(`audit?${asked}`);
  }

  get title() {
    return t('audit.title');
  }

  body({ items, next }) {
    const filtered = this.query.get('user') || this.query.get('action');
    return html`
      ${this.filters()}
      ${items.length > 0
        ? this.table(items)
        : filtered || this.query.get('cursor')
          ? this.empty(t('audit.noMatch'))
          : this.empty(t('audit.empty'), t('audit.emptyHint'))}
      <nav class="kq-pager" aria-label=${t('audit.title')}>
        ${this.query.get('cursor')
          ? html`<a class="kq-button" data-test="audit-newest" href=${this.address({ cursor: null })}
              >${t('audit.newest')}</a
            >`
          : nothing}
        ${next
          ? html`<a class="kq-button" data-test="audit-older" rel="next" href=${this.address({ cursor: next })}
              >${t('audit.older')}</a
            >`
          : nothing}
      </nav>
    `;
  }

  filters() {
    const field = (name) => html`<input
      class="kq-input"
      type="search"
      name=${name}
      data-test="audit-filter-${name}"
      ?data-search=${name === 'user'}
      autocomplete="off"
      spellcheck="false"
      placeholder=${t(`audit.filter.${name}`)}
      aria-label=${t(`audit.filter.${name}`)}
      .value=${this.query.get(name) ?? ''}
    />`;
    return html`<form
      class="kq-bar"
      role="search"
      @submit=${(event) => {
        event.preventDefault();
        const { user, action } = event.target.elements;
        this.ask({ user: user.value.trim() || null, action: action.value.trim() || null, cursor: null });
      }}
    >
      ${field('user')} ${field('action')}
      <button class="kq-button" type="submit" data-test="audit-filter-apply">${t('audit.filter.apply')}</button>
    </form>`;
  }

  table(items) {
    return html`<div class="kq-scroll" tabindex="0" role="region" aria-label=${t('audit.title')}>
      <table class="kq-table kq-cards" data-test="audit">
        <thead>
          <tr>
            <th scope="col">${t('audit.col.at')}</th>
            <th scope="col">${t('audit.col.user')}</th>
            <th scope="col">${t('audit.col.action')}</th>
            <th scope="col">${t('audit.col.target')}</th>
            <th scope="col" class="kq-number">${t('audit.col.affected')}</th>
            <th scope="col">${t('audit.col.outcome')}</th>
            <th scope="col">${t('audit.col.details')}</th>
          </tr>
        </thead>
        <tbody>
          ${items.map((entry) => this.row(entry))}
        </tbody>
      </table>
    </div>`;
  }

  row({ at, user, action, target, affected, outcome, details }) {
    return html`<tr data-row>
      <td>${f.time(at)}</td>
      <td data-label=${t('audit.col.user')}>
        <a href=${this.address({ user, cursor: null })}>${f.text(user || t('audit.anonymous'))}</a>
      </td>
      <td class="audit-action" data-label=${t('audit.col.action')}>
        <a class="kq-code" href=${this.address({ action, cursor: null })}>${f.text(action)}</a>
      </td>
      <td class="audit-target" data-label=${t('audit.col.target')}>${targetLink(action, target)}</td>
      <td class="kq-number" data-label=${t('audit.col.affected')}>${f.number(affected)}</td>
      <td data-label=${t('audit.col.outcome')}>
        <span class="kq-pill kq-${TONES[outcome.toLowerCase()] ?? 'calm'}">${outcomeInWords(outcome)}</span>
      </td>
      <td class="audit-details kq-optional" data-label=${t('audit.col.details')}>${chips(details ?? {})}</td>
    </tr>`;
  }
}

function chips(details) {
  return Object.entries(details).map(
    ([name, value]) => html`<span class="kq-chip"
      ><span class="kq-chip-note">${f.text(name)}</span> ${f.text(value)}</span
    > `,
  );
}

function outcomeInWords(outcome) {
  const key = `audit.outcome.${outcome.toLowerCase()}`;
  return has(key) ? t(key) : f.text(outcome);
}

/** What was changed, as a link where there is a page of it. */
function targetLink(action, target = '') {
  const href = addressOf(action.toLowerCase(), target);
  return href ? html`<a href=${href}>${f.text(target)}</a>` : f.text(target);
}

function addressOf(action, target) {
  const [, queue, id] = /^([^/]+)\/(?:tasks\/)?(.+)$/.exec(target) ?? [];
  if (queue && action.startsWith('task')) {
    return link.task(queue, id);
  }
  const [area] = action.split(/[._]/);
  return target && PAGES.has(area) ? link[area](target) : null;
}

customElements.define('kq-audit-page', AuditPage);
