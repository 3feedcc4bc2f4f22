import { LitElement, api, f, html, nothing, t, toast } from '../../frame.js';
import { limitsOf, written } from './limit-values.js';

const CONFLICT = 412;

/**
 * Changes the limits of a queue, of its keys and of single keys, and its number of partitions.
 *
 * @fires close
 */
class LimitsDialog extends LitElement {
  static properties = {
    queue: {},
    partitions: { type: Number },
    values: { state: true },
    count: { state: true },
    problem: { state: true },
    conflict: { state: true },
    busy: { state: true },
  };

  constructor() {
    super();
    this.values = null;
    this.problem = null;
    this.conflict = false;
    this.busy = false;
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.count = String(this.partitions);
    this.load();
  }

  get path() {
    return `queues/${encodeURIComponent(this.queue)}`;
  }

  async load() {
    this.conflict = false;
    this.problem = null;
    try {
      const { body, etag } = await api.getTagged(`${this.path}/limits`);
      this.etag = etag;
      this.values = {
        queue: written(body.queue),
        keys: written(body.keys),
        ofKeys: Object.entries(body.ofKeys ?? {}).map(([key, limits]) => ({ key, ...written(limits) })),
      };
      this.loaded = JSON.stringify(this.values);
    } catch (problem) {
      this.problem = problem;
    }
  }

  updated(changed) {
    if (changed.has('values') && !changed.get('values')) {
      this.querySelector('input')?.focus();
    }
  }

  async save() {
    this.busy = true;
    this.problem = null;
    try {
      await this.#saveLimits();
      if (Number(this.count) !== this.partitions) {
        await api.put(`${this.path}/partitions`, { count: Number(this.count) });
      }
      toast(t('limits.done', { queue: f.text(this.queue, 80) }));
      this.dispatchEvent(new CustomEvent('close'));
    } catch (problem) {
      this.problem = problem;
      this.conflict = problem.status === CONFLICT;
    } finally {
      this.busy = false;
    }
  }

  async #saveLimits() {
    const now = JSON.stringify(this.values);
    if (now === this.loaded) {
      return;
    }
    const { queue, keys, ofKeys } = this.values;
    const single = ofKeys.filter(({ key }) => key.trim() !== '').map((limits) => [limits.key.trim(), limitsOf(limits)]);
    const limits = { queue: limitsOf(queue), keys: limitsOf(keys), ofKeys: Object.fromEntries(single) };
    const { etag } = await api.putTagged(`${this.path}/limits`, limits, { ifMatch: this.etag });
    this.etag = etag;
    this.loaded = now;
  }

  #change(part, index, changes) {
    const changed =
      index === null
        ? { ...this.values[part], ...changes }
        : this.values[part].map((each, at) => (at === index ? { ...each, ...changes } : each));
    this.values = { ...this.values, [part]: changed };
  }

  #fields(part, index = null) {
    const values = index === null ? this.values[part] : this.values[part][index];
    const field = (name, label, least, step = '1') => html`<label class="kq-field">
      <span>${label}</span>
      <input
        class="kq-input"
        type="number"
        min=${least}
        step=${step}
        data-test="limits-${part}-${name}"
        .value=${values[name]}
        @input=${(event) => this.#change(part, index, { [name]: event.target.value })}
      />
    </label>`;
    return html`<div class="limits-fields">
      ${field('concurrency', t('limits.concurrency'), 1)} ${field('count', t('limits.rate'), 1)}
      ${field('seconds', t('limits.seconds'), '0.001', 'any')} ${field('burst', t('limits.burst'), 1)}
    </div>`;
  }

  #single({ key }, index) {
    return html`<div class="limits-single" data-test="limits-key">
      <div class="limits-key">
        <label class="kq-field">
          <span>${t('keys.limit.key')}</span>
          <input
            class="kq-input"
            required
            autocomplete="off"
            spellcheck="false"
            data-test="limits-key-name"
            .value=${key}
            @input=${(event) => this.#change('ofKeys', index, { key: event.target.value })}
          />
        </label>
        <button
          class="kq-button kq-danger"
          type="button"
          data-test="limits-key-remove"
          @click=${() => {
            this.values = { ...this.values, ofKeys: this.values.ofKeys.filter((_, at) => at !== index) };
          }}
        >
          ${t('jobs.remove')}
        </button>
      </div>
      ${this.#fields('ofKeys', index)}
    </div>`;
  }

  #form() {
    const { ofKeys } = this.values;
    return html`<form
      @submit=${(event) => {
        event.preventDefault();
        this.save();
      }}
    >
      <p class="kq-hint">${t('limits.text')}</p>
      <fieldset class="limits-part">
        <legend>${t('limits.of.queue')}</legend>
        ${this.#fields('queue')}
      </fieldset>
      <fieldset class="limits-part">
        <legend>${t('limits.of.keys')}</legend>
        ${this.#fields('keys')}
      </fieldset>
      <fieldset class="limits-part">
        <legend>${t('limits.of.ofKeys')}</legend>
        ${ofKeys.map((limits, index) => this.#single(limits, index))}
        <button
          class="kq-button"
          type="button"
          data-test="limits-key-add"
          @click=${() => (this.values = { ...this.values, ofKeys: [...ofKeys, { key: '', ...written() }] })}
        >
          ${t('limits.addKey')}
        </button>
      </fieldset>
      <label class="kq-field limits-partitions">
        <span>${t('limits.partitions')}</span>
        <input
          class="kq-input"
          type="number"
          min="1"
          max="256"
          required
          data-test="limits-partitions"
          .value=${this.count}
          @input=${(event) => (this.count = event.target.value)}
        />
      </label>
      <div class="kq-dialog-actions">
        <button class="kq-button kq-primary" type="submit" data-test="limits-save" ?disabled=${this.busy}>
          ${t('limits.save')}
        </button>
      </div>
    </form>`;
  }

  render() {
    return html`<kq-dialog
      wide
      heading=${t('limits.title', { queue: f.text(this.queue, 80) })}
      @close=${() => this.dispatchEvent(new CustomEvent('close'))}
    >
      ${this.problem
        ? html`<div class="kq-problem" role="alert">
            ${this.conflict ? t('limits.conflict') : f.text(this.problem.message)}
            ${this.conflict
              ? html`<button class="kq-button" data-test="limits-reload" @click=${() => this.load()}>
                  ${t('schedule.form.reload')}
                </button>`
              : nothing}
          </div>`
        : nothing}
      ${this.values ? this.#form() : this.problem ? nothing : html`<p class="kq-hint" role="status">${t('page.loading')}</p>`}
    </kq-dialog>`;
  }
}

customElements.define('kq-limits-dialog', LimitsDialog);
