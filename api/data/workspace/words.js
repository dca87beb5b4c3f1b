// Says the page's texts in the language that was chosen.
import { ENGLISH } from "./english.js";
import { SPANISH } from "./spanish.js";
import { SPANISH_WORDS } from "./spanish-words.js";

/** @type {Record<string, Record<string, string>>} */
const WORDS = { en: ENGLISH, es: SPANISH };
/** The words of the vocabulary, which English has as they are. @type {Record<string, Record<string, string>>} */
const TERMS = { es: SPANISH_WORDS };
const KEPT = "comity-language";
let language = localStorage.getItem(KEPT) ?? "en";

export function languages() {
  return Object.entries(WORDS).map(([code, words]) => ({ code, name: words["language"] }));
}

export function spoken() {
  return language in WORDS ? language : "en";
}

/** @param {string} code */
export function speak(code) {
  language = code;
  localStorage.setItem(KEPT, code);
}

/** A text in the language of the page. @param {string} key @param {Record<string, any>} [given] */
export function say(key, given = {}) {
  const text = WORDS[spoken()][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(given[name] ?? ""));
}

/** Put the page's own texts into the language: `data-say` is said inside, `data-say-label` to those
 * who hear the page, `data-say-hint` where nothing is typed yet. */
export function translate() {
  document.documentElement.lang = spoken();
  for (const each of document.querySelectorAll("[data-say]")) each.textContent = say(each.getAttribute("data-say") ?? "");
  for (const each of document.querySelectorAll("[data-say-hint]")) {
    each.setAttribute("placeholder", say(each.getAttribute("data-say-hint") ?? ""));
  }
  for (const each of document.querySelectorAll("[data-say-label]")) {
    each.setAttribute("aria-label", say(each.getAttribute("data-say-label") ?? ""));
  }
}

/** A word of the vocabulary as people write it, in the language of the page. @param {string} word */
export function plain(word) {
  return TERMS[spoken()]?.[word] ?? word.replaceAll("_", " ");
}

/** A time as it is written on paper; empty for an open end. @param {string|null} time */
export function written(time) {
  return time === null ? say("ever") : time.slice(0, 16).replace("T", " ").replace(" 00:00", "");
}
