"""The Nu checker over every page of the site: errors and warnings alike."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

VNU = Path(__file__).resolve().parent.parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

FOR_A_SHORT_RUN = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""Else Java spends half of the time on making itself faster for a run of hours."""


def markup_faults(output: Path, *names: str) -> Iterator[str]:
    """Yield every line of the checker. names: of the pages below the output, all of them without

    Raises: FileNotFoundError without Java or the checker
    """
    java = shutil.which("java")
    if not java or not VNU.exists():
        raise FileNotFoundError("java or node_modules/vnu-jar is missing: scripts/setup-system.sh")
    pages = [str(output / name) for name in names] or [str(output)]
    command = [java, *FOR_A_SHORT_RUN, "-Xss4m", "-jar", str(VNU), "--format", "gnu", "--skip-non-html", *pages]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    yield from (line.removeprefix(f'"file:{output}/') for line in checked.stderr.splitlines())
    if checked.returncode and not checked.stderr:
        yield f"the checker ended with {checked.returncode}"
