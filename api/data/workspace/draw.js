// Drawing by hand: a link between two of the chart, as a record of one's own agency, and taking it back.
import { ask, send } from "./door.js";
import { askIn, button, make } from "./dom.js";
import { trying } from "./session.js";
import { plain, say } from "./words.js";

export const STRENGTHS = ["unconfirmed", "tentative", "confirmed"];
const CODES = ["TLP:AMBER", "TLP:GREEN", "TLP:RED"];
const KINDS = ["associate_of", "relative_of", "member_of", "uses", "located_at", "involved_in", "concerns", "part_of"];

/** A field with its name before it. @param {string} name @param {any} field */
export function labelled(name, field) {
  return make("p", {}, make("label", {}, say(name), " ", field));
}

/** @param {string} name @param {[string, string][]} options values and what is said of them @param {string} [chosen] */
export function choice(name, options, chosen = "") {
  return make("select", { name }, ...options.map(([value, text]) => make("option", { value, selected: value === chosen }, text)));
}

/** The handling code of what is written. */
export function codes() {
  return choice("handling", CODES.map((code) => [code, code]));
}

/** Ask for a link between two of the chart and draw it.
 * @param {import("./model.js").Chart} chart @param {import("./acts.js").Acts} acts */
export async function drawLink(chart, acts) {
  const there = chart.nodesNow();
  if (there.length < 2) return acts.news(say("draw.two"));
  /** @type {[string, string][]} */
  const ends = there.map(({ entity, name }) => [entity, name]);
  const told = await askIn(say("draw.title"), [
    labelled("draw.first", choice("first", ends, chart.selected)),
    labelled("draw.second", choice("second", ends, ends.find(([id]) => id !== chart.selected)?.[0])),
    labelled("draw.kind", choice("kind", KINDS.map((kind) => [kind, plain(kind)]))),
    labelled("draw.role", make("input", { name: "role", maxlength: 40 })),
    labelled("draw.strength", choice("strength", STRENGTHS.map((each) => [each, say(`strength.${each}`)]))),
    labelled("draw.grade", make("input", { name: "grade", maxlength: 40, placeholder: "ADMIRALTY:C3" })),
    labelled("draw.handling", codes()),
    labelled("draw.reason", make("input", { name: "reason", required: true, minlength: 3, maxlength: 2000 })),
  ], say("go"), say("cancel"));
  if (!told) return;
  const body = Object.fromEntries([...told].map(([name, value]) => [name, String(value)]));
  await send("/v1/drawn/links", body);
  await acts.add([body.first, body.second]);
}

/** What one's own agency drew, each to be taken back.
 * @param {import("./model.js").Chart} chart @param {import("./acts.js").Acts} acts @param {() => void} again */
export async function drawnList(chart, acts, again) {
  const { drawn } = await ask("GET", "/v1/drawn");
  if (!drawn.length) return make("p", {}, say("draw.none"));
  return make("ul", { id: "drawn" }, ...drawn.map((/** @type {any} */ one) => make("li", {},
    say("draw.one", { ...one, kind: plain(one.kind), strength: say(`strength.${one.strength}`) }), " ",
    button(say("draw.back"), () => trying(async () => {
      await ask("DELETE", `/v1/drawn/${one.ref}`);
      chart.edges.clear();
      await acts.add([]);
      again();
    })))));
}
