import { LitElement, html, nothing } from '../lib/lit.js';
import { f } from './format.js';
import { t } from './i18n.js';
import { link } from './links.js';

const TONES = { CRITICAL: 'bad', WARNING: 'warn', INFO: 'calm' };
const ORDER = ['CRITICAL', 'WARNING', 'INFO'];

/** Problems and what to do about them, the gravest first. */
class Findings extends LitElement {
  static properties = { findings: { attribute: false } };

  constructor() {
    super();
    this.findings = [];
  }

  createRenderRoot() {
    return this;
  }

  render() {
    const sorted = this.findings.toSorted(
      (one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity),
    );
    return html`<ul class="kq-findings" data-test="findings">
      ${sorted.map(
        (finding) => html`<li class="kq-finding kq-finding-${TONES[finding.severity] ?? 'calm'}" data-code=${finding.code}>
          <span class="kq-pill kq-${TONES[finding.severity] ?? 'calm'}">${t(`severity.${finding.severity}`)}</span>
          <div>
            <p class="kq-finding-text">${this.#linked(finding)}</p>
            ${finding.remedy ? html`<p class="kq-hint">${f.text(finding.remedy)}</p>` : nothing}
          </div>
        </li>`,
      )}
    </ul>`;
  }

  #linked(finding) {
    const href = addressOf(finding);
    return href ? html`<a href=${href}>${f.text(finding.message)}</a>` : f.text(finding.message);
  }
}

function addressOf({ subjectKind, subject, data }) {
  switch (subjectKind) {
    case 'QUEUE':
      return link.queue(subject);
    case 'SERVER':
      return link.server(subject);
    case 'SCHEDULE':
      return link.schedule(subject);
    case 'REDIS':
      return link.redis();
    case 'TASK':
      return data?.queue ? link.task(data.queue, subject) : null;
    default:
      return null;
  }
}

customElements.define('kq-findings', Findings);
