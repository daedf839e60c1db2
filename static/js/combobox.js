// An editable combobox with a list of choices, as the ARIA Authoring Practices describe it: the search boxes and the
// speaker's field of the checking page. Whoever has one says what is offered for a text and what a choice does.

/**
 * @template C
 * @typedef {{
 *   label: string,
 *   looks: { box: string, list: string, option: string },
 *   parts: (choice: C) => (Node | string)[],
 *   seek: (text: string, how: "typed" | "asked") => void,
 *   drop: () => void,
 *   choose: (choice: C, by: "Enter" | "click") => void,
 * }} Field what the list is called, its classes, and what one choice shows. `seek` is called when the text has changed
 *   ("typed") or an arrow key asks for the list ("asked"), and answers with `show`; `drop` when nobody waits any more
 */

/** @template C */
export class Combobox {
  /**
   * Puts a box around the input, with the list behind it.
   *
   * @param {HTMLInputElement} input
   * @param {Field<C>} field
   */
  constructor(input, field) {
    this.input = input;
    this.field = field;
    /** @type {C[]} */
    this.choices = [];
    this.active = -1;
    this.list = document.createElement("ul");
    this.list.id = `${input.id}-suggestions`;
    this.list.className = `suggestions ${field.looks.list}`.trim();
    this.list.role = "listbox";
    this.list.ariaLabel = field.label;
    this.list.hidden = true;
    this.status = document.createElement("span");
    this.status.className = "visually-hidden";
    this.status.ariaLive = "polite";
    this.box = document.createElement("span");
    this.box.className = field.looks.box;
    input.replaceWith(this.box);
    this.box.append(input, this.list, this.status);
    input.role = "combobox";
    input.ariaAutoComplete = "list";
    input.ariaExpanded = "false";
    input.setAttribute("aria-controls", this.list.id);
    input.autocomplete = "off";
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", (event) => {
      // What an input method is still converting is no text yet.
      if (!(event instanceof InputEvent && event.isComposing)) {
        this.field.seek(this.input.value, "typed");
      }
    });
    this.input.addEventListener("compositionstart", () => this.close());
    this.input.addEventListener("compositionend", () => this.field.seek(this.input.value, "typed"));
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.close());
    // The field keeps the focus while the list is pressed.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
      const choice = this.choices[option ? [...this.list.children].indexOf(option) : -1];
      if (choice !== undefined) {
        this.field.choose(choice, "click");
      }
    });
  }

  get isOpen() {
    return !this.list.hidden;
  }

  /** @returns {C | undefined} the choice that the arrow keys have come to */
  get pointed() {
    return this.choices[this.active];
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (isConverting(event) || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (event.altKey && event.key === "ArrowUp") {
        this.close();
      } else if (this.isOpen) {
        this.point(placeAfter(this.active, event.key === "ArrowDown" ? 1 : -1, this.choices.length));
      } else {
        this.field.seek(this.input.value, "asked");
      }
    } else if (event.key === "Enter" && this.pointed !== undefined) {
      event.preventDefault();
      this.field.choose(this.pointed, "Enter");
    } else if (event.key === "Escape" && this.isOpen) {
      // The text stays as it is.
      event.preventDefault();
      this.close();
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
      this.point(-1);
    }
  }

  /** @param {number} index of a choice; -1 for the text itself */
  point(index) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = index;
    const option = this.list.children[index];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  /** @param {C[]} choices */
  show(choices) {
    this.point(-1);
    this.choices = choices;
    this.list.replaceChildren(...choices.map((choice, index) => this.option(choice, index)));
    this.list.hidden = choices.length === 0;
    this.input.ariaExpanded = String(this.isOpen);
    this.status.textContent = this.isOpen
      ? `候補が${choices.length}件あります。上下の矢印キーで選べます。`
      : "候補はありません。";
  }

  /**
   * @param {C} choice
   * @param {number} index
   */
  option(choice, index) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${index}`;
    option.className = `suggestions__option ${this.field.looks.option}`.trim();
    option.role = "option";
    option.ariaSelected = "false";
    option.append(...this.field.parts(choice));
    return option;
  }

  close() {
    this.field.drop();
    this.show([]);
    this.status.textContent = "";
  }
}

/**
 * Where an arrow key leads: there is one place more than choices, the text itself, between the last and the first.
 *
 * @param {number} active
 * @param {1 | -1} step
 * @param {number} count
 */
export function placeAfter(active, step, count) {
  const places = count + 1;
  return ((active + 1 + step + places) % places) - 1;
}

/**
 * Whether a key belongs to an input method that is converting.
 *
 * @param {KeyboardEvent} event
 */
export function isConverting(event) {
  return event.isComposing || event.keyCode === 229;
}

/**
 * A part of a choice.
 *
 * @param {"label" | "text"} name
 * @param {string} text
 */
export function part(name, text) {
  const made = document.createElement("span");
  made.className = `suggestions__${name}`;
  made.textContent = text;
  return made;
}
