/**
 * Whether the server and its Redis answer, as the calls of the page find out. Tells `change`. An answer to what was asked
 * before the last change tells nothing of the present.
 */
class Connection extends EventTarget {
  /** `server` or `redis` while that is away, else null. */
  away = null;
  since = null;
  #changed = -Infinity;

  /**
   * @param {'server'|'redis'} what
   * @param {number} [asked] when that was asked which was not answered, by `performance.now()`
   */
  lost(what, asked = performance.now()) {
    if (this.away !== what && asked >= this.#changed) {
      this.since ??= Date.now();
      this.#change(what);
    }
  }

  /**
   * @param {'server'|'redis'} [what] only if that was away; anything, when left out
   * @param {number} [asked] when that was asked which was answered
   */
  restored(what = this.away, asked = performance.now()) {
    if (this.away !== null && this.away === what && asked >= this.#changed) {
      this.since = null;
      this.#change(null);
    }
  }

  #change(away) {
    this.away = away;
    this.#changed = performance.now();
    this.dispatchEvent(new Event('change'));
  }
}

export const connection = new Connection();
