import { Page, api, can, f, go, html, link, nothing, svg, t } from '../../frame.js';
import './schedule-form.js';
import { marks, misfireInWords, pathOf, pauseOrResume, remove, reset, trigger, when } from './schedule-parts.js';

const SHOWN_TICKS = 8;
const FEW_TICKS = 20;
const TONES = { ENQUEUED: 'good', TRIGGERED: 'calm', OVERLAPPED: 'warn', MISSED: 'bad' };

/** One schedule: when it runs, what became of its ticks, and its edit form. */
export class SchedulePage extends Page {
  static properties = { allTicks: { state: true } };

  constructor() {
    super();
    this.allTicks = false;
  }

  async load() {
    const path = pathOf(this.params.id);
    const [{ body: schedule, etag }, history] = await Promise.all([api.getTagged(path), api.get(`${path}/history`)]);
    const ticks = schedule.paused ? [] : await this.upcoming(schedule);
    return { schedule, etag, history: history.ticks, ticks };
  }

  async upcoming({ pattern, zone, nextTicks = [] }) {
    if (nextTicks.length >= SHOWN_TICKS) {
      return nextTicks;
    }
    const asked = new URLSearchParams({ pattern, zone, count: SHOWN_TICKS });
    return (await api.get(`schedules/preview?${asked}`)).ticks;
  }

  get title() {
    return this.params.id;
  }

  get up() {
    return { href: link.schedules(), text: t('schedule.back') };
  }

  get notFound() {
    return t('schedule.gone');
  }

  actions({ schedule }) {
    const button = (name, right, action, danger = false) => html`<button
      class="kq-button ${danger ? 'kq-danger' : ''}"
      data-test="schedule-${name}"
      ?hidden=${!can(right)}
      @click=${action}
    >
      ${t(`schedule.${name}`)}
    </button>`;
    return html`
      ${button('trigger', 'operate', () => this.act(() => trigger(schedule)))}
      ${button(schedule.paused ? 'resume' : 'pause', 'operate', () => this.act(() => pauseOrResume(schedule)))}
      ${button('edit', 'administer', () => go(this.address({ edit: '1' })))}
      ${schedule.edited ? button('reset', 'operate', () => this.act(() => reset(schedule))) : nothing}
      ${button('delete', 'administer', () => this.act(() => this.delete(schedule)), true)}
    `;
  }

  async delete(schedule) {
    if (await remove(schedule)) {
      go(link.schedules());
    }
  }

  body({ schedule, etag, history, ticks }) {
    return html`
      ${this.query.has('edit') && can('administer')
        ? html`<kq-schedule-form
            .schedule=${schedule}
            .etag=${etag}
            @close=${() => go(this.address({ edit: null }))}
            @saved=${() => {
              go(this.address({ edit: null }));
              this.refresh();
            }}
            @outdated=${() => this.refresh()}
          ></kq-schedule-form>`
        : nothing}
      <div class="schedule-top">
        <section class="kq-card">
          <h2 class="kq-label">${t('schedule.facts')}</h2>
          ${this.facts(schedule)}
        </section>
        <section class="kq-card">
          <h2 class="kq-label">${t('schedule.next')}</h2>
          ${this.next(schedule, ticks)}
        </section>
      </div>
      ${schedule.payload === undefined
        ? nothing
        : html`<section class="kq-section">
            <h2>${t('schedule.payload')}</h2>
            ${this.payload(schedule.payload)}
          </section>`}
      <section class="kq-section">
        <h2>${t('schedule.history')} <span class="kq-count">${f.number(history.length)}</span></h2>
        ${history.length === 0 ? html`<p class="kq-hint">${t('schedule.history.none')}</p>` : this.history(history)}
      </section>
    `;
  }

  facts(schedule) {
    return html`<dl class="kq-facts">
      <dt>${t('schedules.col.when')}</dt>
      <dd>${when(schedule)} ${marks(schedule)}</dd>
      ${schedule.description ? html`<dt></dt><dd>${f.text(schedule.description)}</dd>` : nothing}
      <dt>${t('schedule.type')}</dt>
      <dd>${f.text(schedule.taskType)}</dd>
      <dt>${t('schedule.queue')}</dt>
      <dd><a href=${link.queue(schedule.queue)}>${f.text(schedule.queue)}</a></dd>
      <dt>${t('schedule.misfire')}</dt>
      <dd>${misfireInWords(schedule.misfire)}</dd>
      <dt>${t('schedule.overlap')}</dt>
      <dd>${t(`schedule.overlap.${schedule.overlap}`)}</dd>
      <dt>${t('schedule.source')}</dt>
      <dd>${t(`schedule.source.${schedule.source}`)}</dd>
    </dl>`;
  }

