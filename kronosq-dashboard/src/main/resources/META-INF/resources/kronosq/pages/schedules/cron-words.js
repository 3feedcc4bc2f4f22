import { evenStep, isRun, parseCron, parseInterval } from './cron-pattern.js';

const MOST_TIMES = 6;
const SUNDAY = Date.UTC(2023, 0, 1);
const MS_PER_DAY = 86_400_000;

/** By language: to make them takes far longer than to use them, and a list may have hundreds of patterns. */
const formats = new Map();

function formatsOf(language) {
  if (!formats.has(language)) {
    const dates = (options) => new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options });
    formats.set(language, {
      list: new Intl.ListFormat(language, { type: 'conjunction' }),
      clock: dates({ timeStyle: 'short', hourCycle: 'h23' }),
      fullClock: dates({ timeStyle: 'medium', hourCycle: 'h23' }),
      month: dates({ month: 'long' }),
      weekday: dates({ weekday: 'long' }),
    });
  }
  return formats.get(language);
}

/**
 * Tells the pattern of a schedule in words.
 *
 * @param {string} pattern as the server reads it
 * @param {string} language of the words, such as `de`
 * @param {(key: string, values?: object) => string} message gives a text of the bundle
 * @returns {?string} null for what can't be told
 */
export function patternInWords(pattern, language, message) {
  const words = new CronWords(language, message);
  const interval = parseInterval(pattern);
  if (interval) {
    return words.interval(interval);
  }
  const cron = parseCron(pattern);
  return cron && words.cron(cron);
}

class CronWords {
  constructor(language, message) {
    this.language = language;
    this.message = message;
    this.formats = formatsOf(language);
  }

  interval(seconds) {
    const units = [
      ['day', Math.floor(seconds / 86_400)],
      ['hour', Math.floor(seconds / 3_600) % 24],
      ['minute', Math.floor(seconds / 60) % 60],
      ['second', seconds % 60],
    ].filter(([, count]) => count > 0);
    if (units.length === 1) {
      return this.every(...units[0]);
    }
    return this.message('cron.every', { span: this.list(units.map(([unit, count]) => this.span(unit, count))) });
  }

  cron(cron) {
    const time = this.time(cron);
    const fixed = cron.hours.length * cron.minutes.length <= MOST_TIMES;
    const day = this.day(cron, fixed);
    return day ? this.message('cron.sentence', { time, day }) : time;
  }

  time({ seconds, minutes, hours }) {
    const everyHour = hours.length === 24;
    const everyMinute = minutes.length === 60;
    if (seconds.length > 1 || seconds[0] !== 0) {
      return this.timeWithSeconds(seconds, minutes, hours);
    }
    if (!everyHour && hours.length * minutes.length <= MOST_TIMES) {
      return this.message('cron.at', { times: this.times(hours, minutes) });
    }
    const step = evenStep(minutes, 60);
    const often =
      step && step < 60
        ? this.every('minute', step)
        : everyHour
          ? this.message(minutes.length === 1 ? 'cron.minute' : 'cron.minutes', { list: this.numbers(minutes) })
          : null;
    if (everyHour) {
      return minutes.length === 1 && minutes[0] === 0 ? this.every('hour', 1) : often;
    }
    const hourStep = evenStep(hours, 24);
    if (hourStep && !everyMinute && !often) {
      const every = this.every('hour', hourStep);
      return minutes.length === 1 && minutes[0] === 0
        ? every
        : this.message(minutes.length === 1 ? 'cron.hoursAtMinute' : 'cron.hoursAtMinutes', {
            every,
            list: this.numbers(minutes),
          });
    }
    const every =
      often ??
      (minutes.length === 1 && minutes[0] === 0
        ? this.every('hour', 1)
        : this.message(minutes.length === 1 ? 'cron.minute' : 'cron.minutes', { list: this.numbers(minutes) }));
    return isRun(hours)
      ? this.message('cron.between', {
          every,
          from: this.at(hours[0], minutes[0]),
          to: this.at(hours.at(-1), minutes.at(-1)),
        })
      : this.message('cron.inHours', { every, list: this.list(hours.map((hour) => this.at(hour, 0))) });
  }

