// Words that an editor selects in the minutes are put into a form that withholds them: a button appears while they are
// selected. Without it every utterance has a link to the same form.
"use strict";

/** @type {HTMLFormElement | null} */
const form = document.querySelector("form[data-selected-words]");

/** @param {Node | null} node */
function rowOf(node) {
  const element = node instanceof Element ? node : node?.parentElement;
  /** @type {HTMLElement | null} */
  const row = element?.closest("[data-part][data-row]") ?? null;
  return row;
}

/**
 * @param {HTMLFormElement} where
 * @param {string} name
 * @param {string} value
 */
function fill(where, name, value) {
  const field = where.elements.namedItem(name);
  if (field instanceof HTMLInputElement) {
    field.value = value;
  }
}

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!form || !selection || form.contains(document.activeElement)) {
    return;
  }
  const words = selection.toString().trim();
  const row = rowOf(selection.anchorNode);
  const isInOne = words !== "" && row !== null && row === rowOf(selection.focusNode);
  form.hidden = !isInOne;
  if (isInOne) {
    fill(form, "part", row.dataset.part ?? "");
    fill(form, "row", row.dataset.row ?? "");
    fill(form, "words", words);
  }
});
