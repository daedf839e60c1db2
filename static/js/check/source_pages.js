// The pages of a PDF as pictures, with the places of lines laid over them. A picture is asked for when its page stays
// near the window for a moment; until then an empty sheet of its shape keeps its place.

import { enclosing, make, within } from "./dom.js";

/**
 * @import { Lines } from "./items.js"
 * @import { LinePlace, SourceAnswer } from "./source.js"
 */

const A4 = 297 / 210; // height by width
const STAY = 120; // milliseconds
const AT_ONCE = 2;

export class SourcePages {
  /**
   * @param {HTMLElement} root
   * @param {SourceAnswer} answer
   * @param {string} address of the picture of page 0
   * @param {(line: number) => void} tell
   */
  constructor(root, { places, page_count: count }, address, tell) {
    this.root = root;
    this.places = places;
    this.address = address;
    /** @type {HTMLElement[]} */
    this.wanted = [];
    /** @type {WeakMap<Element, number>} timers of sheets that have come near */
    this.stays = new WeakMap();
    this.loading = 0;
    this.sheets = Array.from({ length: count }, (_, index) => this.makeSheet(index + 1, count));
    this.byPage = linesByPage(places);
    root.replaceChildren(...this.sheets);
    this.observer = new IntersectionObserver((entries) => this.onNear(entries), { rootMargin: "600px" });
    this.sheets.forEach((sheet) => this.observer.observe(sheet));
    root.addEventListener("click", (event) => {
      const line = this.lineUnder(enclosing(event.target, ".sheet"), event.clientX, event.clientY);
      if (line) {
        tell(line);
      }
    });
  }

  /**
   * @param {number} page
   * @param {number} count
   */
  makeSheet(page, count) {
    const sheet = make(
      "figure",
      { class: "sheet", data: { page } },
      make("div", { class: "sheet__marks" }),
      make("figcaption", { class: "sheet__number" }, `${page}／${count}ページ`),
    );
    sheet.style.setProperty("--shape", String(1 / A4));
    return sheet;
  }

  /** @param {IntersectionObserverEntry[]} entries */
  onNear(entries) {
    for (const { target, isIntersecting } of entries) {
      window.clearTimeout(this.stays.get(target));
      if (isIntersecting && target instanceof HTMLElement && !target.querySelector("img")) {
        this.stays.set(
          target,
          window.setTimeout(() => this.want(target), STAY),
        );
      } else {
        this.wanted = this.wanted.filter((sheet) => sheet !== target);
      }
    }
  }

  /** @param {HTMLElement} sheet */
  want(sheet) {
    this.wanted.push(sheet);
    this.next();
  }

  next() {
    for (const sheet of this.wanted.splice(0, AT_ONCE - this.loading)) {
      this.load(sheet);
    }
  }

  /** @param {HTMLElement} sheet */
  load(sheet) {
    const page = Number(sheet.dataset.page);
    const width = Math.ceil(sheet.clientWidth * Math.min(2, window.devicePixelRatio || 1));
    const picture = make("img", { class: "sheet__picture", alt: `原本の${page}ページ`, draggable: false });
    this.loading += 1;
    const done = () => {
      this.loading -= 1;
      this.next();
    };
    picture.addEventListener("load", () => {
      sheet.style.setProperty("--shape", String(picture.naturalWidth / picture.naturalHeight));
      done();
    });
    picture.addEventListener("error", () => {
      picture.replaceWith(
        make("p", { class: "sheet__failed" }, "このページの絵を作れません。「文字」で確かめてください。"),
      );
      done();
    });
    picture.src = `${this.address.replace("/0.png", `/${page}.png`)}?w=${width <= 600 ? 600 : width <= 900 ? 900 : 1400}`;
    sheet.prepend(picture);
  }

  /** @param {number[]} shapes of the pages, width by height */
  shape(shapes) {
    shapes.forEach((shape, index) => shape && this.sheets[index]?.style.setProperty("--shape", String(shape)));
  }

  /** @param {Lines | null} lines */
  mark(lines) {
    for (const mark of this.root.querySelectorAll(".sheet__mark")) {
      mark.remove();
    }
    const places = lines ? this.places.slice(lines.first - 1, lines.last) : [];
    for (const [page, left, top, right, bottom] of places.flat()) {
      const sheet = this.sheets[page - 1];
      if (sheet) {
        const mark = make("div", { class: "sheet__mark" });
        mark.style.left = percent(left);
        mark.style.top = percent(top);
        mark.style.width = percent(right - left);
        mark.style.height = percent(bottom - top);
        within(sheet, ".sheet__marks").append(mark);
      }
    }
  }

  warn() {}

  /** @param {number} line */
  reveal(line) {
    const place = this.placeOf(line);
    const sheet = place && this.sheets[place[0] - 1];
    const body = this.root.closest(".pane__body");
    if (place && sheet && body) {
      const { top, height } = sheet.getBoundingClientRect();
      const box = body.getBoundingClientRect();
      const [from, to] = [top + place[2] * height, top + place[4] * height];
      if (from < box.top + 40 || to > box.bottom - 40) {
        body.scrollTop += from - (box.top + box.height / 3);
      }
    }
  }

  /**
   * The place of a line; of a line without one that of the line before it.
   *
   * @param {number} line
   * @returns {LinePlace | null}
   */
  placeOf(line) {
    for (let number = Math.floor(line); number > 0; number -= 1) {
      const place = this.places[number - 1]?.[0];
      if (place) {
        return place;
      }
    }
    return null;
  }

  /**
   * @param {HTMLElement | null} sheet
   * @param {number} x
   * @param {number} y
   * @returns {number | null}
   */
  lineUnder(sheet, x, y) {
    if (!sheet) {
      return null;
    }
    const box = sheet.getBoundingClientRect();
    const [across, down] = [(x - box.left) / box.width, (y - box.top) / box.height];
    /** @type {{ far: number, line: number } | null} */
    let best = null;
    for (const { line, place } of this.byPage.get(Number(sheet.dataset.page)) ?? []) {
      const [, left, top, right, bottom] = place;
      const far = Math.max(0, top - down, down - bottom) * 4 + Math.max(0, left - across, across - right);
      if (best === null || far < best.far) {
        best = { far, line };
      }
    }
    return best?.line ?? null;
  }

  /** @param {number} y */
  lineAt(y) {
    const box = this.root.getBoundingClientRect();
    const x = box.left + box.width / 2;
    const sheet = enclosing(document.elementFromPoint(x, y), ".sheet");
    return this.lineUnder(sheet, x, y);
  }

  /**
   * @param {number} line
   * @returns {number | null}
   */
  topOf(line) {
    const place = this.placeOf(line);
    const sheet = place && this.sheets[place[0] - 1];
    if (!sheet || sheet.offsetParent === null) {
      return null;
    }
    const { top, height } = sheet.getBoundingClientRect();
    return top + place[2] * height;
  }
}

/** @param {LinePlace[][]} places of each line */
function linesByPage(places) {
  const lines = places.flatMap((list, index) => list.map((place) => ({ line: index + 1, place })));
  return Map.groupBy(lines, ({ place }) => place[0]);
}

/** @param {number} share */
function percent(share) {
  return `${(share * 100).toFixed(3)}%`;
}
