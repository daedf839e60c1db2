// The list of uploads: picks all rows at once, and keeps what is picked and chosen while parts change.
// Without JavaScript rows are picked one by one, and the page is loaded anew to see how far the reading is.
"use strict";

(() => {
  const all = document.getElementById("desk-pick-all");
  /** @returns {HTMLInputElement[]} */
  const picks = () => [
    .../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("#desk-list input[name=pick]")),
  ];
  if (all instanceof HTMLInputElement) {
    const show = () => {
      const picked = picks().filter((pick) => pick.checked).length;
      all.checked = picked > 0 && picked === picks().length;
      all.indeterminate = picked > 0 && !all.checked;
    };
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const pick of picks()) {
        pick.checked = all.checked;
      }
    });
    document.addEventListener("change", (event) => {
      if (event.target instanceof HTMLInputElement && event.target.name === "pick") {
        show();
      }
    });
    // A browser that goes back shows what was picked.
    window.addEventListener("pageshow", show);
  }
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    /** @type {{ target: Element, fragment: DocumentFragment, shouldSwap: boolean }} what is replaced, and by what */
    const swap = /** @type {CustomEvent} */ (event).detail;
    const before = swap.target.querySelector("input[name=pick]");
    const after = swap.fragment.querySelector("input[name=pick]");
    if (before instanceof HTMLInputElement && after instanceof HTMLInputElement) {
      after.checked = before.checked;
    }
    // Nobody's list of bodies closes while a choice is made; what is new comes with the next page.
    if (swap.target.id === "desk-bodies" && swap.target.contains(document.activeElement)) {
      swap.shouldSwap = false;
    }
    // What was chosen of bodies, and not yet sent.
    for (const select of swap.fragment.querySelectorAll("select")) {
      const shown = select.id ? document.getElementById(select.id) : null;
      const value = shown instanceof HTMLSelectElement ? shown.value : null;
      if (value !== null && [...select.options].some((option) => option.value === value)) {
        select.value = value;
      }
    }
  });
})();
