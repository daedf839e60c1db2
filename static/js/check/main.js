// The checking page: puts its parts together.

import { Actions } from "./actions.js";
import { AgendaChoice } from "./agenda_choice.js";
import { Alerts } from "./alerts.js";
import { get } from "./api.js";
import { fieldOf, saveAll, unsaved } from "./bound_field.js";
import { Conflicts } from "./conflicts.js";
import { setUpDivider, setUpTabs } from "./divider.js";
import { byId, enclosing, within } from "./dom.js";
import { TABLES } from "./draft.js";
import { Head } from "./head.js";
import { History } from "./history.js";
import { needsLook, UNPARSED } from "./items.js";
import { setUpKeys } from "./keys.js";
import { Lesson } from "./lesson.js";
import { LessonList } from "./lesson_list.js";
import { List } from "./list.js";
import { LookUp } from "./look_up.js";
import { Pickers } from "./pickers.js";
import { Places } from "./places.js";
import { Polling } from "./polling.js";
import { Publishing } from "./publishing.js";
import { setUpReason } from "./reason.js";
import { Scrolling } from "./scrolling.js";
import { Sender } from "./sender.js";
import { Settling } from "./settling.js";
import { Source } from "./source.js";
import { Status } from "./status.js";
import { Store } from "./store.js";
import { Table } from "./tables.js";
import { TextEditor } from "./text_editor.js";
import { Toolbar } from "./toolbar.js";
import { Unsent } from "./unsent.js";
import { UnsentOffer } from "./unsent_offer.js";
import { Warnings } from "./warnings.js";
import { Withholding } from "./withholding.js";
import { nameWarnings } from "./words.js";

/**
 * @import { Answer, Failure } from "./api.js"
 * @import { Draft, Warning } from "./draft.js"
 * @import { SelectableItem } from "./items.js"
 * @import { Operation } from "./operations.js"
 * @import { Gap } from "./publishing.js"
 * @import { ListName } from "./tables.js"
 */

const root = byId("check");
/** @type {Record<string, string>} */
const addresses = JSON.parse(byId("check-addresses").textContent);
nameWarnings(JSON.parse(byId("check-warning-names").textContent));
const status = new Status(root);
const unsent = new Unsent(root.dataset.upload ?? "", root.dataset.user ?? "");
const store = new Store();
const sender = new Sender(store, unsent, addresses);
const list = new List(byId("utterances"), store);
const lookUp = new LookUp(store, list);
const places = new Places(store, lookUp);
const source = new Source(root.dataset.page ?? "");
const editor = new TextEditor(store, list);
const history = new History({ store, sender, addresses, status });
const alerts = new Alerts();
const showTab = setUpTabs(byId("check-tabs"), byId("check-panes"), onTab);
const lesson = new Lesson({ store, sender, list, source, addresses, status, reload });
const taught = new LessonList({ store, sender, addresses, status, reload });
const actions = new Actions({
  store,
  sender,
  list,
  editor,
  places,
  history,
  lesson,
  status,
  alerts,
  pickers: new Pickers(store, list, status),
  agendaChoice: new AgendaChoice(store, list),
  withholding: new Withholding({ sender, status }),
});
const warnings = new Warnings(store, places, {
  jump,
  visit: (key) => list.select(key),
  look: (warning) => actions.look([warning], warning.code === UNPARSED ? null : places.itemOn(warning.line)),
});
const publishing = new Publishing({ store, sender, alerts, addresses, status, visit: toGap });
new Head(byId("head-fields"), store);
for (const table of /** @type {ListName[]} */ (["attendees", "agenda", "attachments"])) {
  new Table(byId(`rows-${table}`), table, store);
}
new Settling({ store, sender, parts: ["body-choice", "meeting-choice", "topics"], status, settled: onSettled });
new Toolbar(byId("check-toolbar"), list, places);
const scrolling = new Scrolling({
  source,
  list,
  result: byId("result-body"),
  toggle: byId("check-together", HTMLInputElement),
  lookUp,
});
const reason = document.getElementById("check-reason");
if (reason instanceof HTMLInputElement) {
  setUpReason(reason, store);
}
// After the fields: what they hold is shown with what stands against it.
new Conflicts({ store, alerts, status, lead });
setUpDivider(byId("check-divider"), byId("check-panes"));
setUpKeys((name) => actions.run(name));
listen();
start();

/** @type {Polling | null} */
let polling = null;

