/**
 * The latest events, the newest first, bounded. While it is paused, what arrives is kept aside (bounded, too) so that
 * the list stands still under the eyes of who reads it.
 */
export class EventTail {
  /** @param {number} most entries in the list, and as many kept aside */
  constructor(most) {
    this.most = most;
    this.entries = [];
    this.waiting = [];
    this.dropped = 0;
    this.paused = false;
    this.lastId = null;
  }

  /** How many events arrived while paused, those that were dropped for want of room included. */
  get missed() {
    return this.waiting.length + this.dropped;
  }

  /** @param {object} event with an `id` that grows; one that is not newer than the last is a repetition */
  add(event) {
    if (this.lastId !== null && compareIds(event.id, this.lastId) <= 0) {
      return;
    }
    this.lastId = event.id;
    this.#take({ kind: 'event', key: event.id, event });
  }

  /**
   * Marks that events are missing here.
   *
   * @param {Date} at when that was heard of
   * @param {number} [missed] how many, where that is known
   */
  gap(at, missed = 0) {
    const list = this.paused ? this.waiting : this.entries;
    if (list[0]?.kind === 'gap') {
      list[0] = { ...list[0], missed: missed && list[0].missed ? list[0].missed + missed : 0 };
    } else {
      this.#take({ kind: 'gap', key: `gap-${at.getTime()}`, missed });
    }
  }

  pause() {
    this.paused = true;
  }

  /** Shows what was kept aside. Where some of that was dropped, what is left fills the list without a gap. */
  resume() {
    this.paused = false;
    this.entries = [...this.waiting, ...this.entries].slice(0, this.most);
    this.waiting = [];
    this.dropped = 0;
  }

  clear() {
    this.entries = [];
    this.waiting = [];
    this.dropped = 0;
  }

  #take(entry) {
    const list = this.paused ? this.waiting : this.entries;
    list.unshift(entry);
    if (list.length > this.most) {
      list.length = this.most;
      this.dropped += this.paused ? 1 : 0;
    }
  }
}

/** Orders the ids of a stream, such as `1795593419130-0`. */
export function compareIds(one, other) {
  const [ms, sequence = '0'] = String(one).split('-');
  const [otherMs, otherSequence = '0'] = String(other).split('-');
  return Number(ms) - Number(otherMs) || Number(sequence) - Number(otherSequence);
}
