// Document numbers in a query: docs/search-format.md section 5.6. Fetched only when a query holds a digit.

const isYear = (token) => token && /^\d{4}$/.test(token.text) && token.text >= "1945" && token.text <= "2099";

/** Promises the level of each document that bears a number of the query. */
export async function numbersOf(index, text, words) {
  const { types, issuers } = index;
  const dates = [];
  text.replace(/\d{1,2}[/.-]\d{1,2}[/.-]\d{4}/g, (date, at) => dates.push([at, at + date.length]));
  const tokens = [].concat(
    ...words.map(({ folded, begin, end }) => {
      const parts = (/^([a-z]+)(\d{1,8}[a-z]?)$/.exec(folded) || /^(\d{1,8})([a-z]{2,})$/.exec(folded) || []).slice(1);
      const dated = dates.some(([from, to]) => from <= begin && begin < to);
      return (parts.some((part) => types.has(part)) ? parts : [folded]).map((text) => ({ text, begin, end, dated }));
    }),
  );
  const texts = tokens.map((token) => token.text);
  const numbers = tokens.filter((token) => !token.dated && /^\d{1,8}[a-z]?$/.test(token.text));
  const used = new Set();
  const levels = new Map();
  for (const token of numbers) {
    const at = tokens.indexOf(token);
    if (used.has(token) || /^(thang|ngay|dieu|khoan|muc|chuong|quy|nam|gio)$/.test(texts[at - 1])) continue;
    const [year, bound] = yearOf(tokens, at, text, types);
    const only = numbers.filter((other) => other !== year).length === 1;
    const [type, from, to] = typeOf(texts, at, year === tokens[at + 1] ? at + 2 : at + 1, only, types);
    const inType = (i) => type && from <= i && i <= to;
    if (isYear(token) && !inType(at - 1) && !inType(at + 1)) continue;
    used.add(year);
    const issuer = texts.find((other, i) => issuers.has(other) && i !== at && !inType(i)) || issuerByName(index, texts);
    const alone = tokens.every((other) => other === token || other === year || other.text === "so");
    const keys = descent(token.text, year && year.text, bound, type, issuer, alone);
    await index.need("n", keys.map(([key]) => key));
    const hit = keys.find(([key]) => index.block("n", key));
    for (const { documents, impacts } of hit ? index.block("n", hit[0]).spellings : []) {
      documents.forEach((document, i) => {
        levels.set(document, Math.max(levels.get(document) || 0, hit[1] * 4 + impacts[i]));
      });
    }
  }
  return levels;
}

/** The year of a number, and whether it is written to it with a slash or hyphen. */
function yearOf(tokens, at, text, types) {
  const isOne = (token) => isYear(token) && !token.dated;
  const next = tokens[at + 1];
  if (isOne(next)) return [next, /^\s*[/-]\s*$/.test(text.slice(tokens[at].end, next.begin))];
  if (isOne(tokens[at + 2]) && types.has(next.text)) return [tokens[at + 2]];
  return [tokens.find((token, i) => i && i !== at && isOne(token) && tokens[i - 1].text === "nam")];
}

/** The symbol of a number's type, with the places of its name. */
function typeOf(texts, at, behind, only, types) {
  let before = at;
  while (texts[before - 1] === "so") before--;
  const tries = [(size) => before - size, () => behind, ...(only ? texts.map((_, i) => () => i) : [])];
  for (const [i, begin] of tries.entries()) {
    for (let size = 4; size; size--) {
      const from = begin(size);
      const symbol = from >= 0 && types.get(texts.slice(from, from + size).join(" "));
      if (symbol) return [symbol, i === 1 ? at + 1 : from, i ? from + size - 1 : at - 1];
    }
  }
  return [];
}

function issuerByName({ short, issuers }, texts) {
  const told = ` ${texts.join(" ")} `;
  const named = short.find(([[symbol], name]) => issuers.has(symbol) && told.includes(` ${name.join(" ")} `));
  return named && named[0][0];
}

/** Keys of a number with their precision, from the most precise down. */
function descent(number, year, bound, type, issuer, alone) {
  const rows = [
    [7, type && issuer && year, year, type, issuer],
    [6, type && issuer, "", type, issuer],
    [5, type && year, year, type, ""],
    [4, issuer && year, year, "", issuer],
    [3, type, "", type, ""],
    [2, year && bound, year, "", ""],
    [2, issuer, "", "", issuer],
    [1, type || alone, "", "", ""],
  ];
  const bare = number.replace(/^0+(?=\d)/, "");
  return rows.filter((row) => row[1]).map(([precision, , ...parts]) => [[bare, ...parts].join("/"), precision]);
}
