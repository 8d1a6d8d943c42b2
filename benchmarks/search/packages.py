"""The other searches: installed from the lock file beside this one, only when they are measured."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from benchmarks.running import Deadline, Failed, run

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"


def install(deadline: Deadline) -> None:
    """Install what package-lock.json names, unless it is there. Raises Failed without Node and npm."""
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            raise Failed(f"{tool} is not installed: install Node.js, or measure our search alone with --peers none")
    kept = MODULES / ".package-lock.json"
    if kept.exists() and kept.stat().st_mtime >= (HERE / "package-lock.json").stat().st_mtime:
        return
    run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], deadline, HERE)
    kept.touch()


def version(package: Path) -> str:
    """Return the version of an installed package."""
    return str(json.loads((package / "package.json").read_text(encoding="utf-8"))["version"])
