"""Events written down: placed with their attachments, audited, and only then acknowledged.

1. Attachments are durable before their event gets its name; all of them are audited in one write.
2. What threads bring at once is written together (inquiries.together): one look at the secret, one sync of a folder
   that they share, one write and sync of the audit. Each fails by itself, except where what they share has failed.
3. What failed before its name was there is taken back; what failed later stays for the next start to settle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from inquiries.audit import Audit, Entry
from inquiries.blobs import Blobs, Placed, Taken
from inquiries.events import Event
from inquiries.together import Together


@dataclass
class Writing:
    """An event to be written and the attachments that belong to it. placed, error: what became of it"""

    event: Event
    path: str
    content: bytes
    files: Mapping[str, bytes]
    placed: list[Placed] = field(default_factory=list)
    error: Exception | None = None

    @property
    def entries(self) -> Iterator[Entry]:
        """What the audit is told."""
        for path, file in self.files.items():
            yield entry_of("attached", self.event.inquiry, path, file)
        yield entry_of(self.event.act, self.event.inquiry, self.path, self.content)


class Writer:
    """Writes for many threads. check: raises when nothing may be written now"""

    def __init__(self, blobs: Blobs, audit: Audit, check: Callable[[], None], now: Callable[[], datetime]) -> None:
        self._blobs = blobs
        self._audit = audit
        self._check = check
        self._now = now
        self._together = Together(self._write)

    @contextmanager
    def written(self, writing: Writing) -> Iterator[Sequence[Placed]]:
        """Place and audit; the block settles what was placed, its event last.

        Raises: Taken when the event's name is; OSError; whatever check raises
        """
        try:
            self._together.do(writing)
            if writing.error:
                raise writing.error
            yield writing.placed
        finally:
            for one in writing.placed:
                one.close()

    def _write(self, lot: Sequence[Writing]) -> None:
        try:
            self._check()
            self._place(lot, [(one, path, file) for one in lot for path, file in one.files.items()])
            self._place(lot, [(one, one.path, one.content) for one in lot if not one.error])
            if entries := [entry for one in lot if not one.error for entry in one.entries]:
                self._audit.append(entries, self._now())
        except Exception as error:
            for one in lot:
                one.error = one.error or error

    def _place(self, lot: Sequence[Writing], wanted: Sequence[tuple[Writing, str, bytes]]) -> None:
        """Place blobs, each for its writing; take back what belongs to one that failed."""
        outcomes = self._blobs.put_all([(path, content) for _, path, content in wanted])
        for (one, _, _), outcome in zip(wanted, outcomes, strict=True):
            if isinstance(outcome, Exception):
                one.error = one.error or outcome
            else:
                one.placed.append(outcome)
        for one in lot:
            if one.error and (isinstance(one.error, Taken) or not self._may_be_placed(one)):
                while one.placed:
                    one.placed.pop().withdraw()

    def _may_be_placed(self, writing: Writing) -> bool:
        """True when the event's name was linked before something failed: its files must stay with it."""
        folder, _, name = writing.path.rpartition("/")
        try:
            return name in self._blobs.list(folder)
        except OSError:
            return True


def entry_of(act: str, inquiry: str, path: str, content: bytes) -> Entry:
    """Return the line of the audit about a blob that was written."""
    return Entry(act, inquiry, path, sha256(content).hexdigest())
