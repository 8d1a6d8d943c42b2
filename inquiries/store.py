"""The inquiries of one folder: durable, sealed, audited before anybody hears yes.

    store = InquiryStore.open(folder, now)      # puts right what a killed process left
    store.receive(event, files)                 # the first event of an inquiry, with sealed attachments
    store.append(event)                         # any later one; Conflict when its number is taken

1. Every event is checked against the events before it; its number is the compare-and-swap, so of two clerks at once
   one wins and the other is told.
2. An OSError anywhere is StoreFailed, and then the act was not done as far as anybody may rely on it: what is on
   the disk all the same gets its audit line at the next start, marked as recovered.
3. `open` reads no inquiry: what a dead writer left is named by its unsettled drafts (see blobs). Everything else is
   for `verify`, which compares all files with the chain and mends nothing.
4. Nothing is taken without the very secret that this process works with: a code made with another one, or in a folder
   that was put in the place of this one, would lead nowhere after the next start.
5. Erasing first places the proof, then carries it out; a start after a crash carries on where it stopped.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from editorial.problem import Problem, Refused
from editorial.system_errors import reason_words
from inquiries.audit import Audit, Entry
from inquiries.blobs import Blobs, Missing, Placed, Taken, put_once
from inquiries.codes import SECRET_BYTES
from inquiries.events import GROUNDS, Event, pack, unpack, without_sealed
from inquiries.states import OPEN, Inquiry, advance, fold
from inquiries.verification import SECRET, SECRET_DIGEST, verify

if TYPE_CHECKING:
    from inquiries.index import Index

INQUIRIES, FILES, OUTBOX, INDEX = "inquiries", "files", "outbox", "index.sqlite"
PREFIX_LETTERS = 6
"""The least of an id by which staff may name an inquiry."""

_ID = re.compile(r"[0-9a-f]{32}")
_EVENT = re.compile(rf"{INQUIRIES}/([0-9a-f]{{32}})/(\d{{4,}})\.json")
_FILE = re.compile(rf"{FILES}/([0-9a-f]{{32}})/([0-9a-f]{{64}})\.age")
_MAIL = re.compile(rf"{OUTBOX}/(?:failed/)?[A-Za-z0-9._-]+")
"""Waiting, failed, or the temporary file of one."""


class StoreFailed(Refused):
    """The disk did not take it: nothing is promised to anybody."""

    def __init__(self, error: OSError) -> None:
        facts = {"reason": reason_words(error)}
        super().__init__(Problem("store-failed", "fail", "INQUIRIES", "product", facts))


class Unknown(Refused):
    """There is no inquiry, or no attachment, of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(Problem("inquiry-unknown", "fail", name, "product", {"inquiry": name[:8]}))


class Conflict(Refused):
    """Somebody else was first: the number is taken. Read again, then decide again."""

    def __init__(self, inquiry: str, number: int) -> None:
        super().__init__(Problem("inquiry-conflict", "hold", inquiry, "product", {"inquiry": inquiry[:8]}))
        self.inquiry = inquiry
        self.number = number


