import { f, html, nothing, t } from '../../frame.js';
import './long-text.js';

/**
 * A payload, result or checkpoint as far as it may be shown.
 *
 * @param {object} payload as the API tells it
 * @param {string} test what tests call it
 */
export function payloadView(payload, test) {
  if (!payload) {
    return nothing;
  }
  return html`<div class="task-payload" data-test=${test}>
    ${payload.hidden
      ? html`<p class="kq-hint">${t('payload.hidden')} ${f.text(payload.reason)}</p>`
      : content(payload)}
    <p class="kq-hint">
      ${f.bytes(payload.size)}${payload.encoding && !payload.hidden
        ? html` · ${t(`payload.${payload.encoding}`)}`
        : nothing}
      ${payload.truncated ? html`· ${t('payload.truncated')}` : nothing}
      ${payload.redacted?.length > 0
        ? html`· ${t('payload.redacted', { count: payload.redacted.length })}
            <code>${f.text(payload.redacted.join(', '), 300)}</code>`
        : nothing}
    </p>
  </div>`;
}

function content({ encoding, json, text, base64 }) {
  if (encoding === 'json') {
    return html`<kq-json .value=${json ?? null}></kq-json>`;
  }
  const written = encoding === 'binary' ? base64 : text;
  return written
    ? html`<kq-long-text .text=${written}></kq-long-text>`
    : html`<p class="kq-hint">${t('payload.empty')}</p>`;
}
