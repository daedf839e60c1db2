// New results have taken the place of the old ones. The focus stays in the search box where it was there, and goes to
// what has changed where what had it is gone. Who does not see the page is told how many were found.
"use strict";

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "search") {
    return;
  }
  const total = event.target.querySelector(".search__total");
  const isLost = document.activeElement === document.body;
  if (isLost) {
    total?.focus();
  }
  document.getElementById("search-told").textContent = isLost ? "" : (total?.textContent.trim() ?? "");
});
