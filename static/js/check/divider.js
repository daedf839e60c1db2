// The border between the panes: dragged, or moved with the arrow keys. And the tabs that take its place on small screens.

import { enclosing, keepSetting, readSetting } from "./dom.js";

const [LEAST, MOST, STEP] = [20, 75, 2];

/**
 * @param {HTMLElement} divider
 * @param {HTMLElement} panes
 */
export function setUpDivider(divider, panes) {
  const put = (/** @type {number} */ share) => {
    const value = Math.round(Math.min(MOST, Math.max(LEAST, share)));
    panes.style.setProperty("--split", `${value}%`);
    divider.setAttribute("aria-valuenow", String(value));
    divider.setAttribute("aria-valuetext", `原本 ${value}%`);
    keepSetting("split", value);
  };
  const now = () => Number(divider.getAttribute("aria-valuenow"));
  put(readSetting("split", 45));
  divider.addEventListener("keydown", (event) => {
    /** @type {Record<string, number>} */
    const steps = { ArrowLeft: now() - STEP, ArrowRight: now() + STEP, Home: LEAST, End: MOST };
    if (event.key in steps) {
      event.preventDefault();
      put(steps[event.key]);
    }
  });
  divider.addEventListener("pointerdown", (event) => {
    divider.setPointerCapture(event.pointerId);
    event.preventDefault();
    divider.focus();
  });
  divider.addEventListener("pointermove", (event) => {
    if (divider.hasPointerCapture(event.pointerId)) {
      const box = panes.getBoundingClientRect();
      put(((event.clientX - box.left) / box.width) * 100);
    }
  });
  divider.addEventListener("dblclick", () => put(45));
}

/**
 * @param {HTMLElement} tabs
 * @param {HTMLElement} panes
 * @param {(name: string) => void} onShow
 */
export function setUpTabs(tabs, panes, onShow) {
  /** @type {HTMLElement[]} */
  const all = [...tabs.querySelectorAll("[role=tab]")].filter((tab) => tab instanceof HTMLElement);
  const show = (/** @type {HTMLElement | null | undefined} */ tab) => {
    if (!tab) {
      return;
    }
    panes.dataset.tab = tab.id.replace("tab-", "");
    for (const other of all) {
      const isShown = other === tab;
      other.setAttribute("aria-selected", String(isShown));
      other.tabIndex = isShown ? 0 : -1;
    }
    onShow(panes.dataset.tab);
  };
  tabs.addEventListener("click", (event) => show(enclosing(event.target, "[role=tab]")));
  tabs.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const other = all.find((tab) => tab !== document.activeElement);
      event.preventDefault();
      show(other);
      other?.focus();
    }
  });
  return (/** @type {string} */ name) => show(all.find((tab) => tab.id === `tab-${name}`));
}
