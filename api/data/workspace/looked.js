// What came and went on an entity since one last looked: times and ids are kept in this browser, no fact.
import { ask, Refused } from "./door.js";
import { fill, make } from "./dom.js";
import { standingNow } from "./session.js";
import { plain, say, written } from "./words.js";

const KEPT = "comity-looked", MOST = 500;
/** @typedef {{at: string, digest: string}} Look */

/** A part of an entity's page that says what has changed, filled once that is known; and this look is kept.
 * @param {string} id @param {any} entity @param {any[]} neighbours @param {(error: unknown) => void} told */
export function sinceLast(id, entity, neighbours, told) {
  const place = sinceThen(id, entity, neighbours, told), { known_at: at, digest } = standingNow();
  keep({ ...kept(), [keyOf(entity)]: { at, digest } });
  return place;
}

/** The same without keeping it: one looks on at what is open.
 * @param {string} id @param {any} entity @param {any[]} neighbours @param {(error: unknown) => void} told */
export function sinceThen(id, entity, neighbours, told) {
  const place = make("section", { class: "looked", "aria-live": "polite" }), standing = standingNow(), last = kept()[keyOf(entity)];
  if (last) changes(id, entity, neighbours, last, standing.digest).then((lines) => fill(place,
    make("h4", {}, say("looked.title", { time: written(last.at) })),
    lines.length ? make("ul", {}, ...lines.map((line) => make("li", {}, line))) : make("p", { class: "soft" }, say("looked.none"))), told);
  return place;
}

/** @param {any} entity */
function keyOf(entity) {
  const { viewer, agency } = standingNow();
  return `${viewer} ${agency} ${entity.id}`;
}

/** @returns {Record<string, Look>} */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "{}");
  } catch {
    return {};
  }
}

/** Keep no look any more: whoever sits here next learns of none. */
export function forgetLooks() {
  localStorage.removeItem(KEPT);
}

/** Keep the last so many looks. @param {Record<string, Look>} looks */
function keep(looks) {
  const newest = Object.entries(looks).sort(([, a], [, b]) => (a.at < b.at ? 1 : -1)).slice(0, MOST);
  localStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(newest)));
}

/** @param {string} id @param {any} entity @param {any[]} neighbours @param {Look} last @param {string} digest @returns {Promise<string[]>} */
async function changes(id, entity, neighbours, last, digest) {
  if (last.digest === digest) return [];
  const then = `known_at=${encodeURIComponent(last.at)}`;
  try {
    const [was, beside] = await Promise.all([ask("GET", `/v1/entities/${id}?${then}`), ask("GET", `/v1/entities/${id}/neighbours?limit=100&${then}`)]);
    return differences([...factsOf(was.entity), ...linksOf(beside.neighbours)], [...factsOf(entity), ...linksOf(neighbours)]);
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return [`${say("looked.new")}: ${entity.name}`];
    throw error;
  }
}

/** What is said and by whom, in one line each. @param {any} entity @returns {string[]} */
function factsOf(entity) {
  return entity.facts.map((/** @type {any} */ fact) => `${plain(fact.property)}: ${fact.raw || fact.value} (${say("source", fact.origin)})`);
}

/** @param {any[]} neighbours @returns {string[]} */
function linksOf(neighbours) {
  return neighbours.flatMap((each) => each.links.map((/** @type {any} */ link) => `${plain(link.role || link.kind)}: ${each.name} (${say("source", link.origin)})`));
}

/** @param {string[]} before @param {string[]} after */
function differences(before, after) {
  const [old, now] = [new Set(before), new Set(after)];
  return [...[...now].filter((line) => !old.has(line)).map((line) => `${say("looked.new")}: ${line}`),
    ...[...old].filter((line) => !now.has(line)).map((line) => `${say("looked.gone")}: ${line}`)];
}
