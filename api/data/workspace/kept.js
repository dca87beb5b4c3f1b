// Charts on the server: kept, opened by version, compared, shared, said something of, put away.
import { button, byId, fill, make } from "./dom.js";
import { choice, codes, drawEntity, drawLink, drawnList, labelled, stricter } from "./draw.js";
import { sendIn } from "./forms.js";
import { aroundOf, chainOf, sound, within } from "./grouping.js";
import { addCommands } from "./commands.js";
import { compare } from "./compare.js";
import { ask, remembered, send } from "./door.js";
import { goTo } from "./panels.js";
import { news, stand, trying } from "./session.js";
import { say, written } from "./words.js";

/** @param {import("./model.js").Chart} chart @param {import("./canvas.js").Canvas} canvas
 * @param {import("./acts.js").Acts} acts @returns {(place: HTMLElement) => Promise<void>} */
export function startKept(chart, canvas, acts) {
  /** Charts of ours that were opened or kept here. @type {Map<string, any>} */ const ours = new Map();

  addCommands("kept", [
    { name: "entity", word: "page.entity", act: () => { drawEntity(canvas, acts); } },
    { name: "link", word: "page.link", act: () => { drawLink(chart, acts); } },
    { name: "keep", word: "page.keep", act: () => { keep(); } },
  ]);

  async function keep() {
    const [open] = [...chart.state.kept].flatMap((ref) => ours.get(ref) ?? []);
    let number = 0;
    const sent = await sendIn(say("kept.title"), [
      labelled("kept.name", make("input", { name: "title", required: true, maxlength: 200, value: open?.title ?? "" })),
      labelled("kept.case", make("input", { name: "case", required: true, maxlength: 200, value: open?.case ?? remembered().case })),
      labelled("kept.shared", make("input", { name: "shared", maxlength: 400, value: (open?.shared ?? []).join(", ") })),
      labelled("kept.comment", make("input", { name: "comment", maxlength: 2000 })),
      labelled("draw.handling", codes(open?.handling)),
      labelled("kept.as", choice("as", open ? [["again", say("kept.again")], ["anew", say("kept.anew")]] : [["anew", say("kept.anew")]])),
    ], async (told, key) => {
      const body = sheet(told), path = told.as === "again" ? `/v1/charts/${open.ref}/versions` : "/v1/charts";
      const answer = await send(path, body, key);
      number = answer.number;
      ours.set(answer.ref, { ref: answer.ref, title: body.title, case: body.case, handling: body.handling, shared: body.shared });
      chart.state.kept = new Set([answer.ref]);
    });
    if (sent) news(say("kept.done", { number }));
  }

  /** @param {Record<string, any>} told */
  function sheet({ title, case: of, comment, handling, shared }) {
    const { pinned, hidden, notes, boxes, spots, codes: own } = chart.state;
    const under = (/** @type {string} */ id) => stricter(own.get(id), handling);
    return {
      case: of, title, comment, handling, shared: names(shared),
      spots: chart.held().map((spot) => ({ ...spot, pinned: pinned.has(spot.entity), hidden: hidden.has(spot.entity) })),
      notes: [...notes].filter(([, text]) => text).map(([entity, text]) => ({ entity, text, handling: under(entity) })),
      groups: keptGroups(chart.state).map(({ id, ...one }) => ({ ...one, handling: under(id) })),
      boxes: [...boxes].map(([id, box]) => ({ ...box, ...spots.get(id), pinned: pinned.has(id), handling: under(id) })),
    };
  }

  acts.openChart = (path) => trying(async () => {
    await reopen(path);
    goTo("chart");
  });

  /** @param {string} path */
  async function reopen(path) {
    const kept = await ask("GET", path);
    const held = kept.spots.map((/** @type {any} */ { entity, x, y }) => ({ entity, x, y }));
    const entities = held.map((/** @type {any} */ spot) => spot.entity);
    if (!entities.length) return news(say("kept.empty"));
    const answer = await ask("POST", "/v1/drawing", { entities, held, limit: 5000 });
    if (kept.chart.agency === answer.standing.agency) ours.set(kept.chart.ref, kept.chart);
    chart.put(answer, { anew: true });
    chart.change((state) => {
      for (const spot of kept.spots) {
        if (spot.pinned) state.pinned.add(spot.entity);
        if (spot.hidden) state.hidden.add(spot.entity);
      }
      for (const { entity, text, handling } of kept.notes) {
        state.notes.set(entity, text);
        state.codes.set(entity, handling);
      }
      lay(kept, state);
      state.kept.add(kept.chart.ref);
    });
    stand(answer);
    canvas.fit();
  }

  /** The states that can be compared: what lies open, and every version that is kept.
   * @param {any[]} charts @returns {import("./compare.js").Choice[]} */
  function states(charts) {
    const now = { word: say("compare.open"), sheet: async () => ({ title: say("compare.open"),
      spots: new Map(chart.held().map(({ entity, x = 0, y = 0 }) => [entity, { x, y }])) }) };
    return [now, ...charts.flatMap((one) => numbersOf(one).map((number) => {
      const word = `${one.title}, ${say("kept.version")} ${number}`;
      return { word, sheet: async () => {
        const { spots } = await ask("GET", `/v1/charts/${one.ref}/versions/${number}`);
        return { title: word, spots: new Map(spots.map((/** @type {any} */ spot) => [spot.entity, spot])) };
      } };
    }))];
  }

  /** @param {any} one @param {any[]} charts @param {HTMLElement} beside @param {() => Promise<void>} again */
  function row(one, charts, beside, again) {
    const version = make("select", { "aria-label": say("kept.version") }, ...numbersOf(one).map((each) => make("option", {}, each)));
    const place = () => 1 + charts.slice(0, charts.indexOf(one)).reduce((sum, each) => sum + each.versions, 0) + version.selectedIndex;
    const path = () => `/v1/charts/${one.ref}/versions/${version.value}`;
    return make("li", {}, make("strong", {}, one.title), " ", say("kept.one", { ...one, at: written(one.at) }), " ", version, " ",
      button(say("kept.open"), () => acts.openChart(path())), " ",
      button(say("kept.compare"), () => trying(() => compare(beside, states(charts), place(), acts))), " ",
      button(say("kept.said"), () => trying(() => saidOf(one.ref, beside))), " ",
      button(say("kept.away"), () => putAway(one, again)));
  }

  /** @param {any} one @param {() => Promise<void>} again */
  async function putAway({ ref, title }, again) {
    const sent = await sendIn(say("kept.sure", { title }), [], () => ask("DELETE", `/v1/charts/${ref}`));
    if (!sent) return;
    ours.delete(ref);
    await again();
    news(say("undone"));
  }

  /** @param {string} ref @param {HTMLElement} beside */
  async function saidOf(ref, beside) {
    const { versions, comments } = await ask("GET", `/v1/charts/${ref}`);
    const line = (/** @type {any} */ each) => make("li", {}, [written(each.at), each.agency, each.who, each.text ?? each.comment].filter(Boolean).join(" · "));
    const text = make("input", { maxlength: 2000, "aria-label": say("kept.comment") });
    fill(beside, make("ul", {}, ...versions.map(line), ...comments.map(line)), text, " ",
      button(say("go"), () => trying(async () => {
        await send(`/v1/charts/${ref}/comments`, { text: text.value });
        await saidOf(ref, beside);
        beside.querySelector("input")?.focus();
      })));
  }

  /** @param {HTMLElement} place */
  async function load(place) {
    const { charts } = await ask("GET", "/v1/charts");
    const beside = make("div", { id: "kept-beside" }), again = () => trying(async () => {
      await load(place);
      byId("to-kept").focus();
    });
    fill(place, make("h2", {}, say("page.kept")),
      charts.length ? make("ul", { id: "kept" }, ...charts.map((/** @type {any} */ one) => row(one, charts, beside, again))) : make("p", {}, say("kept.none")),
      beside, make("h2", {}, say("page.drawn")), await drawnList(chart, acts, again));
  }

  return load;
}

