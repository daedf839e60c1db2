// Papers: files may be dropped on the form that sends them, and while some are being read the part is loaded anew,
// unless somebody has begun to choose something. Everything works without this.
(() => {
  "use strict";
  const PAUSE = 3000;
  let touched = false;
  let dragged = 0;

  const part = () => document.getElementById("papers");

  function listen(section) {
    const form = section.querySelector(".papers__send");
    const files = section.querySelector("input[type=file]");
    form.addEventListener("dragenter", () => {
      dragged += 1;
      form.classList.add("papers__send--over");
    });
    form.addEventListener("dragleave", () => {
      dragged -= 1;
      if (dragged <= 0) form.classList.remove("papers__send--over");
    });
    form.addEventListener("dragover", (event) => event.preventDefault());
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      dragged = 0;
      form.classList.remove("papers__send--over");
      if (event.dataTransfer.files.length) {
        files.files = event.dataTransfer.files;
        form.requestSubmit(form.querySelector("button[name=send]"));
      }
    });
    section.addEventListener("input", () => {
      touched = true;
    });
  }

  async function look() {
    const section = part();
    if (!section || touched || section.dataset.waiting === "0") return;
    const address = section.querySelector("form").action;
    try {
      const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
      if (answer.ok && !answer.redirected && !touched && !section.contains(document.activeElement)) {
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("papers");
        if (fresh && fresh.dataset.waiting !== section.dataset.waiting) {
          fresh.querySelectorAll("input[name=back]").forEach((input) => {
            input.value = section.querySelector("input[name=back]").value;
          });
          section.replaceWith(fresh);
          listen(fresh);
        }
      }
    } catch {
      // Away for a moment: asked again.
    }
    window.setTimeout(look, PAUSE);
  }

  if (part()) {
    listen(part());
    window.setTimeout(look, PAUSE);
  }
})();
