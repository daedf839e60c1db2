// The list of uploads: picks all rows at once, and keeps what is picked and chosen while parts change.
// Without JavaScript rows are picked one by one, and the page is loaded anew to see how far the reading is.
"use strict";

(() => {
  const all = document.getElementById("desk-pick-all");
  const picks = () => [...document.querySelectorAll("#desk-list input[name=pick]")];
  const show = () => {
    const picked = picks().filter((pick) => pick.checked).length;
    all.checked = picked > 0 && picked === picks().length;
    all.indeterminate = picked > 0 && !all.checked;
  };
  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const pick of picks()) {
        pick.checked = all.checked;
      }
    });
    document.addEventListener("change", (event) => {
      if (event.target.name === "pick") {
        show();
      }
    });
    // A browser that goes back shows what was picked.
    window.addEventListener("pageshow", show);
  }
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const before = event.detail.target.querySelector?.("input[name=pick]");
    const after = event.detail.fragment.querySelector("input[name=pick]");
    if (before && after) {
      after.checked = before.checked;
    }
    // Nobody's list of bodies closes while a choice is made; what is new comes with the next page.
    if (event.detail.target.id === "desk-bodies" && event.detail.target.contains(document.activeElement)) {
      event.detail.shouldSwap = false;
    }
    // What was chosen of bodies, and not yet sent.
    for (const select of event.detail.fragment.querySelectorAll("select[id]")) {
      const shown = document.getElementById(select.id);
      if (shown && [...select.options].some((option) => option.value === shown.value)) {
        select.value = shown.value;
      }
    }
  });
})();
