// A text field with a list of choices, as the ARIA Authoring Practices describe an editable combobox.

import { enclosing, make } from "./dom.js";

/** @typedef {{ value: string, note?: string }} Choice */

const MOST = 12;
let count = 0;

/**
 * `choices(text)` gives what is offered for a text; `done` is called once, with null where it was given up.
 *
 * @param {{ value: string, label: string, choices: (text: string) => Choice[],
 *   done: (value: string | null, key: string) => void }} wanted
 */
export function openCombobox({ value, label, choices, done }) {
  count += 1;
  const listId = `combobox-${count}`;
  const input = make("input", {
    class: "combobox__input",
    value,
    autocomplete: "off",
    role: "combobox",
    "aria-label": label,
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": listId,
  });
  const list = make("ul", { class: "suggestions combobox__list", id: listId, role: "listbox", "aria-label": `${label}の候補` });
  list.hidden = true;
  const box = make("span", { class: "combobox", data: { editing: "1" } }, input, list);
  /** @type {Choice[]} */
  let options = [];
  let active = -1;
  let isDone = false;

  const finish = (/** @type {string | null} */ result, /** @type {string} */ key) => {
    if (!isDone) {
      isDone = true;
      done(result, key);
    }
  };
  const point = (/** @type {number} */ index) => {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = list.children[index];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };
  const show = (/** @type {string} */ text) => {
    options = choices(text).slice(0, MOST);
    list.replaceChildren(...options.map((option, index) => line(option, index, listId)));
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    point(-1);
  };

  input.addEventListener("input", (event) => {
    if (!(event instanceof InputEvent && event.isComposing)) {
      show(input.value);
    }
  });
  input.addEventListener("compositionend", () => show(input.value));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) {
        show("");
      }
      const places = options.length + 1;
      point(((active + 1 + (event.key === "ArrowDown" ? 1 : -1) + places) % places) - 1);
    } else if (event.key === "Enter" || event.key === "Tab") {
      if (event.key === "Enter") {
        event.preventDefault();
      }
      finish(options[active]?.value ?? input.value.trim(), event.key);
    } else if (event.key === "Escape") {
      event.preventDefault();
      finish(null, event.key);
    }
    event.stopPropagation();
  });
  input.addEventListener("blur", () => finish(input.value.trim(), "blur"));
  // The field keeps the focus while the list is pressed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = enclosing(event.target, "[role=option]");
    if (option) {
      finish(options[[...list.children].indexOf(option)].value, "click");
    }
  });
  return {
    box,
    leave() {
      finish(input.value.trim(), "blur");
    },
    start() {
      input.focus({ preventScroll: true });
      input.select();
      show("");
      box.classList.toggle("combobox--up", !hasRoomBelow(input, list));
    },
  };
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

/**
 * @param {Choice} option
 * @param {number} index
 * @param {string} listId
 */
function line(option, index, listId) {
  return make(
    "li",
    { class: "suggestions__option combobox__option", id: `${listId}-${index}`, role: "option", "aria-selected": "false" },
    make("span", { class: "suggestions__text" }, option.value),
    make("span", { class: "suggestions__label" }, option.note ?? ""),
  );
}
