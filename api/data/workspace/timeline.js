// What is dated on the chart, a lane for each entity; chosen on one it is chosen on the other.
import { button, fill, make, together } from "./dom.js";
import { inWindow } from "./model.js";
import { table } from "./tables.js";
import { plain, say, written } from "./words.js";

const MOST = 40, ROWS = 300;
/** @typedef {{at: number, end: number, entity: string, other: string, edge: import("./model.js").ChartEdge}} Dated */

/** @param {import("./model.js").Chart} chart @param {import("./acts.js").Acts} acts
 * @returns {(place: HTMLElement) => void} */
export function startTimeline(chart, acts) {
  /** @type {HTMLElement|null} */ let place = null;

  function draw() {
    if (!place || place.hidden) return;
    const dated = datedOf(chart);
    const lanes = laned(dated, chart.selection.size > 1 ? chart.selection : null);
    if (!lanes.length) return fill(place, make("p", {}, say("time.none")));
    const shown = lanes.flatMap(([, all]) => all);
    const first = Math.min(...shown.map(({ at }) => at)), last = Math.max(...shown.map(({ end }) => end));
    const span = Math.max(last - first, 1);
    const share = (/** @type {number} */ at) => 100 * (at - first) / span;
    const moment = (/** @type {number} */ at) => new Date(at).toISOString().slice(0, 10);
    fill(place, make("p", { class: "soft" }, say("time.told", { lanes: lanes.length, from: moment(first), to: moment(last) })),
      make("div", { class: "lanes" }, ...lanes.map(([id, all]) => lane(id, all, share))), list(shown));
  }

  /** @param {string} id @param {Dated[]} all @param {(at: number) => number} share */
  function lane(id, all, share) {
    const track = make("div", { class: "track", "aria-hidden": "true" }, ...all.map((each) => {
      const mark = make("span", { class: chart.selection.has(each.other) ? "mark chosen" : "mark", title: text(each),
        on: { click: () => chart.select(each.other) } });
      mark.style.left = `calc(${share(each.at)}% - ${share(each.at) * 0.06}px)`;
      mark.style.width = `max(6px, ${share(each.end) - share(each.at)}%)`;
      return mark;
    }));
    return make("div", { class: "lane" }, button(chart.known.get(id)?.name ?? "", () => chart.select(id),
      { class: chart.selection.has(id) ? "name chosen" : "name", "aria-pressed": String(chart.selection.has(id)) }), track);
  }

  /** @param {Dated[]} shown */
  function list(shown) {
    const once = [...new Map(shown.map((each) => [each.edge, each])).values()].sort((a, b) => a.at - b.at);
    return table(say("times"), ["table.when", "table.from", "table.role", "table.to"], once.slice(0, ROWS).map(({ edge }) => [
      written(edge.valid.start), open(edge.first), plain(edge.role || edge.kind), open(edge.second)]));
  }

  /** @param {string} id */
  function open(id) {
    return button(chart.known.get(id)?.name ?? "", () => acts.open(id), { class: "name" });
  }

  /** @param {Dated} each */
  function text({ edge, other }) {
    return `${written(edge.valid.start)} ${plain(edge.role || edge.kind)}: ${chart.known.get(other)?.name}`;
  }

  for (const event of ["change", "select"]) chart.addEventListener(event, together(draw));
  return (given) => {
    place = given;
    draw();
  };
}

/** Every dated link that is drawn and in the window of time, once for each of its ends.
 * @param {import("./model.js").Chart} chart @returns {Dated[]} */
function datedOf(chart) {
  return chart.edgesNow().filter((edge) => edge.valid.start !== null && inWindow(edge, chart.filter)).flatMap((edge) => {
    const at = Date.parse(edge.valid.start ?? ""), end = edge.valid.end === null ? at : Date.parse(edge.valid.end);
    return [{ at, end, entity: edge.first, other: edge.second, edge }, { at, end, entity: edge.second, other: edge.first, edge }];
  });
}

/** @param {Dated[]} dated @param {Set<string>|null} only @returns {[string, Dated[]][]} */
function laned(dated, only) {
  /** @type {Map<string, Dated[]>} */ const lanes = new Map();
  for (const each of dated) {
    if (!only || only.has(each.entity)) lanes.set(each.entity, [...(lanes.get(each.entity) ?? []), each]);
  }
  return [...lanes].sort((a, b) => b[1].length - a[1].length || a[0].localeCompare(b[0])).slice(0, MOST);
}
