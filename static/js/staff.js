// Asks before a page with corrections that are not saved is left.
// Everything else on the staff pages works without JavaScript.
"use strict";

(() => {
  let changed = false;
  const inDraft = (event) => event.target.closest("#draft") !== null;

  document.addEventListener("input", (event) => {
    changed = changed || inDraft(event);
  });
  document.addEventListener("submit", (event) => {
    changed = changed && !inDraft(event);
  });
  document.addEventListener("htmx:afterSwap", () => {
    // A page that names problems was not saved.
    changed = document.querySelector("#desk [role=alert]") !== null;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) {
      event.preventDefault();
    }
  });
})();
