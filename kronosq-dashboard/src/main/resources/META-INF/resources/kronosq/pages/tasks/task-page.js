import { Page, api, f, go, html, link, nothing, session, t, toast } from '../../frame.js';
import { actionButton, performOne } from '../queues/task-actions.js';
import { asCurl, asTest } from './copies.js';
import { payloadView } from './payload.js';
import { timeline } from './timeline.js';

const LIVE = 2_000;
const LONGEST_HEADER = 500;

/** A task: what it carries, what it has been through, and what can be done to it. */
export class TaskPage extends Page {
  static properties = { shown: { state: true }, allAttempts: { state: true } };
  static every = LIVE;

  constructor() {
    super();
    this.shown = null;
    this.allAttempts = false;
  }

  async load() {
    const { queue, id } = this.params;
    return api.get(`queues/${encodeURIComponent(queue)}/tasks/${encodeURIComponent(id)}`);
  }

  get title() {
    return this.data?.type ?? this.params.id;
  }

  get up() {
    return {
      href: link.queue(this.params.queue, this.data ? { state: this.data.state } : {}),
      text: f.text(this.params.queue, 80),
    };
  }

  get notFound() {
    return t('task.gone');
  }

  actions(task) {
    return html`
      ${task.actions.map((action) => actionButton(action, 'task', () => this.perform(action, task), this.busy))}
      <button class="kq-button" data-test="copy-curl" @click=${() => this.copy(asCurl(task, api.url(`queues/${encodeURIComponent(task.queue)}/tasks`), session.me.user), task)}>
        ${t('task.copy.curl')}
      </button>
      <button class="kq-button" data-test="copy-test" @click=${() => this.copy(asTest(task), task)}>
        ${t('task.copy.test')}
      </button>
    `;
  }

  async perform(action, task) {
    if (action !== 'DELETE') {
      await this.act(() => performOne(action, task));
      return;
    }
    try {
      if (await performOne(action, task)) {
        go(link.queue(task.queue, { state: task.state }));
      }
    } catch (problem) {
      toast(problem.message, { bad: true });
      this.refresh();
    }
  }

  async copy(text, { payload }) {
    const whole = !payload?.hidden && !payload?.truncated && !(payload?.redacted?.length > 0);
    try {
      await navigator.clipboard.writeText(text);
      toast(t(whole ? 'task.copied' : 'task.copied.part'));
    } catch {
      // Without a secure context there is no clipboard; the text is shown to be copied by hand.
      this.shown = text;
    }
  }

  body(task) {
    const card = (name, content) => html`<section class="kq-card task-card-${name}">
      <h2 class="kq-label">${t(`task.${name}`)}</h2>
      ${content}
    </section>`;
    return html`
      <div class="task-columns">
        <div class="task-column">
          ${card('facts', this.facts(task))} ${card('payload', payloadView(task.payload, 'payload'))}
          ${this.headers(task)}
        </div>
        <div class="task-column">
          ${this.progress(task)} ${card('timeline', timeline(task, this.now, this.allAttempts, () => (this.allAttempts = true)))}
          ${task.result ? card('result', payloadView(task.result, 'result')) : nothing}
          ${task.checkpoint ? card('checkpoint', payloadView(task.checkpoint, 'checkpoint')) : nothing}
          ${this.members(task)}
        </div>
      </div>
      ${this.byHand()}
    `;
  }

  facts(task) {
    const fact = (name, value) => html`<dt>${t(`task.${name}`)}</dt>
      <dd data-test=${`task-${name}`}>${value}</dd>`;
    return html`<dl class="kq-facts">
        ${fact('state', html`<span class="kq-pill ${tone(task.state)}">${t(`state.${task.state}`)}</span>`)}
        ${fact('id', html`<code>${f.text(task.id, 300)}</code>`)}
        ${fact('queue', html`<a href=${link.queue(task.queue)}>${f.text(task.queue)}</a>`)}
        ${fact('retried', `${f.number(task.retried)} / ${f.number(task.maxRetry)}`)}
        ${task.crashes > 0 ? fact('crashes', f.number(task.crashes)) : nothing}
        ${task.timeoutMs > 0 ? fact('timeout', f.duration(task.timeoutMs)) : nothing}
        ${task.deadline ? fact('deadline', f.time(task.deadline)) : nothing}
        ${task.retentionMs > 0 ? fact('retention', f.duration(task.retentionMs)) : nothing}
        ${task.limitKey ? fact('limitKey', f.text(task.limitKey, 200)) : nothing}
        ${task.server ? fact('server', html`<code>${f.text(task.server, 60)}</code>`) : nothing}
      </dl>`;
  }

  progress({ notes }) {
    if (!notes?.progress && !(notes?.log?.length > 0)) {
      return nothing;
    }
    return html`<section class="kq-card" data-test="notes">
      <h2 class="kq-label">${t('task.progress')}</h2>
      ${notes.progress
        ? html`<progress
              class="job-progress"
              max="100"
              .value=${notes.progress.percent}
              aria-label=${t('task.progress')}
            ></progress>
            <p class="job-numbers" data-test="task-progress">
              <span>${f.percent(notes.progress.percent / 100)}</span><span>${f.text(notes.progress.text)}</span>
              ${notes.progress.at ? html`<span class="kq-hint">${f.relative(notes.progress.at)}</span>` : nothing}
            </p>`
        : nothing}
      ${notes.log?.length > 0
        ? html`<div class="task-log" tabindex="0" role="log" aria-label=${t('task.log')} data-test="log">
            ${notes.log.map(
              ({ at, text }) => html`<div>${at ? html`<span class="kq-hint">${f.clock(at)}</span> ` : nothing}${f.text(text)}</div>`,
            )}
          </div>`
        : nothing}
    </section>`;
  }

  members({ batchTasks }) {
    return batchTasks?.length > 0
      ? html`<section class="kq-card" data-test="batch">
          <h2 class="kq-label">${t('task.members')} <span class="kq-count">${f.number(batchTasks.length)}</span></h2>
          ${batchTasks.slice(0, 100).map(
            (member) => html`<details class="task-member">
              <summary><code>${f.text(member.id, 200)}</code> ${f.time(member.enqueuedAt)}</summary>
              ${payloadView(member.payload, 'member')}
            </details>`,
          )}
        </section>`
      : nothing;
  }

  headers({ headers }) {
    const names = Object.keys(headers ?? {}).sort();
    return names.length === 0
      ? nothing
      : html`<section class="kq-card task-card-headers">
          <h2 class="kq-label">${t('task.headers')}</h2>
          <dl class="task-headers" data-test="headers">
            ${names.map(
              (name) => html`<dt><code>${f.text(name, 200)}</code></dt>
                <dd><code>${f.text(headers[name], LONGEST_HEADER)}</code></dd>`,
            )}
          </dl>
        </section>`;
  }

  byHand() {
    return this.shown
      ? html`<kq-dialog
          wide
          heading=${t('task.copy.byHand')}
          @close=${() => (this.shown = null)}
          ><textarea
            class="kq-input kq-code"
            rows="16"
            readonly
            spellcheck="false"
            aria-label=${t('task.copy.byHand')}
            data-test="copied-text"
            .value=${this.shown}
            @focus=${(event) => event.target.select()}
          ></textarea
        ></kq-dialog>`
      : nothing;
  }
}

function tone(state) {
  return { ARCHIVED: 'kq-bad', RETRY: 'kq-warn', COMPLETED: 'kq-good' }[state] ?? 'kq-calm';
}

customElements.define('kq-task-page', TaskPage);
