// Reads a list of {draft, operation, source, changes} and writes for each what the page makes of it: `shown`, the draft
// after the operation; and where the server's changes are given `told`, the draft after them.

import { readFileSync } from "node:fs";

import { fromJson, rowsOf, TABLES, withChanges } from "../../../static/js/check/draft.js";
import { apply } from "../../../static/js/check/operations.js";

function toJson(draft) {
  const tables = Object.fromEntries(TABLES.map((table) => [table, rowsOf(draft, table)]));
  return { ...draft.head, ...tables, warnings: draft.warnings };
}

// New rows named as the server names those of correction 1.
function naming(draft) {
  let made = 0;
  return {
    next() {
      made += 1;
      const name = made === 1 ? "n1" : `n1.${made}`;
      return TABLES.some((table) => draft.tables[table].rows.has(name)) ? this.next() : name;
    },
  };
}

function answer({ draft, operation, source, changes }) {
  const before = fromJson(draft);
  const untouched = JSON.stringify(toJson(before));
  const shown = toJson(apply(before, operation, naming(before), source ?? undefined));
  if (JSON.stringify(toJson(before)) !== untouched) {
    throw new Error(`the draft before was changed by ${JSON.stringify(operation)}`);
  }
  return { shown, told: changes ? toJson(withChanges(before, changes)) : null };
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(answer)));
