// Why published minutes are corrected: no part of them, but saved, compared and followed as their fields are.

import { BoundField } from "./bound_field.js";

export function setUpReason(input, store) {
  const bound = new BoundField(store, input, { table: "head", field: "reason" }, {
    read: () => input.value.trim() || null,
    write: (value) => {
      input.value = value ?? "";
    },
  });
  store.addEventListener("change", () => bound.follow());
}
