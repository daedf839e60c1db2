// New results have taken the place of the old ones. The focus stays in the search box where it was there, and goes to
// what has changed where what had it is gone. Who does not see the page is told how many were found.
"use strict";

document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.target;
  if (!(part instanceof HTMLElement) || part.id !== "search") {
    return;
  }
  /** @type {HTMLElement | null} */
  const total = part.querySelector(".search__total");
  const isLost = document.activeElement === document.body;
  if (isLost) {
    total?.focus();
  }
  const told = document.getElementById("search-told");
  if (told) {
    told.textContent = isLost ? "" : (total?.textContent.trim() ?? "");
  }
});
