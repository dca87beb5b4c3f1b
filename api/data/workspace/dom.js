// Small helpers for the page. Every text goes in as text: a name can never become markup.

/** The element with an id; missing ones are a fault of ours.
 * @param {string} id @returns {any} */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element #${id}`);
  return found;
}

/** Make an element; `on` holds listeners, everything else is an attribute.
 * @param {string} tag
 * @param {Record<string, any>} [given]
 * @param {...(Node|string|number|null|undefined|false)} inside
 * @returns {any} */
export function make(tag, given = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  for (const each of inside) {
    if (each === null || each === undefined || each === false) continue;
    made.append(each instanceof Node ? each : String(each));
  }
  return made;
}

/** A button that does something.
 * @param {string} text @param {(event: Event) => void} act @param {Record<string, any>} [given] */
export function button(text, act, given = {}) {
  return make("button", { type: "button", ...given, on: { click: act } }, text);
}

/** Replace what is inside an element.
 * @param {Element} element @param {...(Node|string|number|null|undefined|false)} inside */
export function fill(element, ...inside) {
  element.replaceChildren();
  for (const each of inside) {
    if (each !== null && each !== undefined && each !== false) {
      element.append(each instanceof Node ? each : String(each));
    }
  }
}

/** Count things by a name, most first.
 * @template T @param {Iterable<T>} things @param {(thing: T) => string} name
 * @returns {[string, number][]} */
export function counted(things, name) {
  const counts = new Map();
  for (const thing of things) counts.set(name(thing), (counts.get(name(thing)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}

/** Wait until somebody stops typing.
 * @param {() => void} act @param {number} pause milliseconds */
export function afterTyping(act, pause = 120) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(act, pause);
  };
}

/** Show a dialog with a form; resolves to its values, or null if it was closed.
 * @param {string} title @param {Node[]} inside @param {string} yes @param {string} no
 * @returns {Promise<FormData|null>} */
export function askIn(title, inside, yes, no) {
  return new Promise((resolve) => {
    const heading = make("h2", { id: "dialog-title" }, title);
    const form = make("form", { method: "dialog" }, heading, ...inside,
      make("p", { class: "row" },
        make("button", { type: "submit", value: "yes", class: "main" }, yes),
        button(no, () => dialog.close(""))));
    const dialog = make("dialog", { "aria-labelledby": "dialog-title" }, form);
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes" ? new FormData(form) : null);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Do something once for any number of calls in a row, as soon as what calls it is through.
 * @param {() => void} act */
export function together(act) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      act();
    });
  };
}

/** The same once what else comes of the calls is on the screen: drawn in one frame, it is there by the next.
 * @param {() => void} act */
export function afterwards(act) {
  return together(() => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(act))));
}