class InquiryStore:
    """One folder of inquiries. Safe for many threads and many processes at once."""

    def __init__(self, folder: Path, blobs: Blobs, audit: Audit, secret: bytes, now: Callable[[], datetime]) -> None:
        self.folder = folder
        self.blobs = blobs
        self.audit = audit
        self.secret = secret
        self.now = now

    @classmethod
    def open(cls, folder: Path, now: Callable[[], datetime]) -> InquiryStore:
        """Return the store of the folder, made when there is none, with what a crash left put right.

        Raises: Refused when it cannot be a store (its secret is gone); StoreFailed when the disk refuses
        """
        with _shut_on_failure():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            blobs = Blobs(folder)
            store = cls(folder, blobs, Audit(folder, blobs), _secret(blobs), now)
            store.recover()
            return store

    @cached_property
    def _index(self) -> Index:
        from inquiries.index import Index  # the endpoint makes no lists, and holds no SQLite in memory

        return Index(self.folder / INDEX)

    def receive(self, event: Event, files: Sequence[bytes] = ()) -> Inquiry:
        """Store a new inquiry and its sealed attachments, durable and audited on return.

        files: sealed bytes, one for each digest of the fact "files"
        Raises: Conflict when the id is taken; StoreFailed
        """
        blobs = {f"{FILES}/{event.inquiry}/{sha256(file).hexdigest()}.age": file for file in files}
        named = {f"{FILES}/{event.inquiry}/{digest}.age" for digest in event.facts["files"]}
        if event.number != 1 or blobs.keys() != named:
            raise ValueError(f"expected event 1 with {len(named)} files, got event {event.number} with {len(blobs)}")
        inquiry = advance(None, event)
        self._write(event, blobs)
        return inquiry

    def append(self, event: Event) -> Inquiry:
        """Store one more event of an inquiry, durable and audited on return, and return the inquiry after it.

        Raises: Unknown; Conflict when the number is taken; Refused when the table does not allow the act;
            StoreFailed
        """
        before = self._known(event.inquiry)
        if event.number <= before.number:
            raise Conflict(event.inquiry, event.number)
        if event.number != before.number + 1:
            raise ValueError(f"expected event {before.number + 1} of {event.inquiry}, got {event.number}")
        after = advance(before, event)
        self._write(event, {})
        return after

    def events(self, inquiry: str) -> tuple[Event, ...]:
        """Return the events in their order, () for an unknown inquiry.

        Raises: Refused when a file is damaged or a number is missing; StoreFailed
        """
        if not _ID.fullmatch(inquiry):
            return ()
        folder = f"{INQUIRIES}/{inquiry}"
        with _shut_on_failure():
            contents = [(path, self.blobs.get(path)) for path in self._below(folder, _EVENT)]
            if not contents:
                self._refuse_other_secret()  # unknown, or a folder that is gone?
        events = tuple(unpack(content, path) for path, content in contents)
        for number, (event, (path, _)) in enumerate(zip(events, contents, strict=True), 1):
            if path != event_path(event.inquiry, event.number) or event.inquiry != inquiry or event.number != number:
                raise Refused(Problem("event-misplaced", "fail", path, "product", {"number": number}))
        return events

    def inquiry(self, inquiry: str) -> Inquiry | None:
        """Return the inquiry as its events make it, None when it is unknown. Raises: Refused; StoreFailed"""
        events = self.events(inquiry)
        return fold(events) if events else None

    def attachment(self, inquiry: str, digest: str) -> bytes:
        """Return a sealed attachment. Raises: Unknown when it is not there (any more); StoreFailed"""
        path = f"{FILES}/{inquiry}/{digest}.age"
        if not _FILE.fullmatch(path):
            raise Unknown(path)
        with _shut_on_failure():
            try:
                return self.blobs.get(path)
            except Missing:
                raise Unknown(path) from None

    def ids(self) -> list[str]:
        """Return the ids of all inquiries, sorted."""
        with _shut_on_failure():
            return [name for name in self.blobs.list(INQUIRIES) if _ID.fullmatch(name)]

    def find(self, prefix: str) -> list[str]:
        """Return the ids that begin with what staff typed; [] for less than 6 letters."""
        typed = prefix.strip().lower()
        return [one for one in self.ids() if one.startswith(typed)] if len(typed) >= PREFIX_LETTERS else []

    def inquiries(self, states: Collection[str] = OPEN) -> list[Inquiry]:
        """Return the inquiries in one of the states, from the cache, which is brought up to date first."""
        with _shut_on_failure():
            return self._index.inquiries(self, states)

    def unreadable(self) -> list[str]:
        """Return the ids that no list shows because a file of theirs is damaged; `verify` says which."""
        with _shut_on_failure():
            return self._index.unreadable(self)

    def verify(self) -> Iterator[Problem]:
        """Yield whatever differs between the files and the chain, each with how to mend it; nothing is changed.

        Raises: StoreFailed
        """
        with _shut_on_failure():
            yield from verify(self.folder, self.blobs, self.audit)

    def erase(self, inquiry: str, ground: str, by: str) -> Inquiry:
        """Delete all that is sealed of an inquiry (parts of events, attachments, mails), leaving a proof.

        ground: of events.GROUNDS
        Raises: Unknown; Conflict; StoreFailed, and then the next start carries on
        """
        if ground not in GROUNDS:
            raise ValueError(f"expected one of {GROUNDS}, got {ground!r}")
        before = self._known(inquiry)
        with _shut_on_failure():
            facts = {"ground": ground, **self._to_erase(inquiry), "mails": len(self._mails(inquiry))}
            event = Event(inquiry, before.number + 1, "erased", self.now(), by, facts)
            after = advance(before, event)
            with self._placed(event, {}) as placed:
                self._carry_out(event)
                placed[-1].settle()
        return after

    def recover(self, thorough: bool = False) -> None:
        """Put right what dead writers left; thorough: give every file without a line one, as after a torn chain.

        Raises: StoreFailed
        """
        with _shut_on_failure():
            torn = self.audit.mend()
            for placed in self.blobs.unsettled():
                self._reconcile(placed.path)
                placed.settle()
            if torn or thorough:
                known = self.audit.files()
                for path in self._paths():
                    if path not in known:
                        self._reconcile(path)

    def _paths(self) -> Iterator[str]:
        """Yield the name of every event and attachment."""
        for folder, names in ((INQUIRIES, _EVENT), (FILES, _FILE)):
            for inquiry in filter(_ID.fullmatch, self.blobs.list(folder)):
                yield from self._below(f"{folder}/{inquiry}", names)

    def _below(self, folder: str, names: re.Pattern[str]) -> list[str]:
        """Return the blobs of the folder that have such names: what else somebody laid there is for `verify`."""
        return [path for name in self.blobs.list(folder) if names.fullmatch(path := f"{folder}/{name}")]

    def _known(self, inquiry: str) -> Inquiry:
        found = self.inquiry(inquiry)
        if found is None:
            raise Unknown(inquiry)
        return found

    def _write(self, event: Event, files: dict[str, bytes]) -> None:
        with _shut_on_failure(), self._placed(event, files) as placed:
            for one in placed:
                one.settle()

    @contextmanager
    def _placed(self, event: Event, files: dict[str, bytes]) -> Iterator[list[Placed]]:
        """Place the files, then their event, then audit them together; the block settles them."""
        content = pack(event)
        self._refuse_other_secret()
        with ExitStack() as held:
            placed: list[Placed] = []
            try:
                for path, file in {**files, event_path(event.inquiry, event.number): content}.items():
                    placed.append(held.enter_context(self.blobs.put_if_absent(path, file)))
            except BaseException as error:
                if isinstance(error, Taken) or not self._may_be_placed(event):
                    for one in placed:
                        one.withdraw()
                if isinstance(error, Taken):
                    raise Conflict(event.inquiry, event.number) from None
                raise
            lines = [_entry("attached", event.inquiry, path, file) for path, file in files.items()]
            lines.append(_entry(event.act, event.inquiry, event_path(event.inquiry, event.number), content))
            self.audit.append(lines, self.now())
            yield placed

    def _refuse_other_secret(self) -> None:
        """Raises: Missing or Refused when the folder has no longer the secret that codes are made with"""
        if self.blobs.get(SECRET) != self.secret:
            raise Refused(Problem("store-secret-changed", "fail", SECRET, "product"))

    def _may_be_placed(self, event: Event) -> bool:
        """True when the event's name was linked before something failed: its files must stay with it."""
        try:
            return self._has(event_path(event.inquiry, event.number))
        except OSError:
            return True

    def _to_erase(self, inquiry: str) -> dict[str, object]:
        """Return the facts that say what will be gone."""
        events = []
        for path in self._below(f"{INQUIRIES}/{inquiry}", _EVENT):
            content = self.blobs.get(path)
            event = unpack(content, path)
            if event.sealed or event.for_sender:
                events.append({"number": event.number, "sha256": sha256(content).hexdigest()})
        files = [Path(path).stem for path in self._below(f"{FILES}/{inquiry}", _FILE)]
        return {"events": events, "files": files}

    def _carry_out(self, proof: Event) -> None:
        """Delete what the proof names, as far as it is still there, and audit it."""
        done: list[Entry] = []
        for one in proof.facts["events"]:
            path, was = event_path(proof.inquiry, one["number"]), one["sha256"]
            try:
                content = self.blobs.get(path)
            except Missing:  # lost before it could be erased: `verify` tells of it
                continue
            if sha256(content).hexdigest() == was:
                content = pack(without_sealed(unpack(content, path), content))
                self.blobs.replace(path, content)
            done.append(Entry("erased", proof.inquiry, path, sha256(content).hexdigest(), was))
        for digest in proof.facts["files"]:
            path = f"{FILES}/{proof.inquiry}/{digest}.age"
            self.blobs.delete(path)
            done.append(Entry("erased", proof.inquiry, path, "", digest))
        for path in self._mails(proof.inquiry):
            self.blobs.delete(path)
        if done:
            self.audit.append(done, self.now())

    def _mails(self, inquiry: str) -> list[str]:
        found = (path for folder in (OUTBOX, f"{OUTBOX}/failed") for path in self._below(folder, _MAIL))
        return [path for path in found if inquiry in path]

    def _reconcile(self, path: str) -> None:
        """Give a file its audit line, or take it away when what it belongs to was never placed."""
        event, file = _EVENT.fullmatch(path), _FILE.fullmatch(path)
        if file and not self._has(event_path(file[1], 1)):
            self.blobs.delete(path)
        elif found := event or file:
            self._audit_again(path, found[1])

    def _audit_again(self, path: str, inquiry: str) -> None:
        content = self.blobs.get(path)
        act, proof = "attached", None
        if path.startswith(INQUIRIES):
            with suppress(Refused):  # `verify` tells of a damaged file; it must not keep the others from starting
                proof = unpack(content, path)
            act = proof.act if proof else "unreadable"
        if self.audit.find(path) is None:
            entry = _entry(act, inquiry, path, content)
            self.audit.append([Entry(act, inquiry, path, entry.sha256, recovered=True)], self.now())
        if proof and proof.act == "erased":
            self._carry_out(proof)

    def _has(self, path: str) -> bool:
        return path.rpartition("/")[2] in self.blobs.list(path.rpartition("/")[0])


