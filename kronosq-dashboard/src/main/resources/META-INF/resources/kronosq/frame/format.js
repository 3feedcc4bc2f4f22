import { html } from '../lib/lit.js';
import { locale } from './i18n.js';
import { settings } from './settings.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const BYTES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'];
const LONGEST_TEXT = 2_000;

/** Control characters, and those that change the direction of text or are not seen. */
// eslint-disable-next-line no-control-regex
const TREACHEROUS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

const formats = new Map();

function cached(kind, options, made) {
  const key = `${kind}|${locale()}|${settings.zone}|${JSON.stringify(options)}`;
  if (!formats.has(key)) {
    formats.set(key, made());
  }
  return formats.get(key);
}

function numbers(options) {
  return cached('number', options, () => new Intl.NumberFormat(locale(), options));
}

function dates(options) {
  const zoned = settings.zone === 'utc' ? { timeZone: 'UTC', ...options } : options;
  return cached('date', options, () => new Intl.DateTimeFormat(locale(), { hourCycle: 'h23', ...zoned }));
}

function unit(value, name, digits = 0) {
  return numbers({ style: 'unit', unit: name, unitDisplay: 'narrow', maximumFractionDigits: digits }).format(value);
}

/** Numbers, times and foreign texts as the person wants to read them. */
export const f = {
  /** Whether times are shown in UTC. */
  get utc() {
    return settings.zone === 'utc';
  },

  /**
   * A text of others: what could deceive the eye is made visible, and what is too long is cut. Lit escapes markup.
   *
   * @param {unknown} text
   * @param {number} [most] characters
   */
  text(text, most = LONGEST_TEXT) {
    const whole = typeof text === 'object' && text !== null ? JSON.stringify(text) : String(text ?? '');
    const cut = whole.length > most ? `${whole.slice(0, most)}…` : whole;
    return cut.replace(TREACHEROUS, '\u{fffd}');
  },

  number: (value) => numbers({}).format(value ?? 0),

  /** With one decimal at most. */
  decimal: (value) => numbers({ maximumFractionDigits: 1 }).format(value),

  /** In few characters, such as 1.2M; where English has a small m, which might be minutes, it is written so, too. */
  compact: (value) =>
    numbers({ notation: 'compact', maximumFractionDigits: 1 })
      .format(value ?? 0)
      .replace(/(?<=\d)m$/, 'M'),

  /** @param {number} share 0 to 1 */
  percent: (share) => numbers({ style: 'percent', maximumFractionDigits: share < 0.1 && share > 0 ? 1 : 0 }).format(share),

  bytes(value) {
    let amount = value ?? 0;
    let index = 0;
    while (amount >= 1024 && index < BYTES.length - 1) {
      amount /= 1024;
      index += 1;
    }
    return numbers({
      style: 'unit',
      unit: BYTES[index],
      unitDisplay: index === 0 ? 'long' : 'short',
      maximumFractionDigits: amount < 10 && index > 0 ? 1 : 0,
    }).format(amount);
  },

  /** A span of time in its two largest units. */
  duration(milliseconds) {
    const ms = Math.max(milliseconds, 0);
    if (ms < SECOND) {
      return unit(ms, 'millisecond', ms < 10 ? 1 : 0);
    }
    if (ms < MINUTE) {
      return unit(ms / SECOND, 'second', ms < 10 * SECOND ? 1 : 0);
    }
    const [size, large, small, part] =
      ms < HOUR
        ? [MINUTE, 'minute', 'second', SECOND]
        : ms < DAY
          ? [HOUR, 'hour', 'minute', MINUTE]
          : [DAY, 'day', 'hour', HOUR];
    const whole = Math.floor(ms / size);
    const rest = Math.floor((ms % size) / part);
    return rest === 0 ? unit(whole, large) : `${unit(whole, large)} ${unit(rest, small)}`;
  },

  /** How long ago a moment was, or in how long it comes. */
  relative(instant) {
    const ms = Date.parse(instant) - Date.now();
    const [size, name] =
      Math.abs(ms) < MINUTE
        ? [SECOND, 'second']
        : Math.abs(ms) < HOUR
          ? [MINUTE, 'minute']
          : Math.abs(ms) < 2 * DAY
            ? [HOUR, 'hour']
            : [DAY, 'day'];
    return cached('relative', {}, () => new Intl.RelativeTimeFormat(locale(), { style: 'short' })).format(
      Math.round(ms / size),
      name,
    );
  },

  ago: (instant) => f.relative(instant),

  in: (instant) => f.relative(instant),

  /** A moment to the second, without what is the same today; all of it in the tooltip. */
  time(instant) {
    const date = new Date(instant);
    return html`<time datetime=${instant} title=${f.moment(instant)}>${dates(shortest(date)).format(date)}</time>`;
  },

  /** A moment with all its parts, as text. */
  moment(instant) {
    return dates({ dateStyle: 'full', timeStyle: 'long' }).format(new Date(instant));
  },

  /** A moment in a zone of its own, as text; as it was given when there is no such zone. */
  timeIn(instant, timeZone) {
    try {
      return dates({
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        timeZone,
        timeZoneName: 'short',
      }).format(new Date(instant));
    } catch {
      return String(instant);
    }
  },

  /** Whether times are shown in that zone anyway. */
  isShownIn: (zone) => zone === (f.utc ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone),

  /** Hour and minute. */
  minute: (at) => dates({ hour: '2-digit', minute: '2-digit' }).format(new Date(at)),

  /** Day and month, hour and minute. */
  dayMinute: (at) =>
    dates({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(new Date(at)),

  /** Day and month. */
  day: (at) => dates({ day: 'numeric', month: 'short' }).format(new Date(at)),

  /** To the millisecond, without the day. */
  clock: (at) =>
    dates({ hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 }).format(new Date(at)),
};

function shortest(date) {
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit' };
  const now = new Date();
  const part = (options, of) => dates(options).format(of);
  const day = { year: 'numeric', month: 'numeric', day: 'numeric' };
  if (part(day, date) === part(day, now)) {
    return clock;
  }
  const year = { year: 'numeric' };
  return part(year, date) === part(year, now)
    ? { day: 'numeric', month: 'short', ...clock }
    : { day: 'numeric', month: 'short', year: 'numeric', ...clock };
}
