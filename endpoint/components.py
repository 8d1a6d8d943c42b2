"""The theme's components, for answers that stand on a live page, and what such a page tells of its build.

A page of a *trial* edition names no address of its own, and its links work from a disk as well (editorial.links).
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from pathlib import Path
from types import ModuleType
from typing import cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from editorial.links import link
from editorial.unbroken import unbroken

_CANONICAL = re.compile(r'<(?:link rel="canonical"|meta property="og:url")[^>]*>\n?')
"""By what a page says where it lies, to search engines and to who shares it."""


def component(templates: Path, name: str, trial: bool) -> ModuleType:
    """Return the macros of components/NAME.html. templates: the folder of the theme's"""
    return cast(ModuleType, _environment(templates, trial).get_template(f"components/{name}.html").module)


def is_trial(page: str) -> bool:
    """True for a page of a trial edition."""
    return not _CANONICAL.search(page)


def nameless(page: str) -> str:
    """Return the page without the address that names it: an answer on it is another one's."""
    return _CANONICAL.sub("", page)


@lru_cache(maxsize=2)
def _environment(templates: Path, trial: bool) -> Environment:
    """Return Jinja over the theme's templates, as strict as the build's own (publishconf.py)."""
    made = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"href": partial(link, trial=trial), "day": "{:%d/%m/%Y}".format, "unbroken": unbroken}
    return made
