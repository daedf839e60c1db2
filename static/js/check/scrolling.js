// Source and draft scroll together: the pane under the pointer or with the focus leads, the other follows. The one that
// follows never leads back.

import { keepSetting, readSetting } from "./dom.js";

const SETTLED = 150; // milliseconds after which rows that came near have their height
const HEIGHT = 0.3; // the share of the pane's height at which both show the same line

export class Scrolling {
  constructor({ source, list, result, toggle, lookUp }) {
    Object.assign(this, { source, list, result, lookUp, leader: null, frame: 0 });
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

  follow(pane) {
    if (!this.isOn) {
      return;
    }
    const y = heightIn(pane);
    if (pane === this.source.body) {
      const line = this.source.lineAt(y);
      const target = line && this.lookUp.itemAt(Math.floor(line));
      if (target) {
        this.alignResult(target, line);
      }
    } else {
      const line = this.lineInResult(y);
      if (line) {
        this.source.align(line, heightIn(this.source.body));
      }
    }
  }

  // The source line at a height of the draft's pane, with a share of the way through the row.
  lineInResult(y) {
    const box = this.list.root.getBoundingClientRect();
    const key = document.elementFromPoint(box.left + box.width / 2, y)?.closest("[data-key]")?.dataset.key;
    const lines = key && this.lookUp.linesOf(key);
    if (!lines) {
      return null;
    }
    const { top, height } = this.list.nodes.get(key).getBoundingClientRect();
    const share = Math.min(0.99, Math.max(0, (y - top) / height));
    return lines.first + share * (lines.last - lines.first + 1);
  }

  alignResult({ key, lines }, line) {
    const node = this.list.nodes.get(key);
    if (node) {
      const { top, height } = node.getBoundingClientRect();
      const share = Math.min(1, Math.max(0, (line - lines.first) / (lines.last - lines.first + 1)));
      this.result.scrollTop += top + share * height - heightIn(this.result);
    }
  }
}

function heightIn(pane) {
  const { top, height } = pane.getBoundingClientRect();
  return top + height * HEIGHT;
}
