// The border between the panes: dragged, or moved with the arrow keys. And the tabs that take its place on small screens.

import { keepSetting, readSetting } from "./dom.js";

const [LEAST, MOST, STEP] = [20, 75, 2];

export function setUpDivider(divider, panes) {
  const put = (share) => {
    const value = Math.round(Math.min(MOST, Math.max(LEAST, share)));
    panes.style.setProperty("--split", `${value}%`);
    divider.setAttribute("aria-valuenow", value);
    divider.setAttribute("aria-valuetext", `原本 ${value}%`);
    keepSetting("split", value);
  };
  const now = () => Number(divider.getAttribute("aria-valuenow"));
  put(readSetting("split", 45));
  divider.addEventListener("keydown", (event) => {
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

export function setUpTabs(tabs, panes, onShow) {
  const all = [...tabs.querySelectorAll("[role=tab]")];
  const show = (tab) => {
    panes.dataset.tab = tab.id.replace("tab-", "");
    for (const other of all) {
      const isShown = other === tab;
      other.setAttribute("aria-selected", String(isShown));
      other.tabIndex = isShown ? 0 : -1;
    }
    onShow(panes.dataset.tab);
  };
  tabs.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) {
      show(tab);
    }
  });
  tabs.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const other = all.find((tab) => tab !== document.activeElement);
      event.preventDefault();
      show(other);
      other.focus();
    }
  });
  return (name) => show(all.find((tab) => tab.id === `tab-${name}`));
}
