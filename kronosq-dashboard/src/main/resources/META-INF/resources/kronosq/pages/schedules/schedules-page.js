import { Page, api, can, f, html, link, nothing, repeat, t } from '../../frame.js';
import { marks, pauseOrResume, trigger, when } from './schedule-parts.js';

const SOON = 5;

/** Which schedules there are, and when they run. */
export class SchedulesPage extends Page {
  async load() {
    const { items } = await api.get('schedules');
    return items.toSorted((one, other) => one.id.localeCompare(other.id));
  }

  get title() {
    return t('schedules.title');
  }

  body(schedules) {
    if (schedules.length === 0) {
      return this.empty(t('schedules.empty'), t('schedules.emptyHint'));
    }
    const text = (this.query.get('text') ?? '').trim().toLowerCase();
    const shown = schedules.filter((schedule) =>
      [schedule.id, schedule.taskType, schedule.queue].some((part) => part.toLowerCase().includes(text)),
    );
    return html`
      ${this.soon(schedules)}
      <div class="kq-bar">
        <input
          class="kq-input kq-search"
          type="search"
          data-test="schedules-filter"
          data-search
          placeholder=${t('schedules.filter')}
          aria-label=${t('schedules.filter')}
          .value=${this.query.get('text') ?? ''}
          @input=${(event) => this.ask({ text: event.target.value })}
        />
      </div>
      ${shown.length === 0 ? this.empty(t('schedules.noMatch')) : this.table(shown)}
    `;
  }

  soon(schedules) {
    const first = schedules
      .map((schedule) => ({ schedule, tick: this.next(schedule) }))
      .filter(({ tick }) => tick !== undefined)
      .sort((one, other) => one.tick.localeCompare(other.tick));
    return first.length === 0
      ? nothing
      : html`<section class="schedules-soon" aria-label=${t('schedules.soon')}>
          <h2 class="kq-label">${t('schedules.soon')}</h2>
          <ol>
            ${first.slice(0, SOON).map(
              ({ schedule, tick }) => html`<li>
                <b>${f.in(tick)}</b>
                <a href=${link.schedule(schedule.id)}>${f.text(schedule.id)}</a>
              </li>`,
            )}
          </ol>
        </section>`;
  }

  /** When it runs next, or undefined. */
  next(schedule) {
    return (schedule.nextTicks ?? []).find((tick) => Date.parse(tick) > this.now);
  }

  table(schedules) {
    return html`<div class="kq-scroll" tabindex="0" role="region" aria-label=${t('schedules.title')}>
      <table class="kq-table kq-cards" data-test="schedules">
        <thead>
          <tr>
            <th scope="col">${t('schedules.col.id')}</th>
            <th scope="col">${t('schedules.col.when')}</th>
            <th scope="col">${t('schedules.col.task')}</th>
            <th scope="col">${t('schedules.col.next')}</th>
            <th scope="col">${t('schedules.col.last')}</th>
            <th scope="col"><span class="kq-unseen">${t('action.actions')}</span></th>
          </tr>
        </thead>
        <tbody>
          ${repeat(
            schedules,
            (schedule) => schedule.id,
            (schedule) => this.row(schedule),
          )}
        </tbody>
      </table>
    </div>`;
  }

  row(schedule) {
    const next = this.next(schedule);
    return html`<tr data-row data-id=${schedule.id} class=${schedule.paused ? 'kq-faded' : ''}>
      <td>
        <a class="kq-name" data-row-link href=${link.schedule(schedule.id)}>${f.text(schedule.id)}</a>
        <span class="kq-sub">${t(`schedule.source.${schedule.source}`)} ${marks(schedule)}</span>
      </td>
      <td class="schedules-when" data-label=${t('schedules.col.when')}>${when(schedule)}</td>
      <td data-label=${t('schedules.col.task')}>
        ${f.text(schedule.taskType)}
        <span class="kq-sub"><a href=${link.queue(schedule.queue)}>${f.text(schedule.queue)}</a></span>
      </td>
      <td data-label=${t('schedules.col.next')}>
        ${next
          ? html`${f.in(next)}<span class="kq-sub">${f.time(next)}</span>`
          : html`<span class="kq-none">${schedule.paused ? t('schedule.paused') : t('schedules.noNext')}</span>`}
      </td>
      <td data-label=${t('schedules.col.last')}>
        ${schedule.lastTick
          ? html`${f.ago(schedule.lastTick)}<span class="kq-sub">${f.time(schedule.lastTick)}</span>`
          : html`<span class="kq-none">${t('schedules.never')}</span>`}
      </td>
      <td class="kq-actions">
        <button
          class="kq-button"
          data-test="schedule-trigger"
          ?hidden=${!can('operate')}
          @click=${() => this.act(() => trigger(schedule))}
        >
          ${t('schedule.trigger')}
        </button>
        <button
          class="kq-button"
          data-test=${schedule.paused ? 'schedule-resume' : 'schedule-pause'}
          ?hidden=${!can('operate')}
          @click=${() => this.act(() => pauseOrResume(schedule))}
        >
          ${schedule.paused ? t('schedule.resume') : t('schedule.pause')}
        </button>
      </td>
    </tr>`;
  }
}

customElements.define('kq-schedules-page', SchedulesPage);
