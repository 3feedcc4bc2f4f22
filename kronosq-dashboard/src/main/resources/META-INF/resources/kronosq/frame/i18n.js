import { settings } from './settings.js';

/** The languages there are bundles for, by what they call themselves. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', zh: '中文', es: 'Español', ja: '日本語' };

let messages = {};
let plurals = new Intl.PluralRules('en');

/** The language of the texts, such as `de`. */
export function language() {
  return settings.language in LANGUAGES ? settings.language : preferred();
}

/** The locale of numbers and dates: the person's own, such as `de-AT`, where it is of the texts' language. */
export function locale() {
  return navigator.languages.find((name) => name.split('-')[0] === language()) ?? language();
}

function preferred() {
  return navigator.languages.map((name) => name.split('-')[0]).find((name) => name in LANGUAGES) ?? 'en';
}

/** Loads the bundle of the language. */
export async function loadMessages() {
  const wanted = language();
  const answer = await fetch(new URL(`../messages/${wanted}.json`, import.meta.url));
  if (!answer.ok) {
    throw new Error(`The texts of ${wanted} can't be loaded: ${answer.status}`);
  }
  messages = await answer.json();
  plurals = new Intl.PluralRules(wanted);
  document.documentElement.lang = wanted;
}

/** Whether the bundle has a text. */
export function has(key) {
  return key in messages;
}

/**
 * A text of the bundle.
 *
 * @param {string} key such as `servers.title`; a message that differs by number is an object of plural categories
 * @param {object} values stand for `{name}`; numbers are formatted, and `count` chooses the plural
 */
export function t(key, values = {}) {
  const message = messages[key];
  if (message === undefined) {
    console.error(`The bundle of ${language()} has no text '${key}'`);
    return key;
  }
  const text = typeof message === 'string' ? message : (message[plurals.select(values.count)] ?? message.other);
  return text.replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
}

function shown(value) {
  return typeof value === 'number' ? new Intl.NumberFormat(locale()).format(value) : String(value ?? '');
}
