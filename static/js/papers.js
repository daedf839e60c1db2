// Papers: forms are sent in place, files may be dropped on the form that takes them, and while some are being read the
// part is fetched anew, unless somebody has begun to choose something. Everything works without this.

import { enclosing, within } from "./check/dom.js";
import { hasEntered, keepEntered } from "./kept_fields.js";

(() => {
  const PAUSE = 2000;
  const FAILED = "送れませんでした。通信を確かめて、もう一度押してください。";
  let touched = false;
  let busy = false;

  const part = () => /** @type {HTMLElement} */ (document.getElementById("papers"));

  /** @param {Node | string} words */
  function tell(words) {
    within(part(), ".papers__told").replaceChildren(words);
  }

  /** @returns {HTMLButtonElement[]} */
  function buttons() {
    return [...part().querySelectorAll("button")].filter((button) => !button.hidden);
  }

  /**
   * Puts the part of an answered page in place of the one shown, with what the page says.
   *
   * @param {Response} answer
   * @param {HTMLFormElement | null} sent
   */
  async function show(answer, sent = null) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("papers");
    if (!answer.ok || !fresh) throw new Error(`answered ${answer.status}`);
    const inside = part().querySelector("h4") !== null;
    if (inside) {
      const heading = document.createElement("h4");
      heading.id = "papers-title";
      heading.textContent = "資料のファイル";
      fresh.querySelector("#papers-title")?.replaceWith(heading);
      fresh.querySelectorAll("select[name^='item-']").forEach((select) => select.closest(".field")?.remove());
    }
    const [old, told] = [part(), page.querySelector(".messages")];
    // What was sent and refused stays to be mended; what was not sent stays in any case.
    const isDone = told?.querySelector(".notice--error") === null;
    const focused = old.contains(document.activeElement) ? (document.activeElement?.id ?? "") : "";
    old.replaceWith(document.adoptNode(fresh));
    keepEntered(old, part(), { isKept: (field) => !isDone || field.form !== sent, focused })?.focus();
    listen(part());
    warn();
    touched = hasEntered(part());
    if (told) tell(document.adoptNode(told));
    /** @type {HTMLElement | null} */ (part().querySelector(".papers__removal .notice__title"))?.focus();
  }

  // The page of a draft tells at its top how many files belong to no paper.
  function warn() {
    const notice = document.getElementById("loose-papers");
    if (!notice) return;
    within(notice, "[data-loose-count]").textContent = part().dataset.loose ?? "";
    notice.hidden = part().dataset.loose === "0";
  }

  /**
   * @param {HTMLFormElement} form
   * @param {HTMLElement | null} button
   */
  async function send(form, button) {
    if (busy) return;
    busy = true;
    const body = new FormData(form, button);
    for (const each of buttons()) {
      each.disabled = true;
    }
    tell("送っています…");
    try {
      await show(await fetch(form.action, { method: "POST", body }), form);
    } catch {
      for (const each of buttons()) {
        each.disabled = false;
      }
      tell(FAILED);
    } finally {
      busy = false;
    }
  }

  /** @param {HTMLElement} section */
  function listen(section) {
    const taking = section.querySelector(".papers__send");
    const files = section.querySelector("input[type=file]");
    if (!(taking instanceof HTMLFormElement && files instanceof HTMLInputElement)) return;
    section.addEventListener("submit", (event) => {
      event.preventDefault();
      // The Enter key in a field sends nothing (templates/_partials/no_implicit_submit.html).
      const isSent = event.submitter?.getAttribute("formmethod") !== "dialog";
      if (isSent && event.target instanceof HTMLFormElement) send(event.target, event.submitter);
    });
    section.addEventListener("input", () => {
      touched = true;
    });
    taking.addEventListener("dragover", (event) => {
      event.preventDefault();
      taking.classList.add("papers__send--over");
    });
    taking.addEventListener("dragleave", (event) => {
      if (!(event.relatedTarget instanceof Node && taking.contains(event.relatedTarget)))
        taking.classList.remove("papers__send--over");
    });
    taking.addEventListener("drop", (event) => {
      event.preventDefault();
      taking.classList.remove("papers__send--over");
      if (event.dataTransfer?.files.length) {
        files.files = event.dataTransfer.files;
        taking.requestSubmit(within(taking, "button[name=send]"));
      }
    });
  }

  let stale = false;

  async function look() {
    const section = part();
    const isHeld = enclosing(document.activeElement, ".papers__loose, .papers__listed") !== null;
    const idle = !touched && !busy && !isHeld && !section.querySelector(".papers__removal");
    if ((section.dataset.waiting !== "0" || stale) && idle) {
      stale = false;
      try {
        const answer = await fetch(within(section, "form", HTMLFormElement).action);
        if (!touched && !busy) await show(answer);
      } catch {
        // Away for a moment: asked again.
      }
    }
    window.setTimeout(look, PAUSE);
  }

  // The page around the part has changed the list of papers.
  document.addEventListener("papers-changed", () => {
    stale = true;
  });

  // What was chosen and not saved is not left behind unasked.
  window.addEventListener("beforeunload", (event) => {
    if (part() && hasEntered(part())) event.preventDefault();
  });

  if (part()) {
    listen(part());
    window.setTimeout(look, PAUSE);
  }
})();
