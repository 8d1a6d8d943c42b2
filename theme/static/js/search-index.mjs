// The shards, read on demand: docs/search-format.md sections 1, 3 and 4.

import { foldedOf } from "./search-words.mjs";

const utf8 = new TextDecoder();

/** Whether a word says little: it stands in about every fourth document or more. */
export const isFrequent = ({ lexicon, n }, key) => (lexicon.get(key) || 0) >= Math.max(1, 29 - Math.clz32(n));

/**
 * Opens an index. read(name, range) promises the unpacked bytes of a file below shards/, or null when there is none; with
 * a range [begin, end, version] those of a part of a pack.
 * What it returns: the manifest's values, need(kind, keys) to fetch shards, block(kind, key) to look into fetched ones,
 * card(document), and column(name) of a facet or of the dates.
 */
export async function openIndex(read) {
  const json = (data) => data && JSON.parse(utf8.decode(data));
  const manifest = json(await read("manifest.bin"));
  if (manifest.format !== 3) throw manifest.format;
  const { version, first, size } = manifest;
  const file = (name, range) => read(`${manifest.generation}/${name}.bin`, range);
  const shards = {};
  const blocks = new Map();
  for (const kind in first) first[kind] = first[kind].split("\n");

  const bytesOf = (kind, at) => (size[kind].charCodeAt(at) - 35) * 64;
  const part = (kind, key, use) => {
    const at = first[kind].map((first, i) => !i || first <= key).lastIndexOf(true);
    if (!key || !first[kind][0]) return;
    let begin = 0;
    for (let i = at - (at % 512); i < at; i++) begin += bytesOf(kind, i);
    const range = [begin, begin + bytesOf(kind, at), version];
    return (shards[kind + at] = shards[kind + at] || file(kind + (at >> 9), range).then(use));
  };

  return {
    ...manifest, // alias and n are used as they are
    lexicon: unpackLexicon(manifest.lexicon),
    types: new Map(Object.entries(manifest.types)),
    issuers: new Set(manifest.issuers.split(" ")),
    short: manifest.short.map((pair) => pair.map(foldedOf)),
    need: (kind, keys) => Promise.all(keys.map((key) => part(kind, key, (data) => unpackShard(data, kind, blocks)))),
    block: (kind, key) => blocks.get(kind + key),
    card: async (document) => json(await file(`c/${Math.floor(document / 500)}/${document}`)),
    column: (name) => part("f", name, json),
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

/** Adds the blocks of a shard, each with its idf and its spellings. */
function unpackShard(data, kind, blocks) {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = data[at++];
      value += (byte & 127) * unit;
      if (byte < 128) return value;
    }
  };
  const text = () => utf8.decode(data.subarray(at + 1, (at += 1 + data[at])));
  while (at < data.length) {
    const spellings = [];
    const block = { spellings };
    blocks.set(kind + text(), block);
    block.idf = data[at++];
    for (let left = varint(); left; left--) {
      const exact = text();
      const count = varint();
      let document = 0;
      const documents = Array.from({ length: count }, () => (document += varint()));
      spellings.push({ exact, documents, impacts: data.subarray(at, (at += count)) });
    }
  }
}
