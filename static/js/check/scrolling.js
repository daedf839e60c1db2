// Source and draft scroll together: the pane under the pointer or with the focus leads, the other follows. The one that
// follows never leads back.

import { enclosing, keepSetting, readSetting } from "./dom.js";

/**
 * @import { List } from "./list.js"
 * @import { Found, LookUp } from "./look_up.js"
 * @import { Source } from "./source.js"
 */

const SETTLED = 150; // milliseconds after which rows that came near have their height
const HEIGHT = 0.3; // the share of the pane's height at which both show the same line

export class Scrolling {
  /**
   * @param {{ source: Source, list: List, result: HTMLElement, toggle: HTMLInputElement, lookUp: LookUp }} page
   */
  constructor({ source, list, result, toggle, lookUp }) {
    this.source = source;
    this.list = list;
    this.result = result;
    this.lookUp = lookUp;
    /** @type {HTMLElement | null} */
    this.leader = null;
    this.frame = 0;
    this.timer = 0;
    this.still = window.matchMedia("(prefers-reduced-motion: reduce)");
    toggle.checked = readSetting("together", true);
    toggle.addEventListener("change", () => keepSetting("together", toggle.checked));
    this.toggle = toggle;
    for (const pane of [source.body, result]) {
      for (const event of ["pointerenter", "pointerdown", "wheel", "touchstart", "focusin", "keydown"]) {
        pane.addEventListener(event, () => this.lead(pane), { passive: true });
      }
      pane.addEventListener("scroll", () => this.onScroll(pane), { passive: true });
    }
  }

  /** @param {HTMLElement} pane */
  lead(pane) {
    this.leader = pane;
  }

  // Both panes have been brought to their places: nobody leads until somebody scrolls.
  rest() {
    this.leader = null;
  }

  get isOn() {
    const scrolls = getComputedStyle(this.result).overflowY === "auto";
    return this.toggle.checked && !this.still.matches && scrolls;
  }

  /** @param {HTMLElement} pane */
  onScroll(pane) {
    if (pane === this.leader && this.frame === 0) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.follow(pane);
      });
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => pane === this.leader && this.follow(pane), SETTLED);
    }
  }

  /** @param {HTMLElement} pane */
  follow(pane) {
    if (!this.isOn) {
      return;
    }
    const y = heightIn(pane);
    if (pane === this.source.body) {
      const line = this.source.lineAt(y);
      const target = line && this.lookUp.itemAt(Math.floor(line));
      if (line && target) {
        this.alignResult(target, line);
      }
    } else {
      const line = this.lineInResult(y);
      if (line) {
        this.source.align(line, heightIn(this.source.body));
      }
    }
  }

  /**
   * The source line at a height of the draft's pane, with a share of the way through the row.
   *
   * @param {number} y
   */
  lineInResult(y) {
    const box = this.list.root.getBoundingClientRect();
    const row = enclosing(document.elementFromPoint(box.left + box.width / 2, y), "[data-key]");
    const lines = row?.dataset.key ? this.lookUp.linesOf(row.dataset.key) : null;
    if (!row || !lines) {
      return null;
    }
    const { top, height } = row.getBoundingClientRect();
    const share = Math.min(0.99, Math.max(0, (y - top) / height));
    return lines.first + share * (lines.last - lines.first + 1);
  }

  /**
   * @param {Found} found
   * @param {number} line
   */
  alignResult({ key, lines }, line) {
    const node = this.list.nodes.get(key);
    if (node) {
      const { top, height } = node.getBoundingClientRect();
      const share = Math.min(1, Math.max(0, (line - lines.first) / (lines.last - lines.first + 1)));
      this.result.scrollTop += top + share * height - heightIn(this.result);
    }
  }
}

/** @param {HTMLElement} pane */
function heightIn(pane) {
  const { top, height } = pane.getBoundingClientRect();
  return top + height * HEIGHT;
}
