// The source beside the draft: as text by lines, and a PDF as pictures of its pages.
//
// Events: "line" (detail: the 1-based line that somebody pressed).

import { byId, keepSetting, readSetting } from "./dom.js";
import { SourcePages } from "./source_pages.js";
import { SourceText } from "./source_text.js";

export class Source extends EventTarget {
  constructor(address) {
    super();
    this.address = address;
    this.body = byId("source-body");
    this.switch = byId("source-switch");
    this.lines = [];
    this.view = null;
    this.switch.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-view]");
      if (choice) {
        keepSetting("source-view", choice.dataset.view);
        this.choose(choice.dataset.view);
      }
    });
  }

  load(answer) {
    this.lines = answer.lines;
    byId("source-loading").hidden = this.lines.length > 0;
    byId("source-loading").textContent = "この原本には、行に分けた本文がありません。";
    const tell = (line) => this.dispatchEvent(new CustomEvent("line", { detail: line }));
    this.views = { text: new SourceText(byId("source-text"), answer, tell) };
    if (answer.page_count > 0) {
      this.views.pages = new SourcePages(byId("source-pages"), answer, this.address, tell);
    }
    this.switch.hidden = !this.views.pages;
    const wanted = readSetting("source-view", "pages");
    this.choose(this.views[wanted] ? wanted : "text");
  }

  // Gives the sheets of the pages their shapes, width by height.
  shape(shapes) {
    this.views.pages.shape(shapes);
    if (this.shown) {
      this.view.reveal(this.shown.first);
    }
  }

  choose(name) {
    const shown = this.shown;
    this.name = name;
    for (const [other, view] of Object.entries(this.views)) {
      view.root.hidden = other !== name;
    }
    for (const choice of this.switch.children) {
      choice.setAttribute("aria-pressed", String(choice.dataset.view === name));
    }
    this.view = this.views[name];
    if (shown) {
      this.show(shown);
    }
  }

  // Marks the lines from `first` to `last` and brings the first into sight; with null nothing is marked.
  show(lines, { scroll = true } = {}) {
    this.shown = lines;
    for (const view of Object.values(this.views ?? {})) {
      view.mark(lines);
    }
    if (lines && scroll) {
      this.view?.reveal(lines.first);
    }
  }

  warn(lines) {
    this.views?.text.warn(lines);
  }

  // The line at a height of the window, with the share of it that lies above.
  lineAt(y) {
    return this.view?.lineAt(y) ?? null;
  }

  // Scrolls so that the line, less a share of the lines up to `last`, lies at a height of the window.
  align(line, y) {
    const top = this.view?.topOf(line);
    if (top !== null && top !== undefined) {
      this.body.scrollTop += top - y;
    }
  }
}
