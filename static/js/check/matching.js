// In which stretches two lists differ: the longest run that both have is found, then the same before and behind it
// (Ratcliff and Obershelp). Ties go to the run that begins first in `one`, then first in `other`, as in Python's difflib,
// with which the server compares.

/**
 * From and to in `one`, from and to in `other`.
 *
 * @typedef {[number, number, number, number]} Stretch
 * @typedef {{ one: number, other: number, length: number }} Run
 */

/**
 * The stretches in which two lists differ, in order. With `leaveOutFrequent` runs are not begun from what makes up more
 * than a hundredth of a long `other`.
 *
 * @param {string[]} one
 * @param {string[]} other
 * @returns {Stretch[]}
 */
export function differences(one, other, { leaveOutFrequent = false } = {}) {
  const places = placesOf(other, leaveOutFrequent);
  /** @type {Stretch[]} */
  const found = [];
  let [at, atOther] = [0, 0];
  const end = { one: one.length, other: other.length, length: 0 };
  for (const run of [...commonRuns(one, other, places), end]) {
    if (at < run.one || atOther < run.other) {
      found.push([at, run.one, atOther, run.other]);
    }
    [at, atOther] = [run.one + run.length, run.other + run.length];
  }
  return found;
}

/**
 * @param {string[]} list
 * @param {boolean} leaveOutFrequent
 */
function placesOf(list, leaveOutFrequent) {
  /** @type {Map<string, number[]>} */
  const places = new Map();
  list.forEach((part, index) => {
    const known = places.get(part);
    if (known) {
      known.push(index);
    } else {
      places.set(part, [index]);
    }
  });
  if (leaveOutFrequent && list.length >= 200) {
    const most = Math.floor(list.length / 100) + 1;
    for (const [part, indexes] of places) {
      if (indexes.length > most) {
        places.delete(part);
      }
    }
  }
  return places;
}

/**
 * The runs that both lists have, in order.
 *
 * @param {string[]} one
 * @param {string[]} other
 * @param {Map<string, number[]>} places
 */
function commonRuns(one, other, places) {
  /** @type {Run[]} */
  const runs = [];
  /** @type {Stretch[]} */
  const left = [[0, one.length, 0, other.length]];
  for (let stretch = left.pop(); stretch; stretch = left.pop()) {
    const [from, to, fromOther, toOther] = stretch;
    const run = longestRun(one, other, places, stretch);
    if (run.length > 0) {
      runs.push(run);
      left.push([from, run.one, fromOther, run.other]);
      left.push([run.one + run.length, to, run.other + run.length, toOther]);
    }
  }
  return runs.sort((first, second) => first.one - second.one);
}

/**
 * @param {string[]} one
 * @param {string[]} other
 * @param {Map<string, number[]>} places
 * @param {Stretch} stretch
 * @returns {Run}
 */
function longestRun(one, other, places, [from, to, fromOther, toOther]) {
  let best = { one: from, other: fromOther, length: 0 };
  // How long a run is that ends at a place of `other` and at the last place of `one`.
  let lengths = new Map();
  for (let index = from; index < to; index += 1) {
    const next = new Map();
    for (const place of places.get(one[index]) ?? []) {
      if (place >= toOther) {
        break;
      }
      if (place >= fromOther) {
        const length = (lengths.get(place - 1) ?? 0) + 1;
        next.set(place, length);
        if (length > best.length) {
          best = { one: index - length + 1, other: place - length + 1, length };
        }
      }
    }
    lengths = next;
  }
  // What is too frequent to begin a run may still belong to one.
  while (best.one > from && best.other > fromOther && one[best.one - 1] === other[best.other - 1]) {
    best = { one: best.one - 1, other: best.other - 1, length: best.length + 1 };
  }
  while (
    best.one + best.length < to &&
    best.other + best.length < toOther &&
    one[best.one + best.length] === other[best.other + best.length]
  ) {
    best = { ...best, length: best.length + 1 };
  }
  return best;
}
