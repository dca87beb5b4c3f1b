// An agreement before anybody signs: its text is checked, compared with the one in force and simulated; nothing is kept.
import { button, fill, make } from "./dom.js";
import { field, lines } from "./forms.js";
import { news, trying } from "./session.js";
import { asked, shown, table } from "./tables.js";
import { plain, say } from "./words.js";

const EXAMPLE = `agreement: regional-mou
version: 1
title: Regional memorandum of understanding
status: draft
parties: [riverton-pd, harbor-so]
purposes: [investigation]
starts: 2026-01-01
ends: 2028-01-01
shares:
  - clause: "1.1"
    from: [harbor-so]
    to: [riverton-pd]
    data_classes: [booking]
    handling_ceiling: TLP:AMBER
`;
const LONGEST = 30000;
/** What is written, kept while the page is open. */
let text = "";

/** @param {HTMLElement} place */
export async function drafting(place) {
  const box = lines("draft", { rows: 16, maxlength: LONGEST, spellcheck: "false", class: "code" }, text);
  box.addEventListener("input", () => {
    text = box.value;
  });
  const told = make("div", { "aria-live": "polite" });
  /** @param {string} word @param {(at: HTMLElement) => Promise<void>} tell */
  const act = (word, tell) => button(say(word), () => (box.value.trim() ? shown(told, tell) : news(say("draft.empty"))));
  fill(place, make("p", { class: "soft" }, say("draft.about")),
    field("draft.file", opened(box)), field("draft.text", box),
    make("p", { class: "row" },
      button(say("draft.example"), () => write(box, EXAMPLE)),
      act("draft.check", (at) => check(at, box)), act("draft.diff", (at) => compare(at, box)),
      act("draft.simulate", (at) => simulate(at, box))),
    told, make("h3", {}, say("draft.paper")), field("draft.scan", hashed(place), "draft.scan.hint"),
    make("output", { class: "hash" }));
}

/** @param {HTMLTextAreaElement} box @param {string} what */
function write(box, what) {
  box.value = text = what;
  box.focus();
}

/** A file whose text is put into the box. @param {HTMLTextAreaElement} box */
function opened(box) {
  const file = make("input", { type: "file", accept: ".yaml,.yml,text/plain" });
  file.addEventListener("change", () => trying(async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    if (chosen.size > 4 * LONGEST) return news(say("draft.long"));
    write(box, await chosen.text());
  }));
  return file;
}

/** A file of which nothing but its hash is made, here. @param {HTMLElement} place */
function hashed(place) {
  const file = make("input", { type: "file" });
  file.addEventListener("change", () => trying(async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    const digest = await crypto.subtle.digest("SHA-256", await chosen.arrayBuffer());
    const told = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const output = place.querySelector("output");
    if (output) fill(output, `sha256 ${told}`);
  }));
  return file;
}

/** What the text says, or where it is wrong; whether it is well formed.
 * @param {HTMLElement} place @param {HTMLTextAreaElement} box */
async function check(place, box) {
  const { draft, problem } = await asked("POST", "/v1/agreements/check", { text: box.value });
  if (problem) return wrong(place, box, problem);
  fill(place, make("p", {}, say("draft.well", draft)),
    make("p", { class: "soft" }, say("office.terms", { parties: draft.parties.join(", "),
      purposes: draft.purposes.map(plain).join(", "), from: draft.starts, to: draft.ends, review: "…" })),
    table(say("draft.well", draft), ["table.clause", "table.says"],
      draft.clauses.map((/** @type {any} */ each) => [each.clause, each.text])));
}

/** @param {HTMLElement} place @param {HTMLTextAreaElement} box @param {{line: number, problem: string}} problem */
function wrong(place, box, { line, problem }) {
  const to = () => {
    const before = box.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    box.focus();
    box.setSelectionRange(before, before + (box.value.split("\n")[line - 1] ?? "").length);
  };
  fill(place, make("p", { class: "refusal" }, line ? say("draft.line", { line, problem }) : problem),
    line ? button(say("draft.to", { line }), to) : null);
}

/** Do something with a text that is well formed; where it is not, say where.
 * @param {HTMLElement} place @param {HTMLTextAreaElement} box @param {string} path @returns {Promise<any>} */
async function answered(place, box, path) {
  const { problem } = await asked("POST", "/v1/agreements/check", { text: box.value });
  if (!problem) return asked("POST", path, { text: box.value });
  wrong(place, box, problem);
  return null;
}

/** @param {HTMLElement} place @param {HTMLTextAreaElement} box */
async function compare(place, box) {
  const found = await answered(place, box, "/v1/agreements/diff");
  if (!found) return;
  const { before, changes } = found;
  fill(place, make("p", {}, say(before === null ? "draft.new" : changes.length ? "draft.differ" : "draft.same", found)),
    changes.length ? table(say("draft.diff"), ["table.where", "table.before", "table.after"],
      changes.map((/** @type {any} */ each) => [each.where, each.before, each.after])) : null);
}

/** @param {HTMLElement} place @param {HTMLTextAreaElement} box */
async function simulate(place, box) {
  const found = await answered(place, box, "/v1/agreements/simulate");
  if (!found) return;
  fill(place, make("p", {}, say(found.effects.length ? "draft.effects" : "draft.nothing", found)),
    found.effects.length ? table(say("draft.simulate"),
      ["table.agency", "table.purpose", "table.role", "table.becomes", "table.owner", "table.class", "table.code", "table.facts.all"],
      found.effects.map((/** @type {any} */ each) => [each.agency, plain(each.purpose), each.role, say(`becomes.${each.becomes}`),
        each.owner, plain(each.data_class), each.handling, each.facts ?? say("draft.theirs")])) : null);
}
