// The pages of a PDF as pictures, with the places of lines laid over them. A picture is asked for when its page stays
// near the window for a moment; until then an empty sheet of its shape keeps its place.

import { make } from "./dom.js";

const A4 = 297 / 210; // height by width
const STAY = 120; // milliseconds
const AT_ONCE = 2;

export class SourcePages {
  constructor(root, { places, page_count: count }, address, tell) {
    this.root = root;
    this.places = places;
    this.address = address;
    this.wanted = [];
    this.loading = 0;
    this.sheets = Array.from({ length: count }, (_, index) => this.makeSheet(index + 1, count));
    this.byPage = linesByPage(places);
    root.replaceChildren(...this.sheets);
    this.observer = new IntersectionObserver((entries) => this.onNear(entries), { rootMargin: "600px" });
    this.sheets.forEach((sheet) => this.observer.observe(sheet));
    root.addEventListener("click", (event) => {
      const line = this.lineUnder(event.target.closest(".sheet"), event.clientX, event.clientY);
      if (line) {
        tell(line);
      }
    });
  }

  makeSheet(page, count) {
    const sheet = make(
      "figure",
      { class: "sheet", data: { page } },
      make("div", { class: "sheet__marks" }),
      make("figcaption", { class: "sheet__number" }, `${page}／${count}ページ`),
    );
    sheet.style.setProperty("--shape", 1 / A4);
    return sheet;
  }

  onNear(entries) {
    for (const { target, isIntersecting } of entries) {
      window.clearTimeout(target.stay);
      if (isIntersecting && !target.querySelector("img")) {
        target.stay = window.setTimeout(() => this.want(target), STAY);
      } else {
        this.wanted = this.wanted.filter((sheet) => sheet !== target);
      }
    }
  }

  want(sheet) {
    this.wanted.push(sheet);
    this.next();
  }

  next() {
    while (this.loading < AT_ONCE && this.wanted.length > 0) {
      this.load(this.wanted.shift());
    }
  }

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
      sheet.style.setProperty("--shape", picture.naturalWidth / picture.naturalHeight);
      done();
    });
    picture.addEventListener("error", () => {
      picture.replaceWith(make("p", { class: "sheet__failed" }, "このページの絵を作れません。「文字」で確かめてください。"));
      done();
    });
    picture.src = `${this.address.replace("/0.png", `/${page}.png`)}?w=${width <= 600 ? 600 : width <= 900 ? 900 : 1400}`;
    sheet.prepend(picture);
  }

  shape(shapes) {
    this.sheets.forEach((sheet, index) => shapes[index] && sheet.style.setProperty("--shape", shapes[index]));
  }

  mark(lines) {
    for (const mark of this.root.querySelectorAll(".sheet__mark")) {
      mark.remove();
    }
    for (let line = lines?.first ?? 1; lines && line <= lines.last; line += 1) {
      for (const [page, left, top, right, bottom] of this.places[line - 1] ?? []) {
        const mark = make("div", { class: "sheet__mark" });
        mark.style.left = percent(left);
        mark.style.top = percent(top);
        mark.style.width = percent(right - left);
        mark.style.height = percent(bottom - top);
        this.sheets[page - 1]?.querySelector(".sheet__marks").append(mark);
      }
    }
  }

  warn() {}

  reveal(line) {
    const place = this.placeOf(line);
    const sheet = place && this.sheets[place[0] - 1];
    if (sheet) {
      const body = this.root.closest(".pane__body");
      const { top, height } = sheet.getBoundingClientRect();
      const box = body.getBoundingClientRect();
      const [from, to] = [top + place[2] * height, top + place[4] * height];
      if (from < box.top + 40 || to > box.bottom - 40) {
        body.scrollTop += from - (box.top + box.height / 3);
      }
    }
  }

  // The place of a line; of a line without one that of the line before it.
  placeOf(line) {
    for (let number = Math.floor(line); number > 0; number -= 1) {
      const place = this.places[number - 1]?.[0];
      if (place) {
        return place;
      }
    }
    return null;
  }

  lineUnder(sheet, x, y) {
    if (!sheet) {
      return null;
    }
    const box = sheet.getBoundingClientRect();
    const [across, down] = [(x - box.left) / box.width, (y - box.top) / box.height];
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

  lineAt(y) {
    const box = this.root.getBoundingClientRect();
    const x = box.left + box.width / 2;
    const sheet = document.elementFromPoint(x, y)?.closest(".sheet");
    return this.lineUnder(sheet, x, y);
  }

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

function linesByPage(places) {
  const found = new Map();
  places.forEach((list, index) => {
    for (const place of list) {
      if (!found.has(place[0])) {
        found.set(place[0], []);
      }
      found.get(place[0]).push({ line: index + 1, place });
    }
  });
  return found;
}

function percent(share) {
  return `${(share * 100).toFixed(3)}%`;
}
