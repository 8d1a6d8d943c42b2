// Answers queries (a JSON list on standard input) from an index folder with the browser's modules: one JSON list of what
// tests/search/conformance.json holds of each query.

import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";

const [modules, folder] = process.argv.slice(2);
const { search } = await import(`${modules}/search-core.mjs`);
const { openIndex } = await import(`${modules}/search-index.mjs`);
const { show } = await import(`${modules}/search-marks.mjs`);

const index = await openIndex(async (name, [begin, end] = []) =>
  gunzipSync((await readFile(`${folder}/shards/${name}`)).subarray(begin, end)),
);
const signs = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };
const escape = (words) => words.replace(/[&<>"']/g, (sign) => signs[sign]);
const shownPart = ([words, isMarked]) => (isMarked ? `<mark>${escape(words)}</mark>` : escape(words));
const html = (parts) => parts.map(shownPart).join("");

const answers = [];
for (const q of JSON.parse(await text(process.stdin))) {
  const { plan, hits, relaxed } = await search(index, q);
  const cards = await Promise.all(hits.slice(0, 10).map(({ document }) => index.card(document)));
  const shown = cards.map((card) => show(index, plan, card).map(html));
  answers.push({
    q,
    words: plan.words.map(({ folded, exact, phrase }) => [folded, exact, phrase / 2]),
    marked: plan.marked,
    repairs: Object.fromEntries(
      plan.words.flatMap(({ repairs }, i) => (repairs[0] ? [[i, repairs.map(({ key, weight }) => [key, weight])]] : [])),
    ),
    slots: plan.slots.map(({ base, required, ways }) => [
      base === 4 ? "b" : "u",
      base,
      Boolean(required),
      ways.map(({ key, weight }) => [key, weight]),
    ]),
    total: hits.length,
    relaxed: Boolean(relaxed),
    did_you_mean: hits.length ? plan.meant : "",
    hits: cards.map(({ id }, i) => [id, hits[i].level, hits[i].score]),
    titles: shown.map(([title]) => title),
    texts: shown.map(([, text]) => text),
  });
}
console.log(JSON.stringify(answers));