async function start() {
  try {
    const [draft, lines] = await Promise.all([get(addresses.draft), get(addresses.lines)]);
    source.load(lines);
    store.source = { lines: lines.lines, pages: lines.pages };
    if (lines.page_count > 0) {
      get(addresses.shapes).then(
        ({ shapes }) => source.shape(shapes),
        () => {},
      );
    }
    take(draft);
    status.show("untouched");
    new UnsentOffer({ unsent, store, alerts, lead: () => list.node?.focus() });
    polling = new Polling(store, sender, addresses.changes);
    polling.addEventListener("heard", ({ detail }) => hear(detail));
    polling.addEventListener("failure", ({ detail }) => onSilence(detail));
    root.dataset.ready = "1";
    if (window.location.hash === "#missing") {
      await publishing.tellMissing();
    } else {
      publishing.soon();
    }
  } catch (error) {
    const { kind } = /** @type {Partial<Failure>} */ (error);
    const state = kind === "unreachable" || kind === "signed-out" ? kind : "gone";
    status.show(state, "読み込めません。通信を確かめて、画面を読み込み直してください。");
    if (kind === undefined) {
      throw error;
    }
  }
}

/** @param {any} answer */
function take(answer) {
  warnings.unplaced = answer.unplaced ?? [];
  taught.load(answer);
  store.load(answer);
  warnings.render();
  status.present(answer.present);
  sender.start();
}

// The draft was read again, or much has changed: it is fetched as a whole.
/** @type {Promise<void> | null} */
let reloading = null;

function reload() {
  store.isStale = true;
  reloading ??= fetchAgain().finally(() => {
    reloading = null;
  });
  return reloading;
}

async function fetchAgain() {
  try {
    take(await get(addresses.draft));
  } catch (error) {
    const { kind } = /** @type {Partial<Failure>} */ (error);
    status.show(kind === "signed-out" ? "signed-out" : "unreachable");
    window.setTimeout(reload, 5_000);
  }
}

/** @param {Answer} answer */
function hear(answer) {
  status.present(answer.present);
  if (answer.reload && answer.edits?.some((edit) => !edit.mine)) {
    status.toast("ほかの人が読み直したので、読み取り結果が変わりました。");
  }
  if (status.shownState === "signed-out" && sender.isIdle) {
    status.show("saved");
  }
}

// The server has written into the draft what was chosen in a part.
function onSettled() {
  publishing.soon();
  polling?.soon(0);
}

/**
 * Why the question what others did got no answer.
 *
 * @param {Failure} failure
 */
function onSilence(failure) {
  if (failure.kind === "signed-out") {
    status.show("signed-out");
  } else if (failure.kind === "gone") {
    saveAll();
    sender.tell("gone", failure.message);
    sender.start();
  }
}

// Whether the page may say that everything is saved.
function weigh() {
  status.setLeft(alerts.isWaiting ? "undecided" : unsaved());
}

/**
 * To the place where an operation was made, once what became of it has been looked at.
 *
 * @param {Operation} operation
 */
function lead(operation) {
  const bound = operation.op === "set" ? fieldOf(operation) : undefined;
  const key = "id" in operation && "table" in operation && operation.table === "utterances" ? `u:${operation.id}` : "";
  if (bound) {
    bound.element.closest("details")?.setAttribute("open", "");
    bound.focus();
  } else if (list.nodes.has(key)) {
    list.select(key);
  } else {
    (list.node ?? byId("result-body")).focus({ preventScroll: true });
  }
}

function listen() {
  store.addEventListener("change", ({ detail }) => onChange(detail));
  store.addEventListener("queued", () => status.dropOffer());
  store.addEventListener("stale", () => reload());
  sender.addEventListener("state", ({ detail }) => status.show(detail.state, detail.message));
  store.addEventListener("refused", ({ detail }) => {
    if (detail.operation.op === "dismiss") {
      status.toast(detail.message);
    }
  });
  alerts.addEventListener("change", () => {
    weigh();
    if (list.node && list.root.contains(document.activeElement)) {
      list.show(list.node);
    }
  });
  for (const name of ["input", "change", "focusin", "focusout"]) {
    document.addEventListener(name, weigh);
  }
  document.addEventListener("choose", (event) => alerts.focus(/** @type {CustomEvent<string>} */ (event).detail));
  document.addEventListener("visibilitychange", () => document.hidden && saveAll());
  list.addEventListener("selected", ({ detail }) => onSelected(detail));
  source.addEventListener("line", ({ detail }) => onLine(detail));
  warnings.take = (warning) => {
    const item = boxOf(warning);
    if (item) {
      list.select(item.key);
      actions.take(item);
    }
  };
  document.addEventListener("click", onClick);
  list.root.addEventListener("dblclick", onDoubleClick);
  list.root.addEventListener("keydown", onTextKey);
  byId("result-body").closest(".pane")?.addEventListener("click", openPart);
  window.addEventListener("beforeunload", (event) => {
    saveAll();
    if (!sender.isIdle || store.isOpen) {
      event.preventDefault();
    }
  });
}

