import { f, t } from '../../frame.js';

/** Limits in words. */
export function limitTexts({ concurrency, rate } = {}) {
  const texts = [];
  if (concurrency) {
    texts.push(t('limits.concurrency.of', { count: concurrency }));
  }
  if (rate) {
    texts.push(t('limits.rate.of', { n: f.number(rate.count), time: f.duration(rate.perMs) }));
  }
  return texts;
}
