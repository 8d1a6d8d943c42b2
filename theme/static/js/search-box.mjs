// Titles and numbers while somebody types into the header's search box: a combobox with a list, by the ARIA pattern.
// The search itself is fetched with the first letters. Enter without a choice searches.

const WAIT = 250;
const SHOWN = 6;

for (const form of document.querySelectorAll("[data-search-box]")) {
  const input = form.q;
  const list = form.querySelector("ul");
  let timer;
  let at = -1;

  const tell = (facts) => {
    for (const name in facts) input.setAttribute(name, facts[name]);
  };
  const choose = (place) => {
    at = place;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", i === at));
    tell({ "aria-expanded": !list.hidden, "aria-activedescendant": at < 0 ? "" : list.children[at].id });
  };
  const close = () => choose(-1, (list.hidden = true));

  const offer = async () => {
    const text = input.value;
    const { ask, cardsOf, rootOf, show, marked } = await import("./search-main.mjs");
    const options = [];
    if (text.trim().length > 1) {
      const { index, plan, hits } = await ask(form, text);
      for (const card of await cardsOf(index, hits.slice(0, 2 * SHOWN))) {
        const [title] = show(index, plan, card);
        const isFit = title.some((part) => part[1]) || (plan.levels.size && card.number);
        if (!isFit || options.length === SHOWN) continue;
        const go = () => (location = rootOf(form) + card.address.slice(1));
        const option = Object.assign(document.createElement("li"), { id: `${list.id}_${options.length}`, onclick: go });
        option.setAttribute("role", "option");
        option.append(...marked(title));
        options.push(option);
      }
    }
    if (text !== input.value) return;
    list.replaceChildren(...options);
    list.hidden = !options.length;
    choose(-1);
  };

  input.oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(() => offer().catch(close), WAIT);
  };
  input.onkeydown = (event) => {
    if (event.isComposing) return; // the keys belong to the keyboard that sets the marks
    const { length } = list.hidden ? [] : list.children;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && length) choose(((at + step + 1 + length + 1) % (length + 1)) - 1);
    else if (event.key === "Enter" && at >= 0) list.children[at].click();
    else if (event.key === "Escape" && length) close();
    else return;
    event.preventDefault();
  };
  list.onpointerdown = (event) => event.preventDefault();
  input.onblur = close;
  if (self.DecompressionStream) {
    form.action = form.action.replace(/[^/]*$/, "");
    tell({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": false });
  } else input.oninput = null;
}
