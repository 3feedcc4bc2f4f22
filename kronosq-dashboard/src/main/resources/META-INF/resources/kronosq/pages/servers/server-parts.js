import { api, confirm, f, html, link, nothing, t, toast } from '../../frame.js';

/** What a server is called: its name, or else its host. */
export function nameOf(server) {
  return server.name || server.host;
}

/** `dead`, `starting`, `quiet`, `idle` or `working`. */
export function stateOf(server) {
  if (!server.alive) {
    return server.dead ? 'dead' : 'starting';
  }
  if (server.quiet) {
    return 'quiet';
  }
  return server.concurrency.busy > 0 ? 'working' : 'idle';
}

const TONES = { dead: 'bad', starting: 'calm', quiet: 'warn', idle: 'calm', working: 'good' };

export function statePill(server) {
  const state = stateOf(server);
  return html`<span class="kq-pill kq-${TONES[state]}" data-test="server-state">${t(`server.state.${state}`)}</span>`;
}

/** Handlers at work, allowed now and at most, as a bar. */
export function handlersBar({ busy, target, max }) {
  const most = Math.max(max, target, busy, 1);
  const label = t('servers.handlersOf', { busy: f.number(busy), target: f.number(target), max: f.number(max) });
  return html`<span class="handlers" title=${label}>
    <svg class="handlers-bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label=${label}>
      <rect class="handlers-max" width="100" height="8" />
      <rect class="handlers-target" width=${(100 * target) / most} height="8" />
      <rect class="handlers-busy" width=${(100 * busy) / most} height="8" />
    </svg>
    <span class="handlers-numbers" aria-hidden="true">${f.number(busy)}<i>/${f.number(target)}</i></span>
  </span>`;
}

/** A few queues, and how many more there are. */
export function queueChips(queues, most) {
  const names = Object.keys(queues);
  return html`<span class="kq-chips">
    ${names.slice(0, most).map((name) => html`<a class="kq-chip" href=${link.queue(name)}>${f.text(name)}</a>`)}
    ${names.length > most
      ? html`<span class="kq-hint">${t('servers.more', { n: f.number(names.length - most) })}</span>`
      : nothing}
  </span>`;
}

/**
 * Running tasks as rows, the longest running first.
 *
 * @param running with `server` (id and shown name) where it is to be told
 */
export function runningTable(running, now, withServer) {
  return html`<div class="kq-scroll" tabindex="0" role="region" aria-label=${t('server.running')}>
    <table class="kq-table kq-cards" data-test="running-tasks">
      <thead>
        <tr>
          <th scope="col">${t('server.running.col.type')}</th>
          <th scope="col">${t('server.running.col.task')}</th>
          <th scope="col">${t('server.running.col.queue')}</th>
          ${withServer ? html`<th scope="col">${t('server.running.col.server')}</th>` : nothing}
          <th scope="col">${t('server.running.col.since')}</th>
          <th scope="col" class="kq-number">${t('server.running.col.for')}</th>
        </tr>
      </thead>
      <tbody>
        ${running.map(
          (task) => html`<tr data-row>
            <td><b class="kq-name">${f.text(task.type)}</b></td>
            <td data-label=${t('server.running.col.task')}>
              <a class="kq-code" data-row-link href=${link.task(task.queue, task.id)}>${f.text(task.id)}</a>
            </td>
            <td data-label=${t('server.running.col.queue')}>
              <a href=${link.queue(task.queue)}>${f.text(task.queue)}</a>
            </td>
            ${withServer
              ? html`<td data-label=${t('server.running.col.server')}>
                  <a href=${link.server(task.server.id)}>${f.text(nameOf(task.server))}</a>
                </td>`
              : nothing}
            <td data-label=${t('server.running.col.since')}>${f.time(task.since)}</td>
            <td class="kq-number" data-label=${t('server.running.col.for')}>
              ${f.duration(now - Date.parse(task.since))}
            </td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Lets a server take no more tasks, or take them again. */
export async function quietOrResume(server) {
  const action = server.quiet ? 'resume' : 'quiet';
  await api.post(`servers/${encodeURIComponent(server.id)}/${action}`);
  toast(t(`server.done.${action}`, { name: nameOf(server) }));
}

/** Stops a server once that was confirmed. */
export async function stop(server) {
  const confirmed = await confirm({
    title: t('server.stop.confirm', { name: nameOf(server) }),
    text: t('server.stop.text'),
    ok: t('server.stop'),
    danger: true,
  });
  if (confirmed) {
    await api.post(`servers/${encodeURIComponent(server.id)}/stop`);
    toast(t('server.done.stop', { name: nameOf(server) }));
  }
}
