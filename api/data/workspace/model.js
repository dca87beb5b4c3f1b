// What is on the chart, and every step back and forward. It draws nothing and asks nobody.

/** @typedef {{entity: string, kind: string, name: string, standing: string, agencies: string[],
 *   links: number, x: number, y: number}} ChartNode */
/** @typedef {{first: string, second: string, kind: string, role: string, count: number,
 *   agencies: string[], lines: string[], strength: string, trust: string, valid: {start: string|null, end: string|null}}} ChartEdge */
/** @typedef {{x: number, y: number}} Spot */
/** `codes` are the handling codes that notes, groups and boxes came with, by what they hang on or are;
 * `kept` is the reference of the kept chart that this is a state of: a step back brings it again.
 * @typedef {{shown: Set<string>, spots: Map<string, Spot>, pinned: Set<string>, hidden: Set<string>,
 *   notes: Map<string, string>, codes: Map<string, string>, groups: Map<string, import("./grouping.js").Group>,
 *   boxes: Map<string, {text: string, shape: string}>, kept: Set<string>}} State */

/** What a note on the chart may look like. */
export const SHAPES = ["box", "ellipse", "diamond", "text"];

/** @returns {State} */
function nothing() {
  return { shown: new Set(), spots: new Map(), pinned: new Set(), hidden: new Set(), notes: new Map(),
    codes: new Map(), groups: new Map(), boxes: new Map(), kept: new Set() };
}

/** @param {State} state @returns {State} */
function copied(state) {
  return {
    shown: new Set(state.shown), spots: new Map(state.spots), pinned: new Set(state.pinned),
    hidden: new Set(state.hidden), notes: new Map(state.notes), codes: new Map(state.codes),
    groups: new Map(state.groups), boxes: new Map(state.boxes), kept: new Set(state.kept),
  };
}

/** @param {ChartEdge} edge */
export function keyOf(edge) {
  return [edge.first, edge.second, edge.kind, edge.role].join(" ");
}

export class Chart extends EventTarget {
  constructor() {
    super();
    /** @type {Map<string, ChartNode>} */ this.known = new Map();
    /** @type {Map<string, ChartEdge>} */ this.edges = new Map();
    this.state = nothing();
    /** @type {State[]} */ this.past = [];
    /** @type {State[]} */ this.future = [];
    /** Kinds, roles, grades and agencies that are switched off, and the window of time; no step of history.
     * @type {{off: Set<string>, from: string, to: string}} */
    this.filter = { off: new Set(), from: "", to: "" };
    /** The one that keys go to, and all that are chosen together. */
    this.selected = "";
    /** @type {Set<string>} */ this.selection = new Set();
    /** How many more lie near what the server drew last. */
    this.omitted = 0;
  }

  /** Take one step that can be undone. @param {(state: State) => void} step */
  change(step) {
    this.past.push(copied(this.state));
    this.future = [];
    step(this.state);
    this.#tell("change");
  }

  undo() {
    this.#turn(this.past, this.future);
  }

  redo() {
    this.#turn(this.future, this.past);
  }

