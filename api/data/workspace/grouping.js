// Several entities as one box on the chart, a box within a box too: folded for drawing, opened again, with counts.

/** @typedef {import("./model.js").ChartNode} ChartNode */
/** @typedef {import("./model.js").ChartEdge} ChartEdge */
/** What lies in a group: entities, and groups by their ids.
 * @typedef {{name: string, members: Set<string>, open: boolean}} Group */
/** @typedef {Map<string, Group>} Groups */

export const GROUP = "group ";

/** The group around each thing that lies in one. @param {Groups} groups @returns {Map<string, string>} */
export function aroundOf(groups) {
  return new Map([...groups].flatMap(([id, { members }]) => [...members].map((one) => /** @type {[string, string]} */ ([one, id]))));
}

/** The groups around something, from the inside out. @param {string} one @param {Map<string, string>} around */
export function chainOf(one, around) {
  const chain = [];
  for (let at = around.get(one); at !== undefined; at = around.get(at)) chain.push(at);
  return chain;
}

/** Every entity within a group, however deep. @param {Groups} groups @param {string} id @returns {string[]} */
export function within(groups, id) {
  return [...(groups.get(id)?.members ?? [])].flatMap((one) => (groups.has(one) ? within(groups, one) : [one]));
}

/** Where something is seen: itself, or the outermost closed group that it lies in.
 * @param {string} one @param {Groups} groups @param {Map<string, string>} around */
export function seenAs(one, groups, around) {
  return chainOf(one, around).filter((id) => !groups.get(id)?.open).at(-1) ?? one;
}

/** The chart as it is drawn: each closed group that lies in no other is one node, and links go to it.
 * @param {ChartNode[]} nodes @param {ChartEdge[]} edges @param {Groups} groups */
export function folded(nodes, edges, groups) {
  if (![...groups.values()].some(({ open }) => !open)) return { nodes, edges };
  const around = aroundOf(groups);
  const inside = new Map(nodes.map(({ entity }) => [entity, seenAs(entity, groups, around)]));
  const boxes = new Map();
  const seen = [];
  for (const node of nodes) {
    const group = inside.get(node.entity) ?? node.entity;
    if (group === node.entity) seen.push(node);
    else boxes.set(group, [...(boxes.get(group) ?? []), node]);
  }
  const drawn = [...boxes].map(([id, members]) => box(id, groups.get(id)?.name ?? "", members));
  return { nodes: [...seen, ...drawn], edges: merged(edges, inside) };
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

/** Put several into a new group. Where all of them lie in one group, the new one lies in it too; else they
 * leave the groups that they are in.
 * @param {Groups} groups @param {string} id @param {string} name @param {string[]} wanted */
export function combine(groups, id, name, wanted) {
  const around = aroundOf(groups);
  const members = wanted.filter((one) => !chainOf(one, around).some((each) => wanted.includes(each)));
  const outer = new Set(members.map((one) => around.get(one)));
  const [home] = outer.size === 1 ? [...outer] : [undefined];
  for (const one of members) leave(groups, around.get(one), one);
  groups.set(id, { name, members: new Set(members), open: false });
  if (home !== undefined) enter(groups, home, id);
  for (const each of [...groups.keys()]) if (each !== id && (groups.get(each)?.members.size ?? 2) < 2) dissolve(groups, each);
}

/** End a group: what lay in it lies where it lay. @param {Groups} groups @param {string} id */
export function dissolve(groups, id) {
  const home = aroundOf(groups).get(id), members = groups.get(id)?.members ?? [];
  groups.delete(id);
  leave(groups, home, id);
  if (home !== undefined) for (const one of members) enter(groups, home, one);
}

/** @param {Groups} groups @param {string|undefined} id @param {string} one */
function leave(groups, id, one) {
  const group = id === undefined ? undefined : groups.get(id);
  if (id !== undefined && group) groups.set(id, { ...group, members: new Set([...group.members].filter((each) => each !== one)) });
}

/** @param {Groups} groups @param {string} id @param {string} one */
function enter(groups, id, one) {
  const group = groups.get(id);
  if (group) groups.set(id, { ...group, members: new Set([...group.members, one]) });
}

/** Of groups that come from elsewhere, what holds together: members that are there, each in one group, none in itself.
 * @param {Iterable<[string, Group]>} found @param {(entity: string) => boolean} there @returns {Groups} */
export function sound(found, there) {
  /** @type {Groups} */ const groups = new Map(found);
  const taken = new Set();
  const free = (/** @type {string} */ one) => (groups.has(one) || there(one)) && !taken.has(one) && Boolean(taken.add(one));
  for (const [id, group] of groups) groups.set(id, { ...group, members: new Set([...group.members].filter(free)) });
  const around = aroundOf(groups);
  for (const id of [...groups.keys()]) if (loops(id, around)) groups.delete(id);
  for (const id of [...groups.keys()]) if (!within(groups, id).length) dissolve(groups, id);
  return groups;
}

/** @param {string} id @param {Map<string, string>} around */
function loops(id, around) {
  const seen = new Set();
  for (let at = around.get(id); at !== undefined; at = around.get(at)) {
    if (at === id || seen.has(at)) return true;
    seen.add(at);
  }
  return false;
}
