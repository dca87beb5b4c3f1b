// All that shows as groups, where it is too much to draw: who hangs together is one dot, and opens.
import { ask } from "./door.js";
import { button, fill, make } from "./dom.js";
import { goTo } from "./panels.js";
import { stand, trying } from "./session.js";
import { plain, say } from "./words.js";

/** As many entities as the chart draws one by one. */
const DRAWN = 5000;
/** @typedef {{entity: string, name: string, kinds: {kind: string, count: number}[], links: number,
 *   x: number, y: number, members: {entity: string}[]}} Group */

/** The panel of groups: what fills it.
 * @param {{add: (ids: string[]) => Promise<void>|void}} acts
 * @param {Record<string, {icon: string, colour: string}>} looks
 * @returns {(place: HTMLElement) => Promise<void>} */
export function startGroups(acts, looks) {
  const canvas = make("div", { id: "groups-canvas", class: "groups", role: "img", "aria-label": say("groups.canvas") });
  const told = make("p", { role: "status" }), rows = make("tbody"), tools = make("div", { class: "row" });
  /** What was looked into, from the whole down. @type {string[][]} */ let path = [[]];
  let by = "community";
  /** @type {any} */ let network = null;

  /** @param {Group} group */
  function open(group) {
    const members = group.members.map(({ entity }) => entity);
    if (members.length > DRAWN) {
      path.push(members);
      return trying(show);
    }
    goTo("chart");
    return acts.add(members);
  }

  async function show() {
    const answer = await ask("POST", "/v1/drawing/groups", { entities: path.at(-1), by });
    stand(answer);
    /** @type {Group[]} */ const groups = answer.groups;
    const many = groups.reduce((sum, group) => sum + group.members.length, 0);
    told.textContent = say("groups.told", { groups: groups.length, count: many, more: answer.omitted });
    fill(tools, ...["community", "kind"].map((each) => button(say(`groups.by.${each}`), () => {
      by = each;
      trying(show);
    }, { "aria-pressed": by === each ? "true" : "false" })),
    path.length > 1 ? button(say("groups.back"), () => { path.pop(); trying(show); }) : null);
    fill(rows, ...groups.map((group) => make("tr", {},
      make("th", { scope: "row" }, button(group.name, () => open(group), { class: "name" })),
      make("td", { class: "number" }, group.members.length), make("td", { class: "number" }, group.links),
      make("td", {}, group.kinds.map(({ kind, count }) => `${plain(kind)} ${count}`).join(", ")))));
    draw(groups, answer.between);
  }

  /** @param {Group[]} groups @param {{one: number, other: number, count: number}[]} between */
  function draw(groups, between) {
    const ink = getComputedStyle(document.body).color;
    const nodes = groups.map((group, id) => ({
      id, x: group.x, y: group.y, shape: "dot", size: 8 + 2.2 * Math.sqrt(group.members.length),
      label: `${group.name.slice(0, 24)} · ${group.members.length}`, font: { color: ink, size: 14 },
      color: { background: (looks[group.kinds[0].kind] ?? looks["other"]).colour, border: ink },
    }));
    const edges = between.map(({ one, other, count }, id) => ({
      id, from: one, to: other, width: Math.min(1 + Math.log2(count), 8), color: "#7b8c9b", smooth: false,
      title: String(count),
    }));
    network?.destroy();
    const lib = /** @type {any} */ (window).vis;
    network = new lib.Network(canvas, { nodes, edges }, {
      physics: false, layout: { improvedLayout: false }, interaction: { keyboard: false, tooltipDelay: 150 },
    });
    network.on("select", (/** @type {any} */ chosen) => { if (chosen.nodes.length) open(groups[chosen.nodes[0]]); });
    network.once("afterDrawing", () => { document.documentElement.dataset.grouped = String(groups.length); });
  }

  return async (place) => {
    const heads = ["table.name", "groups.size", "groups.inside", "groups.kinds"];
    fill(place, tools, told, canvas, make("div", { class: "twin", tabindex: 0, role: "region", "aria-label": say("page.groups") },
      make("table", {}, make("thead", {}, make("tr", {}, ...heads.map((name) => make("th", { scope: "col" }, say(name))))), rows)));
    path = [[]];
    await trying(show);
  };
}
