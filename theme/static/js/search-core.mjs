// From a query to ordered documents: docs/search-format.md section 5. The same integers as search/ in Python.

import { isFrequent } from "./search-index.mjs";
import { keysOf, tidy, tokensOf } from "./search-words.mjs";

/** Plans and ranks. Promises the plan, the hits ({document, level, score}, best first), how many of
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
  const hits = Array.from(new Set([...scores.keys(), ...plan.levels.keys()]), (document) => ({
    document,
    level: plan.levels.get(document) || 0,
    score: scores.get(document) || 0,
  }));
  hits.sort((a, b) => b.level - a.level || b.score - a.score || a.document - b.document);
  const best = hits.reduce((most, hit) => Math.max(most, hit.score), 0);
  const strong = hits.filter(({ level, score }) => level || score * 8 >= best).length;
  return { plan, hits: hits.slice(0, Math.max(strong, 10)), strong, relaxed };
}

async function planOf(index, query) {
  const text = Array.from(tidy(query)).slice(0, 1000).join("");
  const isStrange = ({ phrase, folded }) =>
    !phrase && /^[a-z]/.test(folded) && (folded.length > 7 || !index.lexicon.has(folded));
  let words = wordsOf(text);
  let mender = words.some(isStrange) && (await import("./search-mend.mjs"));
  if (mender) mender.decode(index, words, keysOf);
  const levels = /\d/.test(text)
    ? await (await import("./search-numbers.mjs")).numbersOf(index, text, words)
    : new Map();
  if (mender) words = (await mender.unglue(index, words)).slice(0, 32);
  const odd = await oddOf(index, words);
  if (odd[0]) mender = await import("./search-mend.mjs");
  if (mender) await mender.repair(index, words, odd, text);
  const marked = words.some((word) => word.exact !== word.folded);
  const plan = { text, words, marked, slots: await slotsOf(index, words), levels };
  plan.meant = mender ? await mender.meant(index, plan) : "";
  return plan;
}

/** How well a spelling answers a typed word, 20 to 100. */
export const fit = (plan, word, exact) =>
  !plan.marked || exact === word.exact ? 100 : word.exact !== word.folded ? 20 : 50;

// --- words

