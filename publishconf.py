"""The settings with which a site is built: those of pelicanconf.py, with the plugins loaded.

A plugin given by name that cannot be imported is only logged by Pelican, and the site is built
without it; a module that cannot be imported stops the build right here.
"""

import runpy
import sys
from importlib import import_module
from pathlib import Path

from jinja2 import StrictUndefined

_HERE = Path(__file__).resolve().parent
_SETTINGS = runpy.run_path(str(_HERE / "pelicanconf.py"))
globals().update({name: value for name, value in _SETTINGS.items() if name.isupper()})

if str(_HERE) not in sys.path:
    sys.path.insert(0, str(_HERE))
PLUGINS = [import_module(name) for name in _SETTINGS["PLUGINS"]]

# Everything is escaped but the signed HTML; a name that a template does not know stops the build.
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "auto_reload": False,
    "extensions": [],
}
