const RETRY = 3_000;

/**
 * A stream of events that is open while the page is seen. Browsers open six connections to a server at a time, and tabs
 * in the background would hold them all.
 */
export class SeenStream {
  #address;
  #listeners;
  #source = null;
  #timer = null;
  #follow = () => (document.hidden ? this.#close() : this.#open());

  /**
   * @param {() => string} address where it is, asked whenever it is opened
   * @param {Object<string, (message: Event) => void>} listeners by the names of the events
   */
  constructor(address, listeners) {
    this.#address = address;
    this.#listeners = Object.entries(listeners);
  }

  start() {
    document.addEventListener('visibilitychange', this.#follow);
    this.#follow();
  }

  stop() {
    document.removeEventListener('visibilitychange', this.#follow);
    this.#close();
  }

  #open() {
    this.#close();
    const source = new EventSource(this.#address());
    for (const [name, listener] of this.#listeners) {
      source.addEventListener(name, listener);
    }
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED && source === this.#source) {
        // The answer was no stream, such as a 503; the browser does not ask again by itself.
        this.#timer = setTimeout(() => this.#open(), RETRY);
      }
    });
    this.#source = source;
  }

  #close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }
}
