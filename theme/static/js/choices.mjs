// What a reader has chosen: the size of letters on every page, and on the first page the areas to be shown first. Kept in
// the browser only; without a script, or where nothing may be kept, all is as it stands.

const KEY = "cc-choices";
const SHOWN = 3;
const root = document.documentElement;

const kept = () => {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
};
const apply = ({ size = "" }) => (size ? (root.dataset.size = size) : delete root.dataset.size);

apply(kept());
addEventListener("storage", () => apply(kept()));

const section = document.querySelector("[data-choices]");
const form = section?.querySelector("form");

// An area's own page lists its newest items: nothing else needs to be published for this.
const showChosen = async (boxes) => {
  const part = document.querySelector("[data-chosen]");
  const found = await Promise.all(
    boxes.map(async (box) => {
      const answer = await fetch(box.dataset.address);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const base = new URL(box.dataset.address, location);
      return [...page.querySelectorAll("main > div > .cc-cards > .cc-card")].slice(0, SHOWN).map((card) => {
        for (const link of card.querySelectorAll("a")) link.href = new URL(link.getAttribute("href"), base);
        return [card.querySelector("a").href, card];
      });
    }),
  );
  const list = Object.assign(document.createElement("ul"), { className: "cc-cards" });
  list.append(...new Map(found.flat()).values());
  part.querySelector("[data-chosen-list]").replaceChildren(list);
  part.hidden = !list.children.length;
};

if (form) {
  const chosen = () => [...form.querySelectorAll("[name=area]:checked")];
  const { size = "", areas = [] } = kept();
  for (const input of form.elements)
    if (input.name) input.checked = input.name === "size" ? input.value === size : areas.includes(input.value);
  const change = () => {
    const now = { size: form.elements.size.value, areas: chosen().map((box) => box.value) };
    try {
      if (now.size || now.areas.length) localStorage.setItem(KEY, JSON.stringify(now));
      else localStorage.removeItem(KEY);
    } catch {} // a browser that keeps nothing: chosen for this page alone
    apply(now);
    showChosen(chosen()).catch(() => {});
  };
  form.onchange = change;
  form.onreset = () => setTimeout(() => ((form.elements.size.value = ""), change()));
  section.hidden = false;
  if (areas.length) showChosen(chosen()).catch(() => {});
}