  /** @param {State[]} from @param {State[]} to */
  #turn(from, to) {
    const state = from.pop();
    if (!state) return;
    to.push(this.state);
    this.state = state;
    this.#tell("change");
  }

  /** Take in what the server drew: new entities at its places, all others where they lie.
   * @param {any} drawn @param {{anew?: boolean, wanted?: string[], relaid?: boolean}} [how] `anew` forgets what is
   *   there; `wanted` are those asked for, which do not stay hidden; `relaid` takes every new place */
  put(drawn, { anew = false, wanted = [], relaid = false } = {}) {
    this.omitted = drawn.omitted;
    for (const node of drawn.nodes) this.known.set(node.entity, node);
    const drawnIds = new Set(drawn.nodes.map((/** @type {ChartNode} */ node) => node.entity));
    // The answer has every link between those that it draws: what is not in it shows no more.
    for (const [key, { first, second }] of this.edges) if (drawnIds.has(first) && drawnIds.has(second)) this.edges.delete(key);
    for (const edge of drawn.edges) this.edges.set(keyOf(edge), edge);
    this.change((state) => {
      if (anew) Object.assign(state, nothing());
      for (const { asked, entity } of drawn.leads) moved(state, asked, entity);
      for (const node of drawn.nodes) {
        state.shown.add(node.entity);
        if (relaid || !state.spots.has(node.entity)) state.spots.set(node.entity, { x: node.x, y: node.y });
      }
      const leads = new Map(drawn.leads.map((/** @type {any} */ lead) => [lead.asked, lead.entity]));
      for (const id of wanted) state.hidden.delete(leads.get(id) ?? id);
      for (const id of [...state.shown].filter((each) => !drawnIds.has(each))) {
        state.shown.delete(id);
        this.known.delete(id); // so that no step back brings it again
      }
    });
  }

  /** @param {string} id */
  select(id) {
    this.choose([id]);
  }

  /** Choose several; the last is the one that keys go to. @param {string[]} ids */
  choose(ids) {
    this.selection = new Set(ids);
    this.selected = ids.at(-1) ?? "";
    this.#tell("select");
  }

  /** Choose one more, or leave it out again. @param {string} id */
  toggle(id) {
    this.choose(this.selection.has(id) ? [...this.selection].filter((each) => each !== id) : [...this.selection, id]);
  }

  /** @param {Partial<Chart["filter"]>} wanted */
  narrow(wanted) {
    this.filter = { ...this.filter, ...wanted };
    this.#tell("change");
  }

  /** What is drawn now: on the chart, not hidden, and not filtered away.
   * @returns {ChartNode[]} */
  nodesNow() {
    const { off } = this.filter;
    return [...this.state.shown].filter((id) => !this.state.hidden.has(id))
      .map((id) => this.known.get(id)).filter((node) => node !== undefined)
      .filter((node) => !off.has(`kind ${node.kind}`))
      .filter((node) => node.agencies.some((agency) => !off.has(`agency ${agency}`)));
  }

  /** @returns {ChartEdge[]} */
  edgesNow() {
    const there = new Set(this.nodesNow().map((node) => node.entity));
    return [...this.edges.values()].filter((edge) => there.has(edge.first) && there.has(edge.second))
      .filter((edge) => !this.filter.off.has(`role ${edge.role || edge.kind}`))
      .filter((edge) => !this.filter.off.has(`trust ${edge.trust}`))
      .filter((edge) => inWindow(edge, this.filter));
  }

  /** Places as the server takes them. */
  held() {
    return [...this.state.shown].map((entity) => ({ entity, ...this.state.spots.get(entity) }))
      .filter((spot) => spot.x !== undefined);
  }

  /** @param {string} name */
  #tell(name) {
    this.dispatchEvent(new Event(name));
  }
}

/** An entity goes by another id now: everything said of it goes along.
 * @param {State} state @param {string} from @param {string} to */
function moved(state, from, to) {
  if (state.shown.delete(from)) state.shown.add(to);
  if (state.pinned.delete(from)) state.pinned.add(to);
  if (state.hidden.delete(from)) state.hidden.add(to);
  for (const [id, group] of state.groups) {
    if (group.members.has(from)) state.groups.set(id, { ...group, members: new Set([...group.members].map((each) => (each === from ? to : each))) });
  }
  for (const held of [state.spots, state.notes, state.codes]) {
    const had = held.get(from);
    held.delete(from);
    if (had !== undefined && !held.has(to)) held.set(to, /** @type {any} */ (had));
  }
}

/** Whether a link holds at some time in the window; one without times always does.
 * @param {ChartEdge} edge @param {{from: string, to: string}} window */
export function inWindow(edge, window) {
  const { start, end } = edge.valid;
  if (start === null && end === null) return true;
  return (!window.to || (start ?? "") <= window.to) && (!window.from || (end ?? "9999") >= window.from);
}
