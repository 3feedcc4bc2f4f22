/**
 * Whether the server and its Redis answer, as the calls of the page find out. Tells `change`.
 */
class Connection extends EventTarget {
  /** `server` or `redis` while that is away, else null. */
  away = null;
  since = null;

  lost(what) {
    if (this.away !== what) {
      this.since ??= Date.now();
      this.away = what;
      this.dispatchEvent(new Event('change'));
    }
  }

  /** @param {string} [what] only if that was away; anything, when left out */
  restored(what = this.away) {
    if (this.away !== null && this.away === what) {
      this.away = null;
      this.since = null;
      this.dispatchEvent(new Event('change'));
    }
  }
}

export const connection = new Connection();
