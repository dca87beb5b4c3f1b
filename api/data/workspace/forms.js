// Forms that stay open until the server has taken what they say: a refusal is told in them, and nothing typed is lost.
import { button, make } from "./dom.js";
import { faultOf } from "./session.js";
import { say } from "./words.js";

/** What was typed, without what was left empty.
 * @param {HTMLFormElement} form @returns {Record<string, any>} */
function typed(form) {
  const told = [...new FormData(form)].map(([name, value]) => [name, typeof value === "string" ? value.trim() : value]);
  return Object.fromEntries(told.filter(([, value]) => value !== ""));
}

/** Ask in a dialog for what is to be sent. `act` gets what was typed and a key that stays the same for every try.
 * @param {string} title @param {Node[]} inside @param {(told: Record<string, any>, key: string) => Promise<void>} act
 * @returns {Promise<boolean>} whether it was taken */
export function sendIn(title, inside, act) {
  const key = crypto.randomUUID();
  return new Promise((resolve) => {
    let taken = false;
    const refusal = make("p", { role: "alert", class: "refusal" });
    const go = make("button", { type: "submit", class: "main" }, say("go"));
    const back = button(say("cancel"), () => dialog.close());
    const form = make("form", { on: { submit: sending } }, make("h2", { id: "dialog-title" }, title), ...inside, refusal,
      make("p", { class: "row" }, go, back));
    const dialog = make("dialog", { "aria-labelledby": "dialog-title" }, form);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(taken);
    });
    // What is under way is not left by Escape as if it had not been sent.
    dialog.addEventListener("cancel", (/** @type {Event} */ event) => go.disabled && event.preventDefault());

    /** @param {Event} event */
    async function sending(event) {
      event.preventDefault();
      go.disabled = back.disabled = true;
      refusal.textContent = "";
      try {
        await act(typed(form), key);
        taken = true;
        dialog.close();
      } catch (error) {
        refusal.textContent = faultOf(error);
      } finally {
        go.disabled = back.disabled = false;
      }
    }

    document.body.append(dialog);
    dialog.showModal();
  });
}

let fields = 0;

/** A field with its name before it, and with `hint` what it is good for.
 * @param {string} word @param {any} control @param {string} [hint] */
export function field(word, control, hint) {
  return named(say(word), control, hint ? say(hint) : "");
}

/** The same by a name that is no word of the page's own.
 * @param {string} name @param {any} control @param {string} [hint] */
export function named(name, control, hint = "") {
  // The label stands beside its control: around it, what the control holds would be part of the name.
  control.id = `field-${++fields}`;
  if (hint) control.setAttribute("aria-describedby", `hint-${fields}`);
  return make("p", {}, make("label", { for: control.id }, name), " ", control,
    hint ? make("span", { id: `hint-${fields}`, class: "soft" }, ` ${hint}`) : null);
}

/** A line of text. @param {string} name @param {Record<string, any>} [given] */
export function line(name, given = {}) {
  return make("input", { name, maxlength: 400, autocomplete: "off", ...given });
}

/** Several lines of text. @param {string} name @param {Record<string, any>} [given] @param {string} [text] */
export function lines(name, given = {}, text = "") {
  const made = make("textarea", { name, maxlength: 2000, rows: 3, ...given });
  made.value = text;
  return made;
}

/** Why something is done, as it is kept with it. */
export function reason() {
  return field("hand.reason", lines("reason", { required: true, minlength: 10 }));
}
