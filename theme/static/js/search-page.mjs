// The search page. The address says everything: what is asked, the filters, the order, the page. Every control is a link
// or the form, so back, forward, bookmarks and the endpoint understand each other. The words stand in the templates.

import { ask, cardsOf, rootOf } from "./search-door.mjs";
import { show } from "./search-marks.mjs";

const SIZE = 10;

const part = (name) => document.querySelector(`[data-search-${name}]`);
const form = part("page");
const count = part("count");
const place = part("found");
const title = document.title;

/** Nodes of [words, isMarked]. */
export const marked = (parts) =>
  parts.map(([words, isMarked]) => {
    if (!isMarked) return words;
    const node = document.createElement("mark");
    node.append(words);
    return node;
  });

const day = (date) => {
  const [year, month, day] = date.split("-");
  return day ? `${day}/${month}/${year}` : month ? `tháng ${month < 3 ? month : +month} năm ${year}` : `năm ${year}`;
};

/** The address of what is asked with some values changed, "" for without; it starts at page 1. */
function address(asked, changes) {
  const values = Object.entries({ ...Object.fromEntries(asked), page: "", ...changes });
  return `?${new URLSearchParams(values.filter(([, value]) => value))}`;
}

/** A copy of a pattern: what is not so (data-if) is taken out, values are put in (data-is), links lead on (data-to). */
function filled(name, values, links = {}) {
  const view = document.importNode(part(name).content, true);
  const all = (key) => view.querySelectorAll(`[data-${key}]`);
  for (const node of all("if")) if (!values[node.dataset.if]) node.remove();
  for (const node of all("is")) node.replaceWith(...[].concat(values[node.dataset.is]));
  for (const node of all("to")) if (links[node.dataset.to]) node.href = links[node.dataset.to];
  return view;
}

let isUnfolded = matchMedia("(min-width: 40rem)").matches; // on a phone results come first; then as the reader leaves it
const filters = () => import("./search-filters.mjs");

async function answer(asked) {
  const result = await ask(form, asked.get("q"));
  const { index, plan, relaxed } = result;
  const isNarrow = /&(?!page=)/.test(asked);
  const found = isNarrow ? await (await filters()).narrow(result, asked) : result.hits;
  const total = found.length;
  const pages = Math.ceil(total / SIZE);
  const page = Math.max(1, Math.min(pages, Math.floor(asked.get("page")) || 1));
  const cards = await cardsOf(index, found.slice((page - 1) * SIZE, page * SIZE));
  const to = (changes) => address(asked, changes);
  const byDate = asked.get("order") === "date";
  const view = filled(
    "answer",
    {
      ...Object.fromEntries(asked), // the chosen filters
      total,
      page,
      pages,
      relaxed,
      meant: total && plan.meant,
      none: !total,
      some: total || isNarrow,
      more: pages > 1,
      cards: cards.map((card) => shown(result, card)),
    },
    {
      meant: to({ q: plan.meant }),
      relevance: byDate && to({ order: "" }),
      date: !byDate && to({ order: "date" }),
      before: page > 1 && to({ page: page - 1 }),
      behind: page < pages && to({ page: page + 1 }),
    },
  );
  const fold = view.querySelector("details");
  if (fold) {
    fold.open = isUnfolded;
    fold.ontoggle = () => (isUnfolded = fold.open);
  }
  for (const facet of view.querySelectorAll("[data-name]")) {
    facet.ontoggle = async () => {
      const items = filters().then(({ choices }) => choices(result, asked, facet.dataset.name, filled, to));
      facet.lastChild.replaceChildren(...(await items.catch(() => [filled("choice", { failed: 1 })])));
    };
  }
  return view;
}

function shown({ index, plan }, card) {
  const [title, text] = show(index, plan, card).map(marked);
  const item = filled("card", { ...card, title, text, day: card.date && day(card.date) });
  item.querySelector("a").href = rootOf(form) + card.address.slice(1);
  return item;
}

async function run() {
  const { search } = location;
  const asked = new URLSearchParams(search);
  const query = (form.q.value = asked.get("q") || "");
  const failed = () => filled("failed", {}, { again: search, endpoint: `ket-qua${search}` });
  document.title = query ? `${query} – ${title}` : title;
  place.textContent = "";
  count.textContent = query && count.dataset.busy;
  const view = query && (await answer(asked).catch(failed));
  if (search !== location.search) return;
  count.replaceChildren(view && view.firstElementChild);
  place.replaceChildren(view);
}

function go(address) {
  history.pushState(0, "", address);
  return run();
}

if (place && self.DecompressionStream && place.replaceChildren) {
  form.onsubmit = (event) => {
    event.preventDefault();
    go(`?${new URLSearchParams(new FormData(form))}`);
  };
  place.onclick = async (event) => {
    const link = event.target.closest("a[href^='?']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    await go(link.search);
    count.focus();
  };
  onpopstate = run;
  run();
} else if (place && location.search) location.replace(form.action + location.search);
