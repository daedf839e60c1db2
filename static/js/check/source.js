// The source beside the draft: as text by lines, and a PDF as pictures of its pages.
//
// Events: "line" (detail: the 1-based line that somebody pressed).

import { byId, enclosing, keepSetting, readSetting } from "./dom.js";
import { SourcePages } from "./source_pages.js";
import { SourceText } from "./source_text.js";

/**
 * @import { Emitter } from "./dom.js"
 * @import { Lines } from "./items.js"
 *
 * @typedef {[number, number, number, number, number]} LinePlace 1-based page; left, top, right, bottom as shares of it
 * @typedef {{ lines: string[], pages: number[], places: LinePlace[][], page_count: number }} SourceAnswer
 * @typedef {"text" | "pages"} ViewName
 */

const Base = /** @type {Emitter<{ line: CustomEvent<number> }>} */ (/** @type {unknown} */ (EventTarget));

export class Source extends Base {
  /** @param {string} address of the picture of page 0 */
  constructor(address) {
    super();
    this.address = address;
    this.body = byId("source-body");
    this.switch = byId("source-switch");
    /** @type {string[]} */
    this.lines = [];
    /** @type {Partial<{ text: SourceText, pages: SourcePages }>} */
    this.views = {};
    /** @type {SourceText | SourcePages | null} */
    this.view = null;
    /** @type {Lines | null} */
    this.shown = null;
    this.switch.addEventListener("click", (event) => {
      const name = enclosing(event.target, "[data-view]")?.dataset.view;
      if (name === "text" || name === "pages") {
        keepSetting("source-view", name);
        this.choose(name);
      }
    });
  }

  /** @param {SourceAnswer} answer */
  load(answer) {
    this.lines = answer.lines;
    byId("source-loading").hidden = this.lines.length > 0;
    byId("source-loading").textContent = "この原本には、行に分けた本文がありません。";
    const tell = (/** @type {number} */ line) => this.dispatchEvent(new CustomEvent("line", { detail: line }));
    this.views = { text: new SourceText(byId("source-text"), answer, tell) };
    if (answer.page_count > 0) {
      this.views.pages = new SourcePages(byId("source-pages"), answer, this.address, tell);
    }
    this.switch.hidden = !this.views.pages;
    this.choose(this.views.pages && readSetting("source-view", "pages") === "pages" ? "pages" : "text");
  }

  /**
   * Gives the sheets of the pages their shapes, width by height.
   *
   * @param {number[]} shapes
   */
  shape(shapes) {
    this.views.pages?.shape(shapes);
    if (this.shown) {
      this.view?.reveal(this.shown.first);
    }
  }

  /** @param {ViewName} name */
  choose(name) {
    const shown = this.shown;
    for (const [other, view] of Object.entries(this.views)) {
      view.root.hidden = other !== name;
    }
    for (const choice of this.switch.children) {
      choice.setAttribute("aria-pressed", String(choice.getAttribute("data-view") === name));
    }
    this.view = this.views[name] ?? null;
    if (shown) {
      this.show(shown);
    }
  }

  /**
   * Marks the lines from `first` to `last` and brings the first into sight; with null nothing is marked.
   *
   * @param {Lines | null} lines
   */
  show(lines, { scroll = true } = {}) {
    this.shown = lines;
    for (const view of Object.values(this.views)) {
      view.mark(lines);
    }
    if (lines && scroll) {
      this.view?.reveal(lines.first);
    }
  }

  /** @param {number[]} lines */
  warn(lines) {
    this.views.text?.warn(lines);
  }

  /**
   * The line at a height of the window, with the share of it that lies above.
   *
   * @param {number} y
   */
  lineAt(y) {
    return this.view?.lineAt(y) ?? null;
  }

  /**
   * Scrolls so that the line, a share of it with it, lies at a height of the window.
   *
   * @param {number} line
   * @param {number} y
   */
  align(line, y) {
    const top = this.view?.topOf(line);
    if (top !== null && top !== undefined) {
      this.body.scrollTop += top - y;
    }
  }
}
