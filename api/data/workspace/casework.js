// What waits for our desk's word, and what it registers and asks: emergencies, requests, targets, planned actions.
import { ask, remembered, send } from "./door.js";
import { button, fill, make } from "./dom.js";
import { choice, codes } from "./draw.js";
import { field, line, lines, named, reason, sendIn } from "./forms.js";
import { news, trying } from "./session.js";
import { asked, shownAgain, table } from "./tables.js";
import { plain, say, written } from "./words.js";

/** By what a target of each kind is met. @type {Record<string, string[]>} */
const MET_BY = {
  person: ["name", "birth_date", "phone_number", "email", "document_number", "national_id", "state_id"],
  phone: ["phone_number"],
  vehicle: ["plate", "plate_region", "vin"],
  organisation: ["name", "registration_number", "phone_number"],
  email: ["email"],
  account: ["account_number"],
  document: ["document_number"],
  weapon: ["serial_number"],
  location: ["address", "city", "postcode"],
};

/** @param {HTMLElement} place */
export async function emergencies(place) {
  const found = await asked("GET", "/v1/emergencies");
  const review = (/** @type {any} */ one) => button(say("office.review"), () => answered(
    say("office.review"), ["justified", "not justified"], "verdict", "reason",
    (body) => ask("POST", `/v1/emergencies/${one.ref}/review`, body), () => shownAgain(place, emergencies)),
  { "aria-label": `${say("office.review")}: ${one.principal}, ${one.reason}` });
  fill(place, table(say("office.emergencies"), ["table.when", "table.who", "table.reason", "table.reviews", "table.waits", "table.does"],
    found.emergencies.map((/** @type {any} */ one) => [`${written(one.at)} – ${written(one.until)}`,
      `${one.principal}, ${one.agency}`, one.reason,
      one.reviews.map((/** @type {any} */ each) => `${each.agency}: ${say(`verdict.${each.verdict}`)}`).join("; "), one.waiting_for.join(", "),
      one.waiting_for.includes(found.standing.agency) ? review(one) : ""])));
}

/** @param {HTMLElement} place */
export async function requests(place) {
  const found = await asked("GET", "/v1/requests");
  const again = () => shownAgain(place, requests);
  const reply = (/** @type {any} */ one) => button(say("office.answer"), () => answered(
    one.text, ["granted", "refused"], "outcome", "text",
    (body) => ask("POST", `/v1/requests/${one.ref}/answer`, body), again),
  { "aria-label": `${say("office.answer")}: ${one.agency}, ${one.text.slice(0, 80)}` });
  fill(place, make("p", {}, button(say("ask.agency"), () => askAgency("", "", again))),
    table(say("office.requests"), ["table.case", "table.from", "table.to", "table.asked", "table.due", "table.answer", "table.does"],
      found.requests.map((/** @type {any} */ one) => [one.case, `${one.agency}: ${one.principal}`, one.to, one.text,
        `${written(one.due)}${one.late ? ` · ${say("office.late")}` : ""}`,
        one.answer ? `${say(`verdict.${one.answer.outcome}`)}: ${one.answer.text}` : "",
        !one.answer && one.to === found.standing.agency ? reply(one) : ""])));
}

/** Ask another agency, such as about a reference or a record of theirs.
 * @param {string} to @param {string} about @param {() => void} [then] */
export function askAgency(to, about, then) {
  return trying(async () => {
    const { agreements, standing } = await asked("GET", "/v1/agreements");
    const parties = new Set(agreements.flatMap((/** @type {any} */ one) => one.parties));
    parties.delete(standing.agency);
    if (!parties.size) return news(say("ask.nobody"));
    const sent = await sendIn(say("ask.agency"), [
      field("table.to", choice("to", [...parties].sort().map((each) => [String(each), String(each)]), to)),
      field("table.case", line("case", { required: true, maxlength: 200, value: remembered().case })),
      field("ask.text", lines("text", { required: true, minlength: 3, maxlength: 10000, rows: 4 }, about)),
      field("draw.handling", codes()),
    ], async (told, key) => {
      await send("/v1/requests", told, key);
    });
    if (sent) saidOf("ask.sent", then);
  });
}

/** Targets or planned actions of one's own agency. @param {HTMLElement} place @param {"targets"|"actions"} sort */
export async function registered(place, sort) {
  const found = await asked("GET", `/v1/${sort}`);
  const again = () => shownAgain(place, (at) => registered(at, sort));
  const what = (/** @type {any} */ one) => (one.values ? `${plain(one.kind)}: ${one.values.map((/** @type {any} */ each) => each.value).join(", ")}`
    : [one.place.address, one.place.city, one.place.postcode, one.place.latitude, one.place.longitude].filter(Boolean).join(", "));
  const end = (/** @type {any} */ one) => button(say("office.end"), () => trying(async () => {
    await ask("DELETE", `/v1/${sort}/${one.ref}`);
    await again();
    news(say("undone"));
  }), { "aria-label": `${say("office.end")}: ${what(one)}` });
  fill(place, make("p", {}, button(say(`register.${sort}`), () => (sort === "targets" ? target : action)(again))),
    table(say(`office.${sort}`), ["table.what", "table.case", "table.who", "table.reason", "table.when", "table.does"],
      found[sort].map((/** @type {any} */ one) => [what(one), one.case, one.principal, one.reason,
        `${written(one.since)} – ${written(one.until)}`, end(one)])));
}

