// Several entities as one box on the chart: folded for drawing, opened again, with counts.

/** @typedef {import("./model.js").ChartNode} ChartNode */
/** @typedef {import("./model.js").ChartEdge} ChartEdge */
/** @typedef {{name: string, members: Set<string>, open: boolean}} Group */

export const GROUP = "group ";

/** The chart as it is drawn: each closed group is one node, and links go to it.
 * @param {ChartNode[]} nodes @param {ChartEdge[]} edges @param {Map<string, Group>} groups */
export function folded(nodes, edges, groups) {
  const inside = closedMembers(groups);
  if (!inside.size) return { nodes, edges };
  const boxes = new Map();
  const seen = [];
  for (const node of nodes) {
    const group = inside.get(node.entity);
    if (!group) seen.push(node);
    else boxes.set(group, [...(boxes.get(group) ?? []), node]);
  }
  const drawn = [...boxes].map(([id, members]) => box(id, groups.get(id)?.name ?? "", members));
  return { nodes: [...seen, ...drawn], edges: merged(edges, inside) };
}

/** In which closed group each entity lies. @param {Map<string, Group>} groups @returns {Map<string, string>} */
function closedMembers(groups) {
  const closed = [...groups].filter(([, group]) => !group.open);
  return new Map(closed.flatMap(([id, { members }]) => [...members].map((member) => /** @type {[string, string]} */ ([member, id]))));
}

/** @param {string} id @param {string} name @param {ChartNode[]} members @returns {ChartNode} */
function box(id, name, members) {
  const mean = (/** @type {"x"|"y"} */ axis) => members.reduce((sum, each) => sum + each[axis], 0) / members.length;
  return { entity: id, kind: "group", name: `${name} (${members.length})`, standing: "",
    agencies: [...new Set(members.flatMap((each) => each.agencies))].sort(),
    links: members.length, x: mean("x"), y: mean("y") };
}

/** Links with their ends in groups; those of one kind and role between the same two are one with a count.
 * @param {ChartEdge[]} edges @param {Map<string, string>} inside @returns {ChartEdge[]} */
function merged(edges, inside) {
  const found = new Map();
  for (const edge of edges) {
    const first = inside.get(edge.first) ?? edge.first, second = inside.get(edge.second) ?? edge.second;
    if (first === second) continue;
    const key = [first, second, edge.kind, edge.role].join(" ");
    const had = found.get(key);
    found.set(key, had ? both(had, edge) : { ...edge, first, second });
  }
  return [...found.values()];
}

/** @param {ChartEdge} one @param {ChartEdge} other @returns {ChartEdge} */
function both(one, other) {
  const starts = [one.valid.start, other.valid.start], ends = [one.valid.end, other.valid.end];
  return { ...one, count: one.count + other.count, lines: [...one.lines, ...other.lines],
    agencies: [...new Set([...one.agencies, ...other.agencies])].sort(),
    valid: { start: starts.includes(null) ? null : starts.sort()[0], end: ends.includes(null) ? null : ends.sort()[1] } };
}

/** Whoever is in a new group is in no other; groups of fewer than two end.
 * @param {Map<string, Group>} groups @param {string} id @param {string} name @param {string[]} members */
export function combine(groups, id, name, members) {
  for (const [other, group] of [...groups]) {
    const rest = [...group.members].filter((each) => !members.includes(each));
    if (rest.length < 2) groups.delete(other);
    else groups.set(other, { ...group, members: new Set(rest) });
  }
  groups.set(id, { name, members: new Set(members), open: false });
}
