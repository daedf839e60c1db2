// The field in which an utterance's speaker is entered or chosen. Leaving it keeps what stands in it; Esc gives it up.

import { Combobox, isConverting, part } from "../combobox.js";
import { make } from "./dom.js";

/** @typedef {{ value: string, note: string }} Choice */

const MOST = 12;
let count = 0;

export class SpeakerField {
  /**
   * `choices` gives what is offered for a text; `done` is called once, with null where the field was given up.
   *
   * @param {{ value: string, label: string, choices: (text: string) => Choice[],
   *   done: (value: string | null, key: string) => void }} wanted
   */
  constructor({ value, label, choices, done }) {
    count += 1;
    this.choices = choices;
    this.done = done;
    this.isDone = false;
    this.input = make("input", { id: `combobox-${count}`, class: "combobox__input", value, "aria-label": label });
    /** @type {Combobox<Choice>} */
    this.combobox = new Combobox(this.input, {
      label: `${label}の候補`,
      looks: { box: "combobox", list: "combobox__list", option: "combobox__option" },
      parts: (choice) => [part("text", choice.value), part("label", choice.note)],
      seek: (text, how) => this.offer(how === "typed" ? text : ""),
      drop: () => {},
      choose: (choice, by) => this.finish(choice.value, by),
    });
    this.box.dataset.editing = "1";
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.leave());
  }

  get box() {
    return this.combobox.box;
  }

  start() {
    this.input.focus({ preventScroll: true });
    this.input.select();
    this.offer("");
    this.box.classList.toggle("combobox--up", !hasRoomBelow(this.input, this.combobox.list));
  }

  leave() {
    this.finish(this.input.value.trim(), "blur");
  }

  /** @param {string} text */
  offer(text) {
    this.combobox.show(this.choices(text).slice(0, MOST));
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (isConverting(event)) {
      return;
    }
    if (event.key === "Enter" || event.key === "Tab") {
      if (event.key === "Enter") {
        event.preventDefault();
      }
      this.finish(this.combobox.pointed?.value ?? this.input.value.trim(), event.key);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.finish(null, event.key);
    }
    event.stopPropagation();
  }

  /**
   * @param {string | null} value
   * @param {string} key
   */
  finish(value, key) {
    if (!this.isDone) {
      this.isDone = true;
      this.done(value, key);
    }
  }
}

/**
 * @param {HTMLElement} input
 * @param {HTMLElement} list
 */
function hasRoomBelow(input, list) {
  const bottom = input.closest(".pane__body")?.getBoundingClientRect().bottom ?? window.innerHeight;
  const { top, bottom: from } = input.getBoundingClientRect();
  return bottom - from > list.offsetHeight || top < list.offsetHeight;
}
