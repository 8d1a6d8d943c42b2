"""What a reader's line carries for one page, by the files of the site: HTML, styles, fonts and scripts in brotli.

Pictures in a text are the text's own matter and are left out. A file without a compressed form counts as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HTML, STYLES, FONTS, SCRIPTS, ARTICLE = 10_000, 8_000, 24_000, 5_000, 40_000
"""Bytes on the wire; HTML of a text of about 600 words, ARTICLE of a whole page of an item."""
WORDS = 600

_STYLE = re.compile(r'<link rel="stylesheet" href="(/[^"]+)"')
_SCRIPT = re.compile(r'<script type="module" src="(/[^"]+)"')
_FONT = re.compile(r'url\("?([^")]+\.woff2)"?\)')
_IMPORT = re.compile(r'(?:from|import)\s*"\./([^"]+)"')
_ITEM = ("article", "document")


@dataclass(frozen=True)
class Weight:
    """Bytes on the wire. words: of the signed text, 0 where there is none"""

    html: int
    styles: int
    fonts: int
    scripts: int
    words: int

    @property
    def whole(self) -> int:
        """Everything that the first view of the page fetches."""
        return self.html + self.styles + self.fonts + self.scripts


def weigh(output: Path, name: str) -> Weight:
    """Return what a page of the output weighs."""
    text = (output / name).read_text(encoding="utf-8")
    styles = [output / one[1:] for one in _STYLE.findall(text)]
    fonts = [sheet.parent / font for sheet in styles for font in _FONT.findall(sheet.read_text(encoding="utf-8"))]
    scripts = with_imports([output / one[1:] for one in _SCRIPT.findall(text)])
    signed = " ".join(re.findall(r"<!--edition:.*?<!--/edition-->", text, re.DOTALL))
    return Weight(
        on_the_wire(output / name),
        sum(map(on_the_wire, styles)),
        sum(map(on_the_wire, fonts)),
        sum(map(on_the_wire, scripts)),
        len(re.sub(r"<[^>]*>", " ", signed).split()),
    )


def over_budget(weight: Weight, template: str) -> Iterator[str]:
    """Yield the budgets that a page of a template does not keep."""
    parts = [("styles", weight.styles, STYLES), ("fonts", weight.fonts, FONTS)]
    if template in _ITEM:
        parts.append(("scripts", weight.scripts, SCRIPTS))
    if template in _ITEM and weight.words <= WORDS:
        parts += [("HTML", weight.html, HTML), ("whole", weight.whole, ARTICLE)]
    yield from (f"{part}: {size:,} bytes, not {most:,}" for part, size, most in parts if size > most)


def on_the_wire(file: Path) -> int:
    """Return the size of what the server sends of a file to a browser that takes brotli."""
    packed = Path(f"{file}.br")
    return (packed if packed.exists() else file).stat().st_size


def with_imports(files: list[Path]) -> list[Path]:
    """Return modules and all that they import at once."""
    found: list[Path] = []
    while files:
        file = files.pop()
        if file not in found:
            found.append(file)
            files += [file.parent / name for name in _IMPORT.findall(file.read_text(encoding="utf-8"))]
    return found
