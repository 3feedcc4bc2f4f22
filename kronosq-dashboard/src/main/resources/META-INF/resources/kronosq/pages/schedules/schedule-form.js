import { LitElement, api, f, html, language, nothing, t, toast } from '../../frame.js';
import { patternInWords } from './cron-words.js';
import { misfireOf, pathOf } from './schedule-parts.js';

const PREVIEW_DELAY = 300;
const PREVIEWED = 5;
const MOST_CAUGHT_UP = 100;

/**
 * Edits a schedule. While the pattern is written, it tells in words and dates what it means.
 *
 * @fires close once it is to be closed
 * @fires saved once the change holds
 * @fires outdated when the schedule must be loaded anew
 */
export class ScheduleForm extends LitElement {
  static properties = {
    schedule: { attribute: false },
    etag: { attribute: false },
    values: { state: true },
    preview: { state: true },
    problem: { state: true },
    conflict: { state: true },
    busy: { state: true },
  };

  constructor() {
    super();
    this.values = null;
    this.preview = null;
    this.problem = null;
    this.conflict = false;
    this.busy = false;
  }

  createRenderRoot() {
    return this;
  }

  willUpdate(changed) {
    if (!this.values || (this.reloading && changed.has('etag'))) {
      this.begin();
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  /** Takes the values of the schedule as it is now; what it has been loaded as is kept for the conflict check. */
  begin() {
    const { pattern, zone, queue, misfire, overlap, payload } = this.schedule;
    const { kind, most } = misfireOf(misfire);
    this.tag = this.etag;
    this.before = {
      pattern,
      zone,
      queue,
      misfire: kind,
      most: String(most),
      overlap,
      payload: editable(payload) ? JSON.stringify(payload.json, null, 2) : '',
    };
    this.values = { ...this.before };
    this.conflict = false;
    this.reloading = false;
    this.problem = null;
    this.look();
  }

  reload() {
    if (this.etag === this.tag) {
      this.reloading = true;
      this.dispatchEvent(new CustomEvent('outdated'));
    } else {
      this.begin();
    }
  }

  set(name, value) {
    this.values = { ...this.values, [name]: value };
    this.problem = null;
    if (name === 'pattern' || name === 'zone') {
      this.preview = null;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), PREVIEW_DELAY);
    }
  }

  async look() {
    const { pattern, zone } = this.values;
    const asked = new URLSearchParams({ pattern, zone, count: PREVIEWED });
    let preview;
    try {
      preview = { ticks: (await api.get(`schedules/preview?${asked}`)).ticks };
    } catch (problem) {
      preview = { problem };
    }
    if (pattern === this.values.pattern && zone === this.values.zone) {
      this.preview = preview;
    }
  }

  render() {
    return html`<kq-dialog
      wide
      heading=${t('schedule.form.title', { id: this.schedule.id })}
      @close=${() => this.dispatchEvent(new CustomEvent('close'))}
    >
      <form
        class="schedule-form"
        @submit=${(event) => {
          event.preventDefault();
          this.save();
        }}
      >
        <p class="kq-hint">${t('schedule.form.text')}</p>
        ${this.timing()}
        <div class="kq-fields">
          ${this.text('queue', t('schedule.queue'))}
          ${this.choice('overlap', t('schedule.overlap'), {
            ALLOW: t('schedule.overlap.ALLOW'),
            SKIP: t('schedule.overlap.SKIP'),
          })}
          ${this.choice('misfire', t('schedule.misfire'), {
            skip: t('schedule.misfire.skip'),
            'run-once': t('schedule.misfire.run-once'),
            'catch-up': t('schedule.misfire.catchUp'),
          })}
          ${this.values.misfire === 'catch-up' ? this.most() : nothing}
        </div>
        <label class="kq-field">
          <span>${t('schedule.payload')}</span>
          <textarea
            class="kq-input kq-code"
            rows="6"
            spellcheck="false"
            data-test="schedule-form-payload"
            .value=${this.values.payload}
            @input=${(event) => this.set('payload', event.target.value)}
          ></textarea>
        </label>
        ${editable(this.schedule.payload)
          ? nothing
          : html`<p class="kq-hint">${t('schedule.form.payloadKept')}</p>`}
        ${this.outcome()}
        <div class="kq-dialog-actions">
          <button
            class="kq-button kq-primary"
            type="submit"
            data-test="schedule-form-save"
            ?disabled=${this.busy || this.conflict || Boolean(this.preview?.problem)}
          >
            ${t('schedule.form.save')}
          </button>
        </div>
      </form>
    </kq-dialog>`;
  }

