// Asks before a page with corrections that are not saved is left, and says when saving failed.
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
  document.addEventListener("htmx:configRequest", (event) => {
    // Whoever signs in again in another window gets a new token: a page that is still open can then save.
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (token) {
      event.detail.parameters.csrfmiddlewaretoken = token[1];
    }
  });
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, () => {
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
