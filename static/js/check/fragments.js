// Parts of the page that the server writes and that have forms of their own: they are sent without leaving the page,
// and fetched anew when what they are about has changed.

const PAUSE = 1_000; // milliseconds after a change

export class Fragments {
  constructor({ store, sender, status, polling }) {
    Object.assign(this, { store, sender, status, polling, stale: new Set(), timer: 0 });
    document.addEventListener("submit", (event) => this.onSubmit(event));
    store.addEventListener("change", ({ detail }) => this.onChange(detail));
    sender.addEventListener("state", ({ detail }) => detail.state === "saved" && this.soon());
  }

  onChange({ before, after }) {
    if (before.head.body !== after.head.body) {
      this.stale.add("body-choice");
    }
    if (before.tables.agenda !== after.tables.agenda) {
      this.stale.add("topics");
    }
    if (this.sender.isIdle && this.stale.size > 0) {
      this.soon();
    }
  }

  soon() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.refresh(), PAUSE);
  }

  async refresh() {
    const names = [...this.stale];
    this.stale.clear();
    for (const name of names) {
      const part = document.getElementById(name);
      if (part && !part.contains(document.activeElement)) {
        const page = await fetchPage(part.dataset.url, {}).catch(() => null);
        this.replace(name, page);
      } else if (part) {
        this.stale.add(name);
      }
    }
  }

  async onSubmit(event) {
    const part = event.target.closest("#body-choice, #topics");
    if (!part) {
      return;
    }
    event.preventDefault();
    const body = new FormData(event.target, event.submitter);
    try {
      await this.sender.flush();
      const page = await fetchPage(part.dataset.url, { method: "POST", body });
      this.tell(page);
      this.replace("body-choice", page);
      this.replace("topics", page);
      document.querySelector(`#${part.id} button, #${part.id} a`)?.focus();
      this.polling.soon(0);
    } catch {
      this.status.toast("保存できません。通信とログインの状態を確かめてください。");
    }
  }

  tell(page) {
    const text = [...page.querySelectorAll(".messages li")].map((message) => message.textContent.trim()).join(" ");
    if (text) {
      this.status.toast(text);
    }
  }

  replace(name, page) {
    const fresh = page?.getElementById(name);
    if (fresh) {
      document.getElementById(name)?.replaceWith(document.importNode(fresh, true));
    }
  }
}

async function fetchPage(address, options) {
  const response = await fetch(address, options);
  if (!response.ok || new URL(response.url).pathname.startsWith("/login")) {
    throw new Error("no such page");
  }
  return new DOMParser().parseFromString(await response.text(), "text/html");
}
