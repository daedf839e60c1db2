// Names of what the page shows, the same everywhere.

import { rowOf } from "./draft.js";

/**
 * @import { AgendaItem, Draft, TableName } from "./draft.js"
 * @import { Operation, SetField } from "./operations.js"
 */

/** @type {[string, string][]} */
export const KINDS = [
  ["speech", "発言"],
  ["explanation", "説明"],
  ["summary", "要旨"],
  ["decision", "決定"],
  ["note", "記録"],
];

/** @type {Record<string, string>} */
export const KIND_NAMES = Object.fromEntries(KINDS);

/** @type {Record<TableName | "head", string>} */
export const TABLES = {
  utterances: "発言",
  agenda: "議題",
  attendees: "出席者",
  attachments: "資料",
  head: "会議の情報",
};

/** @type {[string, string][]} */
export const ACCESS_LEVELS = [
  ["", "（記載なし）"],
  ["open", "公開"],
  ["partial", "一部公開"],
  ["closed", "非公開"],
];

/** @type {Record<string, string>} */
const HEAD_FIELDS = { title: "会議の名称", number: "回", adjourned_at: "閉会（本文の記載）", reason: "訂正の理由" };

/** @type {Record<string, string>} */
export const FIELDS = {
  kind: "種類",
  speaker: "発言者",
  text: "本文",
  agenda: "議題",
  category: "区分",
  number: "番号",
  title: "件名",
  group: "区分",
  name: "氏名・職名",
  role: "役職",
  affiliation: "所属",
  proxy: "代理",
  label: "番号",
  body: "会議体",
  fiscal_year: "年度",
  office: "事務局（担当課）",
  held_on: "開催日",
  starts_at: "開始",
  ends_at: "終了",
  adjourned_at: "閉会（本文）",
  venue: "場所",
  meeting_access: "会議の公開",
  minutes_access: "会議録の公開",
};

// Below this an utterance is marked as one to look at.
export const SURE = 0.75;

// What each kind of warning is called: here those that are told for the record only.
/** @type {Record<string, string>} */
const WARNINGS = {
  "running-text": "本文に入れなかった欄外の文字",
  "tracked-changes": "変更履歴",
  comments: "コメント",
  "agenda-from-text": "本文から作った議題",
};

/**
 * The page is told by the server what the desk calls them.
 *
 * @param {Record<string, string>} names
 */
export function nameWarnings(names) {
  Object.assign(WARNINGS, names);
}

/** @param {string} code */
export function warningName(code) {
  return WARNINGS[code] ?? "その他";
}

/** @param {Pick<AgendaItem, "category" | "number" | "title">} item */
export function agendaLabel(item) {
  const number = item.number === null || item.number === undefined ? "" : `（${item.number}）`;
  return `${item.category ?? ""}${number} ${item.title}`.trim() || "（件名なし）";
}

/**
 * 発言者の表示 without the white space that was printed inside of it.
 *
 * @param {string} text
 */
export function tidy(text) {
  return text.replace(/[\s　]+/g, " ").trim();
}

/**
 * What a field is called on the page.
 *
 * @param {TableName | "head"} table
 * @param {string} field
 */
export function fieldName(table, field) {
  if (table === "attachments" && field === "title") {
    return "名称";
  }
  return (table === "head" ? HEAD_FIELDS[field] : undefined) ?? FIELDS[field] ?? field;
}

/**
 * A value that an operation of kind "set" is about, in words and in full. `draft` knows what agenda items are called.
 *
 * @param {Pick<SetField, "table" | "field">} place
 * @param {any} value
 * @param {Draft} draft
 * @returns {string}
 */
export function inFull({ table, field }, value, draft) {
  if (value === null || value === undefined || value === "") {
    return "（なし）";
  }
  if (field === "agenda") {
    const items = [value].flat().map((id) => rowOf(draft, "agenda", id));
    const titles = items.filter((item) => item !== undefined).map(agendaLabel);
    return titles.join("、") || "（なし）";
  }
  if (table === "utterances" && field === "kind") {
    return KIND_NAMES[value] ?? value;
  }
  if (typeof value === "object") {
    const level = ACCESS_LEVELS.find(([name]) => name === (value.level ?? ""))?.[1] ?? value.level;
    return [level, value.reason].filter(Boolean).join("　");
  }
  return typeof value === "boolean" ? (value ? "はい" : "いいえ") : String(value);
}

/**
 * @param {Operation} operation
 * @param {Draft} draft
 */
export function describe(operation, draft) {
  const table = "table" in operation ? TABLES[operation.table] : "発言";
  switch (operation.op) {
    case "set":
      return `${table}の${fieldName(operation.table, operation.field)}：${shown(inFull(operation, operation.after, draft))}`;
    case "insert":
      return `${table}の追加`;
    case "delete":
      return `${table}の削除`;
    case "move":
      return `${table}の並べ替え`;
    case "split":
      return "発言を分ける";
    case "merge":
      return "発言をつなげる";
    case "take":
      return `発言にする：${shown(operation.text)}`;
    case "rename":
      return `発言者「${operation.from}」を「${operation.to}」に`;
    case "dismiss":
    case "check":
      return "確かめた箇所";
    default:
      return operation.label ?? "訂正";
  }
}

/** @param {any} value */
export function shown(value) {
  if (value === null || value === undefined || value === "") {
    return "（なし）";
  }
  const text = String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
