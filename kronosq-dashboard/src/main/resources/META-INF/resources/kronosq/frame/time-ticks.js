import { f } from './format.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 4 * DAY];
const ROOM = 64;

/**
 * Round times of a span, as many as there is room for, in the zone in which times are shown.
 *
 * @returns {{at: number, text: string}[]}
 */
export function timeTicks(from, to, width) {
  const most = Math.max(Math.floor(width / ROOM), 2);
  const step = STEPS.find((candidate) => (to - from) / candidate <= most) ?? STEPS.at(-1);
  const offset = f.utc ? 0 : new Date(to).getTimezoneOffset() * MINUTE;
  const ticks = [];
  for (let at = Math.ceil((from - offset) / step) * step + offset; at < to; at += step) {
    ticks.push({ at, text: step >= DAY ? f.day(at) : f.minute(at) });
  }
  return ticks;
}
