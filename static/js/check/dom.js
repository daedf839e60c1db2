// Small helpers to make elements. Text goes in as text, never as markup.

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") {
      element.className = value;
    } else if (name === "data") {
      Object.assign(element.dataset, value);
    } else if (name.startsWith("aria-") || name === "role" || name === "for" || name === "list") {
      element.setAttribute(name, value);
    } else {
      element[name] = value;
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

export function isField(element) {
  return element instanceof Element && element.matches("input, textarea, select, [contenteditable]");
}

export function isPressable(element) {
  return element instanceof Element && element.closest("button, a, summary, [role=separator]") !== null;
}

// A name that no other operation has; the browser's own maker of them needs https.
export function newToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export function readSetting(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(`check-${name}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function keepSetting(name, value) {
  try {
    localStorage.setItem(`check-${name}`, JSON.stringify(value));
  } catch {
    // Without storage the setting holds for this page.
  }
}
