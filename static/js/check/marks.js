// Marks of speakers and headings as they are printed on lines of the source.

const OPENING = "○〇◯●◎◆◇■□・【［\\[〔（(「『";
const MARK = new RegExp(`^[${OPENING}]?\\s*([^\\s　：:】］\\]）)「『]{1,24})`, "u");
const OPENERS = new RegExp(`^[${OPENING}\\s　]+`, "u");

/**
 * The speaker where the line shows it, else what may be a mark at its beginning.
 *
 * @param {string} line
 * @param {string} speaker
 */
export function markOn(line, speaker) {
  return speaker && line.includes(speaker) ? speaker : (MARK.exec(line.trim())?.[1] ?? speaker);
}

/**
 * Whether a line begins with a mark of that shape, behind the signs that open it.
 *
 * @param {string} line
 * @param {string} shape
 */
export function beginsAlike(line, shape) {
  return shape !== "" && shapeOf(line.trim()).replace(OPENERS, "").startsWith(shape);
}

/**
 * What texts that differ in their numbers and letters alone have in common.
 *
 * @param {string} text
 */
export function shapeOf(text) {
  return text
    .normalize("NFKC")
    .replace(/[0-9]+|[〇一二三四五六七八九十]+/g, "0")
    .replace(/[A-Za-z]/g, "A")
    .replace(/[\s　]+/g, "");
}
