// What the plan found, marked in the original letters: docs/search-format.md section 8.

import { fit } from "./search-core.mjs";
import { isFrequent } from "./search-index.mjs";
import { tidy, tokensOf } from "./search-words.mjs";

const WINDOW = 32;

/** Title and text of a card as lists of [words, isMarked]. */
export function show(index, plan, card) {
  const texts = [card.title, card.text].map(tidy);
  const tokens = texts.map(tokensOf);
  const all = [].concat(...tokens);
  const has = (key) => all.some((token) => token.folded === key);
  const fits = plan.words.map((word) => {
    const keys = word.repairs.map(({ key }) => key).filter(has);
    const isExact = (token) => token.folded === word.folded && fit(plan, word, token.exact) > 99;
    if (!keys.length && !all.some(isExact)) keys.push(word.folded);
    return (token) => isExact(token) || keys.includes(token.folded);
  });
  const weak = plan.words.map((word) => plan.words[1] && isFrequent(index, word.folded));
  for (const token of all) {
    token.hits = [...fits.keys()].filter((i) => fits[i](token));
    token.weak = token.hits.every((i) => weak[i]);
  }
  const folded = plan.words.map((word) => word.folded);
  for (const [short, long] of index.short) {
    for (const [run, meant] of [[short, long], [long, short]]) {
      const at = folded.findIndex((_, i) => startsAt(folded, i, run));
      for (const side of at < 0 ? [] : tokens) {
        const keys = side.map((token) => token.folded);
        keys.forEach((_, i) => {
          if (!startsAt(keys, i, meant)) return;
          for (const token of side.slice(i, i + meant.length)) {
            token.hits = [...new Set([...token.hits, ...run.map((_, j) => at + j)])];
            token.weak = false;
          }
        });
      }
    }
  }
  return tokens.map((side, i) => parts(texts[i], side, i));
}

const startsAt = (keys, at, run) => run.every((key, i) => keys[at + i] === key);

/** The text, or its best window when isCut, in parts. */
function parts(text, tokens, isCut) {
  const joined = (i) => i > 0 && i < tokens.length && !text.slice(tokens[i - 1].end, tokens[i].begin).trim();
  const hit = (i) => joined(i + 1) && tokens[i + 1].hits[0] >= 0;
  const back = (i) => joined(i) && tokens[i - 1].hits[0] >= 0;
  const marked = tokens.map((token, i) => token.hits[0] >= 0 && (!token.weak || hit(i) || back(i)));
  let from = 0;
  let to = tokens.length;
  if (isCut && to > WINDOW) {
    let run = 0;
    let best = -1;
    const gain = tokens.map((_, i) => (run = marked[i] ? (run && joined(i) ? run + 2 : 1) : 0));
    tokens.forEach((_, i) => {
      const words = new Set();
      let value = 0;
      for (let j = i; j < i + WINDOW && j < to; j++) {
        value += gain[j];
        if (marked[j]) tokens[j].hits.forEach((word) => words.add(word));
      }
      value += words.size * 8;
      if ((!i || marked[i]) && value > best) [best, from] = [value, i];
    });
    from = Math.max(0, Math.min(from - 4, to - WINDOW));
    to = from + WINDOW;
  }
  let at = from ? tokens[from].begin : 0;
  const stop = to < tokens.length ? tokens[to - 1].end : text.length;
  const found = from ? [["…"]] : [];
  for (let i = from; i < to; i++) {
    if (!marked[i]) continue;
    const begin = tokens[i].begin;
    while (i + 1 < to && marked[i + 1] && joined(i + 1)) i++;
    found.push([text.slice(at, begin)], [text.slice(begin, tokens[i].end), true]);
    at = tokens[i].end;
  }
  found.push([text.slice(at, stop)]);
  if (stop < text.length) found.push(["…"]);
  return found;
}
