import { f, html, link, nothing, repeat, t } from '../../frame.js';

/** What else is worth a column, by where the tasks stand. */
const COLUMNS = {
  PENDING: ['payload', 'enqueued', 'retried'],
  ACTIVE: ['progress', 'server', 'enqueued'],
  SCHEDULED: ['payload', 'due', 'enqueued'],
  RETRY: ['error', 'due', 'retried'],
  ARCHIVED: ['error', 'archived', 'retried'],
  COMPLETED: ['payload', 'kept', 'enqueued'],
  AGGREGATING: ['payload', 'enqueued'],
};

const CELLS = {
  payload: (task) =>
    task.payloadPreview
      ? html`<code class="tasks-payload">${f.text(task.payloadPreview, 120)}</code>`
      : html`<span class="kq-none">${f.bytes(task.payloadSize)}</span>`,
  enqueued: (task) => html`${f.time(task.enqueuedAt)}<span class="kq-sub">${f.relative(task.enqueuedAt)}</span>`,
  due: (task) => when(task.dueAt),
  archived: (task) => when(task.archivedAt),
  kept: (task) => when(task.keptUntil),
  retried: (task) =>
    html`<span class="kq-figures-of">${f.number(task.retried)} <i>/ ${f.number(task.maxRetry)}</i></span>
      ${task.crashes > 0 ? html`<span class="kq-sub">${t('tasks.crashes', { count: task.crashes })}</span>` : nothing}`,
  error: ({ lastError }) =>
    lastError
      ? html`<span class="tasks-error">${f.text(lastError.message || lastError.class, 160)}</span>
          <span class="kq-sub">${f.text(lastError.class, 120)}</span>`
      : html`<span class="kq-none">–</span>`,
  progress: ({ progress }) =>
    progress
      ? html`<progress max="100" .value=${progress.percent} aria-label=${t('task.progress')}></progress>
          <span class="kq-sub">${f.percent(progress.percent / 100)} ${f.text(progress.text, 120)}</span>`
      : html`<span class="kq-none">–</span>`,
  server: ({ server }) => html`<code>${f.text(server, 40)}</code>`,
};

function when(instant) {
  return instant
    ? html`${f.time(instant)}<span class="kq-sub">${f.relative(instant)}</span>`
    : html`<span class="kq-none">–</span>`;
}

/**
 * Tasks of one state.
 *
 * @param {object[]} tasks
 * @param {string} state
 * @param {{chosen: Set<string>, choose: (ids: string[], on: boolean) => void, selectable: boolean}} selection
 */
export function taskTable(tasks, state, { chosen, choose, selectable }) {
  const columns = COLUMNS[state] ?? [];
  const all = tasks.length > 0 && tasks.every((task) => chosen.has(task.id));
  return html`<div class="kq-scroll" tabindex="0" role="region" aria-label=${t('tasks.title')}>
    <table class="kq-table kq-cards" data-test="tasks">
      <thead>
        <tr>
          ${selectable
            ? html`<th scope="col" class="tasks-box">
                <input
                  type="checkbox"
                  data-test="tasks-select-all"
                  aria-label=${t('tasks.selectAll')}
                  .checked=${all}
                  .indeterminate=${!all && tasks.some((task) => chosen.has(task.id))}
                  @change=${(event) =>
                    choose(
                      tasks.map((task) => task.id),
                      event.target.checked,
                    )}
                />
              </th>`
            : nothing}
          <th scope="col" class="tasks-name">${t('tasks.col.task')}</th>
          ${columns.map((name) => html`<th scope="col">${t(`tasks.col.${name}`)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${repeat(
          tasks,
          (task) => task.id,
          (task) => row(task, columns, selectable, chosen, choose),
        )}
      </tbody>
    </table>
  </div>`;
}

function row(task, columns, selectable, chosen, choose) {
  return html`<tr data-row data-test="task" data-id=${task.id} aria-selected=${selectable ? String(chosen.has(task.id)) : nothing}>
    ${selectable
      ? html`<td class="tasks-box">
          <input
            type="checkbox"
            data-test="task-select"
            aria-label=${t('tasks.select', { id: f.text(task.id, 80) })}
            .checked=${chosen.has(task.id)}
            @change=${(event) => choose([task.id], event.target.checked)}
          />
        </td>`
      : nothing}
    <td class="tasks-name">
      <a class="kq-name" data-row-link href=${link.task(task.queue, task.id)}>${f.text(task.type, 200)}</a>
      <span class="kq-sub"
        ><code>${f.text(task.id, 200)}</code>${task.limitKey
          ? html` <span class="kq-chip" title=${t('task.limitKey')}>${f.text(task.limitKey, 80)}</span>`
          : nothing}${task.batch ? html` <span class="kq-chip">${t('task.batch')}</span>` : nothing}</span
      >
    </td>
    ${columns.map((name) => html`<td data-label=${t(`tasks.col.${name}`)}>${CELLS[name](task)}</td>`)}
  </tr>`;
}
