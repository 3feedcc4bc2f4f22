import { api, confirm, f, html, language, nothing, t, toast } from '../../frame.js';
import { patternInWords } from './cron-words.js';

/** A schedule's path in the API. */
export function pathOf(id) {
  return `schedules/${encodeURIComponent(id)}`;
}

/** The pattern in words where it can be told, and as it is written. */
export function when(schedule) {
  const words = patternInWords(schedule.pattern, language(), t);
  return html`${words ? html`<span>${words}</span>` : nothing}
    <span class="kq-sub"><code>${f.text(schedule.pattern)}</code> · ${f.text(schedule.zone)}</span>`;
}

export function marks(schedule) {
  return html`${schedule.paused
    ? html`<span class="kq-pill kq-warn" data-test="schedule-paused">${t('schedule.paused')}</span>`
    : nothing}
  ${schedule.edited
    ? html`<span class="kq-pill kq-calm" title=${t('schedule.edited.title')}>${t('schedule.edited')}</span>`
    : nothing}`;
}

/** Pauses a schedule or ends its pause. */
export async function pauseOrResume(schedule) {
  await order(schedule, schedule.paused ? 'resume' : 'pause');
}

/** Enqueues a schedule's task now. */
export async function trigger(schedule) {
  await order(schedule, 'trigger');
}

/** Drops what operators changed once that was confirmed. */
export async function reset(schedule) {
  if (await confirmed(schedule, 'reset', false)) {
    await order(schedule, 'reset');
  }
}

/**
 * Deletes a schedule once that was confirmed.
 *
 * @returns {Promise<boolean>} whether it was
 */
export async function remove(schedule) {
  if (!(await confirmed(schedule, 'delete', true))) {
    return false;
  }
  await api.delete(pathOf(schedule.id));
  toast(t('schedule.done.delete', { id: schedule.id }));
  return true;
}

async function order(schedule, action) {
  await api.post(`${pathOf(schedule.id)}/${action}`);
  toast(t(`schedule.done.${action}`, { id: schedule.id }));
}

function confirmed(schedule, action, danger) {
  return confirm({
    title: t(`schedule.${action}.confirm`, { id: schedule.id }),
    text: t(`schedule.${action}.text`),
    ok: t(`schedule.${action}`),
    danger,
  });
}

/**
 * A misfire policy such as `catch-up(3)`, in its parts.
 *
 * @returns {{kind: string, most: number}} kind is `skip`, `run-once` or `catch-up`
 */
export function misfireOf(text) {
  const most = /^catch-up\((\d+)\)$/.exec(text ?? '');
  return most ? { kind: 'catch-up', most: Number(most[1]) } : { kind: text ?? 'run-once', most: 2 };
}

/** A misfire policy in words. */
export function misfireInWords(text) {
  const { kind, most } = misfireOf(text);
  return ['skip', 'run-once', 'catch-up'].includes(kind) ? t(`schedule.misfire.${kind}`, { n: f.number(most) }) : kind;
}
