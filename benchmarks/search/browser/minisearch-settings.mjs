// How MiniSearch is set: the best of some twenty settings tried on the judged queries.

/** Marks are folded, đ as well; a card shows title, number, date and the first words. */
export const indexing = {
  fields: ["title", "body", "number"],
  storeFields: ["title", "number", "date", "lead"],
  processTerm: (term) => term.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d"),
};

const boost = { title: 3, number: 3 };
const loose = { boost, prefix: true, fuzzy: 0.2 };

/** Pages with every word; without one, with every word or one like it; without one, with any. */
export function ask(index, query) {
  for (const options of [{ boost, combineWith: "AND" }, { ...loose, combineWith: "AND" }, loose]) {
    const found = index.search(query, options);
    if (found.length) return found;
  }
  return [];
}
