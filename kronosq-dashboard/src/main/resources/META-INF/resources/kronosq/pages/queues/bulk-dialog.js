import { LitElement, api, f, html, link, live, nothing, t } from '../../frame.js';
import { isDangerous } from './task-actions.js';

/** The stream tells more often, where it is there. */
const LOOK_INTERVAL = 2_500;

function isRunning(job) {
  return job.status === 'RUNNING' || job.status === 'QUEUED';
}

/**
 * Does something to all tasks that match: it first counts them, and does it when the person wants that. It may be
 * closed at any time; the job goes on.
 *
 * @fires close
 */
class BulkDialog extends LitElement {
  static properties = {
    action: {},
    queue: {},
    state: {},
    filter: { attribute: false },
    preview: { state: true },
    job: { state: true },
    problem: { state: true },
  };

  #timer = null;
  #unsubscribe = null;

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#unsubscribe = live.on('job', (told) => this.#take(told));
    this.#start(true);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#unsubscribe();
    if (this.preview && isRunning(this.preview)) {
      this.#quietly(api.post(`jobs/${encodeURIComponent(this.preview.id)}/cancel`));
    }
  }

  async #start(dryRun) {
    this.problem = null;
    const { action, queue, state, filter } = this;
    try {
      this.#take(await api.post('jobs', { action, queue, state, filter, dryRun }), true);
    } catch (problem) {
      this.problem = problem;
    }
  }

  /** Progress comes live, and is asked for where the stream is away. */
  #take(told, mine = false) {
    if (mine || told.id === this.preview?.id || told.id === this.job?.id) {
      this[told.dryRun ? 'preview' : 'job'] = told;
      clearTimeout(this.#timer);
      if (isRunning(told) && this.isConnected) {
        this.#timer = setTimeout(() => this.#look(told.id), LOOK_INTERVAL);
      }
    }
  }

  async #look(id) {
    try {
      this.#take(await api.get(`jobs/${encodeURIComponent(id)}`), true);
    } catch (problem) {
      this.problem = problem;
    }
  }

  /** What was only counted need not be kept, nor told when it can't be taken away. */
  async #quietly(call) {
    try {
      await call;
    } catch (problem) {
      console.info(problem.message);
    }
  }

  #close() {
    this.dispatchEvent(new CustomEvent('close'));
  }

  render() {
    return html`<kq-dialog
      heading=${t('bulk.title', { action: t(`jobs.action.${this.action}`), queue: f.text(this.queue, 80) })}
      data-test="bulk"
      @close=${() => this.#close()}
    >
      ${this.problem ? html`<p class="kq-problem" role="alert">${f.text(this.problem.message)}</p>` : nothing}
      ${this.job ? this.#doing(this.job) : this.problem && !this.preview ? nothing : this.#asking(this.preview)}
    </kq-dialog>`;
  }

  #asking(preview) {
    const counted = preview && !isRunning(preview);
    const { matched = 0 } = preview?.progress ?? {};
    return html`
      <p class="kq-big bulk-count" role="status" data-test="bulk-preview" data-counted=${counted ? 'true' : 'false'}>
        ${preview ? f.number(matched) : '…'}
      </p>
      <p class="kq-confirm-text">
        ${counted ? t('bulk.matched', { count: matched, state: t(`state.${this.state}`) }) : t('bulk.counting')}
      </p>
      ${preview && !counted ? this.#bar(preview) : nothing}
      <p class="kq-hint">${t(`task.${this.action}.title`)}</p>
      <div class="kq-dialog-actions">
        <button class="kq-button" data-test="bulk-cancel" @click=${() => this.#close()}>${t('action.cancel')}</button>
        <button
          class="kq-button ${isDangerous(this.action) ? 'kq-primary-danger' : 'kq-primary'}"
          data-test="bulk-ok"
          ?disabled=${!counted || matched === 0}
          @click=${() => this.#start(false)}
        >
          ${t(`jobs.action.${this.action}`)} ${counted ? f.number(matched) : nothing}
        </button>
      </div>
    `;
  }

  #doing(job) {
    const { matched, changed, refused } = job.progress;
    return html`
      <p role="status" data-test="bulk-status" data-status=${job.status}>
        <b>${t(`jobs.status.${job.status}`)}</b> · ${t('jobs.matched', { n: f.number(matched) })} ·
        ${t('jobs.changed', { n: f.number(changed) })}
        ${refused > 0 ? html`· ${t('jobs.refused', { n: f.number(refused) })}` : nothing}
      </p>
      ${this.#bar(job)} ${job.error ? html`<p class="kq-problem">${f.text(job.error)}</p>` : nothing}
      <p class="kq-hint">${t('bulk.goesOn')}</p>
      <div class="kq-dialog-actions">
        ${isRunning(job)
          ? html`<button
              class="kq-button kq-danger"
              data-test="bulk-stop"
              @click=${() => this.#quietly(api.post(`jobs/${encodeURIComponent(job.id)}/cancel`))}
            >
              ${t('jobs.stop')}
            </button>`
          : nothing}
        <a class="kq-button" data-test="bulk-job" href=${link.jobs({ id: job.id })}>${t('bulk.watch')}</a>
        <button class="kq-button kq-primary" data-test="bulk-close" @click=${() => this.#close()}>
          ${t('action.close')}
        </button>
      </div>
    `;
  }

  #bar(job) {
    const { total, scanned } = job.progress;
    const share = total > 0 ? Math.min(scanned / total, 1) : isRunning(job) ? 0 : 1;
    return html`<progress
        class="job-progress"
        max="1"
        .value=${share}
        aria-label=${t(`jobs.status.${job.status}`)}
      ></progress>
      <p class="kq-hint">
        ${t('jobs.progress', { percent: f.percent(share), scanned: f.number(scanned), total: f.number(total) })}
      </p>`;
  }
}

customElements.define('kq-bulk-dialog', BulkDialog);
