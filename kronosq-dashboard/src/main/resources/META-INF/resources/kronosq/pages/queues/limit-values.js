const SECOND = 1_000;

/** Limits as the fields of a form have them; an empty field means no limit. */
export function written({ concurrency, rate } = {}) {
  return {
    concurrency: concurrency ? String(concurrency) : '',
    count: rate ? String(rate.count) : '',
    seconds: rate ? String(rate.perMs / SECOND) : '',
    burst: rate?.burst ? String(rate.burst) : '',
  };
}

/** The limits that such fields mean; a rate without a time is one a second. */
export function limitsOf({ concurrency, count, seconds, burst }) {
  const rate = {
    count: Number(count),
    perMs: Math.round(Number(seconds === '' ? 1 : seconds) * SECOND),
    ...(burst === '' ? {} : { burst: Number(burst) }),
  };
  return {
    ...(concurrency === '' ? {} : { concurrency: Number(concurrency) }),
    ...(count === '' ? {} : { rate }),
  };
}
