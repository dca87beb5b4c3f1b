// The records office: under which agreement what shows, who saw ours, and the parts that other files fill.
import { aside } from "./aside.js";
import { deconfliction, emergencies, registered, requests, toAsk } from "./casework.js";
import { button, fill, make } from "./dom.js";
import { drafting } from "./drafting.js";
import { orders } from "./orders.js";
import { asked, part, shown, table } from "./tables.js";
import { plain, say, written } from "./words.js";

/** @param {import("./model.js").Chart} chart @returns {(place: HTMLElement) => void} */
export function startOffice(chart) {
  return (place) => fill(place,
    part("office.agreements", agreements), part("office.audience", (at) => audience(at, chart)),
    part("office.disclosures", (at) => disclosures(at, 0)), part("office.emergencies", emergencies),
    part("office.requests", requests), part("office.ask", (at) => toAsk(at, chart)), part("office.targets", (at) => registered(at, "targets")),
    part("office.actions", (at) => registered(at, "actions")), part("office.deconfliction", deconfliction),
    part("office.orders", (at) => orders(at, chart)), part("office.aside", (at) => aside(at, 0)),
    part("office.draft", drafting));
}

/** @param {HTMLElement} place */
async function agreements(place) {
  const { agreements: all } = await asked("GET", "/v1/agreements");
  const parts = all.map((/** @type {any} */ one) => {
    const lost = make("div", { "aria-live": "polite" });
    return make("section", {}, make("h3", {}, `${one.title} (${one.id} v${one.version})`),
      make("p", { class: "soft" }, say("office.terms", { parties: one.parties.join(", "),
        purposes: one.purposes.map(plain).join(", "), from: one.starts, to: one.ends, review: one.review ?? "…" })),
      table(one.title, ["table.clause", "table.says", "table.facts"],
        one.clauses.map((/** @type {any} */ each) => [each.clause, each.text, each.facts])),
      button(say("office.without"), () => shown(lost, (at) => without(at, one.id)),
        { "aria-label": `${say("office.without")}: ${one.title}` }), lost);
  });
  fill(place, ...(parts.length ? parts : [make("p", {}, say("nothing"))]));
}

/** @param {HTMLElement} place @param {string} id */
async function without(place, id) {
  const found = await asked("GET", `/v1/agreements/${encodeURIComponent(id)}/without`);
  fill(place, table(say("office.counts"), ["table.what", "table.now", "table.then"],
    Object.keys(found.counts).map((name) => [plain(name), found.counts[name], found.counts_without[name] ?? 0])),
  table(say("office.lost"), ["table.agencies", "table.class", "table.code", "table.clause", "table.facts"],
    found.lost.map((/** @type {any} */ each) => [each.owner, plain(each.data_class), each.handling,
      each.permit.clause, each.facts])));
}

/** Who else may see what one's own agency recorded of the entity that is chosen.
 * @param {HTMLElement} place @param {import("./model.js").Chart} chart */
async function audience(place, chart) {
  if (!chart.selected) return fill(place, make("p", {}, say("office.choose")));
  const { entity, standing } = await asked("GET", `/v1/entities/${chart.selected}`);
  const own = entity.mentions.filter((/** @type {any} */ each) => each.agency === standing.agency);
  if (!own.length) return fill(place, make("p", {}, say("office.not-ours", entity)));
  const told = await Promise.all(own.slice(0, 10).map(async (/** @type {any} */ one) =>
    [one, (await asked("GET", `/v1/mentions/${one.id}/audience`)).audience]));
  fill(place, ...told.map(([one, seen]) => make("section", {}, make("h3", {}, `${one.source} ${one.record}`),
    table(`${one.source} ${one.record}`, ["table.agency", "table.class", "table.sees", "table.clause", "table.conditions"],
      seen.map((/** @type {any} */ each) => [each.agency, `${plain(each.data_class)}, ${each.handling}`, each.sees,
        `${each.permit.agreement} ${each.permit.clause}`, each.conditions])))));
}

/** @param {HTMLElement} place @param {number} past */
async function disclosures(place, past) {
  const found = await asked("GET", `/v1/disclosures?limit=50&past=${past}`);
  fill(place, table(say("office.disclosures"), ["table.when", "table.agency", "table.purpose", "table.records", "table.asked", "table.went"],
    found.disclosures.map((/** @type {any} */ each) => [written(each.at), each.agency, plain(each.purpose),
      each.records.map((/** @type {any} */ one) => `${one.source} ${one.record}`).slice(0, 5).join("; "),
      each.asking ? `${each.asking.principal}: ${each.asking.justification}` : "",
      each.handed_over ? `${each.handed_over.recipient}: ${each.handed_over.reason}` : ""])),
  found.next === null ? null : button(say("office.more"), () => shown(place, (at) => disclosures(at, found.next))));
}
