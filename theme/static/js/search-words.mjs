// Words of a text and their keys: docs/search-format.md section 2.

const TONES = "\u0300\u0309\u0303\u0301\u0323";

/** Composed, with the real đ. */
export const tidy = (text) => text.normalize("NFC").replace(/[ÐƉ]/g, "Đ").replace(/[ðɖ]/g, "đ");

const unify = (word) => word.replace(/^([hklmstvbrdn])y$/, "$1i").replace(/^qui/, "quy");

/** Keys of a word in lower case; undefined for what is no word. */
export function keysOf(word) {
  if (word.length > 24 || /[\ud800-\udfff]/.test(word)) return;
  let tone = "";
  const letters = word.normalize("NFD").replace(RegExp(`[${TONES}]`, "g"), (mark) => {
    tone = TONES.indexOf(mark) + 1;
    return "";
  });
  const folded = unify(letters.replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d"));
  return folded && { folded, exact: unify(letters.normalize("NFC")) + tone };
}

/** Every word of a tidy text: its keys, how it is typed (lower case), where it stands. */
export function tokensOf(text) {
  const tokens = [];
  text.replace(/[\p{L}\p{N}\u0300-\u036f]+/gu, (word, begin) => {
    const typed = tidy(word.toLowerCase());
    const keys = keysOf(typed);
    if (keys) tokens.push({ ...keys, typed, begin, end: begin + word.length });
  });
  return tokens;
}

export const foldedOf = (text) => tokensOf(text).map(({ folded }) => folded);
