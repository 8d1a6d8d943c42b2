// What the plan found, marked in the original letters: docs/search-format.md section 8.

import { fit, placesOf } from "./search-core.mjs";
import { isFrequent } from "./search-index.mjs";
import { tidy, tokensOf } from "./search-words.mjs";

const WINDOW = 32;

/** Title and text of a card as lists of [words, isMarked]. */
export function show(index, plan, card) {
  const { words } = plan;
  const texts = [card.title, card.text].map(tidy);
  const sides = texts.map(tokensOf);
  const tokens = sides.flat();
  for (const token of tokens) token.hits = new Set();
  words.forEach((word, i) => {
    const isOwn = (token) => token.folded === word.folded;
    const isExact = (token) => isOwn(token) && fit(plan, word, token.exact) > 99;
    const isMeant = (token) => word.repairs.some(({ key }) => key === token.folded);
    let fits = tokens.filter((token) => isExact(token) || isMeant(token));
    if (!fits[0]) fits = tokens.filter(isOwn);
    for (const token of fits) {
      token.hits.add(i);
      if (!words[1] || !isFrequent(index, word.folded)) token.isStrong = true;
    }
  });
  for (const [run, meant] of index.short.flatMap(([short, long]) => [[short, long], [long, short]])) {
    const [at] = placesOf(words, run);
    for (const side of at >= 0 ? sides : []) {
      for (const i of placesOf(side, meant)) {
        for (const token of side.slice(i, i + meant.length)) {
          run.forEach((_, j) => token.hits.add(at + j));
          token.isStrong = true;
        }
      }
    }
  }
  return sides.map((side, i) => parts(texts[i], side, i ? WINDOW : Infinity));
}

/** The text in parts, or its best window of so many words. */
function parts(text, tokens, most) {
  const joined = (i) => tokens[i] && tokens[i - 1] && !text.slice(tokens[i - 1].end, tokens[i].begin).trim();
  const isHit = (i) => tokens[i].hits.size;
  const marked = tokens.map(
    ({ isStrong }, i) => isHit(i) && (isStrong || (joined(i) && isHit(i - 1)) || (joined(i + 1) && isHit(i + 1))),
  );
  let from = 0;
  let to = tokens.length;
  if (to > most) {
    let run = 0;
    let best = -1;
    const gain = marked.map((isMarked, i) => (run = isMarked ? (run && joined(i) ? run + 2 : 1) : 0));
    marked.forEach((isMarked, i) => {
      const inside = tokens.slice(i, i + most);
      const words = new Set(inside.flatMap(({ hits }, j) => (marked[i + j] ? [...hits] : [])));
      const value = inside.reduce((sum, _, j) => sum + gain[i + j], words.size * 8);
      if ((!i || isMarked) && value > best) [best, from] = [value, i];
    });
    from = Math.max(0, Math.min(from - 4, to - most));
    to = from + most;
  }
  let at = from && tokens[from].begin;
  const found = [[from ? "…" : ""]];
  for (let i = from; i < to; i++) {
    if (!marked[i]) continue;
    const { begin } = tokens[i];
    while (i + 1 < to && marked[i + 1] && joined(i + 1)) i++;
    found.push([text.slice(at, begin)], [text.slice(begin, tokens[i].end), true]);
    at = tokens[i].end;
  }
  return [...found, tokens[to] ? [text.slice(at, tokens[to - 1].end) + "…"] : [text.slice(at)]];
}
