/** What a person chose for this browser: theme, time zone and language. Tells `change` with the name of what changed. */
class Settings extends EventTarget {
  #values = { theme: read('theme', 'auto'), zone: read('zone', 'local'), language: read('language', null) };

  /** `auto`, `light` or `dark`. */
  get theme() {
    return this.#values.theme;
  }

  /** `local` or `utc`. */
  get zone() {
    return this.#values.zone;
  }

  /** The chosen language; null for the browser's own. */
  get language() {
    return this.#values.language;
  }

  set(name, value) {
    this.#values[name] = value;
    try {
      localStorage.setItem(`kronosq.${name}`, value);
    } catch {
      // Without storage the choice holds until the page is loaded anew.
    }
    if (name === 'theme') {
      document.documentElement.dataset.theme = value;
    }
    this.dispatchEvent(new CustomEvent('change', { detail: name }));
  }
}

function read(name, otherwise) {
  try {
    return localStorage.getItem(`kronosq.${name}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export const settings = new Settings();
