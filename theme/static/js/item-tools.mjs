// What a reader may do with an item that needs a script: print it, copy its address, hand it to another app; scroll tables.
// The buttons are hidden in the page, and shown where the browser can do what they say.

for (const tools of document.querySelectorAll("[data-item-tools]")) {
  const url = tools.dataset.itemTools || location.href.split("#")[0];
  const said = tools.querySelector("[role=status]");
  const acts = {
    print: () => print(),
    copy: navigator.clipboard && (() => navigator.clipboard.writeText(url).then(() => (said.textContent = said.dataset.copied))),
    share: navigator.share && (() => navigator.share({ title: document.querySelector("h1").textContent, url }).catch(() => {})),
  };
  for (const button of tools.querySelectorAll("button")) {
    const act = acts[button.name];
    if (!act) continue;
    button.hidden = false;
    button.onclick = act;
  }
}

// A table that is wider than the page can be scrolled with the arrow keys, also where the browser does not see to it.
const sized = new ResizeObserver((seen) => {
  for (const { target } of seen) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const table of document.querySelectorAll(".cc-prose table")) sized.observe(table);
