// Our search as readers have it: the built scripts over the shards of an index. The only place that knows their names.

import { ask, cardsOf } from "/js/search-main.js";

const form = { action: `${location.origin}/tim-kiem/ket-qua` };

export const find = (query) => ask(form, query);

export async function ids({ index, hits }) {
  const cards = await cardsOf(index, hits.slice(0, 10));
  return cards.map(({ id }) => id);
}
