"""Compiled templates of one site, lent to the next: compiling them takes two thirds of the build of a small site.

They lie under the key of all code, settings and contents that they hang on (`plugins.templates`); a site for which
they do not fit compiles its own.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from editorial.settings import Settings

_KEPT = TemporaryDirectory(prefix="templates-of-tests-")


@contextmanager
def lent_templates(settings: Settings) -> Iterator[None]:
    """Put them where a first build looks for them; keep those that it made, where none of such a site were kept."""
    own = settings.state / "templates"
    kept = Path(_KEPT.name) / _such_a_site(settings)
    if kept.is_dir() and not own.exists():
        shutil.copytree(kept, own)
    yield
    if own.is_dir() and not kept.exists():
        shutil.copytree(own, kept)


def _such_a_site(settings: Settings) -> str:
    """Return by what sites of tests differ whose templates are not alike: address, rules and registries."""
    records = settings.records
    registries = records / "bodies.toml", records / "providers.toml"
    told = settings.regulation_file, *sorted((records / "rules").glob("*")), *registries
    parts = [settings.siteurl, *(path.read_text(encoding="utf-8") for path in told if path.is_file())]
    return sha256("\0".join(parts).encode()).hexdigest()
