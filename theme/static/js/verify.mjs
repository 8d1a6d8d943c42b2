// Tells whether a copy is what the site shows or showed: its digest is made here, and looked up in one short list.
// editorial/copies.py makes the lists, and says why words are brought into this form.

const INVISIBLE = /[\xad\u200b\u2060\ufeff]/g;
const WHITE = /[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const CODE = /^[0-9a-f]{16,64}$/;

const wordsOf = (text) => text.replace(INVISIBLE, "").normalize("NFC").split(WHITE).filter((word) => word).join(" ");

const digestOf = async (bytes) =>
  [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const dayOf = (iso) => iso.split("-").reverse().join("/");

for (const form of document.querySelectorAll("[data-verify]")) {
  const { verify, verifyDigits, verifyRoot } = form.dataset;
  const at = (path, base) => new URL(path, new URL(base, location)); // in a trial edition the base ends in "index.html"
  const [typed, chosen] = form.querySelectorAll("textarea, [type=file]");
  const said = form.querySelector("[role=status]");
  const patterns = new Map([...form.querySelectorAll("template")].map((one) => [one.dataset.says, one.content]));
  let turn = 0;

  const pattern = (name, values) => {
    const made = patterns.get(name).cloneNode(true);
    for (const spot of made.querySelectorAll("[data-put]")) spot.textContent = values[spot.dataset.put];
    for (const link of made.querySelectorAll("a[data-to]")) link.href = at(values.address.slice(1), verifyRoot);
    return made;
  };

  const rowsOf = async (code) => {
    const answer = await fetch(at(`${code.slice(0, verifyDigits)}.json`, verify), { cache: "no-cache" });
    if (!answer.ok) throw Error(answer.status);
    const rest = code.slice(verifyDigits);
    return Object.entries(await answer.json()).flatMap(([key, rows]) => (key.startsWith(rest) ? rows : []));
  };

  const findings = async (code, isCode) => {
    const rows = await rowsOf(code);
    const made = rows.map(([what, address, title, file, since, until, gone]) =>
      pattern(what + (until ? "-old" : gone ? "-replaced" : ""), { address, title, file, since: dayOf(since), until: dayOf(until), code }),
    );
    return made.length ? made : [pattern(isCode ? "none-code" : "none", { code })];
  };

  const show = async (find) => {
    const mine = ++turn; // what was asked before this is not shown any more
    said.textContent = "";
    let found;
    try {
      found = await find();
    } catch {
      found = [pattern(crypto.subtle ? "failed" : "insecure", {})];
    }
    if (mine === turn) said.append(...found);
  };

  form.onsubmit = (event) => {
    event.preventDefault();
    const [file] = chosen.files;
    const words = wordsOf(typed.value);
    const code = words.toLowerCase();
    show(async () => {
      if (words && file) return [pattern("both", {})];
      if (file) return findings(await digestOf(await new Response(file).arrayBuffer()));
      if (CODE.test(code)) return findings(code, true);
      return words ? findings(await digestOf(new TextEncoder().encode(words))) : [pattern("empty", {})];
    });
  };
  form.onreset = () => {
    turn++;
    said.textContent = "";
  };

  const follow = () => {
    const [, code] = /^#sha256=([0-9a-f]{64})$/.exec(location.hash) || [];
    if (code) show(() => findings(code, true));
  };
  addEventListener("hashchange", follow);
  form.hidden = false;
  document.querySelector("[data-verify-plain]").hidden = true;
  follow();
}
