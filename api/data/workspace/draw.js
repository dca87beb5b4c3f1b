// Drawing by hand: a link between two of the chart, as a record of one's own agency, and taking it back.
import { ask, send } from "./door.js";
import { button, byId, make } from "./dom.js";
import { sendIn } from "./forms.js";
import { trying } from "./session.js";
import { plain, say } from "./words.js";

export const STRENGTHS = ["unconfirmed", "tentative", "confirmed"];
const CODES = ["TLP:AMBER", "TLP:GREEN", "TLP:RED"];
const STRICTER = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"];
const VALUES = 12;
/** The words of the vocabulary, as the server put them into the page.
 * @type {{kinds: Record<string, string[]>, links: string[], roles: string[], roleless: string[]}} */
export const WORDS = JSON.parse(byId("vocabulary").textContent ?? "{}");

/** A field with its name before it. @param {string} name @param {any} field */
export function labelled(name, field) {
  return make("p", {}, make("label", {}, say(name), " ", field));
}

/** @param {string} name @param {[string, string][]} options values and what is said of them @param {string} [chosen] */
export function choice(name, options, chosen = "") {
  return make("select", { name }, ...options.map(([value, text]) => make("option", { value, selected: value === chosen }, text)));
}

/** The handling code of what is written. @param {string} [chosen] */
export function codes(chosen) {
  return choice("handling", CODES.map((code) => [code, code]), chosen);
}

/** The stricter of the code that something came with and the one that is chosen now; another scheme's stays.
 * @param {string|undefined} own @param {string} chosen */
export function stricter(own, chosen) {
  const rank = (/** @type {string} */ code) => STRICTER.indexOf(code);
  return own !== undefined && (rank(own) < 0 || rank(own) > rank(chosen)) ? own : chosen;
}

/** Ask for a link between two of the chart and draw it.
 * @param {import("./model.js").Chart} chart @param {import("./acts.js").Acts} acts */
export async function drawLink(chart, acts) {
  const there = chart.nodesNow();
  if (there.length < 2) return acts.news(say("draw.two"));
  /** @type {[string, string][]} */
  const ends = there.map(({ entity, name }) => [entity, name]);
  const kind = choice("kind", options(["associate_of", ...WORDS.links.filter((each) => each !== "associate_of")]));
  const role = choice("role", [["", say("draw.no-role")], ...options(WORDS.roles)]);
  kind.addEventListener("change", () => { role.disabled = WORDS.roleless.includes(kind.value); });
  /** @type {string[]} */ let drawn = [];
  const sent = await sendIn(say("draw.title"), [
    labelled("draw.first", choice("first", ends, chart.selected)),
    labelled("draw.second", choice("second", ends, ends.find(([id]) => id !== chart.selected)?.[0])),
    labelled("draw.kind", kind),
    labelled("draw.role", role),
    ...saidOf(),
  ], async (told, key) => {
    await send("/v1/drawn/links", told, key);
    drawn = [told.first, told.second];
  });
  if (sent) await acts.add(drawn);
}

/** What is asked of anything that is drawn. */
function saidOf() {
  return [labelled("draw.strength", choice("strength", STRENGTHS.map((each) => [each, say(`strength.${each}`)]))),
    labelled("draw.grade", make("input", { name: "grade", maxlength: 40, placeholder: "ADMIRALTY:C3" })),
    labelled("draw.handling", codes()),
    labelled("draw.reason", make("input", { name: "reason", required: true, minlength: 3, maxlength: 2000 }))];
}

/** Ask for an entity with its values, draw it, and put it beside what one looks at.
 * @param {import("./canvas.js").Canvas} canvas @param {import("./acts.js").Acts} acts */
export async function drawEntity(canvas, acts) {
  const rows = make("div"), more = button(say("draw.more"), () => another(false));
  const kind = choice("kind", options(Object.keys(WORDS.kinds)));
  /** @param {boolean} required */
  function another(required) {
    const property = make("select", { "aria-label": say("draw.property") },
      ...WORDS.kinds[kind.value].map((each) => make("option", { value: each }, plain(each))));
    property.selectedIndex = Math.min(rows.childElementCount, property.length - 1);
    rows.append(make("p", { class: "row" }, property,
      make("input", { required, maxlength: 400, "aria-label": say("draw.value") })));
    more.disabled = rows.childElementCount >= VALUES;
    if (!required) rows.lastElementChild.querySelector("input").focus();
  }
  const afresh = () => { rows.replaceChildren(); another(true); };
  kind.addEventListener("change", afresh);
  afresh();
  let drawn = "";
  const sent = await sendIn(say("draw.entity"), [labelled("draw.kind", kind),
    make("fieldset", {}, make("legend", {}, say("draw.values")), rows, more), ...saidOf()], async (told, key) => {
    const values = [...rows.children].map((row) => ({ property: row.querySelector("select").value, value: row.querySelector("input").value.trim() }));
    drawn = (await send("/v1/drawn/entities", { ...told, values: values.filter(({ value }) => value) }, key)).entity;
  });
  if (sent) await acts.add([drawn], canvas.clearing());
}

/** Words of the vocabulary to choose from, as people write them. @param {string[]} words @returns {[string, string][]} */
function options(words) {
  return words.map((word) => [word, plain(word)]);
}

/** What one's own agency drew, each to be taken back.
 * @param {import("./model.js").Chart} chart @param {import("./acts.js").Acts} acts @param {() => Promise<void>} again */
export async function drawnList(chart, acts, again) {
  const { drawn } = await ask("GET", "/v1/drawn");
  if (!drawn.length) return make("p", {}, say("draw.none"));
  return make("ul", { id: "drawn" }, ...drawn.map((/** @type {any} */ one) => make("li", {},
    named(one, chart), say("draw.one", { ...one, kind: plain(one.kind), strength: say(`strength.${one.strength}`) }), " ",
    button(say("draw.back"), () => trying(async () => {
      await ask("DELETE", `/v1/drawn/${one.ref}`);
      await acts.add([]);
      await again();
    })))));
}

/** Whom something drawn is of. @param {any} one @param {import("./model.js").Chart} chart */
function named(one, chart) {
  const ends = one.entity ? one.values.map((/** @type {any} */ each) => each.value) : [one.first, one.second].map((id) => chart.known.get(id)?.name ?? "…");
  return make("strong", {}, `${ends.join(one.entity ? ", " : " → ")}: `);
}
