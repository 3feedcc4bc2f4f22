import { api, can, confirm, f, html, nothing, t, toast } from '../../frame.js';

/** What can be done to tasks, by where they stand; of each state the most usual one first. */
const ACTIONS = {
  PENDING: ['ARCHIVE', 'DELETE'],
  ACTIVE: ['CANCEL'],
  SCHEDULED: ['RUN', 'ARCHIVE', 'DELETE'],
  RETRY: ['RUN', 'ARCHIVE', 'DELETE'],
  ARCHIVED: ['RETRY', 'RUN', 'DELETE'],
  COMPLETED: ['DELETE'],
  AGGREGATING: ['DELETE'],
};

/** The actions for tasks of a state. */
export function actionsFor(state) {
  return ACTIONS[state] ?? [];
}

/** Whether an action can't be taken back. */
export function isDangerous(action) {
  return action === 'DELETE' || action === 'CANCEL';
}

/** Does something to a task. */
export async function perform(action, { queue, id }) {
  const path = `queues/${encodeURIComponent(queue)}/tasks/${encodeURIComponent(id)}`;
  return action === 'DELETE' ? api.delete(path) : api.post(`${path}/${action.toLowerCase()}`);
}

/** Asks where it is dangerous, then does something to a task and says so. Resolves to whether it was done. */
export async function performOne(action, task) {
  if (isDangerous(action)) {
    const sure = await confirm({
      title: t(`task.${action}.confirm`, { id: f.text(task.id, 80) }),
      text: t(`task.${action}.title`),
      ok: t(`jobs.action.${action}`),
      danger: true,
    });
    if (!sure) {
      return false;
    }
  }
  await perform(action, task);
  toast(t(`task.done.${action}`, { id: f.text(task.id, 80) }));
  return true;
}

/** Does something to some tasks one by one, and says of how many it was true. */
export async function performEach(action, tasks) {
  let done = 0;
  let refusal = null;
  for (const task of tasks) {
    try {
      await perform(action, task);
      done += 1;
    } catch (problem) {
      if (problem.status !== 404 && problem.status !== 409) {
        throw problem;
      }
      refusal = problem;
    }
  }
  toast(t(`tasks.done.${action}`, { count: done }), { bad: done === 0 && refusal !== null });
}

/** A button for an action; nothing for a person who may not. */
export function actionButton(action, test, onClick, disabled = false) {
  return can('operate')
    ? html`<button
        class=${isDangerous(action) ? 'kq-button kq-danger' : 'kq-button'}
        data-test="${test}-${action.toLowerCase()}"
        title=${t(`task.${action}.title`)}
        ?disabled=${disabled}
        @click=${onClick}
      >
        ${t(`jobs.action.${action}`)}
      </button>`
    : nothing;
}
