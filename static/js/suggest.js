// Suggestions under every search box: an editable combobox with a list, as the ARIA Authoring Practices
// describe it. Without this file the boxes are plain search fields, and nothing else changes.
"use strict";

(() => {
  const WAIT = 150; // milliseconds without a key before the server is asked
  const NARROWED_BY = ["body", "topic", "year_from", "year_to"];

  class Combobox {
    constructor(input) {
      this.input = input;
      this.address = input.dataset.suggest;
      this.options = [];
      this.active = -1;
      this.timer = 0;
      this.request = null;
      this.list = this.makeList();
      this.status = this.makeStatus();
      this.setUp();
      this.listen();
    }

    makeList() {
      const list = document.createElement("ul");
      list.id = `${this.input.id}-suggestions`;
      list.className = "suggestions";
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", "検索の候補");
      list.hidden = true;
      return list;
    }

    makeStatus() {
      const status = document.createElement("span");
      status.className = "visually-hidden";
      status.setAttribute("aria-live", "polite");
      return status;
    }

    setUp() {
      // A page from the browser's history comes with what an earlier box left there.
      const isFocused = document.activeElement === this.input;
      this.input.closest(".search-box__field")?.replaceWith(this.input);
      const field = document.createElement("span");
      field.className = "search-box__field";
      this.input.replaceWith(field);
      field.append(this.input, this.list, this.status);
      if (isFocused) {
        // An element that is moved loses the focus; the place of the caret stays.
        this.input.focus();
      }
      this.input.setAttribute("role", "combobox");
      this.input.setAttribute("aria-autocomplete", "list");
      this.input.setAttribute("aria-expanded", "false");
      this.input.setAttribute("aria-controls", this.list.id);
      this.input.setAttribute("autocomplete", "off");
      this.input.form.addEventListener("submit", () => this.close());
    }

    listen() {
      this.input.addEventListener("input", (event) => {
        // What an input method is still converting is no text yet.
        if (!event.isComposing) {
          this.askSoon();
        }
      });
      this.input.addEventListener("compositionstart", () => this.close());
      this.input.addEventListener("compositionend", () => this.askSoon());
      this.input.addEventListener("keydown", (event) => this.onKey(event));
      this.input.addEventListener("blur", () => this.close());
      // The box keeps the focus while the list is pressed.
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) {
          this.choose([...this.list.children].indexOf(option));
        }
      });
    }

    onKey(event) {
      if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.shiftKey) {
        return;
      }
      const isOpen = !this.list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (event.altKey && event.key === "ArrowUp") {
          this.close();
        } else if (isOpen) {
          this.move(event.key === "ArrowDown" ? 1 : -1);
        } else {
          this.ask();
        }
      } else if (event.key === "Enter" && isOpen && this.active >= 0) {
        event.preventDefault();
        this.choose(this.active);
      } else if (event.key === "Escape" && isOpen) {
        // The first Escape closes the list and leaves the text alone.
        event.preventDefault();
        this.close();
      } else if (isOpen && ["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
        this.point(-1);
      }
    }

    move(step) {
      // One place more than options: the text itself, between the last and the first.
      const places = this.options.length + 1;
      this.point(((this.active + 1 + step + places) % places) - 1);
    }

    point(index) {
      this.list.children[this.active]?.setAttribute("aria-selected", "false");
      this.active = index;
      const option = this.list.children[index];
      if (option) {
        option.setAttribute("aria-selected", "true");
        option.scrollIntoView({ block: "nearest" });
        this.input.setAttribute("aria-activedescendant", option.id);
      } else {
        this.input.removeAttribute("aria-activedescendant");
      }
    }

    askSoon() {
      this.drop();
      this.timer = window.setTimeout(() => this.ask(), WAIT);
    }

    // An answer that is still on its way is for another text.
    drop() {
      window.clearTimeout(this.timer);
      this.request?.abort();
      this.request = null;
    }

    async ask() {
      this.drop();
      const text = this.input.value.trim();
      if (!text) {
        this.close();
        return;
      }
      const request = new AbortController();
      this.request = request;
      try {
        const answer = await fetch(this.addressFor(text), {
          headers: { Accept: "application/json" },
          redirect: "error",
          signal: request.signal,
        });
        const found = answer.ok ? (await answer.json()).suggestions : [];
        if (this.request === request && document.activeElement === this.input) {
          this.show(found);
        }
      } catch {
        // Dropped, signed out or offline: the box is a plain search field.
        if (this.request === request) {
          this.close();
        }
      }
    }

    addressFor(text) {
      const query = new URLSearchParams({ q: text });
      const data = new FormData(this.input.form);
      for (const name of NARROWED_BY) {
        if (data.get(name)) {
          query.set(name, data.get(name));
        }
      }
      return `${this.address}?${query}`;
    }

    show(found) {
      this.options = found;
      this.point(-1);
      this.list.replaceChildren(...found.map((option, index) => this.line(option, index)));
      this.list.hidden = found.length === 0;
      this.input.setAttribute("aria-expanded", String(found.length > 0));
      this.status.textContent =
        found.length > 0 ? `候補が${found.length}件あります。上下の矢印キーで選べます。` : "候補はありません。";
    }

    line(option, index) {
      const line = document.createElement("li");
      line.id = `${this.list.id}-${index}`;
      line.className = "suggestions__option";
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", "false");
      const label = document.createElement("span");
      label.className = "suggestions__label";
      label.textContent = option.label;
      const text = document.createElement("span");
      text.className = "suggestions__text";
      text.textContent = option.text;
      line.append(label, " ", text);
      return line;
    }

    close() {
      this.drop();
      this.options = [];
      this.point(-1);
      this.list.replaceChildren();
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.status.textContent = "";
    }

    choose(index) {
      const option = this.options[index];
      if (option.fill) {
        this.input.value = option.fill;
        this.close();
        this.input.form.requestSubmit();
      } else {
        window.location.assign(option.url);
      }
    }
  }

  const known = new WeakSet();
  const setUpAll = (root) => {
    for (const input of root.querySelectorAll("input[data-suggest]")) {
      if (!known.has(input)) {
        known.add(input);
        new Combobox(input);
      }
    }
  };

  document.addEventListener("DOMContentLoaded", () => setUpAll(document));
  // The results page puts a new form in place of the old one.
  document.addEventListener("htmx:load", (event) => setUpAll(event.detail.elt.parentElement ?? document));
})();
