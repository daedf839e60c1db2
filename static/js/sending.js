// The form that sends files: takes files and folders that are dropped on it, shows what was chosen, and says before
// sending what the archive would refuse. Without JavaScript the file button does everything.
"use strict";

(() => {
  const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
  const input = /** @type {HTMLInputElement} */ (part(".sending input[type=file]"));
  const form = /** @type {HTMLFormElement} */ (input.form);
  const zone = part("#drop-zone");
  const chosen = part("#chosen");
  const list = part("#chosen-files");
  const summary = part("#chosen-summary");
  const button = part(".sending button[type=submit]");
  const mostFiles = Number(input.dataset.mostFiles);
  const mostBytes = Number(input.dataset.mostBytes);
  const mostTotal = Number(input.dataset.mostTotal);
  const SHOWN = 200;

  const megabytes = (/** @type {number} */ size) =>
    size < 1048576 ? `${Math.ceil(size / 1024)} KB` : `${Math.ceil((size * 10) / 1048576) / 10} MB`;
  const isPacked = (/** @type {File} */ file) => file.name.toLowerCase().endsWith(".zip");
  const problemOf = (/** @type {File} */ file) => {
    if (file.size === 0) {
      return "空です";
    }
    return file.size > mostBytes && !isPacked(file) ? `大きすぎます（${megabytes(mostBytes)}まで）` : "";
  };

  const tell = () => {
    const files = [...(input.files ?? [])];
    const total = files.reduce((sum, file) => sum + file.size, 0);
    const refused = files.filter(problemOf).length;
    const parts = [`${files.length}件、合計${megabytes(total)}を選びました。`];
    if (refused) {
      parts.push(`うち${refused}件は受け取れません。`);
    }
    const isTooMuch = files.length > mostFiles || total > mostTotal;
    if (files.length > mostFiles) {
      parts.push(`一度に送れるのは${mostFiles}件までです。分けて送ってください。`);
    }
    if (total > mostTotal) {
      parts.push(`一度に送れるのは合計${megabytes(mostTotal)}までです。分けて送ってください。`);
    }
    summary.textContent = parts.join("");
    summary.classList.toggle("chosen__problem", isTooMuch);
    button.setAttribute("aria-disabled", String(isTooMuch));
    chosen.hidden = files.length === 0;
    list.replaceChildren(
      ...files.slice(0, SHOWN).map((file) => {
        const item = document.createElement("li");
        const problem = problemOf(file);
        item.textContent = `${file.name}　${megabytes(file.size)}${problem ? `　${problem}` : ""}`;
        item.classList.toggle("chosen__problem", problem !== "");
        return item;
      }),
    );
  };

  /**
   * A folder is given as an entry that is read piece by piece.
   *
   * @param {FileSystemEntry} entry
   * @returns {Promise<File[]>}
   */
  const filesOf = async (entry) => {
    if (entry.isFile) {
      const single = /** @type {FileSystemFileEntry} */ (entry);
      return [await new Promise((done, failed) => single.file(done, failed))];
    }
    const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
    const files = [];
    for (;;) {
      /** @type {FileSystemEntry[]} */
      const entries = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (entries.length === 0) {
        return files;
      }
      for (const inner of entries) {
        files.push(...(await filesOf(inner)));
      }
    }
  };

  const take = async (/** @type {DataTransfer} */ data) => {
    const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
    const loose = [...data.files];
    const files = entries.length ? (await Promise.all(entries.map(filesOf))).flat() : loose;
    const all = new DataTransfer();
    for (const file of [...(input.files ?? []), ...files]) {
      all.items.add(file);
    }
    input.files = all.files;
    tell();
  };

  part("#drop-zone .drop-zone__hint").hidden = false;
  input.addEventListener("change", tell);
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("drop-zone--over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    zone.addEventListener(name, () => zone.classList.remove("drop-zone--over"));
  }
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    take(/** @type {DataTransfer} */ (event.dataTransfer)).catch(() => {
      summary.textContent = "置かれたものを読めませんでした。ファイルを選ぶボタンを使ってください。";
      chosen.hidden = false;
    });
  });
  // A file that misses the zone would otherwise be opened in place of the page.
  for (const name of ["dragover", "drop"]) {
    window.addEventListener(name, (event) => event.preventDefault());
  }
  form.addEventListener("submit", (event) => {
    if (button.getAttribute("aria-disabled") === "true") {
      event.preventDefault();
      summary.scrollIntoView({ block: "center" });
      return;
    }
    button.setAttribute("aria-disabled", "true");
    if (input.files?.length) {
      summary.textContent = "送っています。この画面を閉じずにお待ちください。";
    }
  });
  window.addEventListener("pageshow", () => {
    button.removeAttribute("aria-disabled");
    if (input.files?.length) {
      tell();
    }
  });
})();
