// New results have taken the place of the old ones. The focus stays in the search box where it was there, and goes to
// what has changed where what had it is gone. Who does not see the page is told how many were found. What is typed or
// pasted beyond what a search reads is told at once.
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

/** @param {Element | null} input */
function tellLength(input) {
  const told = document.getElementById("q-long");
  const count = document.getElementById("q-count");
  if (!(input instanceof HTMLInputElement) || !told || !count) {
    return;
  }
  const length = Array.from(input.value).length;
  const isLong = length > Number(input.dataset.most);
  if (isLong) {
    count.textContent = length.toLocaleString("ja-JP");
  }
  told.hidden = !isLong;
}

document.addEventListener("input", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.id === "q") {
    tellLength(event.target);
  }
});

/** @param {XMLHttpRequest} xhr */
function isPage(xhr) {
  return xhr.responseText.includes("<html");
}

// Where too many search at once, the page says so in the place of the results.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = /** @type {CustomEvent<{ xhr: XMLHttpRequest, shouldSwap: boolean, isError: boolean }>} */ (event);
  if (detail.xhr.status === 429 && !isPage(detail.xhr)) {
    detail.shouldSwap = true;
    detail.isError = false;
  }
});

// An address that the server does not take, however it is asked, leads to the page that says so.
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = /** @type {CustomEvent<{ xhr: XMLHttpRequest }>} */ (event).detail;
  if (xhr.status === 414 || (xhr.status === 429 && isPage(xhr))) {
    window.location.assign(xhr.responseURL);
  }
});

tellLength(document.getElementById("q"));