/** The versions of a kept chart, the newest first. @param {any} one @returns {string[]} */
function numbersOf(one) {
  return Array.from({ length: one.versions }, (_, at) => String(one.versions - at));
}

/** Groups as the server keeps them: the outer before the inner, each with all who are in it, however deep.
 * @param {import("./model.js").State} state */
function keptGroups({ groups, spots }) {
  const around = aroundOf(groups), depth = (/** @type {string} */ id) => chainOf(id, around).length;
  const ids = [...groups.keys()].sort((a, b) => depth(a) - depth(b));
  return ids.map((id) => ({ id, name: groups.get(id)?.name, open: groups.get(id)?.open, members: within(groups, id),
    inside: around.has(id) ? ids.indexOf(around.get(id) ?? "") : null, ...spots.get(id) }));
}

/** Take in the groups and boxes of a kept chart. @param {any} kept @param {import("./model.js").State} state */
function lay({ groups, boxes }, state) {
  const named = (/** @type {number} */ at) => `group ${at + 1}`;
  /** @type {[string, import("./grouping.js").Group][]} */ const found = groups.map((/** @type {any} */ one, /** @type {number} */ at) => {
    const inner = groups.flatMap((/** @type {any} */ each, /** @type {number} */ place) => (each.inside === at ? [place] : []));
    const deep = new Set(inner.flatMap((/** @type {number} */ place) => groups[place].members));
    const members = [...inner.map(named), ...one.members.filter((/** @type {string} */ id) => !deep.has(id))];
    state.codes.set(named(at), one.handling);
    if (one.x !== null) state.spots.set(named(at), { x: one.x, y: one.y });
    return [named(at), { name: one.name, open: one.open, members: new Set(members) }];
  });
  state.groups = sound(found, (id) => state.shown.has(id));
  boxes.forEach((/** @type {any} */ { text, shape, x, y, pinned, handling }, /** @type {number} */ at) => {
    state.boxes.set(`box ${at + 1}`, { text, shape });
    state.codes.set(`box ${at + 1}`, handling);
    state.spots.set(`box ${at + 1}`, { x, y });
    if (pinned) state.pinned.add(`box ${at + 1}`);
  });
}

/** @param {string} [shared] */
function names(shared = "") {
  return shared.split(",").map((each) => each.trim()).filter(Boolean);
}
