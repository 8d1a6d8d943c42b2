// The shards, read on demand: docs/search-format.md sections 1, 3 and 4.

import { foldedOf } from "./search-words.mjs";

const plain = new TextDecoder();
const coded = new TextEncoder();

/** Whether a word says little: it stands in about every fourth document or more. */
export const isFrequent = ({ lexicon, n }, key) => (lexicon.get(key) || 0) >= Math.max(1, 29 - Math.clz32(n));

/**
 * Opens an index. read(name) promises the unpacked bytes of a file below shards/, or null when there is none.
 * What it returns: the manifest's values, need(kind, keys) to fetch shards, block(kind, key) to look into fetched ones,
 * and json(name) for cards and facet columns.
 */
export async function openIndex(read) {
  const json = (data) => data && JSON.parse(plain.decode(data));
  const manifest = json(await read("manifest.bin"));
  if (manifest.format !== 1) throw Error(manifest.format);
  const fetched = {};
  const shards = {};
  const firsts = {};
  for (const kind of "ubn") firsts[kind] = manifest.first[kind].split("\n");

  /** The name of the shard in which a key would stand. */
  const shardOf = (kind, key) => kind + Math.max(0, firsts[kind].filter((first) => first <= key).length - 1);

  const need = (kind, keys) =>
    Promise.all(
      keys.map(async (key) => {
        const name = shardOf(kind, key);
        if (!key || !firsts[kind][0]) return;
        fetched[name] = fetched[name] || read(`${manifest.generation}/${name}.bin`);
        shards[name] = await fetched[name];
        if (!shards[name]) throw Error(name);
      }),
    );

  const block = (kind, key) => find(shards[shardOf(kind, key)] || [], coded.encode(key));

  return {
    ...manifest, // alias and n are used as they are
    lexicon: unpackLexicon(manifest.lexicon),
    types: new Map(Object.entries(manifest.types)),
    issuers: new Set(manifest.issuers.split(" ")),
    short: manifest.short.map((pair) => pair.map(foldedOf)),
    need,
    block,
    json: async (name) => json(await read(`${manifest.generation}/${name}.bin`)),
  };
}

function unpackLexicon(text) {
  const lexicon = new Map();
  let key = "";
  for (const entry of text.split(" ")) {
    key = key.slice(0, entry[0]) + entry.slice(1, -2);
    lexicon.set(key, entry.charCodeAt(entry.length - 1) - 97);
  }
  return lexicon;
}

/** The block of a key (UTF-8) in a shard: idf, size and spellings; undefined without. */
function find(data, wanted) {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = data[at++];
      value += (byte & 127) * unit;
      if (byte < 128) return value;
    }
  };
  const text = () => data.subarray(at + 1, (at += 1 + data[at]));
  while (at < data.length) {
    const key = text();
    const found = key.length === wanted.length && wanted.every((byte, i) => byte === key[i]);
    const idf = data[at++];
    const spellings = [];
    let size = 0;
    for (let left = varint(); left; left--) {
      const exact = text();
      const count = varint();
      size += count;
      let document = 0;
      if (found) {
        const documents = Array.from({ length: count }, () => (document += varint()));
        spellings.push({ exact: plain.decode(exact), documents, impacts: data.subarray(at, at + count) });
      } else for (let i = 0; i < count; ) i += data[at++] < 128;
      at += count;
    }
    if (found) return { idf, size, spellings };
  }
}
