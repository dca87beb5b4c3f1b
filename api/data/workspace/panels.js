// The tabs of the page: each panel is a name, a word for its tab, and what fills it when one turns to it.
import { button, byId, make } from "./dom.js";

/** `load` may fill the place each time; a panel whose place the page has already may need nothing.
 * @typedef {{name: string, word: string, load: (place: HTMLElement) => void|Promise<void>}} Panel */

/** Turn to a panel, and take the keyboard along: what was in hand may be out of sight now.
 * @param {string} name */
export function goTo(name) {
  const tab = byId(`to-${name}`);
  tab.click();
  tab.focus();
}

/** Make a tab for each panel, and turn to the first.
 * @param {Panel[]} panels @param {(error: unknown) => void} told */
export function startPanels(panels, told) {
  const tabs = byId("tabs"), work = byId("middle");
  for (const { name, word } of panels) {
    if (!document.getElementById(`${name}-panel`)) work.append(make("div", { id: `${name}-panel`, hidden: true }));
    tabs.append(button("", () => turnTo(name), { id: `to-${name}`, "data-say": word, "aria-pressed": "false" }));
  }

  /** @param {string} wanted */
  function turnTo(wanted) {
    for (const { name } of panels) {
      byId(`${name}-panel`).hidden = name !== wanted;
      byId(`to-${name}`).setAttribute("aria-pressed", String(name === wanted));
    }
    const panel = panels.find(({ name }) => name === wanted);
    Promise.resolve(panel?.load(byId(`${wanted}-panel`))).catch(told);
  }

  turnTo(panels[0].name);
  return { turnTo };
}
