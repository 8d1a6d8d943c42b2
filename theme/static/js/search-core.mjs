// From a query to ordered documents: docs/search-format.md section 5. The same integers as search/ in Python.

import { isFrequent } from "./search-index.mjs";
import { keysOf, tidy, tokensOf } from "./search-words.mjs";

/** Plans and ranks. Promises the index and the plan, the hits ({document, level, score, …}, best first), how many of
 * them are strong (the first ones), and whether the query's quotes had to be let go. */
export async function search(index, query) {
  const plan = await planOf(index, query);
  const { hits, relaxed } = scored(plan);
  for (const text of renamed(index, plan)) {
    for (const { document, score } of scored(await planOf(index, text)).hits.values()) {
      const less = Math.floor((score * 60) / 100);
      const hit = less && hitOf(hits, document);
      if (less > hit.score) hit.score = less;
    }
  }
  for (const [document, level] of plan.levels) hitOf(hits, document).level = level;
  const all = [...hits.values()];
  const best = Math.max(...all.map(({ score }) => score));
  const strong = all.filter(({ level, score }) => level || score * 8 >= best);
  const ordered = (strong[9] ? strong : all).sort(
    (a, b) => b.level - a.level || b.score - a.score || b.document - a.document,
  );
  return { index, plan, hits: ordered.slice(0, Math.max(strong.length, 10)), strong: strong.length, relaxed };
}

async function planOf(index, query) {
  const text = Array.from(tidy(query)).slice(0, 1000).join("");
  const isStrange = ({ phrase, folded }) =>
    !phrase && /^[a-z]/.test(folded) && (folded.length > 7 || !index.lexicon.has(folded));
  let words = wordsOf(text);
  let mender = words.some(isStrange) && (await import("./search-mend.mjs"));
  if (mender) await mender.decode(index, words, keysOf);
  const typed = words;
  const levels = /\d/.test(text)
    ? import("./search-numbers.mjs").then(({ numbersOf }) => numbersOf(index, text, typed))
    : new Map();
  if (mender) words = (await mender.unglue(index, words, keysOf)).slice(0, 32);
  const pairs = words.slice(1).map((word, i) => `${words[i].folded} ${word.folded}`);
  if (!words[12]) await index.need("b", pairs);
  const odd = oddOf(index, words, pairs);
  if (odd[0]) mender = await import("./search-mend.mjs");
  if (mender) await mender.repair(index, words, odd, text);
  const marked = words.some((word) => word.exact !== word.folded);
  const plan = { text, words, marked, slots: await slotsOf(index, words, pairs), levels: await levels };
  plan.meant = mender ? await mender.meant(index, plan) : "";
  return plan;
}

/** How well a spelling answers a typed word, 20 to 100. */
export const fit = (plan, word, exact) =>
  !plan.marked || exact === word.exact ? 100 : word.exact !== word.folded ? 20 : 50;

// --- words