def event_path(inquiry: str, number: int) -> str:
    """Return the name of an event's file: "inquiries/<id>/0001.json"."""
    return f"{INQUIRIES}/{inquiry}/{number:04}.json"


def _entry(act: str, inquiry: str, path: str, content: bytes) -> Entry:
    return Entry(act, inquiry, path, sha256(content).hexdigest())


def _secret(blobs: Blobs) -> bytes:
    """Return the key of the codes, made at the first start.

    Raises: Refused when it is gone, cut short or another: with a new one no sender would find what was sent
    """
    known = _get(blobs, SECRET_DIGEST)
    secret = _get(blobs, SECRET)
    if not secret and (known or blobs.list(INQUIRIES)):
        raise Refused(Problem("store-secret-missing", "fail", SECRET, "product"))
    secret = secret or put_once(blobs, SECRET, secrets.token_bytes(SECRET_BYTES))
    if len(secret) != SECRET_BYTES:
        raise Refused(Problem("store-secret-damaged", "fail", SECRET, "product"))
    digest = sha256(secret).hexdigest().encode()
    if (known or put_once(blobs, SECRET_DIGEST, digest)) != digest:
        raise Refused(Problem("store-secret-changed", "fail", SECRET, "product"))
    return secret


def _get(blobs: Blobs, path: str) -> bytes:
    """Return a blob, b"" when there is none."""
    try:
        return blobs.get(path)
    except Missing:
        return b""


@contextmanager
def _shut_on_failure() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreFailed(error) from error
