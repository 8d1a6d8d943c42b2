// The register of documents, refined in place. The address says everything: what is typed, what is chosen, the order,
// the day. The words stand in the page; data list a thousand documents a file, oldest first, fetched when first needed.

const SIZE = 20;
const FACETS = ["loai", "co-quan", "nam", "linh-vuc", "dia-ban", "hieu-luc"];
const STATUS = FACETS.indexOf("hieu-luc");

const part = (name) => document.querySelector(`[data-register-${name}]`);
const list = document.querySelector("[data-register]");
const [form, body, count, more, none, pager, pattern] = ["form", "rows", "count", "more", "none", "pager", "row"].map(part);
const selects = FACETS.map((facet) => form.elements[facet]);
const before = { rows: [...body.children], words: count.textContent };
const root = list.dataset.registerRoot; // "/", or in a trial edition "../index.html"

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d");
const today = () => new Date().toLocaleDateString("sv", { timeZone: "Asia/Ho_Chi_Minh" });
const shown = (date) => {
  const [year, month, day] = date.split("-");
  return day ? `${day}/${month}/${year}` : month ? `tháng ${month < 3 ? month : +month} năm ${year}` : `năm ${year}`;
};

const names = {};
let data;
/** Every document, the newest first. */
async function fetched() {
  const files = list.dataset.register.trim().split(" ");
  const parts = await Promise.all(
    files.map(async (file) => {
      const answer = await fetch(file);
      if (!answer.ok) throw new Error(file);
      const told = await answer.json();
      for (const facet of FACETS) names[facet] = { ...names[facet], ...told.names[facet] };
      return told.rows;
    }),
  );
  const select = selects[STATUS]; // another day may find a document in a status that none has today
  for (const [slug, name] of Object.entries(names["hieu-luc"]))
    if (![...select.options].some(({ value }) => value === slug)) select.add(new Option(name, slug));
  return parts.flat().reverse();
}

const isNumbered = ([, number]) => /^\d/.test(number);
const orders = {
  moi: (one, other) => other[3].localeCompare(one[3]),
  cu: (one, other) => one[3].localeCompare(other[3]),
  so: (one, other) => isNumbered(other) - isNumbered(one) || one[1].localeCompare(other[1], "vi", { numeric: true }),
};

/** What is typed is looked for in the number, the abstract, the type and the issuer of a document. */
const textOf = (row) =>
  (row.text = row.text || plain([row[1], row[2], ...[0, 1].flatMap((at) => row[4][at].map((value) => names[FACETS[at]][value]))].join(" ")));

let turn = 0;
async function refine(size = SIZE) {
  const mine = ++turn;
  const chosen = new URLSearchParams(location.search);
  const isAsked = [...form.elements].some(({ name }) => name && chosen.get(name));
  if (!isAsked && !data) return;
  const all = await (data = data || fetched());
  if (mine !== turn) return;
  const day = chosen.get("ngay") || today();
  const typed = plain(chosen.get("q") || "").replace(/(^|\s)so(?=\s*\d)/g, "$1"); // "quyết định số 517"
  const wanted = FACETS.map((facet) => chosen.get(facet));
  const holding = (words) => all.filter((row) => words.every((word) => textOf(row).includes(word)));
  const exact = holding(typed.split(/\s+/));
  const worded = (exact.length ? exact : holding(typed.split(/[\s/-]+/))).map((row) => {
    const [status] = row[5].filter(([, first]) => first <= day).pop();
    return { row, values: [...row[4], [status]] };
  });
  const fits = ({ values }, but) => wanted.every((value, at) => !value || at === but || values[at].includes(value));
  selects.forEach((select, at) => select && tell(select, worded.filter((one) => fits(one, at)), at));
  const found = worded.filter((one) => fits(one));
  const order = orders[chosen.get("xep")];
  if (order) found.sort((one, other) => order(one.row, other.row));
  pager.hidden = isAsked;
  if (!isAsked) return put(before.rows, before.words);
  put(found.slice(0, size).map(filled), found.length ? `${found.length} văn bản` : "Không có văn bản nào khớp");
  none.hidden = found.length > 0;
  none.querySelector("a").search = new URLSearchParams({ q: chosen.get("q") || "" });
  more.hidden = found.length <= size;
  more.onclick = async () => {
    await refine(size + SIZE);
    if (body.children[size]) body.children[size].querySelector("a").focus();
  };
}

/** Says beside each choice how many documents it would leave. */
function tell(select, left, at) {
  for (const option of select.options) {
    const { value } = option;
    if (value) option.text = `${names[FACETS[at]][value]} (${left.filter(({ values }) => values[at].includes(value)).length})`;
  }
}

function put(rows, words) {
  body.textContent = "";
  body.append(...rows);
  body.parentNode.hidden = !rows.length;
  none.hidden = more.hidden = true;
  if (count.textContent !== words) count.textContent = words;
}

function filled({ row: [address, number, words, issued], values }) {
  const copy = document.importNode(pattern.content, true);
  const at = (name) => copy.querySelector(`[data-put=${name}]`);
  const [status] = values[STATUS];
  const told = { number, words, issuer: names["co-quan"][values[1][0]], issued: shown(issued), status: names["hieu-luc"][status] };
  for (const [name, value] of Object.entries(told)) at(name).append(value || "");
  at("status").classList.add(`cc-status--${status}`);
  const [, base, index] = /^(.*\/)(index\.html)?$/.exec(root);
  at("number").href = base + address.slice(1) + (index || "");
  return copy.firstElementChild;
}

/** Sets the form as the address says. */
function recall() {
  const chosen = new URLSearchParams(location.search);
  for (const control of form.elements) if (control.name) control.value = chosen.get(control.name) || "";
}

const run = async () => {
  try {
    await refine();
  } catch {
    form.remove(); // the data cannot be had: the lists of every facet lead on
    part("facets").hidden = pager.hidden = false;
    put(before.rows, before.words);
  }
};

function change() {
  const chosen = [...new FormData(form)].filter(([, value]) => value.trim());
  const asked = `?${new URLSearchParams(chosen)}`;
  if (asked !== (location.search || "?")) history.pushState(null, "", chosen.length ? asked : location.pathname);
  run();
}

let waiting;
const soon = () => {
  clearTimeout(waiting);
  waiting = setTimeout(change, 150);
};
form.addEventListener("input", soon);
form.addEventListener("reset", soon);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  change();
});
addEventListener("popstate", () => {
  recall();
  run();
});
form.hidden = false;
part("facets").hidden = true;
part("fold").open = matchMedia("(min-width: 62rem)").matches || /[?&](?!q=)/.test(location.search); // never hides what is chosen
recall();
run();
