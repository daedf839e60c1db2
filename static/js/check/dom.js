// Small helpers to find and make elements. Text goes in as text, never as markup.

/**
 * What sends events of its own: M names them, each with the event that it is.
 *
 * @template M
 * @typedef {{ new (): {
 *   addEventListener<K extends keyof M>(name: K, listener: (event: M[K]) => void): void,
 *   dispatchEvent(event: Event): boolean,
 * } }} Emitter
 */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} properties `class`, `data`, attributes (aria-…, role, for, list), else the element's own
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
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
      Object.assign(element, { [name]: value });
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/**
 * An element that the page is known to have, of a kind that it is known to be of.
 *
 * @template {HTMLElement} [E=HTMLElement]
 * @param {string} id
 * @param {new () => E} [kind]
 * @returns {NoInfer<E>}
 */
export function byId(id, kind) {
  return known(document.getElementById(id), `#${id}`, kind);
}

/**
 * The first such element within another that is known to have one.
 *
 * @template {HTMLElement} [E=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => E} [kind]
 * @returns {NoInfer<E>}
 */
export function within(root, selector, kind) {
  return known(root.querySelector(selector), selector, kind);
}

/**
 * @template {HTMLElement} E
 * @param {Element | null} found
 * @param {string} name
 * @param {(new () => E) | undefined} kind
 * @returns {E}
 */
function known(found, name, kind) {
  if (!(found instanceof (kind ?? HTMLElement))) {
    throw new Error(`the page has no ${name}`);
  }
  return /** @type {E} */ (found);
}

/**
 * The nearest such element that encloses what an event came from, or is it.
 *
 * @param {EventTarget | null} target
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function enclosing(target, selector) {
  return target instanceof Element ? target.closest(selector) : null;
}

/** @param {EventTarget | null} element */
export function isField(element) {
  return element instanceof Element && element.matches("input, textarea, select, [contenteditable]");
}

/** @param {EventTarget | null} element */
export function isPressable(element) {
  return enclosing(element, "button, a, summary, [role=separator]") !== null;
}

// A name that no other operation has; the browser's own maker of them needs https.
export function newToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/**
 * @template V
 * @param {string} name
 * @param {V} otherwise
 * @returns {V}
 */
export function readSetting(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(`check-${name}`) ?? "null") ?? otherwise;
  } catch {
    return otherwise;
  }
}

/**
 * @param {string} name
 * @param {unknown} value
 */
export function keepSetting(name, value) {
  try {
    localStorage.setItem(`check-${name}`, JSON.stringify(value));
  } catch {
    // Without storage the setting holds for this page.
  }
}
