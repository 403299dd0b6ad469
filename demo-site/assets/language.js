// The words of the page in its own language, and dates as that language writes them.

import spoken from './words.js';

export const lang = document.documentElement.lang === 'en' ? 'en' : 'fr';
const words = spoken[lang];

/** The sentence of a key with its `{names}` filled in. */
export function say(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** One, many, or none of something: `cardsNone`, `cardsOne`, `cardsMany`. */
export function sayCount(key, count) {
  return say(`${key}${count === 0 ? 'None' : count === 1 ? 'One' : 'Many'}`, { count });
}

/** The word of a Task.status, or the code itself where it is not of FHIR. */
export function sayStatus(code) {
  return words[`status.${code}`] ?? code;
}

const date = new Intl.DateTimeFormat(lang, {
  weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Paris',
});

/** An instant, as people of this page read it. */
export function sayInstant(at) {
  return date.format(new Date(at));
}