  timing() {
    return html`<div class="kq-fields">
        ${this.text('pattern', t('schedule.pattern'), 'kq-code', 'schedule-pattern-hint schedule-preview')}
        ${this.text('zone', t('schedule.zone'), '', 'schedule-preview', 'schedule-zones')}
      </div>
      <datalist id="schedule-zones">
        ${Intl.supportedValuesOf('timeZone').map((zone) => html`<option value=${zone}></option>`)}
      </datalist>
      <p class="kq-hint" id="schedule-pattern-hint">${t('schedule.form.patternHint')}</p>
      <section class="schedule-preview" id="schedule-preview" aria-live="polite" data-test="schedule-preview">
        <h3 class="kq-label">${t('schedule.form.preview')}</h3>
        ${this.previewed()}
      </section>`;
  }

  previewed() {
    if (!this.preview) {
      return html`<p class="kq-hint">${t('schedule.form.checking')}</p>`;
    }
    const { problem, ticks } = this.preview;
    if (problem) {
      return html`<p class="kq-problem" data-test="schedule-preview-problem">${problem.message}</p>`;
    }
    const words = patternInWords(this.values.pattern, language(), t);
    return html`${words ? html`<p class="schedule-words" data-test="schedule-words">${words}</p>` : nothing}
      ${ticks.length === 0
        ? html`<p class="kq-hint">${t('schedule.next.ended')}</p>`
        : html`<ol class="schedule-ticks">
            ${ticks.map(
              (tick) => html`<li>
                <span>${f.timeIn(tick, this.values.zone)}</span>
                <span class="kq-number">${f.in(tick)}</span>
              </li>`,
            )}
          </ol>`}`;
  }

  text(name, label, style = '', describedBy = nothing, list = nothing) {
    return html`<label class="kq-field">
      <span>${label}</span>
      <input
        class="kq-input ${style}"
        data-test="schedule-form-${name}"
        autocomplete="off"
        spellcheck="false"
        required
        aria-describedby=${describedBy}
        list=${list}
        .value=${this.values[name]}
        @input=${(event) => this.set(name, event.target.value)}
      />
    </label>`;
  }

  choice(name, label, options) {
    return html`<label class="kq-field">
      <span>${label}</span>
      <select
        class="kq-input"
        data-test="schedule-form-${name}"
        @change=${(event) => this.set(name, event.target.value)}
      >
        ${Object.entries(options).map(
          ([value, text]) => html`<option value=${value} ?selected=${value === this.values[name]}>${text}</option>`,
        )}
      </select>
    </label>`;
  }

  most() {
    return html`<label class="kq-field">
      <span>${t('schedule.misfire.most')}</span>
      <input
        class="kq-input"
        type="number"
        min="2"
        max=${MOST_CAUGHT_UP}
        required
        data-test="schedule-form-most"
        .value=${this.values.most}
        @input=${(event) => this.set('most', event.target.value)}
      />
    </label>`;
  }

  outcome() {
    if (this.conflict) {
      return html`<div class="kq-problem" role="alert">
        ${t('schedule.form.conflict')}
        <button
          class="kq-button"
          type="button"
          data-test="schedule-form-reload"
          @click=${() => this.reload()}
        >
          ${t('schedule.form.reload')}
        </button>
      </div>`;
    }
    return this.problem ? html`<p class="kq-problem" role="alert">${this.problem}</p>` : nothing;
  }

  /** What differs from how the schedule was loaded. Throws a SyntaxError for a payload that is no JSON. */
  changes() {
    const { pattern, zone, queue, misfire, most, overlap, payload } = this.values;
    const changed = {};
    for (const [name, value] of Object.entries({ pattern, zone, queue, overlap })) {
      if (value !== this.before[name]) {
        changed[name] = value.trim();
      }
    }
    if (misfire !== this.before.misfire || (misfire === 'catch-up' && most !== this.before.most)) {
      changed.misfire = misfire === 'catch-up' ? `catch-up(${Number(most)})` : misfire;
    }
    if (payload !== this.before.payload) {
      changed.payload = JSON.parse(payload);
    }
    return changed;
  }

  async save() {
    let changes;
    try {
      changes = this.changes();
    } catch (error) {
      this.problem = t('schedule.form.payloadWrong', { reason: error.message });
      return;
    }
    if (Object.keys(changes).length === 0) {
      this.problem = t('schedule.form.nothing');
      return;
    }
    this.busy = true;
    try {
      await api.patch(pathOf(this.schedule.id), changes, { ifMatch: this.tag });
      toast(t('schedule.done.edit', { id: this.schedule.id }));
      this.dispatchEvent(new CustomEvent('saved'));
    } catch (problem) {
      this.conflict = problem.status === 412;
      this.problem = problem.message;
    } finally {
      this.busy = false;
    }
  }
}

/** Whether all of a payload is seen, so that it can be written back. */
function editable(payload) {
  return payload?.encoding === 'json' && !payload.hidden && !payload.truncated && !payload.redacted?.length;
}

customElements.define('kq-schedule-form', ScheduleForm);
