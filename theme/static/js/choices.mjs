// What a reader has chosen: the size of letters on every page, and on the first page the areas to be shown first. Kept in
// the browser only; without a script, or where nothing may be kept, all is as it stands.

const KEY = "cc-choices";
const LATEST = 3;
const root = document.documentElement;

const kept = () => {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || {};
  } catch {
    return {};
  }
};
const areasOf = ({ areas = [] }) => areas;
const apply = ({ size = "" }) => (size ? (root.dataset.size = size) : delete root.dataset.size);

apply(kept());
addEventListener("storage", () => apply(kept()));

const section = document.querySelector("[data-choices]");

// An area's own page lists its newest items: nothing else needs to be published for this.
let turn = 0;
const showChosen = async (boxes) => {
  const mine = ++turn;
  const part = document.querySelector("[data-chosen]");
  const found = await Promise.all(
    boxes.map(async (box) => {
      const answer = await fetch(box.dataset.address);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const base = new URL(box.dataset.address, location);
      return [...page.querySelectorAll("main > div > .cc-cards > .cc-card")].slice(0, LATEST).map((card) => {
        for (const link of card.querySelectorAll("a")) link.href = new URL(link.getAttribute("href"), base);
        return [card.querySelector("a").href, card];
      });
    }),
  );
  if (mine !== turn) return; // chosen anew while the pages were on their way
  const list = Object.assign(document.createElement("ul"), { className: "cc-cards" });
  list.append(...new Map(found.flat()).values());
  const place = part.querySelector("[data-chosen-list]");
  place.textContent = "";
  place.append(list);
  part.hidden = !list.children.length;
};

if (section) {
  const sizes = [...section.querySelectorAll("[name=size]")];
  const areas = [...section.querySelectorAll("[name=area]")];
  const show = (choice) => {
    for (const box of sizes) box.checked = box.value === (choice.size || "");
    for (const box of areas) box.checked = areasOf(choice).includes(box.value);
    apply(choice);
    showChosen(areas.filter((box) => box.checked)).catch(() => {});
  };
  const keep = (choice) => {
    try {
      if (choice.size || areasOf(choice).length) localStorage.setItem(KEY, JSON.stringify(choice));
      else localStorage.removeItem(KEY);
    } catch {} // a browser that keeps nothing: chosen for this page alone
    show(choice);
  };
  section.onchange = () =>
    keep({
      size: sizes.filter((box) => box.checked).map((box) => box.value)[0],
      areas: areas.filter((box) => box.checked).map((box) => box.value),
    });
  section.querySelector("button").onclick = () => keep({});
  show(kept());
  section.hidden = false;
}