  payload({ encoding, json, text, size, hidden, reason }) {
    if (hidden) {
      return html`<p class="kq-hint">${f.text(reason)}</p>`;
    }
    switch (encoding) {
      case 'json':
        return html`<kq-json .value=${json}></kq-json>`;
      case 'text':
        return html`<kq-json .value=${text}></kq-json>`;
      default:
        return html`<p class="kq-hint">${t('schedule.payload.binary', { size: f.bytes(size) })}</p>`;
    }
  }

  next(schedule, ticks) {
    const coming = ticks.filter((tick) => Date.parse(tick) > this.now);
    if (coming.length === 0) {
      return html`<p class="kq-hint">${schedule.paused ? t('schedule.next.none') : t('schedule.next.ended')}</p>`;
    }
    return html`<ol class="schedule-ticks" data-test="schedule-next">
      ${coming.slice(0, SHOWN_TICKS).map(
        (tick) => html`<li>
          <span>${f.time(tick)}</span>
          ${f.isShownIn(schedule.zone)
            ? nothing
            : html`<span class="kq-sub">${f.timeIn(tick, schedule.zone)}</span>`}
          <span class="kq-number">${f.in(tick)}</span>
        </li>`,
      )}
    </ol>`;
  }

  history(ticks) {
    const shown = this.allTicks ? ticks : ticks.slice(0, FEW_TICKS);
    return html`
      <svg class="schedule-strip" viewBox="0 0 ${ticks.length * 10} 24" preserveAspectRatio="xMinYMid" role="presentation" aria-hidden="true">
        ${ticks.map((_, index) => strip(ticks[ticks.length - 1 - index], index))}
      </svg>
      <div class="kq-scroll" tabindex="0" role="region" aria-label=${t('schedule.history')}>
        <table class="kq-table kq-cards" data-test="schedule-history">
          <thead>
            <tr>
              <th scope="col">${t('schedule.history.col.tick')}</th>
              <th scope="col">${t('schedule.history.col.outcome')}</th>
              <th scope="col" class="kq-number">${t('schedule.history.col.late')}</th>
              <th scope="col">${t('schedule.history.col.task')}</th>
              <th scope="col">${t('schedule.history.col.server')}</th>
            </tr>
          </thead>
          <tbody>
            ${shown.map((tick) => this.tick(tick))}
          </tbody>
        </table>
      </div>
      ${shown.length < ticks.length
        ? html`<p>
            <button class="kq-button" data-test="schedule-history-all" @click=${() => (this.allTicks = true)}>
              ${t('schedule.history.showAll', { n: ticks.length })}
            </button>
          </p>`
        : nothing}
    `;
  }

  tick({ tick, at, outcome, server, taskId }) {
    const { queue } = this.data.schedule;
    return html`<tr data-row>
      <td>${f.time(tick)}</td>
      <td data-label=${t('schedule.history.col.outcome')}><span class="kq-pill kq-${TONES[outcome] ?? 'calm'}">${t(`schedule.outcome.${outcome}`)}</span></td>
      <td class="kq-number" data-label=${t('schedule.history.col.late')}>${f.duration(Math.max(Date.parse(at) - Date.parse(tick), 0))}</td>
      <td data-label=${t('schedule.history.col.task')}>
        ${taskId
          ? html`<a class="kq-code" data-row-link href=${link.task(queue, taskId)}>${f.text(taskId)}</a>`
          : html`<span class="kq-none">–</span>`}
      </td>
      <td data-label=${t('schedule.history.col.server')}>${f.text(server)}</td>
    </tr>`;
  }
}

function strip({ outcome }, index) {
  return svg`<rect class="schedule-mark kq-mark-${TONES[outcome] ?? 'calm'}" x=${index * 10 + 1} width="8" height="24" rx="2" />`;
}

customElements.define('kq-schedule-page', SchedulePage);
