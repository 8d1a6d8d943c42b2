"""Pages that answer: the live static page is the frame, the answer stands between its marks (decision 9).

Macros are read once at the start and the last frame is kept, so that an answer needs nothing of a disk that fails: a
message that was stored must get its code, and one that was not must be given back.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import escape

from editorial import links
from editorial.addresses import FOLLOW, SEND, file_of
from editorial.settings import Settings
from endpoint.components import component, is_trial, nameless

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
<title>Câu hỏi của ông/bà</title></head><body><main><!--form--><!--/form--></main></body></html>
"""
"""The frame while the site has none: whatever is live, a sender gets an answer."""

_PLACE = re.compile(r"(<!--form-->)(.*?)(<!--/form-->)", re.DOTALL)


@dataclass(frozen=True)
class Part:
    """One macro and what it is told."""

    macro: str
    told: tuple[Any, ...]


def part(macro: str, *told: Any) -> Part:
    """Return a part of an answer."""
    return Part(macro, told)


@dataclass(frozen=True)
class _Frame:
    """A page read once. stamp: of its file, None for none; trial: the site has no address to name"""

    stamp: tuple[int, int, int] | None
    trial: bool
    head: str
    tail: str


class Frames:
    """The frames of the live site and the macros of the theme."""

    def __init__(self, settings: Settings) -> None:
        self._output = settings.output
        self._last = dict.fromkeys((SEND, FOLLOW), _frame(BARE, None))
        self._macros = {trial: _macros(settings, trial) for trial in (False, True)}
        for frame in self._last:
            self._read(frame)

    def page(self, frame: str, title: str, *parts: Part) -> str:
        """Return the live page with the parts in its place. title: said before the page's own"""
        live = self._read(frame)
        base = links.base_for(frame, live.trial)
        shown = "".join(self._macros[live.trial][one.macro](*one.told, base) for one in parts)
        head = live.head.replace("<title>", f"<title>{escape(title)} – ", 1)
        return f"{head}{shown}{live.tail}"

    def _read(self, frame: str) -> _Frame:
        """Return the live frame, or the last one while the disk or the site has none."""
        last = self._last[frame]
        file = self._output / file_of(frame)
        try:
            found = os.stat(file)
            stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
            page = "" if stamp == last.stamp else file.read_text(encoding="utf-8")
        except (OSError, ValueError):
            return last
        if len(_PLACE.findall(page)) == 1:
            self._last[frame] = _frame(page, stamp)
        return self._last[frame]


def _frame(page: str, stamp: tuple[int, int, int] | None) -> _Frame:
    """Return the page cut at its place. stamp: None for the page that stands in while there is none"""
    trial = stamp is not None and is_trial(page)
    head, begin, _, end, tail = _PLACE.split(nameless(page))
    return _Frame(stamp, trial, head + begin, end + tail)


def _macros(settings: Settings, trial: bool) -> dict[str, Callable[..., str]]:
    templates = settings.root / "theme" / "templates"
    return {macro: getattr(component(templates, file, trial), macro) for macro, file in MACROS.items()}
