// Reads a list of {before, first, second, at} and writes what the page makes of these texts.

import { readFileSync } from "node:fs";

import { joined, mergedText, parted, placeIn } from "../../../static/js/check/texts.js";

function answer({ before, first, second, at }) {
  return {
    merged: mergedText(before, first, second),
    place: placeIn(before, first, at),
    joined: joined(before, first),
    parted: parted(before, at),
  };
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(answer)));
