// Pagefind's own script, set as benchmarks/search/pagefind.py tells.

import { init, options, search } from "/pagefind/pagefind.js";

await options({ baseUrl: "/" });
await init();

export const find = (query) => search(query);

export async function ids({ results }) {
  const cards = await Promise.all(results.slice(0, 10).map((result) => result.data()));
  return cards.map(({ url }) => url.split("/").pop().replace(/\.html$/, ""));
}
