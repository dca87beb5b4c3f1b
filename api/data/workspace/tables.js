// Answers as tables, and questions that are asked only when one opens them: each has its row in the audit.
import { ask, Refused } from "./door.js";
import { button, fill, make } from "./dom.js";
import { stand, told } from "./session.js";
import { say } from "./words.js";

/** @param {string} label @param {string[]} heads keys of words @param {(Node|string|number|null)[][]} rows */
export function table(label, heads, rows) {
  if (!rows.length) return make("p", {}, say("nothing"));
  return make("div", { class: "twin", tabindex: 0, role: "region", "aria-label": label },
    make("table", {}, make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, say(head))))),
      make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((cell, at) =>
        make(at ? "td" : "th", { scope: at ? false : "row", class: typeof cell === "number" && at ? "number" : false }, cell)))))));
}

/** A part of a panel that asks when it is opened, and again when it is opened anew.
 * @param {string} word @param {(place: HTMLElement) => Promise<void>} load */
export function part(word, load) {
  const place = make("div", { "aria-live": "polite" });
  const details = make("details", { class: "part" }, make("summary", { id: `part-${word}` }, say(word)), place);
  details.addEventListener("toggle", () => {
    if (details.open) shown(place, load);
  });
  return details;
}

/** Fill a place with what a question answers; what goes wrong is said there and above.
 * @param {HTMLElement} place @param {(place: HTMLElement) => Promise<void>} load */
export async function shown(place, load) {
  fill(place, make("p", { class: "soft" }, say("loading")));
  try {
    await load(place);
  } catch (error) {
    told(error);
    fill(place, make("p", {}, error instanceof Refused ? say("refused", { why: error.message }) : say("nothing")));
  }
}

/** Fill a place anew after something was done there, and leave the keyboard at the name of its part.
 * @param {HTMLElement} place @param {(place: HTMLElement) => Promise<void>} load */
export async function shownAgain(place, load) {
  await shown(place, load);
  place.closest("details")?.querySelector("summary")?.focus();
}

/** Ask, and have the head of the page say what the answer rests on.
 * @param {string} method @param {string} path @param {unknown} [body] */
export async function asked(method, path, body) {
  const answer = await ask(method, path, body);
  if (answer?.standing) stand(answer);
  return answer;
}

/** A name that opens its entity. @param {{entity: string, name: string}} one @param {{open: (id: string) => void}} acts */
export function named(one, acts) {
  return button(one.name, () => acts.open(one.entity), { class: "name" });
}