const SIGN = /["“”„«»]/;

function wordsOf(text) {
  const all = text.split(SIGN).length;
  return tokensOf(text).slice(0, 32).map((token) => {
    const part = text.slice(0, token.begin).split(SIGN).length;
    return { ...token, phrase: part % 2 || part === all ? 0 : part, repairs: [] };
  });
}

/** The words of a short query that were seen beside none of their known neighbours: slips, when they are few. */
function oddOf({ lexicon, block }, words, pairs) {
  const known = words.map((word) => lexicon.has(word.folded));
  const odd = words.filter(({ folded }, i) => {
    const sides = [known[i - 1] && pairs[i - 1], known[i + 1] && pairs[i]].filter(Boolean);
    const isPlain = /^[a-z]+$/.test(folded) && folded.length > (i ? 1 : 2);
    return isPlain && known[i] && sides[0] && !sides.some((pair) => block("b", pair));
  });
  return words[12] || odd[2] ? [] : odd;
}

// --- slots

async function slotsOf(index, words, pairs) {
  const choices = words.map((word) => [{ key: word.folded, weight: 100, words: [word] }, ...word.repairs]);
  const join = (a, b) => ({
    key: `${a.key} ${b.key}`,
    weight: Math.floor((a.weight * b.weight) / 100),
    words: [...a.words, ...b.words],
  });
  const doubles = pairs.map((_, i) => ({
    base: 4,
    required: words[i].phrase && words[i].phrase === words[i + 1].phrase,
    ways: choices[i].flatMap((a) => choices[i + 1].map((b) => join(a, b))),
  }));
  const beside = await limited(index, "b", 12, doubles);
  const seen = beside.filter(({ ways }) => ways[0].block.idf).map(keyOf);
  const single = [];
  words.forEach((word, i) => {
    const required = word.phrase && words.filter((other) => other.phrase === word.phrase).length < 2;
    const paired = seen.includes(pairs[i - 1]) || seen.includes(pairs[i]);
    if (paired && !required && !word.repairs[0] && isFrequent(index, word.folded)) return;
    const base = index.short.some(([[short]]) => short === word.folded) ? 6 : 2;
    single.push({ base, required, ways: choices[i] });
  });
  return [...(await limited(index, "u", 8, single)), ...beside];
}

const keyOf = (slot) => slot.ways[0].key;

/** Promises the slots without repeated ones, and only so many of the rarest, with their blocks fetched. */
async function limited(index, kind, most, slots) {
  const cost = (slot) => keyOf(slot).split(" ").reduce((sum, key) => sum + (index.lexicon.get(key) || 0), 0);
  const own = slots.filter((slot, i) => slots.map(keyOf).indexOf(keyOf(slot)) === i);
  const free = own.filter((slot) => !slot.required).sort((a, b) => cost(a) - cost(b));
  const kept = own.filter((slot) => !free.slice(most).includes(slot));
  const ways = kept.flatMap((slot) => slot.ways);
  await index.need(kind, ways.map((way) => way.key));
  for (const way of ways) way.block = index.block(kind, way.key) || { idf: 0, spellings: [] };
  return kept;
}

// --- scores

/** What a plan finds, by document, and whether its quotes had to be let go. */
function scored(plan) {
  const hits = new Map();
  let total = 0;
  let wanted;
  for (const slot of plan.slots) {
    const { base, required, ways } = slot;
    const idf = base * Math.max(...ways.map(({ block }) => block.idf));
    total += idf;
    for (const way of ways) {
      for (const { exact, documents, impacts } of way.block.spellings) {
        const factor = weigh(plan, way, exact) * way.block.idf * base;
        documents.forEach((document, i) => {
          const hit = hitOf(hits, document);
          if (hit.slot !== slot) {
            hit.slot = slot;
            hit.before = hit.sum;
            hit.covered += idf;
          }
          hit.sum = Math.max(hit.sum, hit.before + factor * impacts[i]);
        });
      }
    }
    if (required) {
      const [own] = ways;
      const asTyped = own.block.spellings.filter(({ exact }) => weigh(plan, own, exact) > 99);
      const quoted = asTyped.flatMap(({ documents }) => documents);
      wanted = new Set(quoted.filter((document) => !wanted || wanted.has(document)));
    }
  }
  const relaxed = wanted && !wanted.size;
  for (const hit of hits.values()) {
    const cover = Math.floor((hit.covered * 100) / total);
    hit.score = Math.floor((hit.sum * cover * cover) / 10000);
    if (relaxed === false && !wanted.has(hit.document)) hits.delete(hit.document);
  }
  return { hits, relaxed };
}

function hitOf(hits, document) {
  if (!hits.has(document)) hits.set(document, { document, level: 0, score: 0, sum: 0, covered: 0 });
  return hits.get(document);
}

const weigh = (plan, { key, words, weight }, exact) =>
  (exact || key)
    .split(" ")
    .reduce((least, part, i) => (words[i] ? Math.min(least, fit(plan, words[i], part)) : least), weight);

// --- other names

/** Where a run of folded keys stands in a list of words. */
export const placesOf = (words, run) =>
  [...words.keys()].filter((i) => run.every((key, j) => words[i + j] && words[i + j].folded === key));

/** The query with a former or other name replaced: at most two. */
function renamed({ alias }, { text, words }) {
  const found = alias.flatMap(([old, other]) => {
    const run = old.split(" ");
    const [at] = placesOf(words, run);
    return at >= 0 ? text.slice(0, words[at].begin) + other + text.slice(words[at + run.length - 1].end) : [];
  });
  return found.slice(0, 2);
}
