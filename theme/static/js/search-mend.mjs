// Words that nobody knows: typed in Telex or VNI, glued together, mistyped. docs/search-format.md sections 5.2 to 5.4
// and 9. Fetched only when a query holds such a word.

const TONES = "\u0300\u0309\u0303\u0301\u0323";
const TELEX = ["dd", "đ", "aa", "â", "ee", "ê", "oo", "ô", "uow", "ươ", "aw", "ă", "ow", "ơ", "uw", "ư", "w", "ư"];
const VNI = { 6: ["aeo", "âêô"], 7: ["uo", "ươ"], 8: ["a", "ă"], 9: ["d", "đ"] };

const isPlain = (word) => !word.phrase && /^[a-z]+$/.test(word.folded);
const pairsOf = (words) => words.slice(1).map((word, i) => `${words[i].folded} ${word.folded}`);
const byFrequency = (lexicon) => (a, b) => lexicon.get(b) - lexicon.get(a) || (a < b ? -1 : 1);

/** Gives words that were typed in VNI or Telex their real keys, unless these were never seen beside their neighbours. */
export async function decode(index, words, keysOf) {
  const { lexicon, block } = index;
  const read = words.map((word) => {
    word.asTyped = word.exact;
    const meant = word.phrase || lexicon.has(word.folded) ? [] : [fromVni(word.typed), fromTelex(word.typed)];
    const known = meant.map((letters) => letters && keysOf(letters)).find((keys) => keys && lexicon.has(keys.folded));
    return known ? { ...word, ...known } : word;
  });
  const pairs = pairsOf(read);
  const isKnown = (i) => read[i] && lexicon.has(read[i].folded);
  const sides = read.map((_, i) => [isKnown(i - 1) && pairs[i - 1], isKnown(i + 1) && pairs[i]].filter(Boolean));
  const changed = words.map((_, i) => i).filter((i) => read[i] !== words[i]);
  await index.need("b", changed.flatMap((i) => sides[i]));
  for (const i of changed) {
    if (!sides[i][0] || sides[i].some((pair) => block("b", pair))) Object.assign(words[i], read[i]);
  }
}

/** "thuy3": the word with its marks; nothing for what is not VNI. */
function fromVni(word) {
  if (!/^(?=.{2,12}$)[a-z]+[1-9][a-z1-9]*$/.test(word)) return "";
  let letters = "";
  let tone = "";
  for (const sign of word) {
    const before = letters;
    if (/[a-z]/.test(sign)) letters += sign;
    else if (sign < 6) {
      if (!/[aeiouyâêôăơư]/.test(letters)) return "";
      tone = TONES[" 30124"[sign]];
    } else {
      const [plain, marked] = VNI[sign];
      const last = RegExp(sign === "9" ? "()(d)" : `(.*)([${plain}])`);
      letters = letters.replace(/.*/, (all) =>
        sign === "7" && all.includes("uo")
          ? all.replace(/(.*)uo/, "$1ươ")
          : all.replace(last, (_, head, letter) => head + marked[plain.indexOf(letter)]),
      );
      if (letters === before) return "";
    }
  }
  return letters + tone;
}

/** "thuyr": the word with its marks; nothing for what is not Telex. */
function fromTelex(word) {
  if (!/^[a-z]{2,9}$/.test(word)) return "";
  let tone = "";
  let letters = word.replace(/^(.*[aeiouy].*)([sfrxj])/, (_, before, sign) => {
    tone = TONES["frxsj".indexOf(sign)];
    return before;
  });
  for (let i = 0; i < TELEX.length; i += 2) letters = letters.split(TELEX[i]).join(TELEX[i + 1]);
  return letters === word ? "" : letters + tone;
}

/** Promises the words with glued syllables apart. */
export async function unglue(index, words, keysOf) {
  const { lexicon } = index;
  const isGlued = (word) => isPlain(word) && word.folded.length > (lexicon.has(word.folded) ? 7 : 3);
  for (const word of words.filter(isGlued).slice(0, 4)) {
    let best;
    for (let count = 2; count < 7; count++) best = better(best, cut(lexicon, word.folded, count, keysOf));
    if (!best) continue;
    const parts = best.parts.map((part) => ({ ...word, folded: part, exact: part, glued: true }));
    const pairs = pairsOf(parts);
    await index.need("b", pairs);
    const known = pairs.filter((pair) => index.block("b", pair)).length;
    if (10 * known > 30 * (pairs.length - known)) word.parts = parts;
  }
  return [].concat(...words.map((word) => word.parts || word));
}

