// From a query to ordered documents: docs/search-format.md section 5. The same integers as search/ in Python.

import { isFrequent } from "./search-index.mjs";
import { keysOf, tidy, tokensOf } from "./search-words.mjs";

/** Plans and ranks. Promises the index and the plan, the hits ({document, level, score}, best first), how many of
 * them are strong (the first ones), and whether the query's quotes had to be let go. */
export async function search(index, query) {
  const plan = await planOf(index, query);
  const { scores, relaxed } = scored(plan);
  for (const text of renamed(index, plan)) {
    const other = scored(await planOf(index, text)).scores;
    for (const [document, score] of other) {
      const less = Math.floor((score * 60) / 100);
      if (less > (scores.get(document) || 0)) scores.set(document, less);
    }
  }
  const hits = [...new Set([...scores.keys(), ...plan.levels.keys()])].map((document) => ({
    document,
    level: plan.levels.get(document) || 0,
    score: scores.get(document) || 0,
  }));
  hits.sort((a, b) => b.level - a.level || b.score - a.score || a.document - b.document);
  const best = Math.max(...scores.values());
  const strong = hits.filter(({ level, score }) => level || score * 8 >= best).length;
  return { index, plan, hits: hits.slice(0, Math.max(strong, 10)), strong, relaxed };
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
    return known[i] && (i ? /^[a-z]{2,}$/ : /^[a-z]{3,}$/).test(folded) && sides[0] && !sides.some((pair) => block("b", pair));
  });
  return words[12] || odd[2] ? [] : odd;
}

// --- slots

async function slotsOf(index, words, pairs) {
  const choices = words.map((word) => [{ key: word.folded, weight: 100, word }, ...word.repairs]);
  const join = (a, b) => ({
    key: `${a.key} ${b.key}`,
    weight: a.word || b.word ? Math.min(a.weight, b.weight) : Math.floor((a.weight * b.weight) / 100),
    words: [a.word, b.word],
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
    single.push({ base, required, ways: choices[i].map((way) => ({ ...way, words: [way.word] })) });
  });
  return [...(await limited(index, "u", 8, single)), ...beside];
}

const keyOf = (slot) => slot.ways[0].key;

/** Promises the slots without repeated ones, and only so many of the rarest, with their blocks fetched. */
async function limited(index, kind, most, slots) {
  const cost = (slot) => keyOf(slot).split(" ").reduce((sum, key) => sum + (index.lexicon.get(key) || 0), 0);
  const own = slots.filter((slot, i) => slots.map(keyOf).indexOf(keyOf(slot)) === i);
  const free = own.filter((slot) => !slot.required).sort((a, b) => cost(a) - cost(b));
  const kept = own.filter((slot) => slot.required || free.indexOf(slot) < most);
  const ways = kept.flatMap((slot) => slot.ways);
  await index.need(kind, ways.map((way) => way.key));
  for (const way of ways) way.block = index.block(kind, way.key) || { idf: 0, spellings: [] };
  return kept;
}

// --- scores

/** The scores of a plan's documents, and whether its quotes had to be let go. */
function scored(plan) {
  const sums = [];
  const covered = [];
  let total = 0;
  let wanted;
  for (const { base, required, ways } of plan.slots) {
    const best = [];
    const exact = new Set();
    let idf = 0;
    for (const way of ways) {
      const factor = way.block.idf * base;
      idf = Math.max(idf, factor);
      for (const spelling of way.block.spellings) {
        const weight = weigh(plan, way, spelling.exact);
        spelling.documents.forEach((document, i) => {
          best[document] = Math.max(best[document] || 0, weight * factor * spelling.impacts[i]);
          if (way === ways[0] && weight > 99) exact.add(document);
        });
      }
    }
    total += idf;
    best.forEach((most, document) => {
      sums[document] = (sums[document] || 0) + most;
      covered[document] = (covered[document] || 0) + idf;
    });
    if (required) wanted = (wanted || [...exact]).filter((document) => exact.has(document));
  }
  const relaxed = wanted && !wanted.length;
  const scores = new Map();
  for (const document of wanted && !relaxed ? wanted : sums.keys()) {
    const cover = Math.floor((covered[document] * 100) / total);
    if (cover >= 0) scores.set(document, Math.floor((sums[document] * cover * cover) / 10000));
  }
  return { scores, relaxed };
}

function weigh(plan, { key, words, weight }, exact) {
  (exact || key).split(" ").forEach((part, i) => {
    if (words[i]) weight = Math.min(weight, fit(plan, words[i], part));
  });
  return weight;
}

// --- other names

/** Whether a run of folded keys begins at a place of a list of words. */
export const startsAt = (words, at, run) => run.every((key, i) => (words[at + i] || {}).folded === key);

/** The query with a former or other name replaced: at most two. */
function renamed({ alias }, { text, words }) {
  const found = [];
  for (const [old, other] of alias) {
    const run = old.split(" ");
    const at = words.findIndex((_, i) => startsAt(words, i, run));
    if (at < 0) continue;
    found.push(text.slice(0, words[at].begin) + other + text.slice(words[at + run.length - 1].end));
  }
  return found.slice(0, 2);
}
