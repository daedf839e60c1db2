// Attendees, agenda and papers: rows of fields that are corrected, added, moved and deleted in place.

import { BoundField } from "./bound_field.js";
import { enclosing, make, within } from "./dom.js";
import { neighbour, rowsOf } from "./draft.js";
import { agendaLabel } from "./words.js";

/**
 * @import { Ways } from "./bound_field.js"
 * @import { Draft, Row } from "./draft.js"
 * @import { Store } from "./store.js"
 *
 * @typedef {"attendees" | "agenda" | "attachments"} ListName
 * @typedef {"text" | "number" | "checkbox" | "agenda"} FieldType
 * @typedef {{ field: string, label: string, type?: FieldType, isNeeded?: boolean }} Column
 * @typedef {{ node: HTMLElement, fields: BoundField[], choices: BoundField[] }} Line `choices` offer agenda items
 */

/** @type {Record<ListName, Column[]>} */
const COLUMNS = {
  attendees: [
    { field: "group", label: "区分" },
    { field: "name", label: "氏名・職名", isNeeded: true },
    { field: "role", label: "役職" },
    { field: "affiliation", label: "所属" },
    { field: "proxy", label: "代理", type: "checkbox" },
  ],
  agenda: [
    { field: "category", label: "区分" },
    { field: "number", label: "番号", type: "number" },
    { field: "title", label: "件名", isNeeded: true },
  ],
  attachments: [
    { field: "label", label: "番号" },
    { field: "title", label: "名称" },
    { field: "agenda", label: "議題", type: "agenda" },
  ],
};
const NEW = {
  attendees: { group: null, name: "", role: null, affiliation: null, proxy: false },
  agenda: { category: null, number: null, title: "" },
  attachments: { label: "", title: null, agenda: null },
};
const NAMES = { attendees: "出席者", agenda: "議題", attachments: "資料" };

export class Table {
  /**
   * @param {HTMLElement} root
   * @param {ListName} table
   * @param {Store} store
   */
  constructor(root, table, store) {
    this.root = root;
    this.table = table;
    this.store = store;
    /** @type {Map<string, Line>} */
    this.rows = new Map();
    this.columns = COLUMNS[table];
    this.list = make("div", { class: "rows__list" });
    const head = make("div", { class: "rows__line rows__head", "aria-hidden": "true" });
    head.append(...this.columns.map((column) => make("span", {}, column.label)), make("span"));
    this.adder = make(
      "button",
      { type: "button", class: "button button--secondary button--small", data: { row: "add" } },
      `${NAMES[table]}を追加`,
    );
    this.head = head;
    root.classList.add(`rows--${table}`);
    root.append(head, this.list, this.adder);
    root.addEventListener("click", (event) => this.onClick(event));
    root.addEventListener("keydown", (event) => this.onKey(event));
    store.addEventListener("change", ({ detail }) => this.onChange(detail));
    store.addEventListener("renamed", ({ detail }) => this.rename(detail));
  }

  /** @param {{ before: Draft, after: Draft }} change */
  onChange({ before, after }) {
    const isOwn = before.tables[this.table] !== after.tables[this.table];
    const isMarked = this.marked !== this.store.disputed.size;
    this.marked = this.store.disputed.size;
    const isAgenda = this.table === "attachments" && before.tables.agenda !== after.tables.agenda;
    if (isOwn || isAgenda || isMarked) {
      this.render(isAgenda);
    }
  }

  render(agendaChanged = false) {
    const rows = rowsOf(this.store.view, this.table);
    const ids = new Set(rows.map((row) => row.id));
    const gone = [...this.rows].filter(([id]) => !ids.has(id));
    gone.forEach(([id]) => this.rows.delete(id));
    for (const [, line] of gone) {
      // What was being typed in it is not lost with the row: it is sent, and the answer says what became of the row.
      line.fields.forEach((bound) => bound.end());
      line.node.remove();
    }
    let cursor = this.list.firstElementChild;
    rows.forEach((row, index) => {
      const line = this.lineFor(row);
      if (agendaChanged) {
        line.choices.forEach((bound) => bound.put(bound.base));
      }
      line.fields.forEach((bound) => bound.follow());
      line.node.setAttribute("aria-label", `${NAMES[this.table]}${index + 1}`);
      if (line.node === cursor) {
        cursor = line.node.nextElementSibling;
      } else {
        const focused = document.activeElement;
        const held = line.node.contains(focused);
        this.list.insertBefore(line.node, cursor);
        if (held && focused instanceof HTMLElement) {
          focused.focus();
        }
      }
    });
    this.head.hidden = rows.length === 0;
  }

  /** @param {Row} row */
  lineFor(row) {
    let line = this.rows.get(row.id);
    if (!line) {
      line = this.makeLine(row);
      this.rows.set(row.id, line);
    }
    return line;
  }

  /** @param {Row} row */
  makeLine(row) {
    const node = make("div", { class: "rows__line", role: "group", data: { row: row.id } });
    const fields = this.columns.map((column) => this.makeField(node, row, column));
    const choices = fields.filter((_, index) => this.columns[index].type === "agenda");
    node.append(
      make(
        "span",
        { class: "rows__actions" },
        action("up", "↑", "上へ"),
        action("down", "↓", "下へ"),
        action("delete", "削除", "削除"),
      ),
    );
    return { node, fields, choices };
  }

