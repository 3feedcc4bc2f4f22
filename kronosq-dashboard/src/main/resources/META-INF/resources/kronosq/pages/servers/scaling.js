const MINUTE = 60_000;

/** Samples come once a minute; more than this between two means that nobody told any. */
const LONGEST_PAUSE = 3 * MINUTE;

/**
 * What a server told of its concurrency, as a chart draws it: in the order of time, thinned to as many points as can be
 * told apart, with the highest of those that fall together, and null where nothing is known.
 *
 * @param {{at: string, target: number, busy: number, max: number}[]} samples
 * @param {{from: number, to: number}} span in ms since 1970
 * @param {number} most points
 * @returns {{at: number, target: ?number, busy: ?number, max: ?number}[]}
 */
export function scalingPoints(samples, { from, to }, most) {
  const inSpan = samples
    .map((sample) => ({ ...sample, at: Date.parse(sample.at) }))
    .filter((sample) => sample.at >= from && sample.at <= to)
    .sort((one, other) => one.at - other.at);
  const width = Math.max((to - from) / most, 1);
  const points = [];
  let slot = null;
  let before = null;
  for (const sample of inSpan) {
    if (before !== null && sample.at - before > Math.max(LONGEST_PAUSE, 2 * width)) {
      points.push({ at: before + 1, target: null, busy: null, max: null });
      slot = null;
    }
    const index = Math.floor((sample.at - from) / width);
    if (index === slot) {
      const last = points.at(-1);
      last.target = Math.max(last.target, sample.target);
      last.busy = Math.max(last.busy, sample.busy);
      last.max = Math.max(last.max, sample.max);
    } else {
      points.push({ at: sample.at, target: sample.target, busy: sample.busy, max: sample.max });
    }
    slot = index;
    before = sample.at;
  }
  return points;
}

/** The samples of many servers together: what all of them ran and might run in each minute. */
export function sumOfSamples(histories) {
  const minutes = new Map();
  for (const samples of histories) {
    const own = new Map();
    for (const sample of samples) {
      own.set(Math.floor(Date.parse(sample.at) / MINUTE), sample);
    }
    for (const [minute, { target, busy, max }] of own) {
      const sum = minutes.get(minute) ?? { at: new Date(minute * MINUTE).toISOString(), target: 0, busy: 0, max: 0 };
      sum.target += target;
      sum.busy += busy;
      sum.max += max;
      minutes.set(minute, sum);
    }
  }
  return [...minutes.entries()].sort(([one], [other]) => one - other).map(([, sum]) => sum);
}
