// Who was seen at the same place at about the same time, and who again and again.
import { fill, make } from "./dom.js";
import { faultOf } from "./session.js";
import { asked, named, shown, table } from "./tables.js";
import { say, written } from "./words.js";

const MINUTES = [10, 30, 60, 240], METRES = [0, 100, 500, 2000];

/** A part that asks when it is opened, with a choice of how near is together. @param {import("./acts.js").Acts} acts */
export function meetings(acts) {
  const answer = make("div", { "aria-live": "polite" });
  const load = () => shown(answer, (place) => together(place, minutes.value, metres.value, acts)
    .catch((error) => fill(place, make("p", {}, faultOf(error)))));
  const choice = (/** @type {number[]} */ all, /** @type {string} */ word) => make("select", { on: { change: load } },
    ...all.map((each) => make("option", { value: each }, say(word, { count: each }))));
  const minutes = choice(MINUTES, "meet.minutes"), metres = choice(METRES, "meet.metres");
  const details = make("details", { class: "part" }, make("summary", {}, say("meet.title")),
    make("p", { class: "row" }, make("label", {}, say("meet.apart"), " ", minutes), make("label", {}, say("meet.far"), " ", metres)), answer);
  details.addEventListener("toggle", () => { if (details.open) load(); });
  return details;
}

/** @param {HTMLElement} place @param {string} minutes @param {string} metres @param {import("./acts.js").Acts} acts */
async function together(place, minutes, metres, acts) {
  const { travel, meetings: met, count } = await asked("GET", `/v1/events/together?window=${minutes}&metres=${metres}&limit=100`);
  fill(place, make("p", { class: "soft" }, say("meet.told", { count })),
    make("h4", {}, say("meet.travel")), table(say("meet.travel"), ["table.name", "table.name", "meet.places", "meet.times"],
      travel.map((/** @type {any} */ each) => [named(each.one, acts), named(each.other, acts), each.places, each.meetings])),
    make("h4", {}, say("meet.each")), table(say("meet.each"), ["table.when", "table.name", "table.name"],
      met.map((/** @type {any} */ each) => [written(each.one_seen.at), named(each.one, acts), named(each.other, acts)])));
}
