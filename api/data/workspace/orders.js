// Orders on records of our own agency: correct, seal, open again, expunge; and who received one, before and after.
import { Refused, send } from "./door.js";
import { button, fill, make } from "./dom.js";
import { field, line, named, sendIn } from "./forms.js";
import { news } from "./session.js";
import { asked, shown, table } from "./tables.js";
import { plain, say, written } from "./words.js";

/** Which record is meant, kept while the page is open. */
const meant = { source: "", record: "" };

/** @param {HTMLElement} place @param {import("./model.js").Chart} chart */
export async function orders(place, chart) {
  const told = make("div", { "aria-live": "polite" });
  const boxes = { source: line("source", { value: meant.source }), record: line("record", { value: meant.record }) };
  const note = () => {
    meant.source = boxes.source.value.trim();
    meant.record = boxes.record.value.trim();
  };
  for (const box of Object.values(boxes)) box.addEventListener("input", note);
  const act = (/** @type {string} */ kind) => button(say(`order.${kind}`), () => give(kind, told));
  const look = button(say("order.received"), () => shown(told, (at) => received(at)));
  const own = await ours(chart, (source, record) => {
    boxes.source.value = source;
    boxes.record.value = record;
    note();
    look.focus();
  });
  fill(place, make("p", { class: "soft" }, say("order.about")), own,
    field("order.source", boxes.source), field("order.record", boxes.record),
    make("p", { class: "row" }, look, ...["correct", "seal", "unseal", "expunge"].map(act)), told);
}

/** The records of our own of the entity that is chosen, each to be taken with one key.
 * @param {import("./model.js").Chart} chart @param {(source: string, record: string) => void} take */
async function ours(chart, take) {
  if (!chart.selected) return null;
  const found = await asked("GET", `/v1/entities/${chart.selected}`).catch(gone);
  if (!found) return null;
  const { entity, standing } = found;
  const own = entity.mentions.filter((/** @type {any} */ each) => each.agency === standing.agency);
  return make("p", { class: "row" }, ...own.slice(0, 20).map((/** @type {any} */ { source, record }) =>
    button(`${source} ${record}`, () => take(source, record), { "aria-label": `${say("order.take")}: ${source} ${record}` })));
}

/** What shows no more, such as what was just expunged, is no fault. @param {unknown} error */
function gone(error) {
  if (error instanceof Refused && error.status === 404) return null;
  throw error;
}

/** @param {HTMLElement} place */
async function received(place) {
  const answer = await asked("POST", "/v1/records/received", { ...meant });
  fill(place, make("h3", {}, say("order.before", meant)), receivers(answer));
}

/** @param {any} answer */
function receivers({ received: all }) {
  if (!all.length) return make("p", {}, say("order.nobody"));
  return table(say("order.received"), ["table.agency", "table.answers", "table.when", "table.purpose", "table.went"],
    all.map((/** @type {any} */ each) => [each.agency, each.answers, `${written(each.first)} – ${written(each.last)}`,
      each.purposes.map(plain).join(", "),
      each.handed_over.map((/** @type {any} */ to) => `${to.recipient}: ${to.reason} (${written(to.at)})`).join("; ")]));
}

/** Ask for an order and what belongs to it, carry it out, and say whom to tell of it.
 * @param {string} kind @param {HTMLElement} told */
async function give(kind, told) {
  if (!meant.source || !meant.record) return news(say("order.which"));
  const record = { ...meant };
  const order = field("order.order", line("order", { required: true, minlength: 3 }));
  /** @type {any} */ let answer = null;
  const sent = await sendIn(say(`order.${kind}.title`, record), [...(WHAT[kind]?.() ?? []), order], async (typed, key) => {
    answer = await send(`/v1/records/${kind}`, { ...record, order: typed.order, ...(MORE[kind]?.(typed) ?? {}) }, key);
  });
  if (!sent) return;
  const done = say(answer.changed ? `order.${kind}.done` : "order.same", { ...record, order: answer.order });
  fill(told, make("h3", { tabindex: -1 }, done), make("p", {}, say("order.tell")), receivers(answer));
  told.querySelector("h3")?.focus();
  news(done);
}

/** What each order asks for beside its reference. @type {Record<string, () => Node[]>} */
const WHAT = {
  correct: () => [1, 2, 3].map((at) => make("fieldset", {}, make("legend", {}, say("order.column", { at })),
    named(say("order.name"), line(`name ${at}`, { required: at === 1 })),
    named(say("order.value"), line(`value ${at}`, { maxlength: 2000 })))),
  seal: () => [field("order.spared", line("spared"), "order.spared.hint")],
  expunge: () => [make("p", { class: "lead" }, say("order.forever")),
    make("p", {}, make("label", {}, make("input", { type: "checkbox", name: "sure", required: true }), " ", say("order.sure")))],
};

/** The same as the server takes it. @type {Record<string, (typed: Record<string, any>) => any>} */
const MORE = {
  correct: (typed) => ({ values: Object.fromEntries([1, 2, 3].filter((at) => typed[`name ${at}`])
    .map((at) => [typed[`name ${at}`], typed[`value ${at}`] ?? ""])) }),
  seal: (typed) => ({ spared: String(typed.spared ?? "").split(",").map((each) => each.trim()).filter(Boolean) }),
};
