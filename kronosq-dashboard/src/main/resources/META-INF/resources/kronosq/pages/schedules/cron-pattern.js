/**
 * The patterns of schedules as sets of values, for telling them in words. What counts is what the server reads; this
 * only has to understand what the server accepts, and says so (null) where it does not.
 */

const NAMED = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const SECOND = { from: 0, to: 59 };
const MINUTE = { from: 0, to: 59 };
const HOUR = { from: 0, to: 23 };
const DAY = { from: 1, to: 31 };
const MONTH = { from: 1, to: 12, names: MONTHS, first: 1 };
const WEEKDAY = { from: 0, to: 7, names: DAYS, first: 0 };

/** The seconds of `@every 1h30m` or `@every PT90S`; null for anything else. */
export function parseInterval(pattern) {
  const found = /^@every\s+(.+)$/.exec(pattern.trim());
  if (!found) {
    return null;
  }
  const units =
    /^(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$/.exec(found[1]) ??
    /^P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/i.exec(found[1]);
  if (!units) {
    return null;
  }
  const [days, hours, minutes, seconds] = units.slice(1).map((digits) => Number(digits ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds || null;
}

/**
 * A cron expression or a name such as `@daily`.
 *
 * @returns {{seconds: number[], minutes: number[], hours: number[], days: object, months: number[], weekdays: object}}
 *   or null when it is none. Of days and weekdays `any` says that they don't matter, `values` which count, `special`
 *   what stands for a day that differs from month to month.
 */
export function parseCron(pattern) {
  const text = NAMED[pattern.trim()] ?? pattern.trim();
  const fields = text.toUpperCase().split(/\s+/);
  if (fields.length !== 5 && fields.length !== 6) {
    return null;
  }
  const [minute, hour, day, month, weekday] = fields.slice(-5);
  const cron = {
    seconds: fields.length === 6 ? values(fields[0], SECOND) : [0],
    minutes: values(minute, MINUTE),
    hours: values(hour, HOUR),
    days: days(day),
    months: values(month, MONTH),
    weekdays: weekdays(weekday),
  };
  return Object.values(cron).includes(null) ? null : cron;
}

function days(field) {
  if (field === '*' || field === '?') {
    return { any: true };
  }
  if (field === 'L' || field === 'LW') {
    return { special: field === 'L' ? 'last' : 'lastWorkday' };
  }
  const nearest = /^(\d{1,2})W$/.exec(field);
  if (nearest) {
    const number = Number(nearest[1]);
    return number >= 1 && number <= 31 ? { special: 'nearestWorkday', day: number } : null;
  }
  const numbers = values(field, DAY);
  return numbers && { values: numbers, any: numbers.length === 31 };
}

function weekdays(field) {
  if (field === '*' || field === '?') {
    return { any: true };
  }
  const special = /^([A-Z]{3}|[0-7])(?:L|#([1-5]))$/.exec(field);
  if (special) {
    const day = single(special[1], WEEKDAY);
    return day === null
      ? null
      : special[2]
        ? { special: 'nth', day: day % 7, nth: Number(special[2]) }
        : { special: 'last', day: day % 7 };
  }
  const numbers = values(field, WEEKDAY);
  const unique = numbers && [...new Set(numbers.map((number) => number % 7))].sort(ascending);
  return unique && { values: unique, any: unique.length === 7 };
}

function values(field, domain) {
  const found = new Set();
  for (const part of field.split(',')) {
    const [range, step = '1'] = part.split('/');
    if (!/^\d{1,2}$/.test(step) || step === '0' || part.split('/').length > 2) {
      return null;
    }
    const ends = bounds(range, domain, part.includes('/'));
    if (!ends) {
      return null;
    }
    for (let value = ends[0]; value <= ends[1]; value += Number(step)) {
      found.add(value);
    }
  }
  return [...found].sort(ascending);
}

function bounds(range, domain, stepped) {
  if (range === '*' || range === '?') {
    return [domain.from, domain === WEEKDAY ? 6 : domain.to];
  }
  const [first, last] = range.split('-');
  const from = single(first, domain);
  const to = last === undefined ? (stepped ? domain.to : from) : single(last, domain);
  return from === null || to === null || from > to || range.split('-').length > 2 ? null : [from, to];
}

function single(text, domain) {
  const named = domain.names?.indexOf(text) ?? -1;
  if (named >= 0) {
    return named + domain.first;
  }
  const number = Number(text);
  return /^\d{1,2}$/.test(text) && number >= domain.from && number <= domain.to ? number : null;
}

function ascending(one, other) {
  return one - other;
}

/** The distance of numbers that fill `0` to `size - 1` evenly, such as 15 for 0, 15, 30, 45 of 60; else null. */
export function evenStep(numbers, size) {
  const step = size / numbers.length;
  return Number.isInteger(step) && numbers.every((number, index) => number === index * step) ? step : null;
}

/** Whether three or more numbers follow each other without a gap. */
export function isRun(numbers) {
  return numbers.length > 2 && numbers.every((number, index) => number === numbers[0] + index);
}
