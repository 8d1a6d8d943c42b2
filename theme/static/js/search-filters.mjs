// Filters, their counts and the order by date: docs/search-format.md sections 5.8 and 6. Fetched when one is asked for.

const FILTERS = ["kind", "section", "area", "level", "issuer", "year", "status"];
const VALUES = 20;
const columns = new Map();

async function columnOf(index, name) {
  const key = `${index.generation}/${name}`;
  if (!columns.has(key)) columns.set(key, await index.column(name));
  return columns.get(key);
}

async function valuesOf(index, name) {
  const { of, values } = await columnOf(index, name);
  return ({ document }) => [].concat(of[document]).map((i) => values[i]);
}

/** Promises the hits that all chosen filters let through, in the order asked for. without: a filter that is passed over. */
export async function narrow({ index, hits, strong }, asked, without) {
  const byDate = asked.get("order") === "date";
  let left = byDate ? hits.slice(0, strong) : hits;
  for (const name of FILTERS.filter((name) => name !== without && asked.get(name))) {
    const values = await valuesOf(index, name);
    left = left.filter((hit) => values(hit).includes(asked.get(name)));
  }
  const days = byDate && (await columnOf(index, "date")).of;
  return byDate ? left.sort((a, b) => days[b.document] - days[a.document]) : left;
}

/** Promises the values of a filter with their counts as list items, the chosen one and the most frequent first. */
export async function choices(result, asked, name, filled, to) {
  const chosen = asked.get(name);
  const counts = new Map(chosen && [[chosen, 0]]);
  const values = await valuesOf(result.index, name);
  for (const hit of await narrow(result, asked, name)) {
    for (const value of values(hit)) if (value) counts.set(value, (counts.get(value) || 0) + 1);
  }
  const isChosen = ([value]) => value === chosen;
  const sorted = [...counts].sort((a, b) => isChosen(b) - isChosen(a) || b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const items = sorted.slice(0, VALUES).map(([value, count]) =>
    filled(
      "choice",
      { some: 1, value, count, chosen: value === chosen },
      { choice: to({ [name]: value === chosen ? "" : value }) },
    ),
  );
  return items[0] ? items : [filled("choice", { none: 1 })];
}
