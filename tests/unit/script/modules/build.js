// Builders of what the modules work on, with material of an invented city.

import { fromJson } from "../../../../static/js/check/draft.js";

export function utterance(id, more = {}) {
  return { id, kind: "speech", speaker: "会長", text: "開会します。", agenda: [], ...more };
}

export function item(id, title, more = {}) {
  return { id, category: null, number: null, title, ...more };
}

export function draftOf(parts = {}) {
  return fromJson(parts);
}

// Names as the page gives them.
export function naming() {
  let made = 0;
  return {
    next() {
      made += 1;
      return `~t.${made}`;
    },
  };
}
