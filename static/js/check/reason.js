// Why published minutes are corrected: no part of them, but saved, compared and followed as their fields are.

import { BoundField } from "./bound_field.js";

/** @import { Store } from "./store.js" */

/**
 * @param {HTMLInputElement} input
 * @param {Store} store
 */
export function setUpReason(input, store) {
  const ways = {
    read: () => input.value.trim() || null,
    write: (/** @type {any} */ value) => {
      input.value = value ?? "";
    },
  };
  const bound = new BoundField(store, input, { table: "head", field: "reason" }, ways);
  store.addEventListener("change", () => bound.follow());
}
