/** Of fewer attempts a share says little. */
const FEWEST_ATTEMPTS = 10;
const NOTEWORTHY = 0.05;
const GRAVE = 0.25;

/**
 * Whether so many attempts failed that one should look at it: in the last minute, or else in the last hour.
 *
 * @param {{succeeded: number, failed: number}} lastMinute
 * @param {{succeeded: number, failed: number}[]} lastHour minute by minute
 * @returns {?{span: 'minute'|'hour', share: number, tone: 'bad'|'warn'}} null when all is well
 */
export function failures(lastMinute, lastHour) {
  const minute = share([lastMinute]);
  if (minute >= NOTEWORTHY) {
    return { span: 'minute', share: minute, tone: minute >= GRAVE ? 'bad' : 'warn' };
  }
  const hour = share(lastHour);
  return hour >= NOTEWORTHY ? { span: 'hour', share: hour, tone: 'warn' } : null;
}

function share(slices) {
  const failed = slices.reduce((sum, slice) => sum + slice.failed, 0);
  const attempts = slices.reduce((sum, slice) => sum + slice.succeeded, failed);
  return attempts >= FEWEST_ATTEMPTS ? failed / attempts : 0;
}
