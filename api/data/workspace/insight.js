// What the view says as a whole: communities, key players, what if some were gone, and guesses at hidden links.
import { button, fill, make } from "./dom.js";
import { asked, named, part, shown, table } from "./tables.js";
import { plain, say } from "./words.js";

const THROUGH = ["co_offending", "shared_phone", "shared_address", "known"];

/** @param {import("./model.js").Chart} chart @param {import("./acts.js").Acts} acts
 * @returns {(place: HTMLElement) => void} */
export function startInsight(chart, acts) {
  return (place) => fill(place,
    part("insight.communities", (at) => communities(at, acts)),
    choosing("insight.players", (at, through) => players(at, through, acts)),
    part("insight.what-if", (at) => whatIf(at, chart, acts)),
    choosing("insight.hidden", (at, through) => hidden(at, through, acts)));
}

/** A part with a choice of what two parties have in common. @param {string} word
 * @param {(place: HTMLElement, through: string) => Promise<void>} load */
function choosing(word, load) {
  return part(word, async (place) => {
    const answer = make("div", { "aria-live": "polite" });
    const choice = make("select", { on: { change: () => shown(answer, (at) => load(at, choice.value)) } },
      ...THROUGH.map((each) => make("option", { value: each }, say(`through.${each}`))));
    fill(place, make("label", {}, say("insight.through"), " ", choice), answer);
    await shown(answer, (at) => load(at, choice.value));
  });
}

/** @param {HTMLElement} place @param {import("./acts.js").Acts} acts */
async function communities(place, acts) {
  const found = await asked("GET", "/v1/communities?limit=20&members=8");
  const sure = found.division.stability === null ? "…" : found.division.stability.toFixed(2);
  fill(place, make("p", { class: "soft" }, say("insight.division", { count: found.count, sure })),
    table(say("insight.communities"), ["table.number", "table.size", "table.members", "table.does"],
      found.communities.map((/** @type {any} */ each) => [each.community + 1, each.size,
        make("span", {}, ...each.members.flatMap((/** @type {any} */ one) => [named(one, acts), " "])),
        button(say("add"), () => acts.add(each.members.map((/** @type {any} */ one) => one.entity)),
          { "aria-label": `${say("add")}: ${each.community + 1}` })])));
}

/** @param {HTMLElement} place @param {string} through @param {import("./acts.js").Acts} acts */
async function players(place, through, acts) {
  const found = await asked("GET", `/v1/key-players?k=3&through=${through}`);
  const share = (/** @type {number} */ value) => (100 * value).toFixed(1);
  fill(place, make("p", {}, say("insight.parted", { value: share(found.value), without: share(found.without) })),
    table(say("insight.players"), ["table.name", "table.kind"],
      found.players.map((/** @type {any} */ each) => [named(each, acts), plain(each.kind)])),
    button(say("path.show"), () => acts.mark(found.players.map((/** @type {any} */ each) => each.entity))));
}

/** @param {HTMLElement} place @param {import("./model.js").Chart} chart @param {import("./acts.js").Acts} acts */
async function whatIf(place, chart, acts) {
  const without = [...chart.selection].filter((id) => chart.known.has(id)).slice(0, 50);
  if (!without.length) return fill(place, make("p", {}, say("selection.none")));
  const found = await asked("POST", "/v1/what-if", { without, limit: 10 });
  const names = without.map((id) => chart.known.get(id)?.name).join(", ");
  const number = (/** @type {number|null} */ value) => (value === null ? "" : String(Math.round(value * 1000) / 1000));
  fill(place, make("p", {}, say("insight.without", { names })),
    table(say("insight.whole"), ["table.measure", "table.before", "table.after", "table.change"],
      found.effect.map((/** @type {any} */ each) => [plain(each.figure), number(each.before), number(each.after), number(each.change)])),
    table(say("insight.each"), ["table.name", "table.measure", "table.before", "table.after"],
      found.entities.map((/** @type {any} */ each) => [named(each, acts), plain(each.measure),
        rank(each.rank_before), rank(each.rank_after)])));
}

/** @param {number|null} value */
function rank(value) {
  return value === null ? "" : say("insight.rank", { rank: value });
}

/** @param {HTMLElement} place @param {string} through @param {import("./acts.js").Acts} acts */
async function hidden(place, through, acts) {
  const found = await asked("GET", `/v1/hidden-links?limit=20&method=adamic_adar_index&through=${through}`);
  fill(place, make("p", { class: "guess" }, say("insight.guess")),
    table(say("insight.hidden"), ["table.from", "table.to", "table.because", "table.does"],
      found.guesses.map((/** @type {any} */ each) => [named(each.one, acts), named(each.other, acts),
        each.because.map((/** @type {any} */ one) => one.name).join(", "),
        button(say("add"), () => acts.add([each.one.entity, each.other.entity]),
          { "aria-label": `${say("add")}: ${each.one.name}, ${each.other.name}` })])));
}
