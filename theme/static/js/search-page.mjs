// The search page. The address says everything: what is asked, the filters, the order, the page. Every control is a link
// or the form, so back, forward, bookmarks and the endpoint understand each other. Texts stand in templates/search.html.

import { ask, cardsOf, rootOf } from "./search-door.mjs";
import { show } from "./search-marks.mjs";

const SIZE = 10;

const part = (name) => document.querySelector(`[data-search-${name}]`);
const copy = (name) => document.importNode(part(name).content, true);
const form = part("page");
const count = part("count");
const place = part("found");
const title = document.title;

const make = (tag, attributes, ...children) => {
  const node = Object.assign(document.createElement(tag), attributes);
  node.append(...children);
  return node;
};

export const marked = (parts) => parts.map(([words, isMarked]) => (isMarked ? make("mark", {}, words) : words));

const day = (date) =>
  date.replace(/^(.+)-(.+)-(.+)/, "$3/$2/$1").replace(/^(.+)-(.+)/, "tháng $2 năm $1").replace(/^\d+$/, "năm $&");

/** The address of what is asked with some values changed, "" for without; it starts at page 1. */
function address(asked, changes) {
  const values = Object.entries({ ...Object.fromEntries(asked), page: "", ...changes });
  return `?${new URLSearchParams(values.filter(([, value]) => value))}`;
}

const filters = () => import("./search-filters.mjs");

async function answer(asked) {
  const result = await ask(form, asked.get("q"));
  const { index, plan, relaxed } = result;
  const view = copy("answer");
  const $ = (selector) => view.querySelector(selector);
  const isNarrow = /&(?!page=)/.test(asked);
  const found = isNarrow ? await (await filters()).narrow(result, asked) : result.hits;
  const pages = Math.ceil(found.length / SIZE);
  const page = Math.max(1, Math.min(pages, Math.floor(asked.get("page")) || 1));
  const cards = await cardsOf(index, found.slice((page - 1) * SIZE, page * SIZE));
  for (const facet of view.querySelectorAll("details")) {
    const chosen = asked.get(facet.dataset.name);
    facet.ontoggle = async () => (await filters()).fill(result, asked, facet, make, address);
    if (chosen) facet.firstChild.append(": ", make("strong", {}, chosen));
  }
  for (const link of view.querySelectorAll("[data-order]")) {
    const { order } = link.dataset;
    if (order === (asked.get("order") || "")) link.replaceWith(make("strong", {}, link.textContent));
    else link.href = address(asked, { order });
  }
  const [before, here, behind] = $("nav").children;
  before.href = address(asked, { page: page - 1 });
  here.append(page);
  behind.href = address(asked, { page: page + 1 });
  before.hidden = page < 2;
  behind.hidden = page >= pages;
  const list = $("ol");
  const row = list.firstElementChild;
  list.start = (page - 1) * SIZE + 1;
  list.replaceChildren(
    ...cards.map((card) => {
      const item = row.cloneNode(true);
      const [head, facts, lead] = item.children;
      const [title, text] = show(index, plan, card);
      head.firstChild.href = rootOf(form) + card.address.slice(1);
      head.firstChild.append(...marked(title));
      facts.append([card.kind, card.number, card.date && day(card.date)].filter(Boolean).join(" · "));
      lead.append(...marked(text));
      return item;
    }),
  );
  const guess = $("[data-if=meant] a");
  guess.href = address(asked, { q: plan.meant });
  guess.append(plan.meant);
  const shown = { meant: plan.meant && pages, relaxed, none: !pages, some: pages || isNarrow, more: pages > 1 };
  for (const node of view.querySelectorAll("[data-if]")) node.hidden = !shown[node.dataset.if];
  const told = pages ? `${found.length} kết quả` : "Không có kết quả nào";
  return [view, told + (pages > 1 ? `, trang ${page} trên ${pages}.` : ".")];
}

async function run() {
  const { search } = location;
  const asked = new URLSearchParams(search);
  const query = (form.q.value = asked.get("q") || "");
  document.title = query ? `${query} – ${title}` : title;
  place.textContent = "";
  count.textContent = query && "Đang tìm…";
  const [view, told] = query ? await answer(asked).catch(failed) : ["", ""];
  if (search !== location.search) return;
  place.replaceChildren(view);
  count.textContent = told;
}

function failed() {
  const view = copy("failed");
  for (const link of view.querySelectorAll("[data-same]")) link.href = link.dataset.same + location.search;
  return [view, "Chưa tìm được."];
}

function go(address) {
  history.pushState(0, "", address);
  return run();
}

if (place && self.DecompressionStream) {
  form.onsubmit = (event) => {
    event.preventDefault();
    go(`?${new URLSearchParams(new FormData(form))}`);
  };
  place.onclick = async (event) => {
    const link = event.target.closest("a");
    if (!link || !link.getAttribute("href").startsWith("?") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    await go(link.search);
    count.focus();
  };
  onpopstate = run;
  run();
} else if (place && location.search) location.replace(form.action + location.search);
