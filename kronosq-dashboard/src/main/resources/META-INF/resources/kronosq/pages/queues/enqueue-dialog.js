import { LitElement, api, f, go, html, link, nothing, t, toast } from '../../frame.js';
import { newTask } from './new-task.js';

const ENCODINGS = ['json', 'text', 'binary'];

/**
 * Enqueues a task by hand: into a queue, or, without one, into one that the person names.
 *
 * @fires close
 */
class EnqueueDialog extends LitElement {
  static properties = {
    queue: {},
    types: { state: true },
    encoding: { state: true },
    problem: { state: true },
    busy: { state: true },
  };

  constructor() {
    super();
    this.queue = null;
    this.types = [];
    this.encoding = 'json';
    this.problem = null;
    this.busy = false;
  }

  createRenderRoot() {
    return this;
  }

  async firstUpdated() {
    try {
      const answer = await api.get('types');
      this.types = (answer.items ?? answer).map(({ type }) => type).filter((type) => !type.endsWith('*'));
    } catch (problem) {
      // The types are an offer only.
      console.info(problem.message);
    }
  }

  async enqueue(form) {
    const written = Object.fromEntries(new FormData(form));
    const queue = this.queue ?? written.queue.trim();
    let wanted;
    try {
      wanted = newTask({ ...written, encoding: this.encoding });
    } catch (error) {
      this.problem = { message: t('schedule.form.payloadWrong', { reason: f.text(error.message, 200) }) };
      return;
    }
    this.busy = true;
    this.problem = null;
    try {
      const task = await api.post(`queues/${encodeURIComponent(queue)}/tasks`, wanted);
      toast(t('enqueue.done', { id: f.text(task.id, 80) }));
      this.dispatchEvent(new CustomEvent('close'));
      go(link.task(queue, task.id));
    } catch (problem) {
      this.problem = problem;
    } finally {
      this.busy = false;
    }
  }

  #field(name, { type = 'text', required = false } = {}) {
    return html`<label class="kq-field">
      <span>${t(`enqueue.${name}`)}</span>
      <input
        class="kq-input"
        name=${name}
        type=${type}
        min=${type === 'number' ? 0 : nothing}
        step=${type === 'number' ? (name === 'maxRetry' ? 1 : 'any') : nothing}
        list=${name === 'type' ? 'enqueue-types' : nothing}
        ?required=${required}
        autocomplete="off"
        spellcheck="false"
        data-test="enqueue-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}"
      />
    </label>`;
  }

  render() {
    return html`<kq-dialog
      wide
      heading=${this.queue ? t('enqueue.title', { queue: f.text(this.queue, 80) }) : t('enqueue.titleAny')}
      data-test="enqueue"
      @close=${() => this.dispatchEvent(new CustomEvent('close'))}
    >
      <form
        @submit=${(event) => {
          event.preventDefault();
          this.enqueue(event.target);
        }}
      >
        ${this.problem ? html`<p class="kq-problem" role="alert">${f.text(this.problem.message)}</p>` : nothing}
        <div class="kq-fields">
          ${this.queue ? nothing : this.#field('queue', { required: true })} ${this.#field('type', { required: true })}
        </div>
        <datalist id="enqueue-types">${this.types.map((type) => html`<option value=${type}></option>`)}</datalist>
        <div class="enqueue-payload">
          <label class="kq-field" for="enqueue-payload"><span>${t('task.payload')}</span></label>
          <span class="kq-tabs" role="group" aria-label=${t('enqueue.encoding')}>
            ${ENCODINGS.map(
              (encoding) => html`<button
                type="button"
                class="kq-toggle"
                aria-pressed=${encoding === this.encoding ? 'true' : 'false'}
                data-test="enqueue-${encoding}"
                @click=${() => (this.encoding = encoding)}
              >
                ${t(`payload.${encoding}`)}
              </button>`,
            )}
          </span>
        </div>
        <textarea
          class="kq-input kq-code"
          id="enqueue-payload"
          name="payload"
          rows="7"
          spellcheck="false"
          placeholder=${this.encoding === 'json' ? '{"id": 42}' : nothing}
          data-test="enqueue-payload"
        ></textarea>
        <div class="kq-fields">
          ${this.#field('delay', { type: 'number' })} ${this.#field('maxRetry', { type: 'number' })}
          ${this.#field('id')}
        </div>
        <details class="enqueue-more">
          <summary data-test="enqueue-more">${t('tasks.filter.more')}</summary>
          <div class="kq-fields">
            ${this.#field('timeout', { type: 'number' })} ${this.#field('retention', { type: 'number' })}
            ${this.#field('unique', { type: 'number' })} ${this.#field('limitKey')}
          </div>
          <label class="kq-field">
            <span>${t('enqueue.headers')}</span>
            <textarea
              class="kq-input kq-code"
              name="headers"
              rows="2"
              spellcheck="false"
              placeholder="tenant: 7"
              data-test="enqueue-headers"
            ></textarea>
          </label>
        </details>
        <div class="kq-dialog-actions">
          <button
            class="kq-button"
            type="button"
            data-test="enqueue-cancel"
            @click=${() => this.dispatchEvent(new CustomEvent('close'))}
          >
            ${t('action.cancel')}
          </button>
          <button class="kq-button kq-primary" type="submit" data-test="enqueue-ok" ?disabled=${this.busy}>
            ${t('enqueue.ok')}
          </button>
        </div>
      </form>
    </kq-dialog>`;
  }
}

customElements.define('kq-enqueue-dialog', EnqueueDialog);
