"""A small site with its desk: what an editor's machine holds, run as an editor runs it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from editorial.manifest import Manifest, read_manifest, survey
from tests import forked
from tests.lent_templates import lent_templates
from tests.organisation import ROOT, Organisation, copied, environment_of


@dataclass(frozen=True)
class Done:
    """How a command of the desk ended, and what it said."""

    code: int
    said: str


@dataclass
class House:
    """An organisation and the commands that its people type; each command is a process of its own."""

    site: Organisation
    root: Path = ROOT

    def environment(self) -> dict[str, str]:
        """Return that of its processes, whose terminal is wide."""
        return {**environment_of(self.site.settings), "COLUMNS": "200"}

    def start(self, *words: str, environment: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """Start a command of the desk."""
        return subprocess.Popen(
            [sys.executable, "-m", "desk", *words],
            cwd=self.root,
            env={**self.environment(), **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def desk(self, *words: str, environment: Mapping[str, str] | None = None) -> Done:
        """Run a command of the desk to its end; one of another checkout or environment reads its modules itself."""
        with lent_templates(self.site.settings):
            if self.root == ROOT and not environment:
                return Done(*forked.desk(words, self.environment()))
            process = self.start(*words, environment=environment)
            said, _ = process.communicate(timeout=forked.PATIENCE_SECONDS)
        return Done(process.returncode, said)

    def change(self, text: str) -> None:
        """Let a new text of the news item be written and signed."""
        self.site.article("tin-thu", body=text, title="Tin thử")
        self.site.sign_all("tin-thu")

    def page(self) -> str:
        """Return the page of the news item in the live site."""
        entry = next(entry for entry in read_manifest(self.output).items if entry.id == "tin-thu")
        return (self.output / entry.address.strip("/") / "index.html").read_text(encoding="utf-8")

    @property
    def output(self) -> Path:
        """The live site."""
        return self.site.settings.output

    def live(self) -> Manifest:
        """Return the live site's manifest, after every file was compared with it."""
        manifest = read_manifest(self.output)
        assert survey(self.output).files == manifest.files
        return manifest

    def debris(self) -> list[str]:
        """Return what an interrupted run left beside the live site."""
        parent = self.output.parent
        known = {"content", "records", "keys", ".state", ".build", self.output.name, f"{self.output.name}.previous"}
        left = [path.name for path in parent.iterdir() if path.name not in known]
        return sorted(left + [path.name for path in parent.glob(".build/*/*") if path.name != "spare"])


def house_of(site: Organisation, base: Path) -> House:
    """Return a house of its own with a copy of everything that the site has."""
    return House(copied(site, base))
