// node search-cli.mjs OUT/ < queries.txt: the browser's search on a terminal, one JSON line {"q":…,"hits":[ids]} a query.

import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { gunzipSync } from "node:zlib";
import { search } from "./search-core.mjs";
import { openIndex } from "./search-index.mjs";

const [folder, ...options] = process.argv.slice(2);
if (!folder) {
  console.error("node search-cli.mjs OUT/ [--top 10] < queries.txt");
  process.exit(2);
}
const top = options[0] === "--top" ? Number(options[1]) : 10;

async function read(name, range = []) {
  try {
    return gunzipSync((await readFile(`${folder}/shards/${name}`)).subarray(...range.slice(0, 2)));
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

const index = await openIndex(read);
for await (const q of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const ids = [];
  for (const { document } of (await search(index, q)).hits.slice(0, top)) {
    const card = await index.card(document);
    if (card) ids.push(card.id);
  }
  console.log(JSON.stringify({ q, hits: ids }));
}
