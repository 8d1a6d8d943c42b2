"""Mails that wait to be sent: one sealed file each, kept until a server took it or a person must look.

A mail is sealed for the staff, since the address is personal: what queues it cannot read it, and it is delivered where
a private key is. Rules, in the order in which they are asked:

1. Every try is written down, durably, before the server hears of it; its result is written after.
2. A try without a result (killed), or ended after the text went out without an answer, is *unsure*. A mail with one
   unsure try is tried again, with two it has failed: nobody gets more than one copy too many, and nothing is lost.
3. What the server refuses for good (5xx) has failed. What it puts off (4xx), or a line that breaks, is tried again
   after 5 and after 30 minutes; then it has failed.
4. A server that cannot be reached, or does not take our login or sender, is no fault of a mail: nothing is counted.

What the server says is never kept, as it repeats the address; only its three digits are.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from editorial.dates import local_day
from editorial.store import locked, pretty_json, sync_folder, write_whole
from inquiries.mails import Mail
from inquiries.sealing import Identity, Recipients, seal, unseal

PAUSES = (timedelta(minutes=5), timedelta(minutes=30))
"""How long a mail waits after its first and its second try; it has no fourth."""

BEGUN, UNSURE, DROPPED, MALFORMED = "begun", "unsure", "dropped", "malformed"
"""Results of a try besides the three digits of a refusal."""

FAILED = "failed"
_SCHEMA = 1


@dataclass(frozen=True)
class Try:
    """One try of a mail. result: "begun" until there is one"""

    at: datetime
    result: str


@dataclass(frozen=True)
class Waiting:
    """A mail in the queue as its file tells it; what is personal stays sealed."""

    name: str
    inquiry: str
    act: str
    queued_at: datetime
    tries: tuple[Try, ...]
    sealed: str

    @property
    def id(self) -> str:
        """What tells one mail from another, without the inquiry."""
        return self.name.rpartition("-")[0]

    @property
    def results(self) -> list[str]:
        """How its tries ended; one without an end was killed, so nobody knows."""
        return [UNSURE if one.result == BEGUN else one.result for one in self.tries]

    @property
    def failed(self) -> str:
        """Why it is not tried again, "" while it is."""
        last = self.results[-1:]
        over = last and (last[0].startswith("5") or last[0] == MALFORMED or len(self.tries) > len(PAUSES))
        return last[0] if over or self.results.count(UNSURE) > 1 else ""

    @property
    def due_at(self) -> datetime:
        """When it is tried next."""
        return self.tries[-1].at + PAUSES[len(self.tries) - 1] if self.tries else self.queued_at


class Outbox:
    """The folder of mails. recipients: the staff's public keys"""

    def __init__(self, folder: Path, recipients: Recipients) -> None:
        self.folder = folder
        self.recipients = recipients

    def put(self, inquiry: str, act: str, mail: Mail, at: datetime) -> str:
        """Queue a mail, durably, and return its name.

        Raises: OSError when the disk does not take it; Refused when there is no key to seal it to
        """
        plain = json.dumps({"to": mail.to, "subject": mail.subject, "text": mail.text}, ensure_ascii=False)
        sealed = seal(plain.encode(), self.recipients.on(local_day(at)))
        name = f"{at:%Y%m%dT%H%M%S}-{secrets.token_hex(6)}-{inquiry}.json"
        self.write(Waiting(name, inquiry, act, at, (), sealed))
        return name

    def waiting(self) -> list[Waiting]:
        """Return the queue, the oldest first; what cannot be read holds nothing else up, see `damaged`."""
        return list(_read_all(self.folder))

    def failed(self) -> list[Waiting]:
        """Return what a person must look at, the oldest first."""
        return list(_read_all(self.folder / FAILED))

    def damaged(self) -> list[str]:
        """Return the names of files that cannot be read."""
        files = (*_files(self.folder), *_files(self.folder / FAILED))
        return [file.name for file in files if _read(file) is None]

    def open(self, waiting: Waiting, identity: Identity) -> Mail:
        """Return what is to be sent. Raises: SealBroken when the key does not open it; ValueError, KeyError"""
        plain = json.loads(unseal(waiting.sealed, identity))
        return Mail(plain["to"], plain["subject"], plain["text"])

    def write(self, waiting: Waiting) -> None:
        """Put a mail's file down as it now is."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        tries = [{"at": one.at.isoformat(), "result": one.result} for one in waiting.tries]
        facts = {"schema": _SCHEMA, "inquiry": waiting.inquiry, "act": waiting.act, "sealed": waiting.sealed}
        content = facts | {"queued_at": waiting.queued_at.isoformat(), "tries": tries}
        write_whole(self.folder / waiting.name, pretty_json(content))

    def note(self, waiting: Waiting, result: str, at: datetime) -> Waiting:
        """Write down that a try begins, or how the one that began has ended; what was erased meanwhile stays so."""
        ends = result != BEGUN and waiting.tries and waiting.tries[-1].result == BEGUN
        waiting = replace(waiting, tries=(*(waiting.tries[:-1] if ends else waiting.tries), Try(at, result)))
        return self._rewrite(waiting)

    def take_back(self, waiting: Waiting) -> Waiting:
        """Leave the try that began uncounted."""
        return self._rewrite(replace(waiting, tries=waiting.tries[:-1]))

    def remove(self, waiting: Waiting) -> None:
        """Forget a mail that was sent."""
        (self.folder / waiting.name).unlink(missing_ok=True)
        sync_folder(self.folder)

    def fail(self, waiting: Waiting) -> None:
        """Lay a mail that is not tried again aside, in one step."""
        aside = self.folder / FAILED
        aside.mkdir(mode=0o700, exist_ok=True)
        with suppress(FileNotFoundError):  # erased meanwhile
            os.replace(self.folder / waiting.name, aside / waiting.name)
        sync_folder(aside)
        sync_folder(self.folder)

    def again(self, at: datetime) -> int:
        """Put every failed mail back into the queue as if it were new; return how many."""
        with self.locked():
            failed = self.failed()
            for one in failed:
                self.write(replace(one, queued_at=at, tries=()))
                (self.folder / FAILED / one.name).unlink(missing_ok=True)
        return len(failed)

    def _rewrite(self, waiting: Waiting) -> Waiting:
        if (self.folder / waiting.name).exists():
            self.write(waiting)
        return waiting

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only one who sends. Raises: Busy"""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(self.folder / ".lock", wait_seconds=1):
            yield


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("[0-9]*.json"))


def _read_all(folder: Path) -> Iterator[Waiting]:
    yield from (waiting for file in _files(folder) if (waiting := _read(file)))


def _read(file: Path) -> Waiting | None:
    """Return the mail of a file; None when it is damaged, or gone meanwhile."""
    try:
        content: dict[str, Any] = json.loads(file.read_bytes())
        if content["schema"] != _SCHEMA:
            return None
        tries = tuple(Try(datetime.fromisoformat(one["at"]), str(one["result"])) for one in content["tries"])
        queued_at = datetime.fromisoformat(content["queued_at"])
        return Waiting(file.name, content["inquiry"], content["act"], queued_at, tries, content["sealed"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