/** @param {{ before: Draft, after: Draft }} change */
function onChange({ before, after: draft }) {
  weigh();
  for (const table of TABLES) {
    for (const place of document.querySelectorAll(`[data-count=${table}]`)) {
      place.textContent = String(draft.tables[table].order.length);
    }
  }
  byId("utterances-hint").hidden = list.items.length === 0;
  setPossible("undo", store.canUndo || store.queue.length > 0);
  setPossible("redo", store.canRedo);
  if (before.warnings !== draft.warnings) {
    source.warn(draft.warnings.filter(needsLook).flatMap((warning) => warning.line || []));
  }
}

/**
 * @param {string} name
 * @param {boolean} isPossible
 */
function setPossible(name, isPossible) {
  within(document, `.check__actions [data-do=${name}]`).setAttribute("aria-disabled", String(!isPossible));
}

/** @param {SelectableItem | null} item */
function onSelected(item) {
  editor.carets.clear();
  scrolling.rest();
  source.show(item ? lookUp.linesOf(item.key) : null, { scroll: item !== null });
}

/**
 * A press in the source selects what was made of the line.
 *
 * @param {number} line
 */
function onLine(line) {
  const found = lookUp.itemAt(line);
  if (found) {
    showTab("result");
    list.select(found.key);
    source.show(found.lines, { scroll: false });
  }
}

/** @param {string} name */
function onTab(name) {
  const { item, node } = list;
  if (name === "source" && item) {
    source.show(lookUp.linesOf(item.key));
  } else if (node) {
    list.show(node);
  }
}

/** @param {MouseEvent} event */
function onClick(event) {
  const pressed = enclosing(event.target, "[data-do]");
  if (pressed?.dataset.do === "alerts") {
    event.preventDefault();
    alerts.focus();
  } else if (pressed && pressed.getAttribute("aria-disabled") !== "true") {
    actions.run(pressed.dataset.do ?? "");
  }
}

/** @param {MouseEvent} event */
function onDoubleClick(event) {
  const place = enclosing(event.target, ".utterance__text");
  const key = enclosing(place, "[data-key]")?.dataset.key;
  const item = list.items.find((one) => one.key === key);
  if (item?.type === "utterance" && !place?.dataset.editing) {
    const caret = document.caretRangeFromPoint?.(event.clientX, event.clientY)?.startOffset ?? null;
    editor.edit(item.id, caret);
  }
}

/** @param {KeyboardEvent} event */
function onTextKey(event) {
  if (event.target !== editor.area || event.isComposing) {
    return;
  }
  if (event.key === "Escape") {
    event.preventDefault();
    editor.close({ refocus: true });
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    actions.run("split");
  }
}

/**
 * A link to a closed part opens it.
 *
 * @param {Event} event
 */
function openPart(event) {
  const way = enclosing(event.target, ".jumps a");
  const part = way instanceof HTMLAnchorElement && document.querySelector(way.hash);
  if (part instanceof HTMLDetailsElement) {
    part.open = true;
  }
}

/** @param {Warning} warning */
function boxOf(warning) {
  return list.items.filter((item) => item.type === "box").find((box) => box.warning === warning);
}

/** @param {Warning} warning */
function jump(warning) {
  const line = Number(warning.line);
  const item = boxOf(warning) ?? lookUp.itemAt(line)?.item;
  if (item) {
    list.select(item.key);
  }
  source.show({ first: line, last: line });
}

/** @param {Gap} gap */
function toGap(gap) {
  if (gap.utterance) {
    list.select(`u:${gap.utterance}`);
    return;
  }
  if (gap.field === "body" && store.view.head.body) {
    byId("part-head", HTMLDetailsElement).open = true;
    within(byId("body-choice"), "button, input").focus();
    return;
  }
  const names = [`head-${gap.field}`, `check-${gap.field}`, gap.field ?? ""];
  const [field = byId("part-head")] = names.flatMap((name) => document.getElementById(name) ?? []);
  field.closest("details")?.setAttribute("open", "");
  field.scrollIntoView({ block: "center" });
  field.focus();
}
