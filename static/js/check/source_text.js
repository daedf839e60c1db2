// The source's lines with their numbers. Blocks of lines far away are not laid out until they come near.

import { enclosing, make } from "./dom.js";

/**
 * @import { Lines } from "./items.js"
 * @import { SourceAnswer } from "./source.js"
 */

const BLOCK = 100;

export class SourceText {
  /**
   * @param {HTMLElement} root
   * @param {SourceAnswer} answer
   * @param {(line: number) => void} tell
   */
  constructor(root, { lines }, tell) {
    this.root = root;
    this.nodes = lines.map((text, index) => make("div", { class: "line", data: { n: index + 1 } }, text || "\u200b"));
    /** @type {HTMLElement[]} */
    this.marked = [];
    /** @type {HTMLElement[]} */
    this.warned = [];
    const blocks = [];
    for (let start = 0; start < lines.length; start += BLOCK) {
      const block = make("div", { class: "line-block" });
      block.append(...this.nodes.slice(start, start + BLOCK));
      block.style.setProperty("--lines", String(Math.min(BLOCK, lines.length - start)));
      blocks.push(block);
    }
    root.replaceChildren(...blocks);
    root.addEventListener("click", (event) => {
      const line = enclosing(event.target, ".line");
      // Whoever marks text to copy it wants to stay.
      if (line && getSelection()?.isCollapsed) {
        tell(Number(line.dataset.n));
      }
    });
  }

  /** @param {Lines | null} lines */
  mark(lines) {
    for (const node of this.marked) {
      node.classList.remove("is-marked");
    }
    this.marked = lines ? this.nodes.slice(lines.first - 1, lines.last) : [];
    for (const node of this.marked) {
      node.classList.add("is-marked");
    }
  }

  /** @param {number[]} numbers */
  warn(numbers) {
    for (const node of this.warned) {
      node.classList.remove("is-warned");
    }
    this.warned = numbers.map((number) => this.nodes[number - 1]).filter(Boolean);
    for (const node of this.warned) {
      node.classList.add("is-warned");
    }
  }

  /** @param {number} line */
  reveal(line, tries = 2) {
    this.nodes[line - 1]?.scrollIntoView({ block: "center" });
    if (tries > 0) {
      requestAnimationFrame(() => this.reveal(line, tries - 1));
    }
  }

  /**
   * @param {number} y
   * @returns {number | null}
   */
  lineAt(y) {
    const { left } = this.root.getBoundingClientRect();
    const node = enclosing(document.elementFromPoint(left + 80, y), ".line");
    if (!node) {
      return null;
    }
    const { top, height } = node.getBoundingClientRect();
    return Number(node.dataset.n) + Math.min(0.99, Math.max(0, (y - top) / height));
  }

  /**
   * @param {number} line
   * @returns {number | null}
   */
  topOf(line) {
    const node = this.nodes[Math.floor(line) - 1];
    if (!node || node.offsetParent === null) {
      return null;
    }
    const { top, height } = node.getBoundingClientRect();
    return top + (line % 1) * height;
  }
}
