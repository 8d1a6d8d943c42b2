// node minisearch-index.mjs LIBRARY PAGES.jsonl INDEX.json: MiniSearch's index, serialised.

import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { indexing } from "./minisearch-settings.mjs";

const LEAD = 200; // characters of text on a card

const [library, pages, out] = process.argv.slice(2);
const { default: MiniSearch } = await import(pathToFileURL(library));
const lines = (await readFile(pages, "utf8")).trim().split("\n");
const index = new MiniSearch(indexing);
index.addAll(
  lines.map((line) => {
    const { id, title, body, number = "", date = "" } = JSON.parse(line);
    return { id, title, body, number, date, lead: body.slice(0, LEAD) };
  }),
);
await writeFile(out, JSON.stringify(index));
