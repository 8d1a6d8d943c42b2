// MiniSearch over an index made beforehand: library, index and stored fields come with the first question.

import MiniSearch from "/library/index.js";
import { ask, indexing } from "./minisearch-settings.mjs";

const index = MiniSearch.loadJS(await (await fetch("/minisearch/index.json")).json(), indexing);

export const find = (query) => ask(index, query);

export const ids = (found) => found.slice(0, 10).map(({ id }) => id);
