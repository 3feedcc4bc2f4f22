import { api, can, f, html, nothing, t, toast } from '../../frame.js';
import { Panel } from './panel.js';

/** The groups of tasks that wait to be processed together. */
class QueueGroups extends Panel {
  static properties = { queue: {} };

  get path() {
    return `queues/${encodeURIComponent(this.queue)}/groups`;
  }

  async load() {
    const answer = await api.get(this.path);
    return answer.items ?? answer;
  }

  async run({ type, name }) {
    try {
      await api.post(`${this.path}/run`, { type, group: name });
      toast(t('groups.done', { name: f.text(name, 80) }));
    } catch (problem) {
      toast(problem.message, { bad: true });
    }
    this.refresh();
  }

  body(groups) {
    return groups.length === 0
      ? html`<div class="kq-empty"><p>${t('groups.none')}</p></div>`
      : html`<div class="kq-scroll" tabindex="0" role="region" aria-label=${t('queue.view.groups')}>
          <table class="kq-table kq-cards" data-test="groups">
            <thead>
              <tr>
                <th scope="col">${t('groups.col.name')}</th>
                <th scope="col">${t('groups.col.type')}</th>
                <th scope="col" class="kq-number">${t('groups.col.size')}</th>
                <th scope="col">${t('groups.col.due')}</th>
                <th scope="col"><span class="kq-unseen">${t('action.actions')}</span></th>
              </tr>
            </thead>
            <tbody>
              ${groups.map(
                (group) => html`<tr data-row>
                  <td class="kq-name">${f.text(group.name, 200)}</td>
                  <td data-label=${t('groups.col.type')}>${f.text(group.type, 200)}</td>
                  <td class="kq-number" data-label=${t('groups.col.size')}>${f.number(group.size)}</td>
                  <td data-label=${t('groups.col.due')}>${f.time(group.dueAt)}</td>
                  <td class="kq-actions">
                    ${can('operate')
                      ? html`<button class="kq-button" data-test="group-run" @click=${() => this.run(group)}>
                          ${t('groups.run')}
                        </button>`
                      : nothing}
                  </td>
                </tr>`,
              )}
            </tbody>
          </table>
        </div>`;
  }
}

customElements.define('kq-queue-groups', QueueGroups);
