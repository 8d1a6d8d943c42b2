"""The one generator that makes the site: it asks every plugin for its outputs, then has the writer make them.

Pelican's own generators of articles, pages and static files run before it and after it, and find nothing (see
approval_gate). A plugin that writes connects to `site_planned` and names what it makes (see output).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from blinker import signal
from pelican import Pelican, signals

from editorial.stages import stage
from plugins.site_writer import SiteWriter

site_begun = signal("site_begun")
"""Sent once before, with the same; receivers begin what can go on beside the planning (SiteWriter.meanwhile)."""

site_planned = signal("site_planned")
"""Sent once by the generator, with writer=SiteWriter; receivers name their outputs, in the order of PLUGINS."""

PLAN_ONLY = "PLAN_ONLY"
"""The setting with which jobs are gathered and none is run: a preview renders what is looked at."""


def register() -> None:
    """Give Pelican this generator."""
    signals.get_generators.connect(get_generators)


def get_generators(pelican: Pelican) -> type[SiteGenerator]:
    """Return the class of the generator."""
    return SiteGenerator


class SiteGenerator:
    """settings: as the plugins have filled them; output_path is the writer's concern."""

    def __init__(self, context: Mapping[str, Any], settings: dict[str, Any], **_: Any) -> None:
        self.settings = settings

    def generate_output(self, writer: SiteWriter) -> None:
        """Gather the outputs and make them. Raises: what a plugin or a job raises"""
        with writer.helpers:
            with stage("plan"):
                site_begun.send(self, writer=writer)
                site_planned.send(self, writer=writer)
            if not self.settings.get(PLAN_ONLY):
                writer.bring_up_to_date()
