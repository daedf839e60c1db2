// Asks before a page with corrections that are not saved is left, and says when saving failed.
// Everything else on the staff pages works without JavaScript.
"use strict";

(() => {
  let changed = false;
  let focused = "";
  // While a save is under way nothing can be entered that its answer would replace.
  const hold = (isHeld) => {
    for (const part of document.querySelectorAll("#draft > :not(.draft__bar)")) {
      part.inert = isHeld;
    }
  };
  const inDraft = (event) => event.target.closest("#draft") !== null;

  document.addEventListener("input", (event) => {
    changed = changed || inDraft(event);
  });
  document.addEventListener("submit", (event) => {
    changed = changed && !inDraft(event);
  });
  document.addEventListener("htmx:afterSwap", () => {
    // A page that names problems was not saved.
    const problem = document.querySelector("#desk [role=alert]");
    changed = problem !== null;
    (problem ?? document.getElementById(focused))?.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:configRequest", (event) => {
    // Whoever signs in again in another window gets a new token: a page that is still open can then save.
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (token) {
      event.detail.parameters.csrfmiddlewaretoken = token[1];
    }
  });
  document.addEventListener("htmx:beforeRequest", () => {
    focused = document.activeElement.id;
    hold(true);
  });
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, () => {
      hold(false);
      document.getElementById(focused)?.focus({ preventScroll: true });
      const status = document.getElementById("save-status");
      status.textContent = status.dataset.failed;
      status.classList.add("draft__failed");
    });
  }
  window.addEventListener("beforeunload", (event) => {
    if (changed) {
      event.preventDefault();
    }
  });
})();
