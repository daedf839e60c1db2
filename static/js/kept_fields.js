// A part of the page that the server writes is put in anew: what somebody has chosen or typed in its fields and not yet
// sent stays. A field that the server fills otherwise by now shows what the server says.

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */

const FIELDS = "input:not([type=hidden], [type=file]), select, textarea";

/**
 * @param {Element} part
 * @returns {Field[]}
 */
function fieldsOf(part) {
  return /** @type {Field[]} */ ([...part.querySelectorAll(FIELDS)]);
}

/**
 * Whether a field holds something else than what the server put into it.
 *
 * @param {Field} field
 */
export function isEntered(field) {
  return isMark(field) ? field.checked !== field.defaultChecked : field.value !== given(field);
}

/** @param {Element} part */
export function hasEntered(part) {
  return fieldsOf(part).some(isEntered);
}

/**
 * Puts into `fresh`, which stands in the page, what was entered in `old`, which it replaced; `isKept` leaves fields out.
 * Gives the field of `fresh` that is in the place of the one named `focused`.
 *
 * @param {Element} old
 * @param {Element} fresh
 * @param {{ isKept?: (field: Field) => boolean, focused?: string }} how
 * @returns {HTMLElement | null}
 */
export function keepEntered(old, fresh, { isKept = () => true, focused = "" } = {}) {
  const places = new Map(fieldsOf(fresh).map((field) => [placeOf(field), field]));
  for (const field of fieldsOf(old)) {
    const place = places.get(placeOf(field));
    if (!place || !isEntered(field) || !isKept(field)) {
      continue;
    }
    if (isMark(field) && isMark(place)) {
      place.checked = field.checked;
    } else if (given(place) === given(field) && canHold(place, field.value)) {
      place.value = field.value;
    }
  }
  return focused ? fresh.querySelector(`#${CSS.escape(focused)}`) : null;
}

/**
 * @param {Field} field
 * @returns {field is HTMLInputElement}
 */
function isMark(field) {
  return field.type === "radio" || field.type === "checkbox";
}

/** @param {Field} field */
function given(field) {
  if (field instanceof HTMLSelectElement) {
    return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";
  }
  return field.defaultValue;
}

/**
 * @param {Field} field
 * @param {string} value
 */
function canHold(field, value) {
  return !(field instanceof HTMLSelectElement) || [...field.options].some((option) => option.value === value);
}

/**
 * The same field has the same name, in a form about the same thing.
 *
 * @param {Field} field
 */
function placeOf(field) {
  const about = field.form?.querySelector("input[type=hidden][name=title]")?.getAttribute("value") ?? "";
  return JSON.stringify([about, field.name, isMark(field) ? field.value : ""]);
}
