import { html, nothing, render } from '../lib/lit.js';
import './dialog.js';
import { t } from './i18n.js';

/**
 * Asks before something is done.
 *
 * @param {object} question
 * @param {string} question.title the question
 * @param {unknown} question.text what will happen; a text or a template
 * @param {string} question.ok what the button says that does it
 * @param {boolean} [question.danger] whether it can't be undone
 * @param {string} [question.typed] what must be typed first, such as a name
 * @returns {Promise<boolean>} whether it shall be done
 */
export function confirm({ title, text, ok, danger = false, typed = null }) {
  return new Promise((resolve) => {
    const place = document.createElement('div');
    document.body.append(place);
    const before = document.activeElement;
    let written = '';
    const end = (answer) => {
      render(nothing, place);
      place.remove();
      before?.focus?.();
      resolve(answer);
    };
    const show = () =>
      render(
        html`<kq-dialog heading=${title} data-test="confirm" @close=${() => end(false)}>
          <form
            @submit=${(event) => {
              event.preventDefault();
              end(true);
            }}
          >
            <p class="kq-confirm-text">${text}</p>
            ${typed === null
              ? nothing
              : html`<label class="kq-field">
                  <span>${t('confirm.type', { text: typed })}</span>
                  <input
                    class="kq-input"
                    autocomplete="off"
                    spellcheck="false"
                    data-test="confirm-typed"
                    @input=${(event) => {
                      written = event.target.value;
                      show();
                    }}
                  />
                </label>`}
            <div class="kq-dialog-actions">
              <button class="kq-button" type="button" data-test="confirm-cancel" @click=${() => end(false)}>
                ${t('action.cancel')}
              </button>
              <button
                class="kq-button ${danger ? 'kq-primary-danger' : 'kq-primary'}"
                type="submit"
                data-test="confirm-ok"
                ?disabled=${typed !== null && written !== typed}
              >
                ${ok.replace(/…$/, '')}
              </button>
            </div>
          </form>
        </kq-dialog>`,
        place,
      );
    show();
  });
}