  /**
   * @param {HTMLElement} node
   * @param {Row} row
   * @param {Column} column
   */
  makeField(node, row, { field, label, type = "text", isNeeded = false }) {
    const [element, ways] = type === "agenda" ? this.makeChoice() : makeInput(type, isNeeded);
    element.setAttribute("aria-label", label);
    element.dataset.field = field;
    const cell = make("span", { class: `rows__cell rows__cell--${field}`, data: { label } }, element);
    node.append(cell);
    return new BoundField(this.store, element, { table: this.table, id: row.id, field }, ways);
  }

  /** @returns {[HTMLSelectElement, Ways]} */
  makeChoice() {
    const select = make("select", { class: "input" });
    const read = () => select.value || null;
    const write = (/** @type {any} */ value) => {
      fillAgenda(select, this.store);
      select.value = value ?? "";
    };
    return [select, { read, write }];
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const pressed = enclosing(event.target, "[data-row]:is(button)");
    const name = pressed?.dataset.row;
    const id = enclosing(event.target, ".rows__line")?.dataset.row;
    if (name === "add") {
      this.add();
    } else if (name === "delete" && id) {
      this.remove(id);
    } else if (name && id) {
      this.shift(id, name === "up" ? -1 : 1, pressed);
    }
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const id = enclosing(event.target, ".rows__line")?.dataset.row;
    const field = enclosing(event.target, "[data-field]");
    if (!id || event.isComposing) {
      return;
    }
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      event.stopPropagation();
      this.shift(id, event.key === "ArrowUp" ? -1 : 1, enclosing(event.target, "*"));
    } else if (event.key === "Enter" && field?.matches("input:not([type=checkbox])")) {
      event.preventDefault();
      this.below(id, field.dataset.field ?? "");
    }
  }

  /**
   * Enter goes down the column, and from the last row to a new one.
   *
   * @param {string} id
   * @param {string} field
   */
  below(id, field) {
    const next = neighbour(this.store.view, this.table, id, 1);
    if (next) {
      this.focus(next, `[data-field=${field}]`);
    } else {
      this.add();
    }
  }

  /**
   * @param {string | null} id
   * @param {string} selector
   */
  focus(id, selector) {
    const line = this.rows.get(id ?? "");
    if (line) {
      within(line.node, selector).focus();
    }
  }

  add() {
    const last = this.store.view.tables[this.table].order.at(-1) ?? null;
    const [id] = this.store.do({ op: "insert", table: this.table, after: last, row: NEW[this.table] });
    const { field } = this.columns.find((column) => column.isNeeded) ?? this.columns[0];
    this.focus(id, `[data-field=${field}]`);
  }

  /** @param {string} id */
  remove(id) {
    const next = neighbour(this.store.view, this.table, id, 1) ?? neighbour(this.store.view, this.table, id, -1);
    this.store.do({ op: "delete", table: this.table, id });
    const line = this.rows.get(next ?? "");
    (line ? within(line.node, "[data-row=delete]") : this.adder).focus();
  }

  /**
   * @param {string} id
   * @param {1 | -1} step
   * @param {HTMLElement | null} focused
   */
  shift(id, step, focused) {
    const { order } = this.store.view.tables[this.table];
    const index = order.indexOf(id);
    const target = index + step;
    if (target < 0 || target >= order.length) {
      return;
    }
    const after = step < 0 ? (order[target - 1] ?? null) : order[target];
    this.store.do({ op: "move", table: this.table, id, after });
    focused?.focus();
  }

  /** @param {Map<string, string>} names */
  rename(names) {
    for (const option of this.list.querySelectorAll("option")) {
      option.value = names.get(option.value) ?? option.value;
    }
    for (const [old, fresh] of names) {
      const line = this.rows.get(old);
      if (line) {
        this.rows.delete(old);
        this.rows.set(fresh, line);
        line.node.dataset.row = fresh;
        line.fields.forEach((bound) => bound.renamed(names));
      }
    }
  }
}

/**
 * @param {string} name
 * @param {string} text
 * @param {string} label
 */
function action(name, text, label) {
  return make(
    "button",
    { type: "button", class: "row-button", data: { row: name }, title: label, "aria-label": label },
    text,
  );
}

/**
 * @param {Exclude<FieldType, "agenda">} type
 * @param {boolean} isNeeded
 * @returns {[HTMLInputElement, Ways]}
 */
function makeInput(type, isNeeded) {
  const input = make("input", { class: "input", type, autocomplete: "off" });
  if (type === "checkbox") {
    const tick = (/** @type {any} */ value) => {
      input.checked = Boolean(value);
    };
    return [input, { read: () => input.checked, write: tick }];
  }
  const read = () => {
    if (input.validity.badInput) {
      return undefined;
    }
    const text = input.value.trim();
    if (type === "number") {
      return text === "" ? null : Math.trunc(Number(text));
    }
    return text === "" && !isNeeded ? null : text;
  };
  const write = (/** @type {any} */ value) => {
    input.value = value ?? "";
  };
  return [input, { read, write }];
}

/**
 * @param {HTMLSelectElement} element
 * @param {Store} store
 */
function fillAgenda(element, store) {
  const items = rowsOf(store.view, "agenda");
  element.replaceChildren(
    make("option", { value: "" }, "（決めない）"),
    ...items.map((item) => make("option", { value: item.id }, agendaLabel(item))),
  );
}
