// The queue of rows that were set aside: which of our own sources' rows wait to be mended, and why.
import { button, fill, make } from "./dom.js";
import { asked, shown, table } from "./tables.js";
import { say } from "./words.js";

const PAGE = 50;

/** @param {HTMLElement} place @param {number} past */
export async function aside(place, past) {
  const { rows, waiting, next } = await asked("GET", `/v1/quarantine?limit=${PAGE}&past=${past}`);
  const turn = (/** @type {string} */ word, /** @type {number} */ to) => button(say(word), () => shown(place, (at) => aside(at, to)));
  fill(place, make("p", {}, say("aside.count", { from: rows.length ? past + 1 : 0, to: past + rows.length, waiting })),
    table(say("office.aside"), ["table.source", "table.load", "table.file", "table.row", "table.record", "table.column", "table.reason"],
      rows.map((/** @type {any} */ one) => [one.source, one.load, one.file, one.row, one.record, one.column,
        one.state === "mended" ? `${one.reason} · ${say("aside.mended")}` : one.reason])),
    make("p", { class: "row" }, past ? turn("aside.earlier", Math.max(0, past - PAGE)) : null,
      next === null ? null : turn("office.more", next)),
    make("p", { class: "soft" }, say("aside.way")));
}
