const SLOTS = 16_384;

/** What a finding tells, as it stands in a text; undefined or NaN where the server did not tell it. */
class Told {
  #data;
  #say;

  constructor({ subject, data }, say) {
    this.subject = subject;
    this.#data = data ?? {};
    this.#say = say;
  }

  text(name) {
    return this.#data[name];
  }

  number(name) {
    return Number(this.#data[name] ?? NaN);
  }

  duration(name) {
    const ms = this.number(name);
    return Number.isNaN(ms) ? undefined : this.#say.f.duration(Math.abs(ms));
  }

  time(name) {
    const at = Date.parse(this.#data[name]);
    return Number.isNaN(at) ? undefined : this.#say.f.dayMinute(at);
  }

  share(part, whole) {
    const share = this.number(part) / this.number(whole);
    return Number.isNaN(share) ? undefined : this.#say.f.percent(share);
  }

  get redis() {
    return this.subject ? this.#say.t('finding.redisAt', { address: this.subject }) : 'Redis';
  }
}

const ofRedis = ({ redis }) => ({ redis });
const ofQueue = (name) => (told) => ({ queue: told.subject, count: told.number(name) });

/** What stands in the text of each code. */
const VALUES = {
  REDIS_UNREACHABLE: (told) => ({ reason: told.text('reason') }),
  REDIS_REPLICA: ofRedis,
  REDIS_EVICTION: (told) => ({ redis: told.redis, policy: told.text('policy') }),
  REDIS_MEMORY_LOW: (told) => ({ redis: told.redis, percent: told.share('usedBytes', 'maxBytes') }),
  REDIS_NOT_PERSISTENT: ofRedis,
  REDIS_PERSISTENCE_FAILING: ofRedis,
  REDIS_VERSION_OLD: (told) => ({ redis: told.redis, version: told.text('version') }),
  REDIS_LATENCY: (told) => ({ time: told.duration('ms') }),
  REDIS_REPLICA_DOWN: (told) => ({ redis: told.redis, replica: told.text('replica'), state: told.text('state') }),
  CLUSTER_SLOTS: (told) => ({ ok: told.number('slotsOk'), all: SLOTS }),
  CLOCK_SKEW: (told) => ({ time: told.duration('ms') }),
  QUEUE_WITHOUT_SERVER: ofQueue('waiting'),
  QUEUE_PAUSED_BACKLOG: ofQueue('pending'),
  TYPE_WITHOUT_HANDLER: (told) => ({ type: told.subject, queue: told.text('queue') }),
  HANDLER_STUCK: (told) => ({
    type: told.text('type'),
    host: told.text('host'),
    time: told.duration('ranMs'),
    limit: told.duration('limitMs'),
  }),
  TASKS_ORPHANED: ofQueue('active'),
  BACKLOG_GROWING: (told) => ({
    queue: told.subject,
    rate: told.number('perMinute'),
    pending: told.number('pending'),
  }),
  BACKLOG_DRAINING: (told) => ({
    queue: told.subject,
    pending: told.number('pending'),
    time: told.duration('etaMs'),
  }),
  ARCHIVE_GROWING: (told) => ({
    queue: told.subject,
    archived: told.number('archived'),
    attempts: told.number('attempts'),
  }),
  SERVER_DEAD: (told) => ({ host: told.text('host'), pid: told.text('pid'), time: told.time('seenAt') }),
  SCHEDULE_LATE: (told) => ({ schedule: told.subject, time: told.time('lastTick') }),
};

/** Codes whose texts differ by more than their values. */
const VARIANTS = {
  REDIS_PERSISTENCE_FAILING: (told) => told.text('part'),
  CLOCK_SKEW: (told) => (told.number('ms') < 0 ? 'behind' : 'ahead'),
};

/**
 * What is wrong and what to do, in the language of the page. What it has no text for, or not all that stands in the
 * text, is told in the server's words.
 *
 * @param {object} finding as the API tells it
 * @param {{f: object, has: function, t: function}} say how values and texts are told
 * @returns {{message: string, remedy: string}}
 */
export function findingTexts(finding, say) {
  const { code, message, remedy } = finding;
  const told = new Told(finding, say);
  const values = Object.hasOwn(VALUES, code) ? VALUES[code](told) : { code: undefined };
  const key = Object.hasOwn(VARIANTS, code) ? `${code}.${VARIANTS[code](told)}` : code;
  const known = Object.values(values).every((value) => value !== undefined && !Number.isNaN(value));
  return known && say.has(`finding.${key}`)
    ? { message: say.t(`finding.${key}`, values), remedy: say.t(`finding.${code}.remedy`) }
    : { message, remedy };
}
