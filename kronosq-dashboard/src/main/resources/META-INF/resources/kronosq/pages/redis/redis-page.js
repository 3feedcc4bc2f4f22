import { Page, api, f, html, nothing, svg, t } from '../../frame.js';

const SLOTS = 16_384;
const MOST_LAG_SECONDS = 10;
const ALARM = 0.9;
const WARNING = 0.75;

/** What of Redis matters for tasks. */
export class RedisPage extends Page {
  async load() {
    return api.get('redis');
  }

  get title() {
    return t('redis.title');
  }

  body(redis) {
    return html`
      ${redis.problems?.length > 0
        ? html`<section class="kq-section" aria-label=${t('redis.problems')}>
            <kq-findings .findings=${redis.problems}></kq-findings>
          </section>`
        : html`<p class="redis-ok" data-test="redis-ok">
            <span class="kq-pill kq-good">${t('redis.good')}</span> ${t('redis.ok')}
          </p>`}
      <div class="redis-top">
        ${this.facts(redis)} ${this.memory(redis)} ${this.persistence(redis.persistence)}
      </div>
      ${redis.cluster ? this.cluster(redis.cluster) : nothing} ${this.replicas(redis)}
    `;
  }

  facts(redis) {
    const kind = redis.cluster ? 'cluster' : redis.replicas?.length > 0 ? 'replicated' : 'standalone';
    return html`<section class="kq-card">
      <h2 class="kq-label">${t('redis.facts')}</h2>
      <dl class="kq-facts">
        <dt>${t('redis.kind')}</dt>
        <dd>${t(`redis.kind.${kind}`)}</dd>
        <dt>${t('redis.version')}</dt>
        <dd data-test="redis-version">${f.text(redis.version)}</dd>
        <dt>${t('redis.role')}</dt>
        <dd>${f.text(redis.role)}</dd>
        <dt>${t('redis.latency')}</dt>
        <dd>${f.duration(redis.latencyMs)}</dd>
        <dt>${t('redis.prefix')}</dt>
        <dd class="kq-code">${f.text(redis.prefix)}</dd>
      </dl>
    </section>`;
  }

  memory({ usedMemory, maxMemory, evictionPolicy }) {
    const safe = evictionPolicy === 'noeviction';
    return html`<section class="kq-card" data-test="redis-memory">
      <h2 class="kq-label">${t('redis.memory')}</h2>
      ${maxMemory > 0
        ? html`<p class="kq-big">${f.percent(usedMemory / maxMemory)}</p>
            ${memoryBar(usedMemory, maxMemory)}
            <p class="kq-hint">${t('redis.memory.of', { used: f.bytes(usedMemory), max: f.bytes(maxMemory) })}</p>`
        : html`<p class="kq-big">${f.bytes(usedMemory)}</p>
            <p class="kq-hint">${t('redis.memory.noLimitHint')}</p>`}
      <dl class="kq-facts">
        <dt>${t('redis.eviction')}</dt>
        <dd>
          <code>${f.text(evictionPolicy)}</code>
          <span class="kq-pill ${safe ? 'kq-good' : 'kq-bad'}">${safe ? t('redis.good') : t('redis.bad')}</span>
          <span class="kq-sub">${safe ? t('redis.eviction.safe') : t('redis.eviction.unsafe')}</span>
        </dd>
      </dl>
    </section>`;
  }

  persistence({ appendOnlyFile, appendOnlyFileOk, snapshotRules, snapshotOk }) {
    const log = appendOnlyFile ? (appendOnlyFileOk ? 'on' : 'failing') : 'off';
    return html`<section class="kq-card" data-test="redis-persistence">
      <h2 class="kq-label">${t('redis.persistence')}</h2>
      <dl class="kq-facts redis-persistence">
        <dt>${t('redis.aof')}</dt>
        <dd>
          <span class="kq-pill ${log === 'on' ? 'kq-good' : log === 'off' ? 'kq-warn' : 'kq-bad'}"
            >${log === 'on' ? t('redis.good') : t('redis.bad')}</span
          >
          <span class="kq-sub">${t(`redis.aof.${log}`)}</span>
        </dd>
        <dt>${t('redis.snapshots')}</dt>
        <dd>
          ${snapshotOk
            ? nothing
            : html`<span class="kq-pill kq-bad">${t('redis.bad')}</span> ${t('redis.snapshots.failing')}<br />`}
          ${snapshots(snapshotRules)}
        </dd>
      </dl>
    </section>`;
  }

