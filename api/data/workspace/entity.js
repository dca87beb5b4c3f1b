// One entity: every value beside who says it, what it is linked to, and how its records came together.
import { ask, askFile, Refused } from "./door.js";
import { button, byId, counted, fill, make } from "./dom.js";
import { sinceLast, sinceThen } from "./looked.js";
import { stand } from "./session.js";
import { whereabouts } from "./where.js";
import { plain, say, written } from "./words.js";

/** @param {any} origin */
function source(origin) {
  const told = [say("source", origin), origin.handling];
  if (origin.grade) told.push(say("graded", { grade: origin.grade }));
  if (origin.desk) told.push(say("desk", origin));
  told.push(say("recorded", { time: written(origin.recorded) }));
  if (origin.permit.clause) told.push(say("under", origin.permit));
  return told.join(" · ");
}

/** @param {any} valid */
function held(valid) {
  if (valid.start === null && valid.end === null) return "";
  return say("holds", { from: written(valid.start), to: written(valid.end) });
}

/** @param {any[]} facts @param {"property"|"value"} by @returns {Map<string, any[]>} */
function grouped(facts, by) {
  const groups = new Map();
  for (const fact of facts) groups.set(fact[by], [...(groups.get(fact[by]) ?? []), fact]);
  return groups;
}

/** Values of one property: conflicts side by side, never blended. @param {string} name @param {any[]} facts */
function property(name, facts) {
  const values = grouped(facts, "value");
  const differ = values.size > 1 ? make("em", { class: "differ" }, say("differ", { count: values.size })) : null;
  const rows = [...values].map(([value, said]) => make("li", {},
    make("strong", {}, said[0].raw || value),
    make("ul", { class: "sources" }, ...said.map((/** @type {any} */ fact) => make("li", {},
      [source(fact.origin), held(fact.valid)].filter(Boolean).join(" · "))))));
  return make("section", {}, make("h4", {}, plain(name), " ", differ), make("ul", { class: "values" }, ...rows));
}

/** @param {any} found @param {Record<string, any>} acts */
function links(found, acts) {
  const rows = found.neighbours.map((/** @type {any} */ each) => {
    const roles = counted(each.links, (/** @type {any} */ link) => plain(link.role || link.kind));
    return make("li", {}, button(each.name, () => acts.open(each.entity), { class: "name" }),
      make("span", { class: "soft" }, ` ${plain(each.kind)}: `,
        roles.map(([role, many]) => (many > 1 ? `${role} ×${many}` : role)).join(", "), " "),
      button(say("add"), () => acts.add([each.entity]), { "aria-label": `${say("add")}: ${each.name}` }));
  });
  return rows.length ? make("ul", { class: "linked" }, ...rows) : make("p", {}, say("nothing"));
}

/** What is dated, in the order of time. @param {any} entity @param {any} found */
function times(entity, found) {
  const dated = [
    ...entity.facts.map((/** @type {any} */ fact) => [fact.valid.start, `${plain(fact.property)}: ${fact.raw || fact.value}`]),
    ...found.neighbours.flatMap((/** @type {any} */ each) => each.links.map((/** @type {any} */ link) =>
      [link.valid.start, `${plain(link.role || link.kind)}: ${each.name}`])),
  ].filter(([start]) => start !== null).sort((a, b) => (a[0] < b[0] ? -1 : 1));
  return make("ol", { class: "times" }, ...dated.map(([start, text]) =>
    make("li", {}, make("time", { datetime: start }, written(start)), ` ${text}`)));
}

/** @param {any} match */
function joint(match) {
  const said = (/** @type {string} */ side) => {
    const told = match.comparisons.flatMap((/** @type {any} */ each) => each[side])[0];
    return told ? `${told.agency} ${told.record}` : "…";
  };
  const place = make("div", {});
  const draw = async () => {
    const picture = await askFile("GET", `/v1/why/${match.first}/${match.second}/picture`);
    fill(place, make("img", { src: URL.createObjectURL(picture), alt: say("together"), class: "why" }));
  };
  return make("li", {}, say("joint", { left: said("left_said"), right: said("right_said"),
    decision: match.decision, score: match.score.toFixed(1) }), " ", button(say("joint.picture"), draw), place);
}

/** How the records came together, which takes longest to work out: it comes when it is there.
 * @param {string} id @param {Record<string, any>} acts */
function joints(id, acts) {
  const place = make("div", { "aria-busy": "true" }, make("p", {}, say("loading")));
  ask("GET", `/v1/entities/${id}/matches`).then(({ matches }) =>
    fill(place, matches.length ? make("ul", {}, ...matches.map(joint)) : make("p", {}, say("together.alone"))), (error) => {
    fill(place);
    acts.told(error);
  }).finally(() => place.setAttribute("aria-busy", "false"));
  return place;
}

/** Show one entity in the panel. @param {string} id @param {Record<string, any>} acts
 * @param {typeof sinceLast} since what tells of changes */
export async function showEntity(id, acts, since = sinceLast) {
  const panel = byId("entity");
  panel.setAttribute("aria-busy", "true");
  const [{ entity, marking, standing }, found] = await Promise.all([
    ask("GET", `/v1/entities/${id}`), ask("GET", `/v1/entities/${id}/neighbours?limit=100`)]);
  const facts = grouped(entity.facts, "property");
  stand({ standing, marking });
  fill(panel,
    make("h3", { tabindex: -1, id: "entity-name" }, entity.name),
    make("p", { class: "soft" }, [plain(entity.kind), ...entity.roles.map(plain), entity.agencies.join(", ")].join(" · ")),
    make("p", { class: "row" }, ...acts.commands(entity)),
    since(id, entity, found.neighbours, acts.told),
    entity.possible.length ? make("section", {}, make("h4", {}, say("possible")),
      make("ul", {}, ...entity.possible.map((/** @type {any} */ each) => make("li", {},
        button(`${each.name} (${each.score.toFixed(1)})`, () => acts.open(each.entity), { class: "name" }))))) : null,
    make("h4", {}, say("values")), ...[...facts].map(([name, said]) => property(name, said)),
    make("h4", {}, say("links")), links(found, acts),
    make("h4", {}, say("together")),
    joints(id, acts),
    make("h4", {}, say("times")), times(entity, found),
    whereabouts(entity, found.neighbours, acts));
  panel.dataset.of = entity.id;
  panel.setAttribute("aria-busy", "false");
  return { entity, marking };
}

/** Show the entity that is open as it shows by now, or nothing if it does not; the keyboard stays where it was.
 * @param {Record<string, any>} acts */
export async function showAgain(acts) {
  const panel = byId("entity"), inside = panel.contains(document.activeElement);
  if (!panel.dataset.of) return;
  try {
    await showEntity(panel.dataset.of, acts, sinceThen);
  } catch (error) {
    panel.setAttribute("aria-busy", "false");
    if (!(error instanceof Refused) || error.status !== 404) throw error;
    fill(panel);
    delete panel.dataset.of;
  }
  if (inside) (document.getElementById("entity-name") ?? byId("find-text")).focus();
}