function wordsOf(text) {
  const signs = [];
  text.replace(/["“”„«»]/g, (_, at) => signs.push(at));
  return tokensOf(text).slice(0, 32).map((token) => {
    const before = signs.filter((at) => at < token.begin).length;
    return { ...token, phrase: before % 2 && before < signs.length ? before : 0, repairs: [] };
  });
}

const pairsOf = (words) => words.slice(1).map((word, i) => `${words[i].folded} ${word.folded}`);

/** Promises the words of a short query that were seen beside none of their known neighbours: slips, when they are few. */
async function oddOf(index, words) {
  if (words.length > 12) return [];
  const { lexicon, need, block } = index;
  const pairs = pairsOf(words);
  await need("b", pairs);
  const knows = (word) => word && lexicon.has(word.folded);
  const odd = words.filter((word, i) => {
    const sides = [knows(words[i - 1]) && pairs[i - 1], knows(words[i + 1]) && pairs[i]].filter(Boolean);
    return /^[a-z]{3,}$/.test(word.folded) && knows(word) && sides[0] && !sides.some((pair) => block("b", pair));
  });
  return odd.length > 2 ? [] : odd;
}

// --- slots

async function slotsOf(index, words) {
  const pairs = pairsOf(words);
  const choices = words.map((word) => [{ key: word.folded, weight: 100, word }, ...word.repairs]);
  const beside = await limited(index, "b", 12, pairs.map((_, i) => {
    const ways = [];
    for (const a of choices[i]) {
      for (const b of choices[i + 1]) {
        const weight = a.word || b.word ? Math.min(a.weight, b.weight) : Math.floor((a.weight * b.weight) / 100);
        ways.push({ key: `${a.key} ${b.key}`, weight, words: [a.word, b.word] });
      }
    }
    return { base: 4, required: words[i].phrase > 0 && words[i].phrase === words[i + 1].phrase, ways };
  }));
  const seen = beside.map(({ ways }) => ways[0].key).filter((key) => index.block("b", key));
  const single = [];
  words.forEach((word, i) => {
    const together = [words[i - 1], words[i + 1]].some((other) => other && other.phrase === word.phrase);
    const required = word.phrase > 0 && !together;
    const paired = seen.includes(pairs[i - 1]) || seen.includes(pairs[i]);
    if (paired && !required && !word.repairs[0] && isFrequent(index, word.folded)) return;
    const base = index.short.some(([[short]]) => short === word.folded) ? 6 : 2;
    single.push({ base, required, ways: choices[i].map((way) => ({ ...way, words: [way.word] })) });
  });
  return [...(await limited(index, "u", 8, single)), ...beside];
}

/** Promises the slots without repeated ones, and only so many of the rarest, with their blocks fetched. */
async function limited(index, kind, most, slots) {
  const keyOf = (slot) => slot.ways[0].key;
  const cost = (slot) => keyOf(slot).split(" ").reduce((sum, key) => sum + (index.lexicon.get(key) || 0), 0);
  const own = slots.filter((slot, i) => slots.findIndex((other) => keyOf(other) === keyOf(slot)) === i);
  const free = own.filter((slot) => !slot.required).sort((a, b) => cost(a) - cost(b));
  const kept = own.filter((slot) => slot.required || free.indexOf(slot) < most);
  await index.need(kind, [].concat(...kept.map((slot) => slot.ways.map((way) => way.key))));
  for (const slot of kept) {
    slot.kind = kind;
    for (const way of slot.ways) way.block = index.block(kind, way.key);
  }
  return kept;
}

// --- scores

function scored(plan) {
  const lists = [].concat(...plan.slots.map(({ ways }) => [].concat(...ways.map(({ block }) => (block || { spellings: [] }).spellings))));
  const size = lists.reduce((most, { documents }) => Math.max(most, documents[documents.length - 1] + 1), 0);
  const sums = new Float64Array(size);
  const covered = new Float64Array(size);
  let total = 0;
  let wanted;
  for (const { base, required, ways } of plan.slots) {
    const best = new Float64Array(size);
    const exact = new Set();
    let idf = 0;
    for (const way of ways) {
      if (!way.block) continue;
      idf = Math.max(idf, way.block.idf * base);
      for (const { documents, impacts, exact: spelling } of way.block.spellings) {
        const weight = weigh(plan, way, spelling);
        documents.forEach((document, i) => {
          best[document] = Math.max(best[document], weight * way.block.idf * base * impacts[i]);
          if (required && way === ways[0] && weight > 99) exact.add(document);
        });
      }
    }
    total += idf;
    best.forEach((most, document) => {
      sums[document] += most;
      if (most) covered[document] += idf;
    });
    if (required) wanted = wanted ? wanted.filter((document) => exact.has(document)) : [...exact];
  }
  const relaxed = Boolean(wanted && !wanted.length);
  const scores = new Map();
  const keep = (document) => {
    const cover = Math.floor((covered[document] * 100) / total);
    if (sums[document]) scores.set(document, Math.floor((sums[document] * cover * cover) / 10000));
  };
  if (wanted && !relaxed) wanted.forEach(keep);
  else sums.forEach((_, document) => keep(document));
  return { scores, relaxed };
}

function weigh(plan, { key, words, weight }, exact) {
  (exact || key).split(" ").forEach((part, i) => {
    if (words[i]) weight = Math.min(weight, fit(plan, words[i], part));
  });
  return weight;
}

// --- other names

/** The query with a former or other name replaced: at most two. */
function renamed({ alias }, { text, words }) {
  const found = [];
  for (const [old, other] of alias) {
    const run = old.split(" ");
    const at = words.findIndex((_, i) => run.every((key, j) => words[i + j] && words[i + j].folded === key));
    if (at >= 0 && found.length < 2) {
      found.push(text.slice(0, words[at].begin) + other + text.slice(words[at + run.length - 1].end));
    }
  }
  return found;
}
