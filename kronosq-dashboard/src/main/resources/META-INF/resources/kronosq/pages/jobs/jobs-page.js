import { Page, api, can, f, html, link, live, nothing, repeat, t, toast } from '../../frame.js';

const TONES = { QUEUED: 'calm', RUNNING: 'calm', CANCELLED: 'warn', DONE: 'good', FAILED: 'bad' };
const SILENT_AFTER = 20_000;

function isRunning({ status }) {
  return status === 'RUNNING' || status === 'QUEUED';
}

/** Actions on many tasks: how far they are, and stopping them. */
export class JobsPage extends Page {
  connectedCallback() {
    super.connectedCallback();
    this.unsubscribe = live.on('job', (job) => this.take(job));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.unsubscribe();
  }

  async load() {
    const { items } = await api.get('jobs');
    return this.shown(items).toSorted((one, other) => other.startedAt.localeCompare(one.startedAt));
  }

  /** What was only counted is of no more use once it is told, unless an address names it. */
  shown(jobs) {
    return jobs.filter((job) => !job.dryRun || isRunning(job) || job.id === this.query.get('id'));
  }

  /** Progress comes live; a job that is not in the list yet comes with the next load. */
  take(job) {
    if (this.data?.some(({ id }) => id === job.id)) {
      this.data = this.shown(this.data.map((known) => (known.id === job.id ? job : known)));
    } else if (!job.dryRun) {
      this.refresh();
    }
  }

  get title() {
    return t('jobs.title');
  }

  body(jobs) {
    return jobs.length === 0
      ? this.empty(t('jobs.empty'), t('jobs.emptyHint'))
      : html`<ul class="jobs" data-test="jobs">
            ${repeat(
              jobs,
              (job) => job.id,
              (job) => this.job(job),
            )}
          </ul>
          <p class="kq-hint">${t('jobs.kept')}</p>`;
  }

  job(job) {
    const running = isRunning(job);
    return html`<li
      class="kq-card job"
      id="job-${job.id}"
      data-row
      data-test="job"
      data-id=${job.id}
      aria-current=${this.query.get('id') === job.id ? 'true' : nothing}
    >
      <div class="job-head">
        <h2 class="job-title">
          ${t(`jobs.action.${job.action}`)}
          <a class="kq-title-link" href=${link.queue(job.queue, job.state && { state: job.state })}>${f.text(job.queue)}</a>
          ${job.state ? html`<span class="kq-chip">${t(`state.${job.state}`)}</span>` : nothing}
          ${job.dryRun ? html`<span class="kq-chip">${t('jobs.preview')}</span>` : nothing}
        </h2>
        <span class="kq-pill kq-${TONES[job.status]}" data-test="job-status">${t(`jobs.status.${job.status}`)}</span>
      </div>
      <p class="job-filter">${this.filter(job.filter ?? {})}</p>
      ${this.progress(job, running)}
      ${job.error ? html`<p class="kq-problem">${f.text(job.error)}</p>` : nothing}
      <div class="job-foot">
        <span class="kq-hint">${this.times(job, running)}</span>
        <span class="kq-actions">${this.buttons(job, running)}</span>
      </div>
    </li>`;
  }

  filter(filter) {
    const parts = Object.entries(filter).flatMap(([name, value]) =>
      name === 'headers' ? Object.entries(value).map(([key, text]) => [name, `${key}: ${text}`]) : [[name, value]],
    );
    return parts.length === 0
      ? t('jobs.filter.all')
      : parts.map(
          ([name, value]) => html`<span class="kq-chip"
            ><span class="kq-chip-note">${t(`jobs.filter.${name}`)}</span> ${name.startsWith('enqueued')
              ? f.time(value)
              : f.text(value)}</span
          > `,
        );
  }

  progress(job, running) {
    const { total, scanned, matched, changed, refused } = job.progress;
    const share = total > 0 ? Math.min(scanned / total, 1) : job.status === 'DONE' ? 1 : 0;
    const told = t('jobs.progress', {
      percent: f.percent(share),
      scanned: f.number(scanned),
      total: f.number(total),
    });
    return html`
      <progress
        class="job-progress job-${job.status.toLowerCase()}"
        max="1"
        .value=${share}
        aria-label=${told}
        ?data-running=${running}
      ></progress>
      <p class="job-numbers" data-test="job-progress">
        <span>${told}</span>
        <span>${t('jobs.matched', { n: f.number(matched) })}</span>
        ${job.dryRun ? nothing : html`<span>${t('jobs.changed', { n: f.number(changed) })}</span>`}
        ${refused > 0 ? html`<span>${t('jobs.refused', { n: f.number(refused) })}</span>` : nothing}
      </p>
    `;
  }

  times(job, running) {
    const started = Date.parse(job.startedAt);
    const silent = this.now - Date.parse(job.updatedAt);
    const { scanned, total } = job.progress;
    const left = ((this.now - started) * (total - scanned)) / scanned;
    return html`${t('jobs.startedBy', { user: f.text(job.startedBy || t('audit.anonymous')) })} ·
    ${f.time(job.startedAt)}
    ${!running
      ? job.endedAt
        ? html`· ${t('jobs.took', { time: f.duration(Date.parse(job.endedAt) - started) })}`
        : nothing
      : silent > SILENT_AFTER
        ? html`· <b class="job-silent">${t('jobs.silent', { time: f.duration(silent) })}</b>`
        : scanned > 0
          ? html`· ${t('jobs.eta', { time: f.duration(left) })}`
          : nothing}`;
  }

  buttons(job, running) {
    const button = (name, action, title = nothing) => html`<button
      class="kq-button"
      data-test="job-${name}"
      title=${title}
      ?hidden=${!can('operate')}
      @click=${() => this.act(action)}
    >
      ${t(`jobs.${name}`)}
    </button>`;
    const path = `jobs/${encodeURIComponent(job.id)}`;
    if (running) {
      return button('stop', async () => {
        await api.post(`${path}/cancel`);
        toast(t('jobs.done.cancel'));
      });
    }
    const resumable = job.status === 'CANCELLED' || job.status === 'FAILED';
    return html`${resumable
      ? button('resume', async () => {
          await api.post(`${path}/resume`);
          toast(t('jobs.done.resume'));
        })
      : nothing}
    ${button(
      'remove',
      async () => {
        await api.delete(path);
        toast(t('jobs.done.remove'));
      },
      t('jobs.remove.title'),
    )}`;
  }
}

customElements.define('kq-jobs-page', JobsPage);
