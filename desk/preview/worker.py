"""The process that holds the plan of a preview: asked for a page it renders it, told of an edit it follows.

It is asked one thing at a time, through a pipe: a method of Worker and its arguments. It ends with the pipe.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from editorial.addresses import FEEDS, INDEX, SHARDS, file_of
from editorial.dates import VIETNAM
from editorial.preview import Preview
from editorial.problem import Problem, Refused
from editorial.settings import Settings, load_settings
from editorial.store import write_whole

INDEXING_NICENESS = 15
"""The index of the search is made in the background and must not be felt."""


@dataclass(frozen=True)
class Outcome:
    """What became of an edit. shown: everything can be looked at; problems: all that is to be mended

    is_whole: False when more than the page of the edited text may have changed, which `settle` follows
    """

    shown: bool
    problems: tuple[Problem, ...]
    is_whole: bool = True


@dataclass(frozen=True)
class Answer:
    """What stands at an address. name: of the output, "" when nothing stands there; leads_to: where it is instead"""

    name: str = ""
    content: bytes = b""
    leads_to: str = ""
    problems: tuple[Problem, ...] = ()


def work(pipe: Connection, root: Path) -> None:
    """Answer what comes through the pipe until its other end is closed: first the outcome of the start."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the whole group; the window ends this process
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # which ends the index being made as well
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        worker = Worker(root)
        pipe.send(worker.settle())
        while True:
            method, *arguments = pipe.recv()
            pipe.send(getattr(worker, method)(*arguments))


class Worker:
    """A plan, and the preview that it was made of."""

    def __init__(self, root: Path) -> None:
        from desk.building import plan  # here, since it is slow, and whoever only asks a worker needs none of it

        self._settings = load_settings(root)
        self._make_plan = plan
        self._indexing: BaseProcess | None = None
        self._addresses: dict[str, str] = {}
        self._moved: dict[str, str] = {}

    def settle(self) -> Outcome:
        """Read everything anew as far as it has changed, and plan the site of it; else keep what there was."""
        now = datetime.now(VIETNAM)
        self._is_behind = True
        try:
            preview = Preview(self._settings, now)
            plan = self._make_plan(self._settings, now, preview.publication)
        except Refused as refused:
            return Outcome(False, refused.problems)
        except Exception:
            return Outcome(False, (defect(self._settings, now),))
        self._follow_moves(preview)
        self._preview, self._plan = preview, plan
        self._is_behind = self._feeds_are_late = False
        return Outcome(True, self._problems())

    def edit(self, paths: list[str]) -> Outcome:
        """Show the edited files. paths: below the content folder"""
        if self._is_behind:  # what was refused before is in no plan: only everything together can tell
            return self.settle()
        shown, is_whole = True, True
        for path in filter(self._preview.has_to_do_with, paths):
            edit = self._preview.edit(path)
            if edit is None:
                return self.settle()
            if edit.shown:
                self._plan.show(edit.shown)
            shown &= edit.shown is not None
            is_whole &= edit.is_own
            self._feeds_are_late |= edit.in_feeds_anew
        return Outcome(shown, self._problems(), is_whole)

    def index(self) -> bool:
        """Bring the index of the search up in the background; return whether that goes on."""
        search = self._plan.search
        if search is None:
            return False
        if self._indexing is None:
            making = partial(_bring_up, search, self._settings)
            self._indexing = get_context("fork").Process(target=making, daemon=True)
            self._indexing.start()
        elif not self._indexing.is_alive():
            self._indexing = None
            search.read_lists()
        return self._indexing is not None

    def answer(self, address: str) -> Answer:
        """Return what stands at an address of the site."""
        name = file_of(address)
        if self._feeds_are_late and name.startswith(FEEDS):
            self.settle()
        try:
            return Answer(name, self._plan.render(name)) if name in self._plan.names else self._elsewhere(address)
        except Refused as refused:
            return Answer(name, problems=refused.problems)
        except Exception:  # one page cannot be shown: all others still can
            return Answer(name, problems=(defect(self._settings, datetime.now(VIETNAM)),))

    def _elsewhere(self, address: str) -> Answer:
        if self._plan.search and address.startswith(SHARDS):
            with suppress(OSError, ValueError):  # a name that no file can have
                return Answer(file_of(address), self._plan.search.file(address.removeprefix(SHARDS)))
        if f"{file_of(address)}/{INDEX}" in self._plan.names:
            return Answer(leads_to=f"{address}/")
        return Answer(leads_to=self._moved.get(address.removesuffix(INDEX), ""))

    def _problems(self) -> tuple[Problem, ...]:
        return tuple(problem for told in self._preview.problems.values() for problem in told)

    def _follow_moves(self, preview: Preview) -> None:
        """Remember where a text stands that had another address before, so that its open page can follow."""
        for public in preview.publication.items:
            before = self._addresses.get(public.id, public.address)
            if before != public.address:
                self._moved[before] = public.address
            self._moved.pop(public.address, None)
        self._addresses = {public.id: public.address for public in preview.publication.items}


def _bring_up(search: Any, settings: Settings) -> None:
    os.nice(INDEXING_NICENESS)
    try:
        search.bring_up()
    except Exception:
        defect(settings, datetime.now(VIETNAM))  # pages are shown all the same


def defect(settings: Settings, now: datetime) -> Problem:
    """Keep the report of the exception in hand for developers, and return what the person is told."""
    place = settings.errors / f"preview-{now:%Y%m%d-%H%M%S}.txt"
    write_whole(place, traceback.format_exc().encode())
    return Problem("build-failed", "fail", "xem trước", "product", {"report": str(place)})
