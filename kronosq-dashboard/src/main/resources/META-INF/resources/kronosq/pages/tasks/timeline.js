import { f, html, link, nothing, t } from '../../frame.js';
import './long-text.js';

const TONES = { SUCCEEDED: 'good', RUNNING: 'calm', POSTPONED: 'calm', RETURNED: 'calm' };
const STATE_TONES = { ARCHIVED: 'bad', RETRY: 'warn', COMPLETED: 'good' };

const LATEST = 3;
const SHORT_SERVER = 10;

/**
 * What a task has been through, from its enqueue to where it stands.
 *
 * @param {object} task as the API tells it
 * @param {number} now
 * @param {boolean} all whether the earlier attempts are shown, too
 * @param {() => void} showAll called when a person wants to see them
 */
export function timeline(task, now, all, showAll) {
  const { attempts } = task;
  const shown = all || attempts.length <= LATEST + 1 ? attempts : attempts.slice(-LATEST);
  const left = attempts.length - shown.length;
  return html`<ol class="timeline" data-test="timeline">
    ${step('calm', t('timeline.enqueued'), task.enqueuedAt)}
    ${left > 0
      ? html`<li class="timeline-step timeline-more">
          <button class="kq-button" data-test="timeline-all" @click=${showAll}>
            ${t('timeline.earlier', { count: left })}
          </button>
        </li>`
      : nothing}
    ${shown.map((attempt, index) => attemptStep(attempt, shown[index - 1]?.server))} ${presentStep(task, now)}
  </ol>`;
}

function step(tone, text, at, more = nothing) {
  return html`<li class="timeline-step timeline-${tone}">
    <p class="timeline-head"><b>${text}</b> ${at ? f.time(at) : nothing}</p>
    ${more}
  </li>`;
}

/** Which server it was is told where that differs from the attempt before. */
function attemptStep(attempt, serverBefore) {
  const { number, startedAt, endedAt, server, outcome, error } = attempt;
  const tone = TONES[outcome] ?? 'bad';
  const more = html`
    ${error
      ? html`<p class="timeline-error" data-test="attempt-error">
            <code>${f.text(error.class, 300)}</code>
            ${error.message ? html`<span>${f.text(error.message)}</span>` : nothing}
          </p>
          ${error.stackTrace
            ? html`<details class="timeline-stack" data-test="attempt-stack">
                <summary>${t('timeline.stack')}</summary>
                <kq-long-text .text=${error.stackTrace}></kq-long-text>
              </details>`
            : nothing}`
      : nothing}
    <p class="timeline-facts">
      ${startedAt && endedAt
        ? html`<span>${t('timeline.took', { time: f.duration(Date.parse(endedAt) - Date.parse(startedAt)) })}</span>`
        : nothing}
      ${server && server !== serverBefore
        ? html`<span
            >${t('task.server')}
            <a href=${link.server(server)} title=${f.text(server, 60)}>${f.text(server, SHORT_SERVER)}</a></span
          >`
        : nothing}
    </p>
  `;
  return step(tone, `${t('timeline.attempt', { n: number })} · ${outcomeText(outcome)}`, endedAt ?? startedAt, more);
}

const OUTCOMES = ['FAILED', 'TIMED_OUT', 'CRASHED', 'POSTPONED', 'CANCELLED', 'RETURNED', 'SUCCEEDED', 'RUNNING'];

function outcomeText(outcome) {
  return OUTCOMES.includes(outcome) ? t(`outcome.${outcome}`) : f.text(outcome, 60);
}

/** Where it stands now, and what comes next. */
function presentStep(task, now) {
  const tone = STATE_TONES[task.state] ?? 'calm';
  const next =
    task.dueAt && (task.state === 'SCHEDULED' || task.state === 'RETRY')
      ? html`<p class="kq-hint">${t('timeline.due')} ${f.time(task.dueAt)} (${f.relative(task.dueAt)})</p>`
      : task.state === 'ACTIVE'
        ? html`<p class="kq-hint">
            ${task.startedAt ? t('timeline.running', { time: f.duration(now - Date.parse(task.startedAt)) }) : nothing}
            ${task.server ? html`<a href=${link.servers({ text: task.server })}><code>${f.text(task.server, 60)}</code></a>` : nothing}
          </p>`
        : task.keptUntil
          ? html`<p class="kq-hint">${t('timeline.kept')} ${f.time(task.keptUntil)} (${f.relative(task.keptUntil)})</p>`
          : nothing;
  return step(tone, t(`state.${task.state}`), task.archivedAt ?? null, next);
}
