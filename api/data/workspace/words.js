// Every text of the page, by language. A key that a language lacks is said in English.

/** @type {Record<string, Record<string, string>>} */
const WORDS = {
  en: {
    "language": "English",
    "search.none": "Nothing found.",
    "search.some": "{count} found",
    "search.by": "by {property}: {value}",
    "facet.all": "all",
    "lost": "The server cannot be reached. What is here stays; try again in a moment.",
    "refused": "Not answered: {why}",
    "ended": "Your session has ended: open the link or sign in again. What is here stays.",
    "nothing": "There is nothing here.",
    "empty": "The chart is empty. Search for somebody, or show those who matter.",
    "loading": "Asking…",
    "seen": "Seen by {viewer} of {agency} for {purpose}; resting on: {agreements}; known {known} UTC.",
    "own": "own records only",
    "marking.onward": "passing on: {onward}",
    "marking.evidence": "use in court: {evidence}",
    "marking.first": "verify first with {first}",
    "loads": "Last records: {list}.",
    "add": "Put on chart",
    "open": "Open",
    "expand": "Expand ({count} linked)",
    "expand.title": "What to put on the chart",
    "expand.many": "{name} is linked to {count}: choose what to add.",
    "expand.first": "The first {count} are listed; more come when these are on the chart.",
    "expand.most": "How many at most",
    "pin": "Pin",
    "unpin": "Let go",
    "hide": "Hide",
    "remove": "Take off",
    "note": "Note",
    "note.title": "Note on {name}",
    "path.from": "Path from here",
    "path.to": "Path to here",
    "path.start": "Path begins at {name}. Open another entity and choose Path to here.",
    "path.none": "No path between the two in what you may see.",
    "path.found": "{count} paths of {hops} steps",
    "path.show": "Show on chart",
    "selected": "{name}, {kind}",
    "chart.count": "{nodes} entities, {edges} links; {more} more lie near",
    "values": "Values and who says so",
    "differ": "{count} values differ",
    "source": "{agency}, {source} {record}",
    "desk": "desk: {desk}",
    "graded": "graded {grade}",
    "under": "shown under {agreement} v{version}, clause {clause}",
    "recorded": "known since {time}",
    "holds": "holds {from} to {to}",
    "ever": "…",
    "possible": "Possibly the same, not merged",
    "links": "Linked to",
    "together": "How the records came together",
    "together.alone": "One record alone.",
    "joint": "{left} and {right}: {decision}, {score}",
    "joint.picture": "Picture",
    "times": "In time",
    "review.none": "No pair waits for a decision.",
    "review.pair": "Pair {number} of {count}",
    "review.chance": "{percent} % by the records alone",
    "review.reason": "Reason (kept with the decision)",
    "same": "Same (s)",
    "different": "Different (d)",
    "unsure": "Unsure (u)",
    "skip": "Later (l)",
    "undo.decision": "Undo: {verdict}",
    "decided": "Decided: {verdict}. The picture follows at the next question.",
    "undone": "Taken back.",
    "reason.needed": "Say why, in three letters at least.",
    "evidence": "Records behind the link",
    "window": "{from} to {to}",
    "window.all": "all times",
    "play": "Play",
    "stop": "Stop",
    "save.lost": "{count} of the saved entities are not there.",
    "save.bad": "This is no chart file of ours.",
    "save.moved": "What shows has changed since the file was saved.",
    "hand.title": "Hand over",
    "hand.recipient": "Recipient",
    "hand.reason": "Reason",
    "hand.format": "File",
    "hand.free": "Leave out what may not be passed on",
    "go": "Go on",
    "cancel": "Cancel",
    "left.out": "Some of it may not be passed on: {why}",
    "community": "community {number}",
    "table.name": "Name", "table.kind": "Kind", "table.agencies": "Agencies", "table.links": "Links",
    "table.does": "Do", "table.from": "From", "table.role": "Role", "table.to": "To",
    "table.records": "Records", "table.when": "When",
    "sign.failed": "Not signed in: {why}",
    "footnote": "{marking} · {standing}",
  },
  es: {
    "language": "Español",
    "search.none": "Nada encontrado.",
    "search.some": "{count} resultados",
    "search.by": "por {property}: {value}",
    "facet.all": "todo",
    "lost": "No se llega al servidor. Lo que hay aquí queda; inténtelo de nuevo.",
    "refused": "Sin respuesta: {why}",
    "nothing": "Aquí no hay nada.",
    "empty": "El gráfico está vacío. Busque a alguien o muestre a los importantes.",
    "loading": "Preguntando…",
    "seen": "Visto por {viewer} de {agency} para {purpose}; según: {agreements}; a {known} UTC.",
    "own": "solo registros propios",
    "add": "Al gráfico",
    "open": "Abrir",
    "expand": "Ampliar ({count} vínculos)",
    "expand.title": "Qué poner en el gráfico",
    "expand.many": "{name} tiene {count} vínculos: elija.",
    "expand.most": "Cuántos como máximo",
    "pin": "Fijar", "unpin": "Soltar", "hide": "Ocultar", "remove": "Quitar", "note": "Nota",
    "note.title": "Nota sobre {name}",
    "path.from": "Camino desde aquí", "path.to": "Camino hasta aquí",
    "path.none": "Ningún camino en lo que usted puede ver.",
    "path.show": "Mostrar en el gráfico",
    "chart.count": "{nodes} entidades, {edges} vínculos; {more} más cerca",
    "values": "Valores y quién los dice",
    "differ": "{count} valores distintos",
    "possible": "Posiblemente la misma, sin unir",
    "links": "Vinculado a",
    "together": "Cómo se unieron los registros",
    "times": "En el tiempo",
    "review.none": "Ningún par espera decisión.",
    "same": "Igual (s)", "different": "Distinto (d)", "unsure": "Dudoso (u)", "skip": "Después (l)",
    "undo.decision": "Deshacer: {verdict}",
    "play": "Reproducir", "stop": "Parar",
    "hand.title": "Entregar", "hand.recipient": "Destinatario", "hand.reason": "Motivo", "hand.format": "Archivo",
    "go": "Seguir", "cancel": "Cancelar",
    "table.name": "Nombre", "table.kind": "Clase", "table.agencies": "Agencias", "table.links": "Vínculos",
    "table.does": "Hacer", "table.from": "De", "table.role": "Papel", "table.to": "A",
    "table.records": "Registros", "table.when": "Cuándo",
    "page.whole": "Mostrar todas las filas", "page.search": "Buscar", "page.find": "Buscar un nombre, un número, una dirección", "page.chart": "Gráfico",
    "page.queue": "Por decidir", "page.table": "El gráfico como tabla", "page.about": "Elegido",
    "page.matter": "Los importantes", "page.undo": "Deshacer", "page.redo": "Rehacer", "page.fit": "Ajustar",
    "page.save": "Guardar", "page.load": "Abrir archivo", "page.hand": "Entregar", "page.print": "Imprimir",
    "page.png": "Imagen", "page.clear": "Vaciar", "page.hidden": "Mostrar lo oculto", "page.filter": "Filtrar",
    "page.colour": "Color", "page.size": "Tamaño", "page.timeline": "Tiempo", "page.language": "Idioma",
    "page.lead": "Solo un indicio. La falta de resultados no exime a nadie. Confirme órdenes y avisos con la agencia.",
  },
};
const KEPT = "comity-language";
let language = localStorage.getItem(KEPT) ?? "en";

export function languages() {
  return Object.entries(WORDS).map(([code, words]) => ({ code, name: words["language"] }));
}

export function spoken() {
  return language in WORDS ? language : "en";
}

/** @param {string} code */
export function speak(code) {
  language = code;
  localStorage.setItem(KEPT, code);
}

/** A text in the language of the page. @param {string} key @param {Record<string, any>} [given] */
export function say(key, given = {}) {
  const text = WORDS[spoken()][key] ?? WORDS["en"][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(given[name] ?? ""));
}

/** Put the page's own texts into another language: those marked with data-say. */
export function translate() {
  document.documentElement.lang = spoken();
  for (const each of document.querySelectorAll("[data-say]")) {
    const key = each.getAttribute("data-say") ?? "";
    const english = each.getAttribute("data-english") ?? each.textContent ?? "";
    each.setAttribute("data-english", english);
    each.textContent = WORDS[spoken()][key] ?? english;
  }
}

/** A word of the vocabulary as people write it. @param {string} word */
export function plain(word) {
  return word.replaceAll("_", " ");
}

/** A time as it is written on paper; empty for an open end. @param {string|null} time */
export function written(time) {
  return time === null ? say("ever") : time.slice(0, 16).replace("T", " ").replace(" 00:00", "");
}
