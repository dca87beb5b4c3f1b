// The queue of pairs that wait for a person's word: two records side by side, one key a decision.
import { ask } from "./door.js";
import { button, byId, fill, make } from "./dom.js";
import { plain, say } from "./words.js";

const KEYS = /** @type {Record<string, string>} */ ({ s: "same", d: "different", u: "unsure", l: "skip" });

/** @param {{told: (error: unknown) => void, news: (text: string) => void}} acts
 * @returns {(place: HTMLElement) => Promise<void>} what fills the panel */
export function startReview(acts) {
  /** @type {HTMLElement} */ let place;
  /** @type {any[]} */ let queue = [];
  let at = 0;
  /** @type {{ref: string, verdict: string}[]} */ const decided = [];

  /** @param {HTMLElement} [given] */
  async function load(given = place) {
    place = given;
    queue = (await ask("GET", "/v1/review?kind=person&limit=100")).queue;
    at = 0;
    await show();
  }

  async function show() {
    const pair = queue[at];
    if (!pair) return fill(place, make("p", {}, say("review.none")), undoing());
    const [left, right, why] = await Promise.all([ask("GET", `/v1/entities/${pair.first}`),
      ask("GET", `/v1/entities/${pair.second}`), ask("GET", `/v1/why/${pair.first}/${pair.second}`)]);
    const reason = make("input", { id: "reason", minlength: 3, maxlength: 2000, autocomplete: "off" });
    const card = make("div", { class: "pair", tabindex: -1, on: { keydown: keyed } },
      make("h3", {}, say("review.pair", { number: at + 1, count: queue.length })),
      make("p", { class: "soft" }, say("review.chance", { percent: (100 * pair.chance).toFixed(1) })),
      side(left.entity, right.entity), comparisons(why.why),
      make("p", {}, make("label", { for: "reason" }, say("review.reason")), " ", reason),
      make("p", { class: "row" }, ...Object.values(KEYS).map((verdict) => button(say(verdict), () => decide(verdict)))),
      undoing());
    fill(place, card);
    card.focus();
  }

  function undoing() {
    const last = decided.at(-1);
    return last ? button(say("undo.decision", last), undo) : null;
  }

  /** @param {KeyboardEvent} event */
  function keyed(event) {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
    const verdict = KEYS[event.key];
    if (verdict) decide(verdict);
  }

  /** @param {string} verdict */
  async function decide(verdict) {
    if (verdict === "skip") {
      at += 1;
      return show();
    }
    const reason = byId("reason").value.trim();
    if (reason.length < 3) {
      acts.news(say("reason.needed"));
      return byId("reason").focus();
    }
    try {
      const { first, second } = queue[at];
      const told = await ask("POST", "/v1/judgements", { first, second, verdict, reason });
      decided.push({ ref: told.ref, verdict });
      queue.splice(at, 1);
      acts.news(say("decided", { verdict }));
      await show();
    } catch (error) {
      acts.told(error);
    }
  }

  async function undo() {
    try {
      const last = decided.at(-1);
      if (!last) return;
      await ask("DELETE", `/v1/judgements/${last.ref}`);
      decided.pop();
      acts.news(say("undone"));
      await load();
    } catch (error) {
      acts.told(error);
    }
  }

  return load;
}

/** Two entities as columns; what differs is marked. @param {any} left @param {any} right */
function side(left, right) {
  const values = (/** @type {any} */ entity, /** @type {string} */ name) =>
    [...new Set(entity.facts.filter((/** @type {any} */ fact) => fact.property === name)
      .map((/** @type {any} */ fact) => fact.raw || fact.value))];
  const names = [...new Set([...left.facts, ...right.facts].map((fact) => fact.property))].sort();
  const rows = names.map((name) => {
    const both = [values(left, name), values(right, name)];
    const differs = both[0].length && both[1].length && !both[0].some((value) => both[1].includes(value));
    return make("tr", { class: differs ? "differs" : false }, make("th", { scope: "row" }, plain(name)),
      ...both.map((told) => make("td", {}, told.join("; "), differs ? make("span", { class: "sr" }, " ≠") : null)));
  });
  return make("div", { class: "twin", tabindex: 0, role: "region", "aria-label": say("values") },
    make("table", {}, make("thead", {}, make("tr", {}, make("td"),
      ...[left, right].map((each) => make("th", { scope: "col" }, `${each.name} (${each.agencies.join(", ")})`)))),
    make("tbody", {}, ...rows)));
}

/** @param {any} why */
function comparisons(why) {
  const rows = why.comparisons.map((/** @type {any} */ each) => make("tr", {},
    make("th", { scope: "row" }, plain(each.name)), make("td", {}, plain(each.level)),
    make("td", {}, each.left), make("td", {}, each.right), make("td", { class: "number" }, each.weight.toFixed(1))));
  return make("div", { class: "twin", tabindex: 0, role: "region", "aria-label": say("together") },
    make("table", {}, make("tbody", {}, ...rows)));
}
