import { LitElement, html, nothing } from '../lib/lit.js';
import { findingTexts } from './finding-texts.js';
import { f } from './format.js';
import { has, t } from './i18n.js';
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
      ${sorted.map((finding) => this.#item(finding))}
    </ul>`;
  }

  #item(finding) {
    const tone = TONES[finding.severity] ?? 'calm';
    const { message, remedy } = findingTexts(finding, { f, has, t });
    const href = addressOf(finding);
    return html`<li class="kq-finding kq-finding-${tone}" data-code=${finding.code}>
      <span class="kq-pill kq-${tone}">${t(`severity.${finding.severity}`)}</span>
      <div>
        <p class="kq-finding-text">${href ? html`<a href=${href}>${f.text(message)}</a>` : f.text(message)}</p>
        ${remedy ? html`<p class="kq-hint">${f.text(remedy)}</p>` : nothing}
      </div>
    </li>`;
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
