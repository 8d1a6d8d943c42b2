"""Pages that answer: the live static page is the frame, the answer stands between its marks (decision 9).

Macros are read once at the start and the last frame is kept, so that an answer needs nothing of a disk that fails: a
message that was stored must get its code, and one that was not must be given back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from editorial import links
from editorial.addresses import FOLLOW, SEND, file_of
from editorial.settings import Settings

MACROS = {
    "refusal": "refusal",
    "inquiry_form": "inquiry_form",
    "inquiry_receipt": "inquiry_receipt",
    "inquiry_status": "inquiry_status",
    "inquiry_lookup": "inquiry_status",
}
"""Macro to the file of theme/templates/components that has it."""

BARE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Câu hỏi của bạn</title></head><body><main><!--form--><!--/form--></main></body></html>
"""
"""The frame while the site has none: whatever is live, a sender gets an answer."""

_PLACE = re.compile(r"(<!--form-->).*?(<!--/form-->)", re.DOTALL)
_CANONICAL = re.compile(r'<link rel="canonical"[^>]*>\n?')


@dataclass(frozen=True)
class Part:
    """One macro and what it is told."""

    macro: str
    told: tuple[Any, ...]


def part(macro: str, *told: Any) -> Part:
    """Return a part of an answer."""
    return Part(macro, told)


class Frames:
    """The frames of the live site and the macros of the theme."""

    def __init__(self, settings: Settings) -> None:
        self._output = settings.output
        self._last = dict.fromkeys((SEND, FOLLOW), BARE)
        self._macros = {trial: _macros(settings, trial) for trial in (False, True)}
        for frame in self._last:
            self._read(frame)

    def page(self, frame: str, title: str, *parts: Part) -> str:
        """Return the live page with the parts in its place. title: said before the page's own"""
        page = self._read(frame)
        trial = page is not BARE and not _CANONICAL.search(page)  # a trial edition has no address to name
        base = links.base_for(frame, trial)
        shown = "".join(self._macros[trial][one.macro](*one.told, base) for one in parts)
        page = _PLACE.sub(lambda marks: f"{marks[1]}{shown}{marks[2]}", page, count=1)
        page = page.replace("<title>", Markup("<title>{} – ").format(title), 1)
        return _CANONICAL.sub("", page)

    def _read(self, frame: str) -> str:
        """Return the live frame, or the last one while the disk or the site has none."""
        try:
            page = (self._output / file_of(frame)).read_text(encoding="utf-8")
        except (OSError, ValueError):
            return self._last[frame]
        if len(_PLACE.findall(page)) == 1:
            self._last[frame] = page
        return self._last[frame]


def _macros(settings: Settings, trial: bool) -> dict[str, Callable[..., str]]:
    """Return the macros, rendered as strictly as the build does (publishconf.py)."""
    environment = Environment(
        loader=FileSystemLoader(settings.root / "theme" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {"href": partial(_href, trial=trial), "day": "{:%d/%m/%Y}".format}
    modules = {file: environment.get_template(f"components/{file}.html").module for file in set(MACROS.values())}
    return {macro: getattr(modules[file], macro) for macro, file in MACROS.items()}


def _href(target: str, base: str, trial: bool) -> str:
    return links.href(target, base if trial else "", trial) if target.startswith("/") else target
