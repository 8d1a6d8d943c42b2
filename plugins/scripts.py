"""The scripts of the search, in a folder named by their digest, so that a browser may keep them for ever.

They are served as they lie in theme/static/js/built: scripts/build_js.py makes them from the modules beside it, and a
test holds the two together, so that no build of the site needs a minifier.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from pelican import Pelican, signals

from editorial.publication import Publication
from plugins.approval_gate import PUBLICATION
from plugins.output import put_file
from plugins.site_context import add_globals
from plugins.site_generator import SiteGenerator, site_planned
from plugins.site_writer import SiteWriter

SCRIPTS = "SCRIPTS"
"""The address of the scripts' folder, for templates; "" where there is no search (LCh-1)."""


def register() -> None:
    """Connect after the gate has opened, and to the planning of the site."""
    signals.initialized.connect(add_scripts)
    site_planned.connect(write_scripts)


def add_scripts(pelican: Pelican) -> None:
    """Give every template SCRIPTS."""
    settings = pelican.settings
    publication: Publication = settings[PUBLICATION]
    address = "" if publication.profile.is_internal else address_of_scripts(read_scripts(Path(settings["THEME"])))
    settings[SCRIPTS] = address
    add_globals(settings, {SCRIPTS: address})


def write_scripts(generator: SiteGenerator, writer: SiteWriter) -> None:
    """Name the scripts that pages load."""
    address = generator.settings[SCRIPTS]
    for name, content in read_scripts(Path(generator.settings["THEME"])).items() if address else ():
        put_file(writer, address + name, content)


def read_scripts(theme: Path) -> Mapping[str, bytes]:
    """Return the scripts by name. Raises: FileNotFoundError when they have not been built"""
    scripts = {path.name: path.read_bytes() for path in sorted((theme / "static" / "js" / "built").glob("*.js"))}
    if not scripts:
        raise FileNotFoundError("theme/static/js/built holds no script; run scripts/build_js.py")
    return scripts


def address_of_scripts(scripts: Mapping[str, bytes]) -> str:
    """Return the folder that is named by what lies in it: "/theme/js-1a2b3c4d/"."""
    told = sha256()
    for name, content in scripts.items():
        told.update(f"{name}\0{len(content)}\0".encode() + content)
    return f"/theme/js-{told.hexdigest()[:8]}/"
