import { NAVIGATION, go } from './router.js';
import { settings } from './settings.js';

const GO_WITHIN = 1_500;

/** Keys of the whole dashboard. Pages only mark rows with `data-row`, their link with `data-row-link`, a filter with `data-search`. */
export class Keyboard {
  /** @param {{palette: () => void, help: () => void}} actions */
  constructor(actions) {
    this.actions = actions;
    this.goUntil = 0;
  }

  start() {
    addEventListener('keydown', (event) => this.#key(event));
  }

  #key(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      this.actions.palette();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || busyElsewhere(event)) {
      return;
    }
    if (this.#does(event.key)) {
      event.preventDefault();
    }
  }

  #does(key) {
    if (Date.now() < this.goUntil) {
      this.goUntil = 0;
      const page = NAVIGATION.find((entry) => entry.key === key);
      if (page) {
        go(page.href);
      }
      return Boolean(page);
    }
    switch (key) {
      case 'g':
        this.goUntil = Date.now() + GO_WITHIN;
        return true;
      case 'j':
        return moveRow(1);
      case 'k':
        return moveRow(-1);
      case 'o':
        return openRow();
      case 'x':
        return selectRow();
      case '/':
        return focusSearch();
      case '?':
        this.actions.help();
        return true;
      case 't':
        settings.set('theme', dark() ? 'light' : 'dark');
        return true;
      case 'u':
        settings.set('zone', settings.zone === 'utc' ? 'local' : 'utc');
        return true;
      default:
        return false;
    }
  }
}

function busyElsewhere(event) {
  const target = event.composedPath()[0];
  return (
    target.closest?.('input:not([type="checkbox"]), textarea, select, [contenteditable]') ||
    document.querySelector('kq-dialog, kq-palette')
  );
}

function dark() {
  return settings.theme === 'auto' ? matchMedia('(prefers-color-scheme: dark)').matches : settings.theme === 'dark';
}

function currentRow() {
  return document.activeElement?.closest?.('[data-row]');
}

function moveRow(by) {
  const rows = [...document.querySelectorAll('main [data-row]')];
  if (rows.length === 0) {
    return false;
  }
  const at = rows.indexOf(currentRow());
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1);
  rows[next].tabIndex = -1;
  rows[next].focus();
  rows[next].scrollIntoView({ block: 'nearest' });
  return true;
}

function openRow() {
  const opened = currentRow()?.querySelector('[data-row-link]');
  opened?.click();
  return Boolean(opened);
}

function selectRow() {
  const box = currentRow()?.querySelector('input[type="checkbox"]');
  box?.click();
  return Boolean(box);
}

function focusSearch() {
  const search = document.querySelector('main [data-search]');
  search?.focus();
  search?.select?.();
  return Boolean(search);
}
