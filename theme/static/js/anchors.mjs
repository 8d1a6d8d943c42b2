// Beside each heading of the text a link to it, which also copies its address. The signed text on disk knows none.

const told = document.createElement("span");
told.className = "cc-visually-hidden";
told.setAttribute("role", "status");
document.body.append(told);

const headings = ["h2", "h3", "h4", "h5"].map((name) => `.cc-prose ${name}[id]`);
for (const heading of document.querySelectorAll(headings)) {
  const link = document.createElement("a");
  const name = heading.textContent.trim();
  link.className = "cc-anchor";
  link.href = `#${heading.id}`;
  link.title = "Chép liên kết tới đây";
  link.setAttribute("aria-label", `Liên kết tới ${name}`);
  link.onclick = async () => {
    try {
      await navigator.clipboard.writeText(link.href);
    } catch {
      return; // not allowed: the address still stands in the address bar
    }
    told.textContent = `Đã chép liên kết tới ${name}.`;
    link.classList.add("cc-anchor--copied");
    setTimeout(() => link.classList.remove("cc-anchor--copied"), 2000);
  };
  heading.append(link);
}
