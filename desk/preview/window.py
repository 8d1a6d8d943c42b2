"""Keeps the worker whose pages are shown, and says when they change.

A new worker takes over when the program, the theme or the settings have changed and it has come up; until then, and
whenever it does not, the one before goes on answering: the last good state can always be looked at.
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from typing import Any

from desk.preview.worker import Answer, Outcome, work
from editorial.problem import Problem

REST_SECONDS = 1.0
"""How long after the last edit what it left to do is done: nobody waits for a page meanwhile."""

_ENDED = Outcome(False, (Problem("preview-ended", "fail", "xem trước", "product"),))


@dataclass(frozen=True)
class State:
    """What open pages compare. generation: another one after every change; fault: names an edit that is not shown"""

    generation: str
    problems: int
    fault: str = ""


class Hand:
    """A worker at the other end of a pipe, asked by one thread at a time."""

    def __init__(self, root: Path) -> None:
        context = get_context("spawn")
        self._pipe: Connection
        self._pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=work, args=(theirs, root), daemon=False)
        self._process.start()
        theirs.close()
        self._turn = threading.Lock()

    def started(self) -> Outcome:
        """Return the outcome of the start."""
        outcome = self._received()
        return outcome if isinstance(outcome, Outcome) else _ENDED

    def ask(self, method: str, *arguments: Any) -> Any:
        """Return what a method of the worker returns, None when it has ended."""
        with self._turn:
            try:
                self._pipe.send((method, *arguments))
            except OSError:
                return None
            return self._received()

    def end(self) -> None:
        """End the worker when it has answered what it was asked."""
        with self._turn:
            self._pipe.close()
        self._process.terminate()
        self._process.join()

    def _received(self) -> Any:
        try:
            return self._pipe.recv()
        except (EOFError, OSError):
            return None


class Window:
    """problems: all that is to be mended; state: what open pages are told; changed: wakes whoever waits for a state"""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._hand: Hand | None = None
        self._run = secrets.token_hex(4)
        self._generation = 0
        self._left_to_do = False
        self._indexing = False
        self._edited_at = monotonic()
        self.problems: tuple[Problem, ...] = ()
        self.changed = threading.Condition()
        self.state = State(f"{self._run}-0", 0)
        self.is_open = True

    @property
    def is_up(self) -> bool:
        """True when there is something to look at."""
        return self._hand is not None

    def start(self) -> bool:
        """Let a new worker take over; return whether it did."""
        hand = Hand(self._root)
        try:
            outcome = hand.started()
        except BaseException:  # Ctrl+C before anybody else could end it
            hand.end()
            raise
        if outcome.shown:
            before, self._hand = self._hand, hand
            if before:
                before.end()
            self._indexing = True
        else:
            hand.end()
        return self._follow(outcome)

    def edit(self, paths: list[str]) -> bool:
        """Show what was edited; return whether that could be done.

        paths: below the content folder, "" for the records
        """
        if self._hand is None:
            return self.start()
        self._indexing = True
        outcome = self._hand.ask("settle") if "" in paths else self._hand.ask("edit", paths)
        return self._follow(outcome) if outcome else self.start()

    def rest(self) -> None:
        """Do what the last edit left to do, when nothing has been edited for a while."""
        if self._hand is None or monotonic() - self._edited_at < REST_SECONDS:
            return
        if self._left_to_do:
            self._follow(self._hand.ask("settle") or _ENDED)
        elif self._indexing:
            self._indexing = bool(self._hand.ask("index"))

    def answer(self, address: str) -> Answer | None:
        """Return what stands at an address; None while there is nothing to look at."""
        hand = self._hand
        answer = hand.ask("answer", address) if hand else None
        if answer is None and hand is not self._hand:  # another worker has taken over just now
            return self.answer(address)
        return answer if isinstance(answer, Answer) else None

    def wait_for_another(self, seen: State | None, seconds: float) -> State | None:
        """Return the state when it is another than was seen, None when that takes longer."""
        with self.changed:
            self.changed.wait_for(lambda: self.state != seen or not self.is_open, seconds)
            return self.state if self.state != seen else None

    def close(self) -> None:
        """End the worker; who waits for a state is let go."""
        with self.changed:
            self.is_open = False
            self.changed.notify_all()
        if self._hand:
            self._hand.end()

    def _follow(self, outcome: Outcome) -> bool:
        """Tell open pages of an outcome; return whether all of it can be looked at."""
        self._edited_at = monotonic()
        self._left_to_do = not outcome.is_whole
        self.problems = outcome.problems
        self._generation += 1
        number = f"{self._run}-{self._generation}"
        with self.changed:
            if outcome.shown:
                self.state = State(number, len(outcome.problems))
            else:
                self.state = State(self.state.generation, len(outcome.problems), fault=number)
            self.changed.notify_all()
        return outcome.shown
