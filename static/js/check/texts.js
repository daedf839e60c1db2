// Two changes of one text, and where text is parted and joined: as minutes/editing/texts.py does it. Places count in
// code points, so texts are worked on as lists of signs.

import { differences } from "./matching.js";

/**
 * `signs` in place of what stands from `start` to `end` of the text before.
 *
 * @typedef {{ start: number, end: number, signs: string[] }} Hunk
 */

export const LONGEST_TEXT = 500_000;

// Beyond this many comparisons a change counts as one piece: the measure is quadratic.
const MOST_COMPARED = 4_000_000;
// Lines, and sentences where a line is long.
const PIECES = /[^\n。]*[\n。]|[^\n。]+/g;
const ENDS_SENTENCE = /[。．.？?！!」』）)】〕〉》…:：][ \t\n　]*$/u;
const BLANK_BEFORE = /^[ \t\n　]+/;
const BLANK_BEHIND = /[ \t\n　]+$/;
// White space as the server knows it; \s is another set.
export const SPACE = "\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const ONLY_SPACE = new RegExp(`^[${SPACE}]*$`);
const ANY_SPACE = new RegExp(`[${SPACE}]+`, "g");

/** @param {string} text */
export function isBlank(text) {
  return ONLY_SPACE.test(text);
}

/** @param {string} text */
export function withoutSpace(text) {
  return text.replace(ANY_SPACE, "");
}

/**
 * The text before and behind a place, without the white space between the two.
 *
 * @param {string} text
 * @param {number} at
 * @returns {[string, string]}
 */
export function parted(text, at) {
  const signs = [...text];
  const [first, second] = [signs.slice(0, at).join(""), signs.slice(at).join("")];
  return [first.replace(BLANK_BEHIND, ""), second.replace(BLANK_BEFORE, "")];
}

/**
 * Two texts as one: on a new line behind the end of a sentence, else straight on.
 *
 * @param {string} first
 * @param {string} second
 */
export function joined(first, second) {
  return first + (first && second && ENDS_SENTENCE.test(first) ? "\n" : "") + second;
}

/**
 * The pieces in which two texts differ, in order; two pieces never touch.
 *
 * @param {string[]} before
 * @param {string[]} after
 * @returns {Hunk[]}
 */
export function hunksBetween(before, after) {
  const start = commonStart(before, after);
  const end = commonEnd(before, after, start);
  const old = before.slice(start, before.length - end);
  const fresh = after.slice(start, after.length - end);
  if (old.length === 0 && fresh.length === 0) {
    return [];
  }
  if (old.length * fresh.length > MOST_COMPARED) {
    return hunksByLine(old, fresh, start);
  }
  return differences(old, fresh).map(([from, to, wanted, upTo]) => ({
    start: start + from,
    end: start + to,
    signs: fresh.slice(wanted, upTo),
  }));
}

/**
 * The same for long texts: lines are compared first, then the signs of those that differ.
 *
 * @param {string[]} old
 * @param {string[]} fresh
 * @param {number} start
 * @returns {Hunk[]}
 */
function hunksByLine(old, fresh, start) {
  const [before, after] = [piecesOf(old), piecesOf(fresh)];
  if (Math.min(before.length, after.length) < 2) {
    return [{ start, end: start + old.length, signs: fresh }];
  }
  const found = [];
  const starts = [start];
  for (const piece of before) {
    starts.push(starts[starts.length - 1] + [...piece].length);
  }
  for (const [from, to, wanted, upTo] of differences(before, after, { leaveOutFrequent: true })) {
    const one = [...before.slice(from, to).join("")];
    const two = [...after.slice(wanted, upTo).join("")];
    const at = starts[from];
    if (one.length * two.length > MOST_COMPARED) {
      found.push({ start: at, end: at + one.length, signs: two });
    } else {
      found.push(...hunksBetween(one, two).map((hunk) => ({ ...hunk, start: at + hunk.start, end: at + hunk.end })));
    }
  }
  return apart(found);
}

/** @param {string[]} signs */
function piecesOf(signs) {
  return signs.join("").match(PIECES) ?? [];
}

/**
 * The hunks with those that touch made into one.
 *
 * @param {Hunk[]} hunks
 */
function apart(hunks) {
  /** @type {Hunk[]} */
  const result = [];
  for (const hunk of hunks) {
    const last = result.at(-1);
    if (last && last.end === hunk.start) {
      result[result.length - 1] = { start: last.start, end: hunk.end, signs: [...last.signs, ...hunk.signs] };
    } else {
      result.push(hunk);
    }
  }
  return result;
}

/**
 * Both changes of `before` in one text; null where they touch each other.
 *
 * @param {string} before
 * @param {string} first
 * @param {string} second
 * @returns {string | null}
 */
export function mergedText(before, first, second) {
  const signs = [...before];
  const mine = hunksBetween(signs, [...first]);
  const others = hunksBetween(signs, [...second]).filter((hunk) => !mine.some((other) => isSameHunk(hunk, other)));
  const hunks = [...mine, ...others].sort((one, two) => one.start - two.start || one.end - two.end);
  if (hunks.some((hunk, index) => index > 0 && hunks[index - 1].end >= hunk.start)) {
    return null;
  }
  return applied(signs, hunks);
}

/**
 * @param {Hunk} one
 * @param {Hunk} other
 */
function isSameHunk(one, other) {
  return one.start === other.start && one.end === other.end && one.signs.join("") === other.signs.join("");
}

/**
 * The text with hunks, in order and apart, put in.
 *
 * @param {string[]} before
 * @param {Hunk[]} hunks
 */
function applied(before, hunks) {
  const parts = [];
  let at = 0;
  for (const hunk of hunks) {
    parts.push(before.slice(at, hunk.start).join(""), hunk.signs.join(""));
    at = hunk.end;
  }
  return [...parts, before.slice(at).join("")].join("");
}

/**
 * Where a place of `before` is in `after`; null where the text around it was changed.
 *
 * @param {string} before
 * @param {string} after
 * @param {number} at
 * @returns {number | null}
 */
export function placeIn(before, after, at) {
  let moved = 0;
  for (const { start, end, signs } of hunksBetween([...before], [...after])) {
    if (start <= at && at <= end) {
      return null;
    }
    if (end < at) {
      moved += signs.length - (end - start);
    }
  }
  return at + moved;
}

/**
 * How many signs both begin with.
 *
 * @param {string[]} one
 * @param {string[]} other
 */
function commonStart(one, other) {
  const most = Math.min(one.length, other.length);
  let count = 0;
  while (count < most && one[count] === other[count]) {
    count += 1;
  }
  return count;
}

/**
 * How many signs both end with, without those that they begin with.
 *
 * @param {string[]} one
 * @param {string[]} other
 * @param {number} start
 */
function commonEnd(one, other, start) {
  const most = Math.min(one.length, other.length) - start;
  let count = 0;
  while (count < most && one[one.length - 1 - count] === other[other.length - 1 - count]) {
    count += 1;
  }
  return count;
}