const better = (best, way) => (way && (!best || way.value > best.value) ? way : best);

/** The best cut into exactly so many known parts; the longest last part wins a tie. */
function cut(lexicon, word, count, keysOf) {
  if (!count) return word ? undefined : { value: 0, parts: [] };
  let best;
  for (let size = Math.min(7, word.length); size > 1; size--) {
    const part = keysOf(word.slice(-size)).folded;
    const before = lexicon.has(part) && cut(lexicon, word.slice(0, -size), count - 1, keysOf);
    if (before) best = better(best, { value: before.value + lexicon.get(part) - 12, parts: [...before.parts, part] });
  }
  return best;
}

/** Gives unknown and odd words the known keys that may be meant, likeliest first. */
export function repair(index, words, odd, text) {
  const { lexicon, types, issuers } = index;
  return Promise.all(
    words.map(async (word, i) => {
      const { folded } = word;
      const unknown = !lexicon.has(folded);
      if (!isPlain(word) || types.has(folded) || issuers.has(folded) || !(unknown || odd.includes(word))) return;
      const left = words[i - 1];
      const right = words[i + 1];
      let keys = near(lexicon, folded, unknown && !right && word.end === text.length);
      if (!left) keys = keys.slice(0, 8);
      const pairOf = (key) => (left ? `${left.folded} ${key}` : right ? `${key} ${right.folded}` : "");
      await index.need("b", keys.map(pairOf));
      const sizes = new Map(keys.map((key) => [key, sizeOf(index.block("b", pairOf(key)))]));
      const seen = keys.filter((key) => sizes.get(key));
      word.repairs = (seen[0] || !unknown ? seen : keys)
        .sort((a, b) => sizes.get(b) - sizes.get(a) || byFrequency(lexicon)(a, b))
        .slice(0, 4)
        .map((key) => ({ key, weight: unknown ? 90 : 70, words: [0] }));
    }),
  );
}

const sizeOf = (block) => (block ? block.spellings.reduce((sum, { documents }) => sum + documents.length, 0) : 0);

/** Known keys one edit away, or begun by the key when completing; the 40 most frequent. */
function near(lexicon, key, completing) {
  const found = new Set();
  for (let i = 0; key.length > 1 && i <= key.length; i++) {
    const head = key.slice(0, i);
    const tail = key.slice(i + 1);
    found.add(head + tail);
    if (tail) found.add(head + tail[0] + key[i] + tail.slice(1));
    for (const letter of "abcdeghiklmnopqrstuvxy") found.add(head + letter + tail).add(head + letter + key.slice(i));
  }
  if (completing) {
    for (const other of lexicon.keys()) if (other.startsWith(key) && other.length <= key.length + 5) found.add(other);
  }
  found.delete(key);
  return Array.from(found).filter((other) => lexicon.has(other)).sort(byFrequency(lexicon)).slice(0, 40);
}

/** Promises the query as it was probably meant; "" when no word was mended. */
export async function meant(index, { words }) {
  const isMended = (word) => word.glued || (word.repairs[0] && !index.lexicon.has(word.folded));
  if (!words.some(isMended)) return "";
  const read = await Promise.all(
    words.map(async (word, i) => {
      if (!isMended(word)) return [undefined, word.exact].includes(word.asTyped) ? word.typed : letters(word.exact);
      const key = word.glued ? word.folded : word.repairs[0].key;
      const left = i ? `${words[i - 1].folded} ${key}` : "";
      await Promise.all([index.need("b", [left]), index.need("u", [key])]);
      const pair = index.block("b", left);
      const block = pair || index.block("u", key);
      const usual = block && block.spellings.reduce((a, b) => (b.documents.length > a.documents.length ? b : a));
      return letters((usual && usual.exact.split(" ")[pair ? 1 : 0]) || key);
    }),
  );
  return read.join(" ");
}

/** The word of an exact key, its tone where most people put it: "hoa1" is hòa. */
function letters(exact) {
  const cluster = /^(?!\d)((?:qu|gi(?=[aeiouyâêôăơư]))?[^aeiouyâêôăơư]*)([aeiouyâêôăơư]+)(.*)([1-5])$/;
  return exact.replace(cluster, (_, head, vowels, tail, tone) => {
    const quality = /^(.*)[âêôăơư]/.exec(vowels);
    const { length } = vowels;
    const at = 1 + (quality ? quality[1].length : tail ? length - 1 : length > 2 ? 1 : 0);
    return (head + vowels.slice(0, at) + TONES[tone - 1] + vowels.slice(at) + tail).normalize("NFC");
  });
}
