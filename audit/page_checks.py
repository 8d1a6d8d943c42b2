"""What one open page must stand: axe, its width, the keyboard, reading without a script. Each yields what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from audit.browser import View, show
from audit.criteria import TAGS, numbers

AXE = Path(__file__).resolve().parent.parent / "node_modules" / "axe-core" / "axe.min.js"

_RUN_AXE = """async tags => {
  const found = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
  return found.violations.map(one => [one.id, one.tags, one.nodes.length, one.nodes[0].html.slice(0, 160)]);
}"""
_TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.body.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right > room + 0.5);
  return wide.slice(0, 3).map(one => `${one.tagName.toLowerCase()}.${one.className} reaches ` +
    `${Math.round(one.getBoundingClientRect().right)} px of ${room}`).concat(wide.length ? [] : ['something hidden']);
}"""
_SPACED = """() => {
  const style = new CSSStyleSheet();
  style.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; ' +
    'word-spacing: .16em !important } p { margin-block-end: 2em !important }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
}"""
"""The spacing of WCAG 1.4.12."""
_MISSED = """() => {
  const can = 'a[href], button:not([disabled]), input:not([type=hidden]):not([disabled]), select, textarea, summary';
  const been = one => window.been.has(one) || one.type === 'radio' &&
    [...window.been].some(other => other.type === 'radio' && other.name === one.name);
  return [...document.querySelectorAll(can)]
    .filter(one => one.checkVisibility({ visibilityProperty: true }) && one.tabIndex >= 0 && !been(one))
    .map(one => one.outerHTML.slice(0, 120));
}"""
"""Asked when the walk is over: a script may have made other rows meanwhile."""
_HERE = """() => {
  const at = document.activeElement;
  const stays = at === window.last;  // a field for a day has parts, each a stop that Chromium marks itself
  if (!at || at === document.body || window.been.has(at) && !stays) return null;
  window.been.add(window.last = at);
  const style = getComputedStyle(at), box = at.getBoundingClientRect();
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const marked = stays || outlined || style.boxShadow !== 'none';
  return { marked, shown: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight,
    what: at.outerHTML.slice(0, 120), skip: at.matches('.cc-skip-link') };
}"""
_UNREADABLE = """() => {
  const seen = one => one.checkVisibility({ visibilityProperty: true }) && one.offsetWidth > 0 && one.offsetHeight > 0;
  const all = (where, what) => [...where.querySelectorAll(what)].filter(seen);
  const heads = document.querySelectorAll('main h1'), faults = [];
  if (heads.length !== 1 || !heads[0].innerText.trim()) faults.push('no heading');
  if (document.querySelector('main').innerText.length < 60) faults.push('no words');
  for (const button of all(document, 'button'))
    if (button.type !== 'submit' || !button.form?.action)
      faults.push(`a button that does nothing: '${button.innerText}'`);
  for (const form of all(document, 'form'))
    if (!all(form, 'button, input[type=submit]').length)
      faults.push(`a form that cannot be sent: '${form.getAttribute('action')}'`);
  return faults;
}"""
MOST_STOPS = 2000


@cache
def axe_source() -> str:
    """Return axe-core. Raises: FileNotFoundError where it is not installed"""
    return AXE.read_text(encoding="utf-8")


def axe_violations(page: Any) -> Iterator[str]:
    """Yield what axe finds against WCAG 2.2 A and AA, with both numbers of the rule (PS-T6)."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(axe_source())
    for rule, tags, count, example in page.evaluate(_RUN_AXE, list(TAGS)):
        yield f"{rule} ({numbers(tags)}) {count} times, first {example}"


def too_wide(page: Any) -> Iterator[str]:
    """Yield what makes the page scroll sideways (WCAG 1.4.10), also with words spaced as readers may (1.4.12)."""
    yield from too_wide_as_it_is(page)
    page.evaluate(_SPACED)
    yield from (f"{one} with wider spacing" for one in too_wide_as_it_is(page))


def too_wide_as_it_is(page: Any) -> Iterator[str]:
    """Yield what makes the page scroll sideways, with words spaced as they are."""
    yield from page.evaluate(_TOO_WIDE)


def keyboard_faults(page: Any) -> Iterator[str]:
    """Yield where somebody with a keyboard only gets stuck, lost or past something (WCAG 2.1.1, 2.1.2, 2.4.1, 2.4.7).

    Tab must reach every control once, each in sight and marked, and Enter open and close every fold.
    """
    page.evaluate("window.been = new Set()")
    for number in range(MOST_STOPS):
        page.keyboard.press("Tab")
        here = page.evaluate(_HERE)
        if here is None:
            break
        if number == 0 and not here["skip"]:
            yield f"Tab leads first to {here['what']}, not past the header"
        if not here["marked"]:
            yield f"focus cannot be seen on {here['what']}"
        if not here["shown"]:
            yield f"focus is out of sight on {here['what']}"
    yield from (f"Tab never reaches {control}" for control in page.evaluate(_MISSED))
    yield from _folds(page)


def _folds(page: Any) -> Iterator[str]:
    for fold in page.query_selector_all("summary"):
        if not fold.is_visible():
            continue
        for _ in ("open", "close"):
            was = fold.evaluate("one => one.parentElement.open")
            fold.press("Enter")
            if fold.evaluate("one => one.parentElement.open") == was:
                yield f"Enter does nothing on {fold.inner_text()!r}"


def in_views(page: Any, views: Iterable[View], check: Callable[[Any], Iterable[str]]) -> Iterator[str]:
    """Yield what a check finds on an open page, view by view."""
    for view in views:
        show(page, view)
        yield from (f"{fault} ({view})" for fault in check(page))


def unreadable_without_script(page: Any) -> Iterator[str]:
    """Yield what a reader without scripts lacks: a heading, words, or a control that does nothing."""
    yield from page.evaluate(_UNREADABLE)
