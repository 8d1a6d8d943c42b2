// The way from a form to its index: the form's address says where the site lies. What was fetched once is kept, so that
// a search can be repeated without a network. The network comes first: a withdrawn page is not found while there is one.

import { search } from "./search-core.mjs";
import { openIndex } from "./search-index.mjs";

let opened;

/** The address of the site's root for a search form, with a slash at the end. */
export const rootOf = (form) => form.action.replace(/tim-kiem\/[^/]*$/, "");

// A browser may forbid to keep things, or have no room left.
const store = self.caches && caches.open("tim-kiem").catch(() => {});

async function read(address, range) {
  const kept = await store;
  const place = address + (range ? `?${range}` : "");
  const headers = range && { Range: `bytes=${range[0]}-${range[1] - 1}` };
  const fresh = await fetch(place, { cache: "no-cache", headers }).catch(() => ({}));
  if (fresh.status === 404) return kept && void kept.delete(place);
  const all = await (fresh.ok ? fresh : await kept.match(place)).arrayBuffer();
  const data = range && fresh.status === 200 ? all.slice(...range) : all; // some servers send the whole pack
  if (kept && fresh.ok) await kept.put(place, new Response(data)).catch(() => {});
  const plain = new Response(data).body.pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}

async function open(shards) {
  const index = await openIndex((name, range) => read(shards + name, range));
  const kept = await store;
  const stays = RegExp(`manifest.bin$|${index.generation}.*bin$|${index.version}$`);
  for (const { url } of kept ? await kept.keys() : []) stays.test(url) || kept.delete(url);
  return index;
}

/** Promises what search() does; opens it anew when a new generation has taken its place. */
export async function ask(form, query) {
  const attempt = async () => search(await (opened = opened || open(`${rootOf(form)}tim-kiem/shards/`)), query);
  return attempt().catch(() => {
    opened = 0;
    return attempt();
  });
}

/** Promises the cards of some hits; what was withdrawn a moment ago is left out. */
export async function cardsOf(index, hits) {
  return (await Promise.all(hits.map(({ document }) => index.card(document)))).filter(Boolean);
}