/** Register a target: the fields are those that its kind is met by. @param {() => void} then */
async function target(then) {
  const values = make("fieldset", {});
  const kind = choice("kind", Object.keys(MET_BY).map((each) => [each, plain(each)]));
  const draw = () => fill(values, make("legend", {}, say("register.met")),
    ...MET_BY[kind.value].map((name) => named(plain(name), line(`value ${name}`))));
  kind.addEventListener("change", draw);
  draw();
  const sent = await sendIn(say("register.targets"), [field("table.kind", kind), values, ...forWhat(),
    field("register.days", line("days", { type: "number", min: 1, max: 3660, value: 90, required: true }))],
  async ({ kind: of, case: inCase, reason: why, days, ...rest }, key) => {
    const told = Object.entries(rest).map(([name, value]) => ({ property: name.replace("value ", ""), value }));
    await send("/v1/targets", { kind: of, values: told, case: inCase, reason: why, days: Number(days) }, key);
  });
  if (sent) saidOf("register.done", then);
}

/** Register a planned action, at an address or round a position. @param {() => void} then */
async function action(then) {
  const numbers = ["latitude", "longitude", "radius", "hours"];
  const sent = await sendIn(say("register.actions"), [
    make("fieldset", {}, make("legend", {}, say("register.place")), field("register.address", line("address")),
      field("register.city", line("city")), field("register.postcode", line("postcode")),
      field("map.latitude", line("latitude", { type: "number", step: "any", min: -90, max: 90 })),
      field("map.longitude", line("longitude", { type: "number", step: "any", min: -180, max: 180 })),
      field("register.radius", line("radius", { type: "number", min: 0, max: 5000 }))),
    field("register.since", line("since", { type: "datetime-local" }), "register.now"),
    field("register.hours", line("hours", { type: "number", min: 1, max: 336, value: 4, required: true })), ...forWhat()],
  async (told, key) => {
    const read = Object.entries(told).map(([name, value]) => [name, numbers.includes(name) ? Number(value) : value]);
    const body = Object.fromEntries(read);
    // The field holds the clock of whoever types; the server is told the moment.
    if (body.since) body.since = new Date(body.since).toISOString();
    await send("/v1/actions", body, key);
  });
  if (sent) saidOf("register.done", then);
}

/** For which case and why. */
function forWhat() {
  return [field("table.case", line("case", { required: true, maxlength: 200, value: remembered().case })), reason()];
}

/** @param {HTMLElement} place */
export async function deconfliction(place) {
  const found = await asked("GET", "/v1/deconfliction");
  fill(place, make("p", { class: "soft" }, say("office.call")),
    table(say("office.deconfliction"), ["table.agency", "table.desk", "table.when", "table.reference", "table.does"],
      found.pointers.map((/** @type {any} */ each) => [each.agency, each.desk, written(each.at), each.ref, asking(each)])));
}

/** Whom to ask about the entity that is chosen: by a pointer, or by the records of others that show.
 * @param {HTMLElement} place @param {import("./model.js").Chart} chart */
export async function toAsk(place, chart) {
  if (!chart.selected) return fill(place, make("p", {}, say("office.choose")));
  const { pointers } = await asked("GET", `/v1/entities/${chart.selected}/pointers`);
  const { entity, standing } = await asked("GET", `/v1/entities/${chart.selected}`);
  const theirs = entity.mentions.filter((/** @type {any} */ each) => each.agency !== standing.agency);
  fill(place, table(say("office.ask"), ["table.agency", "table.desk", "table.reference", "table.does"],
    [...pointers.map((/** @type {any} */ each) => [each.agency, [each.desk, each.contact].filter(Boolean).join(", "), each.ref, asking(each)]),
      ...theirs.map((/** @type {any} */ each) => [each.agency, "", `${each.source} ${each.record}`,
        asking({ agency: each.agency, ref: `${each.source} ${each.record}` })])]));
}

/** @param {{agency: string, ref: string}} about */
function asking({ agency, ref }) {
  return button(say("ask.them"), () => askAgency(agency, say("ask.about", { ref })), { "aria-label": `${say("ask.them")}: ${agency}, ${ref}` });
}

/** Ask for a verdict and its reason, send them, and show what is so then.
 * @param {string} title @param {string[]} choices @param {string} verdict @param {string} text
 * @param {(body: any) => Promise<any>} act @param {() => void} then */
async function answered(title, choices, verdict, text, act, then) {
  const sent = await sendIn(title, [
    field("table.verdict", choice(verdict, choices.map((each) => [each, say(`verdict.${each}`)]))),
    field("hand.reason", lines(text, { required: true, minlength: 10, maxlength: verdict === "outcome" ? 10000 : 2000 })),
  ], act);
  if (sent) saidOf("kept.word", then);
}

/** @param {string} word @param {() => void} [then] */
async function saidOf(word, then) {
  await then?.();
  news(say(word));
}
