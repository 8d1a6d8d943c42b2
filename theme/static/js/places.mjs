// Communes while somebody types: only the rows that fit stay, marks need not be typed. Without a script all are there.

import { foldedOf } from "./search-words.mjs";

const SHORT = { p: "phuong", q: "quan", h: "huyen", x: "xa", tt: "thi tran", tx: "thi xa", tp: "thanh pho" };

for (const form of document.querySelectorAll("[data-places]")) {
  const [count] = form.querySelectorAll("[role=status]");
  const input = form.querySelector("input");
  const parts = [...document.querySelectorAll("[data-places-part]")];
  const asides = document.querySelectorAll("[data-places-nav]");
  const rows = [...document.querySelectorAll("[data-places-part] tbody tr")].map((row) => {
    const told = [...row.cells];
    for (let part = row; (part = part.parentElement.closest("[data-places-part]")); ) told.push(part.firstElementChild);
    // a phrase never runs from one name into the next; a place that another one only went through is not looked for
    const names = told.flatMap(({ textContent }) => textContent.split(/[,;()]| qua [^]*/));
    return { row, text: ` ${names.map((name) => foldedOf(name).join(" ")).join(" | ")} ` };
  });

  const fit = () => {
    const words = foldedOf(input.value.replace(/\b(tt|tx|tp|[phqx])\.?\s*(?=[\s\d]|\.)/gi, (all, short) => `${SHORT[short.toLowerCase()]} `));
    const phrase = ` ${words.join(" ")}`;
    let found = rows.filter(({ text }) => text.includes(phrase));
    if (!found.length) found = rows.filter(({ text }) => words.every((word, at) => text.includes(` ${word}${words[at + 1] ? " " : ""}`)));
    const shown = new Set(found.map(({ row }) => row));
    for (const { row } of rows) row.hidden = !shown.has(row);
    for (const part of parts) part.hidden = !part.querySelector("tbody tr:not([hidden])");
    for (const aside of asides) aside.hidden = words.length > 0;
    count.textContent = !words.length ? "" : found.length ? `Tìm thấy ${found.length} dòng.` : "Không có xã, phường nào khớp. Thử gõ ít chữ hơn, hoặc chỉ gõ tên không kèm “xã”, “phường”.";
  };

  form.onsubmit = (event) => event.preventDefault();
  input.oninput = fit;
  form.hidden = false;
  if (input.value) fit(); // the browser kept what was typed before
}
