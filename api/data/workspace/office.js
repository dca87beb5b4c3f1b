// The records office: under which agreement what shows, who saw ours, and what waits for our desk's word.
import { ask } from "./door.js";
import { askIn, button, fill, make } from "./dom.js";
import { news, trying } from "./session.js";
import { asked, part, shown, table } from "./tables.js";
import { plain, say, written } from "./words.js";

/** @param {import("./model.js").Chart} chart @returns {(place: HTMLElement) => void} */
export function startOffice(chart) {
  return (place) => fill(place,
    part("office.agreements", agreements), part("office.audience", (at) => audience(at, chart)),
    part("office.disclosures", (at) => disclosures(at, 0)), part("office.emergencies", emergencies),
    part("office.requests", requests), part("office.targets", (at) => registered(at, "targets")),
    part("office.actions", (at) => registered(at, "actions")), part("office.deconfliction", deconfliction));
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

/** @param {HTMLElement} place */
async function emergencies(place) {
  const found = await asked("GET", "/v1/emergencies");
  const review = (/** @type {any} */ one) => button(say("office.review"), () => answered(
    say("office.review"), ["justified", "not justified"], "verdict", "reason",
    (body) => ask("POST", `/v1/emergencies/${one.ref}/review`, body), () => shown(place, emergencies)));
  fill(place, table(say("office.emergencies"), ["table.when", "table.who", "table.reason", "table.reviews", "table.waits", "table.does"],
    found.emergencies.map((/** @type {any} */ one) => [`${written(one.at)} – ${written(one.until)}`,
      `${one.principal}, ${one.agency}`, one.reason,
      one.reviews.map((/** @type {any} */ each) => `${each.agency}: ${each.verdict}`).join("; "), one.waiting_for.join(", "),
      one.waiting_for.includes(found.standing.agency) ? review(one) : ""])));
}

/** @param {HTMLElement} place */
async function requests(place) {
  const found = await asked("GET", "/v1/requests");
  const reply = (/** @type {any} */ one) => button(say("office.answer"), () => answered(
    one.text, ["granted", "refused"], "outcome", "text",
    (body) => ask("POST", `/v1/requests/${one.ref}/answer`, body), () => shown(place, requests)));
  fill(place, table(say("office.requests"), ["table.case", "table.from", "table.to", "table.asked", "table.due", "table.answer", "table.does"],
    found.requests.map((/** @type {any} */ one) => [one.case, `${one.agency}: ${one.principal}`, one.to, one.text,
      `${written(one.due)}${one.late ? ` · ${say("office.late")}` : ""}`,
      one.answer ? `${one.answer.outcome}: ${one.answer.text}` : "",
      !one.answer && one.to === found.standing.agency ? reply(one) : ""])));
}

/** Ask for a verdict and its reason, send them, and show what is so then.
 * @param {string} title @param {string[]} choices @param {string} choice @param {string} text
 * @param {(body: any) => Promise<any>} send @param {() => void} then */
async function answered(title, choices, choice, text, send, then) {
  const told = await askIn(title, [
    make("p", {}, make("label", {}, say("table.verdict"), " ", make("select", { name: choice },
      ...choices.map((each) => make("option", { value: each }, say(`verdict.${each}`)))))),
    make("p", {}, make("label", {}, say("hand.reason"), " ",
      make("textarea", { name: text, required: true, minlength: 10, maxlength: 2000, rows: 3 })))], say("go"), say("cancel"));
  if (told) await trying(async () => {
    await send(Object.fromEntries(told));
    then();
  });
}

/** Targets or planned actions of one's own agency. @param {HTMLElement} place @param {"targets"|"actions"} sort */
async function registered(place, sort) {
  const found = await asked("GET", `/v1/${sort}`);
  const what = (/** @type {any} */ one) => (one.values ? `${plain(one.kind)}: ${one.values.map((/** @type {any} */ each) => each.value).join(", ")}`
    : [one.place.address, one.place.city, one.place.postcode, one.place.latitude, one.place.longitude].filter(Boolean).join(", "));
  const end = (/** @type {any} */ one) => button(say("office.end"), () => trying(async () => {
    await ask("DELETE", `/v1/${sort}/${one.ref}`);
    news(say("undone"));
    await shown(place, (at) => registered(at, sort));
  }), { "aria-label": `${say("office.end")}: ${what(one)}` });
  fill(place, table(say(`office.${sort}`), ["table.what", "table.case", "table.who", "table.reason", "table.when", "table.does"],
    found[sort].map((/** @type {any} */ one) => [what(one), one.case, one.principal, one.reason,
      `${written(one.since)} – ${written(one.until)}`, end(one)])));
}

/** @param {HTMLElement} place */
async function deconfliction(place) {
  const found = await asked("GET", "/v1/deconfliction");
  fill(place, make("p", { class: "soft" }, say("office.call")),
    table(say("office.deconfliction"), ["table.agency", "table.desk", "table.when", "table.reference"],
      found.pointers.map((/** @type {any} */ each) => [each.agency, each.desk, written(each.at), each.ref])));
}
