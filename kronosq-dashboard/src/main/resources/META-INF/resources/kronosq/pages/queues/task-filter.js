/** The parts of the address that say which tasks are meant, as the API calls them. */
export const FILTERS = ['type', 'text', 'error', 'id', 'header', 'enqueuedAfter', 'enqueuedBefore'];

/** Whether any of them is there. */
export function isFiltered(query) {
  return FILTERS.some((name) => query.get(name));
}

/** What a list of tasks is asked with. */
export function listing(query, state, limit) {
  const asked = new URLSearchParams({ state: state.toLowerCase(), limit });
  for (const name of [...FILTERS, 'cursor']) {
    if (query.get(name)) {
      asked.set(name, name === 'header' ? header(query.get(name)).join(':') : query.get(name));
    }
  }
  return asked;
}

/** The same filter as bulk jobs take it. */
export function jobFilter(query) {
  const filter = {};
  for (const name of FILTERS.filter((each) => query.get(each))) {
    const value = query.get(name);
    if (name === 'header') {
      const [key, wanted] = header(value);
      filter.headers = { [key]: wanted };
    } else {
      filter[name] = value;
    }
  }
  return filter;
}

/** Name and value of a header as it was written; without a colon, any value is meant. */
function header(written) {
  const [name, ...value] = written.split(':');
  return [name.trim(), value.join(':').trim()];
}

/** An instant as a field for local date and time shows it; empty for none. */
export function localTime(instant) {
  if (!instant || Number.isNaN(Date.parse(instant))) {
    return '';
  }
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** What a person wrote into such a field, as an instant; null for nothing. */
export function instantOf(local) {
  return local ? new Date(local).toISOString() : null;
}
