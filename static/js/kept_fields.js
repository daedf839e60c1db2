// A part of the page that the server writes is put in anew: what somebody has chosen or typed in its fields and not yet
// sent stays. A field that the server fills otherwise by now shows what the server says.

const FIELDS = "input:not([type=hidden], [type=file]), select, textarea";

// Whether a field holds something else than what the server put into it.
export function isEntered(field) {
  return isMark(field) ? field.checked !== field.defaultChecked : field.value !== given(field);
}

export function hasEntered(part) {
  return [...part.querySelectorAll(FIELDS)].some(isEntered);
}

// Puts into `fresh`, which stands in the page, what was entered in `old`, which it replaced; `isKept` leaves fields out.
// Gives the field of `fresh` that is in the place of the one named `focused`.
export function keepEntered(old, fresh, { isKept = () => true, focused = "" } = {}) {
  const places = new Map([...fresh.querySelectorAll(FIELDS)].map((field) => [placeOf(field), field]));
  for (const field of old.querySelectorAll(FIELDS)) {
    const place = places.get(placeOf(field));
    if (!place || !isEntered(field) || !isKept(field)) {
      continue;
    }
    if (isMark(field)) {
      place.checked = field.checked;
    } else if (given(place) === given(field) && canHold(place, field.value)) {
      place.value = field.value;
    }
  }
  return focused ? fresh.querySelector(`#${CSS.escape(focused)}`) : null;
}

function isMark(field) {
  return field.type === "radio" || field.type === "checkbox";
}

function given(field) {
  if (field instanceof HTMLSelectElement) {
    return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";
  }
  return field.defaultValue;
}

function canHold(field, value) {
  return !(field instanceof HTMLSelectElement) || [...field.options].some((option) => option.value === value);
}

// The same field has the same name, in a form about the same thing.
function placeOf(field) {
  const about = field.form?.querySelector("input[type=hidden][name=title]")?.value ?? "";
  return JSON.stringify([about, field.name, isMark(field) ? field.value : ""]);
}