  cluster({ ok, slotsAssigned, slotsOk, nodes, masters }) {
    const addresses = Object.keys(masters ?? {});
    const numbers = { ok: f.number(slotsOk), assigned: f.number(slotsAssigned), nodes: f.number(nodes) };
    return html`<section class="kq-section" data-test="redis-cluster">
      <h2>
        ${t('redis.cluster')}
        <span class="kq-pill ${ok ? 'kq-good' : 'kq-bad'}"
          >${ok ? t('redis.cluster.ok') : t('redis.cluster.broken')}</span
        >
      </h2>
      ${slotsBar(slotsAssigned, slotsOk)}
      <p class="kq-hint">${t('redis.cluster.slots', numbers)}</p>
      ${addresses.length === 0
        ? nothing
        : html`<div class="kq-scroll" tabindex="0" role="region" aria-label=${t('redis.cluster')}>
            <table class="kq-table kq-cards">
              <thead>
                <tr>
                  <th scope="col">${t('redis.cluster.master')}</th>
                  <th scope="col">${t('redis.version')}</th>
                  <th scope="col">${t('redis.memory')}</th>
                  <th scope="col">${t('redis.eviction')}</th>
                  <th scope="col" class="kq-number">${t('redis.replicas')}</th>
                </tr>
              </thead>
              <tbody>
                ${addresses.map((address) => master(address, masters[address]))}
              </tbody>
            </table>
          </div>`}
    </section>`;
  }

  replicas({ replicas = [] }) {
    return html`<section class="kq-section">
      <h2>${t('redis.replicas')} <span class="kq-count">${f.number(replicas.length)}</span></h2>
      ${replicas.length === 0
        ? html`<p class="kq-hint">${t('redis.replicas.none')}</p>`
        : html`<div class="kq-scroll" tabindex="0" role="region" aria-label=${t('redis.replicas')}>
            <table class="kq-table kq-cards" data-test="redis-replicas">
              <thead>
                <tr>
                  <th scope="col">${t('redis.replica.address')}</th>
                  <th scope="col">${t('redis.replica.state')}</th>
                  <th scope="col" class="kq-number">${t('redis.replica.lag')}</th>
                  <th scope="col" class="kq-number">${t('redis.replica.ack')}</th>
                </tr>
              </thead>
              <tbody>
                ${replicas.map((replica) => replicaRow(replica))}
              </tbody>
            </table>
          </div>`}
    </section>`;
  }
}

function replicaRow({ address, state, lagBytes, lagSeconds }) {
  const tone = state !== 'online' ? 'bad' : lagSeconds > MOST_LAG_SECONDS ? 'warn' : 'good';
  return html`<tr>
    <td class="kq-code">${f.text(address)}</td>
    <td data-label=${t('redis.replica.state')}><span class="kq-pill kq-${tone}">${f.text(state)}</span></td>
    <td class="kq-number" data-label=${t('redis.replica.lag')}>${f.bytes(lagBytes)}</td>
    <td class="kq-number" data-label=${t('redis.replica.ack')}>${f.duration(lagSeconds * 1_000)}</td>
  </tr>`;
}

function master(address, { version, usedMemory, maxMemory, evictionPolicy, replicas = [] }) {
  return html`<tr>
    <td class="kq-code">${f.text(address)}</td>
    <td data-label=${t('redis.version')}>${f.text(version)}</td>
    <td data-label=${t('redis.memory')}>
      ${maxMemory > 0
        ? html`${memoryBar(usedMemory, maxMemory)}
            <span class="kq-sub">${t('redis.memory.of', { used: f.bytes(usedMemory), max: f.bytes(maxMemory) })}</span>`
        : t('redis.memory.noLimit', { used: f.bytes(usedMemory) })}
    </td>
    <td data-label=${t('redis.eviction')}><code>${f.text(evictionPolicy)}</code></td>
    <td class="kq-number" data-label=${t('redis.replicas')}>${f.number(replicas.length)}</td>
  </tr>`;
}

function memoryBar(used, max) {
  const share = used / max;
  const tone = share >= ALARM ? 'bad' : share >= WARNING ? 'warn' : 'good';
  return bar(t('redis.memory.of', { used: f.bytes(used), max: f.bytes(max) }), [[Math.min(share, 1), tone]]);
}

function slotsBar(assigned, reached) {
  return bar(t('redis.cluster'), [
    [assigned / SLOTS, 'bad'],
    [reached / SLOTS, 'good'],
  ]);
}

function bar(label, shares) {
  return html`<svg class="redis-bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label=${label}>
    <rect class="redis-bar-room" width="100" height="8" />
    ${shares.map(([share, tone]) => svg`<rect class="kq-mark-${tone}" width=${100 * share} height="8" />`)}
  </svg>`;
}

function snapshots(rules) {
  if (rules === undefined || rules === null) {
    return t('redis.snapshots.unknown');
  }
  const numbers = rules.trim().split(/\s+/).filter(Boolean).map(Number);
  if (numbers.length < 2) {
    return t('redis.snapshots.none');
  }
  const pairs = [];
  for (let index = 0; index + 1 < numbers.length; index += 2) {
    pairs.push(
      t('redis.snapshots.rule', {
        seconds: f.duration(numbers[index] * 1_000),
        count: numbers[index + 1],
      }),
    );
  }
  return html`<ul class="kq-notes">
    ${pairs.map((rule) => html`<li>${rule}</li>`)}
  </ul>`;
}

customElements.define('kq-redis-page', RedisPage);
