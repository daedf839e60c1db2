// Speaker and kind of an utterance, chosen in their place in the row.

import { make, within } from "./dom.js";
import { rowOf, rowsOf, speakersOf } from "./draft.js";
import { SpeakerField } from "./speaker_field.js";
import { KIND_NAMES, KINDS, tidy } from "./words.js";

/**
 * @import { Draft } from "./draft.js"
 * @import { List } from "./list.js"
 * @import { Status } from "./status.js"
 * @import { Store } from "./store.js"
 */

export class Pickers {
  /**
   * @param {Store} store
   * @param {List} list
   * @param {Status} status
   */
  constructor(store, list, status) {
    this.store = store;
    this.list = list;
    this.status = status;
    /** @type {{ id: string, place: HTMLElement, leave: () => void } | null} */
    this.open = null;
    store.addEventListener("renamed", ({ detail }) => {
      if (this.open) {
        this.open.id = detail.get(this.open.id) ?? this.open.id;
      }
    });
    store.addEventListener("change", () => {
      // The utterance is gone, what was chosen is not: it is sent, and the answer says what became of it.
      if (this.open && !rowOf(store.view, "utterances", this.open.id)) {
        this.open.leave();
      }
    });
  }

  /** @param {string} id */
  speaker(id) {
    const before = rowOf(this.store.view, "utterances", id)?.speaker ?? "";
    const field = new SpeakerField({
      value: before,
      label: "発言者",
      choices: (text) => speakerChoices(this.store.view, text, before),
      done: (value, key) =>
        this.finish(key, (own) => {
          if (value !== null) {
            this.setSpeaker(own, before, tidy(value));
          }
        }),
    });
    if (this.put(id, ".utterance__speaker", field.box, () => field.leave())) {
      field.start();
    }
  }

  /**
   * `before` is what the person saw: what others have put there meanwhile is not overwritten unseen.
   *
   * @param {string} id
   * @param {string} before
   * @param {string} after
   */
  setSpeaker(id, before, after) {
    this.store.set("utterances", id, "speaker", after || null, before || null);
    const others = before && after && before !== after ? (speakersOf(this.store.view).get(before) ?? 0) : 0;
    if (others > 0) {
      this.status.toast(`発言者を「${after}」にしました。`, {
        label: `ほかの「${before}」${others}件も「${after}」にする`,
        run: () => this.store.do({ op: "rename", from: before, to: after }),
      });
    }
  }

  /** @param {string} id */
  kind(id) {
    const before = rowOf(this.store.view, "utterances", id)?.kind;
    const select = make("select", { class: "utterance__kinds", "aria-label": "種類", data: { editing: "1" } });
    select.append(...KINDS.map(([value, text]) => make("option", { value, selected: value === before }, text)));
    let isDone = false;
    const finish = (/** @type {string} */ key, /** @type {string | null} */ value) => {
      if (!isDone) {
        isDone = true;
        this.finish(key, (own) => {
          if (value) {
            this.store.set("utterances", own, "kind", value, before);
          }
        });
      }
    };
    select.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter" || event.key === "Escape") {
        event.preventDefault();
        finish(event.key, event.key === "Enter" ? select.value : null);
      }
    });
    // With the keyboard a choice is made with Enter, with the mouse by choosing.
    select.addEventListener("click", () => select.value !== before && finish("click", select.value));
    select.addEventListener("blur", () => finish("blur", select.value));
    if (this.put(id, ".utterance__kind", select, () => finish("blur", select.value))) {
      select.focus({ preventScroll: true });
    }
  }

  /**
   * `leave` ends the choice as leaving the field does.
   *
   * @param {string} id
   * @param {string} selector
   * @param {HTMLElement} element
   * @param {() => void} leave
   */
  put(id, selector, element, leave) {
    this.list.select(`u:${id}`, { focus: false });
    if (!this.list.node) {
      return false;
    }
    const place = within(this.list.node, selector);
    this.open = { id, place, leave };
    place.dataset.editing = "1";
    place.replaceChildren(element);
    return true;
  }

  /**
   * Takes the field away, hands the utterance's name to `act`, and leads the focus back unless somebody went elsewhere.
   *
   * @param {string} key by which the field was left
   * @param {(id: string) => void} act
   */
  finish(key, act) {
    if (!this.open) {
      return;
    }
    const { id, place } = this.open;
    this.open = null;
    delete place.dataset.editing;
    act(id);
    const row = rowOf(this.store.view, "utterances", id);
    place.textContent = place.matches(".utterance__kind")
      ? (KIND_NAMES[row?.kind ?? ""] ?? "")
      : row?.speaker || "発言者なし";
    if (key !== "blur") {
      this.list.node?.focus({ preventScroll: true });
    }
  }
}

/**
 * Who may have spoken: those of the document, most frequent first, then those of the attendance list. Of these, where
 * something is typed, those that it fits; else all but the one who is there.
 *
 * @param {Draft} draft
 * @param {string} text what is typed
 * @param {string} before
 */
export function speakerChoices(draft, text, before) {
  const counts = speakersOf(draft);
  const known = [...counts]
    .sort((one, other) => other[1] - one[1])
    .map(([value, count]) => ({ value, note: `${count}件` }));
  for (const person of rowsOf(draft, "attendees")) {
    if (person.name && !counts.has(person.name)) {
      known.push({ value: person.name, note: [person.group, person.role].filter(Boolean).join("・") || "出席者" });
    }
  }
  const sought = folded(text);
  const fitting = sought ? known.filter(({ value, note }) => folded(value + note).includes(sought)) : known;
  return fitting.filter(({ value }) => text !== "" || value !== before);
}

/** @param {string} text */
function folded(text) {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}
