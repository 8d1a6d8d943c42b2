"""Make the scripts that pages load from the modules of theme/static/js: python scripts/build_js.py

What the search page always needs becomes one file; what only some queries need stays apart and is fetched by import().
Each file is one function, so that the minifier may shorten every name inside; comments and names are all it takes away.
Needs tdewolff-minify, a dependency of development only: the result is kept in theme/static/js/built.
"""

from __future__ import annotations

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "theme" / "static" / "js"
BUILT = SOURCE / "built"

SCRIPTS = {
    "search-main": ("search-words", "search-index", "search-core", "search-marks", "search-door", "search-page"),
    "search-mend": ("search-mend",),
    "search-numbers": ("search-numbers",),
    "search-filters": ("search-filters",),
    "frame": ("choices", "search-box"),
    "places": ("search-words", "places"),
    "register": ("register",),
    "anchors": ("anchors",),
    "choices": ("choices",),
    "item-tools": ("item-tools",),
    "verify": ("verify",),
}
"""Script to the modules it is made of, each after those that it imports."""

NEEDED = frozenset("ask cardsOf rootOf show marked decode unglue repair meant numbersOf narrow choices".split())
"""What one script takes from another."""

_IMPORT = re.compile(r"^import [^;(]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const) (\w+))", re.MULTILINE)


def build() -> dict[str, bytes]:
    """Return the content of each script by its file name."""
    import minify

    return {
        f"{name}.js": minify.string("application/javascript", join(modules)).encode()
        for name, modules in SCRIPTS.items()
    }


def join(modules: tuple[str, ...]) -> str:
    """Return the modules as one that exports what they do."""
    parts, exported = [], []
    for module in modules:
        text = (SOURCE / f"{module}.mjs").read_text(encoding="utf-8")
        exported += _EXPORT.findall(text)
        parts.append(_EXPORT.sub("", _IMPORT.sub("", text)).replace('.mjs")', '.js")'))
    needed = [name for name in exported if name in NEEDED]
    inside = "".join(parts)
    if not needed:
        return f"(() => {{{inside}}})();"
    names = ", ".join(needed)
    return f"export const {{ {names} }} = (() => {{{inside}return {{ {names} }}; }})();"


if __name__ == "__main__":
    BUILT.mkdir(exist_ok=True)
    for name, content in build().items():
        (BUILT / name).write_bytes(content)