  timeWithSeconds(seconds, minutes, hours) {
    if (seconds.length * minutes.length * hours.length <= MOST_TIMES) {
      const times = hours.flatMap((hour) =>
        minutes.flatMap((minute) => seconds.map((second) => this.at(hour, minute, second))),
      );
      return this.message('cron.at', { times: this.list(times) });
    }
    const step = evenStep(seconds, 60);
    const every =
      step && step < 60
        ? this.every('second', step)
        : this.message(seconds.length === 1 ? 'cron.second' : 'cron.seconds', { list: this.numbers(seconds) });
    if (minutes.length === 60 && hours.length === 24) {
      return every;
    }
    return this.message('cron.secondsOf', { every, time: this.time({ seconds: [0], minutes, hours }) });
  }

  day({ days, weekdays, months }, fixed) {
    const everyMonth = months.length === 12;
    const apart = !days.any && !weekdays.any;
    const named = everyMonth || apart ? this.message('cron.anyMonth') : this.ofMonths(months);
    const parts = [this.monthDays(days, named), this.weekdays(weekdays, named)].filter(Boolean);
    const day = parts.length === 2 ? this.message('cron.either', { day: parts[0], weekday: parts[1] }) : parts[0];
    if (everyMonth) {
      return day ?? (fixed ? this.message('cron.daily') : null);
    }
    if (day && !apart && (days.values || days.special || weekdays.special)) {
      return day;
    }
    return this.message('cron.dayInMonths', {
      day: day ?? this.message('cron.daily'),
      months: isRun(months)
        ? this.message('cron.inMonthsFromTo', this.fromTo(months))
        : this.message('cron.inMonths', { list: this.list(months.map((month) => this.month(month))) }),
    });
  }

  ofMonths(months) {
    return isRun(months)
      ? this.message('cron.ofMonthsFromTo', this.fromTo(months))
      : this.message('cron.ofMonths', { list: this.list(months.map((month) => this.month(month))) });
  }

  fromTo(months) {
    return { from: this.month(months[0]), to: this.month(months.at(-1)) };
  }

  monthDays(days, month) {
    if (days.any) {
      return null;
    }
    if (days.special) {
      return this.message(`cron.day.${days.special}`, { day: days.day, month });
    }
    const { values } = days;
    if (values.length === 1) {
      return this.message('cron.day', { day: values[0], month });
    }
    return isRun(values)
      ? this.message('cron.daysFromTo', { from: values[0], to: values.at(-1), month })
      : this.message('cron.days', { list: this.numbers(values), month });
  }

  weekdays(weekdays, month) {
    if (weekdays.any) {
      return null;
    }
    if (weekdays.special) {
      const key = weekdays.special === 'last' ? 'cron.weekday.last' : `cron.weekday.nth${weekdays.nth}`;
      return this.message(key, { weekday: this.weekday(weekdays.day), month });
    }
    const fromMonday = weekdays.values.map((day) => (day + 6) % 7).sort((one, other) => one - other);
    const names = fromMonday.map((day) => this.weekday((day + 1) % 7));
    return isRun(fromMonday)
      ? this.message('cron.weekdaysFromTo', { from: names[0], to: names.at(-1) })
      : this.message('cron.weekdays', { list: this.list(names) });
  }

  every(unit, count) {
    return count === 1
      ? this.message(`cron.every.${unit}`)
      : this.message('cron.every', { span: this.span(unit, count) });
  }

  span(unit, count) {
    return new Intl.NumberFormat(this.language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
  }

  times(hours, minutes) {
    return this.list(hours.flatMap((hour) => minutes.map((minute) => this.at(hour, minute))));
  }

  at(hour, minute, second) {
    const clock = second === undefined ? this.formats.clock : this.formats.fullClock;
    return clock.format(Date.UTC(2023, 0, 1, hour, minute, second ?? 0));
  }

  numbers(numbers) {
    return this.list(numbers.map(String));
  }

  list(texts) {
    return this.formats.list.format(texts);
  }

  month(number) {
    return this.formats.month.format(Date.UTC(2023, number - 1, 1));
  }

  weekday(number) {
    return this.formats.weekday.format(SUNDAY + number * MS_PER_DAY);
  }
}
