"""Sign-offs: what somebody did with an edition, signed, in one append-only file per item.

records/signoffs/<item>.jsonl, a line a sign-off: a DSSE envelope with one Ed25519 signature over
canonical JSON. Each sign-off names the SHA-256 of the line before it (`previous`), so a line that
is changed, dropped or put elsewhere shows. Lines are only ever added, under the file's lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rfc8785
from securesystemslib.exceptions import FormatError

from editorial.dates import VIETNAM, local_day
from editorial.frozen import frozen
from editorial.problem import Problem, Refused
from editorial.store import TornFile, append_line, json_of, locked, read_lines
from editorial.text import merge_mark

if TYPE_CHECKING:
    from securesystemslib.dsse import Envelope
    from securesystemslib.signer import CryptoSigner

PAYLOAD_TYPE = "application/vnd.cchc.signoff+json"
CLOCK_SLACK = timedelta(minutes=5)
"""How far a sign-off may lie ahead of our own clock before it counts as made in the future."""

AT_ANY_TIME = frozenset({"withdraw", "confirm_withdrawal"})
"""Acts that may bear an earlier moment than the line before: else one line that was signed under a clock that ran ahead
would keep a text public until that moment has come."""

UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError, FormatError)
"""What reading a line that is no sign-off may raise: other types, days beyond the calendar, endless nesting."""

_ALWAYS = ("item", "edition", "act", "role", "person", "rules", "clause")
_SOMETIMES = ("previous", "on_behalf_of", "note", "organisation")
_TEXT = {str}
_MARKS = ("<<<<<<<", "=======", ">>>>>>>")
_SIDES = {"<": "trên", "=": "dưới"}
"""Which part of an unfinished merge begins below a mark of git."""


@frozen
class Paper:
    """A signature on paper or by message, entered by a clerk: reference of the slip, day, clerk's id."""

    reference: str
    signed_on: date
    entered_by: str


@frozen
class Withdrawal:
    """Why a text goes: kind of editorial.profile_schema.WITHDRAWALS, reason, item id or URL of a successor.

    confirm_by: of an urgent one, the last day (ISO) on which a second person is to confirm it, else ""
    """

    kind: str
    reason: str
    replacement: str = ""
    confirm_by: str = ""


@frozen
class Refusal:
    """Why a text is not to be published: a code of the profile's refusals, and a note."""

    code: str
    note: str = ""


@frozen
class Signoff:
    """One act of one person on one edition.

    role: the role of the step; on_behalf_of: id of the holder for whom a deputy or delegate signs
    rules: digest of the profile's rules under which it was made; previous: digest of the line before
    organisation: for which it was made, by its name that day; "" in the first lines, which say nothing of it
    digest: of its own line, "" until it is in the ledger; key_id: of the key that signed the line
    """

    item: str
    edition: str
    act: str
    role: str
    person: str
    at: datetime
    rules: str
    clause: str
    previous: str = ""
    on_behalf_of: str = ""
    checklist: tuple[str, ...] = ()
    note: str = ""
    organisation: str = ""
    paper: Paper | None = None
    withdrawal: Withdrawal | None = None
    refusal: Refusal | None = None
    digest: str = ""
    envelope: Envelope | None = field(default=None, compare=False, repr=False)

    @property
    def signer(self) -> str:
        """The person whose key must stand on the line: the clerk's for a paper signature."""
        return self.paper.entered_by if self.paper else self.person

    @property
    def day(self) -> date:
        """The local day on which it was given, for paper the day on the paper."""
        return self.paper.signed_on if self.paper else local_day(self.at)

    @property
    def key_id(self) -> str:
        """The id of the one key that signed the line, "" when there is none or more than one."""
        ids = list(self.envelope.signatures) if self.envelope else []
        return ids[0] if len(ids) == 1 else ""


@frozen
class Ledger:
    """All sign-offs of an item, oldest first."""

    item: str
    signoffs: tuple[Signoff, ...] = ()

    @property
    def head(self) -> str:
        """The digest of the last line, "" when there is none."""
        return self.signoffs[-1].digest if self.signoffs else ""


def ledger_path(records: Path, item: str) -> Path:
    """Return where the item's sign-offs lie."""
    return records / "signoffs" / f"{item}.jsonl"


def ledger_lock(records: Path, item: str) -> Path:
    """Return the lock that whoever writes the item's ledger holds."""
    return records / "signoffs" / f".{item}.lock"


def read_ledger(records: Path, item: str) -> Ledger:
    """Return the item's ledger, empty when it has none.

    Raises: Refused when the file is cut off, altered, out of chain, or holds another item's lines
    """
    return chained(_lines(records, item), item)


def read_proved(records: Path, item: str, proved: Sequence[tuple[int, bytes]]) -> tuple[Signoff, ...]:
    """Return sign-offs of a ledger that was read in full before.

    proved: of each the number of its line, from 0, and the digest that the line had
    Raises: Refused when the file is cut off or a line is not what it was
    """
    lines = _lines(records, item)
    if not all(_is_at(lines, number, digest) for number, digest in proved):
        raise Refused(Problem("ledger-chain-broken", "fail", f"signoffs/{item}.jsonl", facts={"item": item}))
    return tuple(_read(lines[number]) for number, _ in proved)


def holds_line(records: Path, item: str, number: int, digest: bytes) -> bool:
    """True when the line, counted from 0, of a ledger is still what it was. Raises: Refused when it cannot be read"""
    return _is_at(_lines(records, item), number, digest)


def _is_at(lines: Sequence[str], number: int, digest: bytes) -> bool:
    return number < len(lines) and sha256(lines[number].encode()).digest() == digest


def _lines(records: Path, item: str) -> list[str]:
    where = f"signoffs/{item}.jsonl"
    try:
        return read_lines(f"{records}/{where}")
    except TornFile as error:
        raise Refused(Problem("ledger-torn", "fail", where, facts={"item": item})) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(Problem("ledger-unreadable", "fail", where, facts={"item": item})) from error


def chained(lines: Iterable[str], item: str) -> Ledger:
    """Return the ledger that the lines make. Raises: Refused when one is unreadable or out of chain."""
    lines, signoffs = tuple(lines), list[Signoff]()
    previous = ""
    for number, line in enumerate(lines, 1):
        place = f"signoffs/{item}.jsonl:{number}"
        try:
            signoff = _read(line)
        except UNREADABLE as error:
            facts, code = {"item": item}, "ledger-line-unreadable"
            if merge_mark(line):
                facts, code = {"item": item, "keep": _to_keep(lines)}, "ledger-merge-unfinished"
            raise Refused(Problem(code, "fail", place, facts=facts)) from error
        if signoff.previous != previous or signoff.item != item:
            raise Refused(Problem("ledger-chain-broken", "fail", place, facts={"item": item}))
        signoffs.append(signoff)
        previous = signoff.digest
    return Ledger(item, tuple(signoffs))


def _to_keep(lines: Iterable[str]) -> str:
    """Return in words which part of an unfinished merge stays: one that takes the text away must not be lost."""
    taking, side = set[str](), ""
    for line in lines:
        if line.startswith(_MARKS):
            side = _SIDES.get(line[:1], "")
        elif side:
            with suppress(*UNREADABLE):
                taking |= {side} if _read(line).act in AT_ANY_TIME else set()
    if len(taking) == 1:
        return f"Giữ đoạn {taking.pop()} dòng “=======”: đoạn ấy có việc gỡ bài, bỏ đi thì bài lại lên trang"
    return "Giữ một trong hai đoạn, trên hoặc dưới dòng “=======”"


def ledger_folder(records: Path) -> Path:
    """Return where the ledgers lie. Raises: Refused when there is no such folder."""
    folder = records / "signoffs"
    if not folder.is_dir():
        raise Refused(Problem("ledger-folder-missing", "fail", "signoffs/"))
    return folder


def ledger_items(records: Path) -> list[str]:
    """Return the ids of all items that have a ledger, sorted. Raises: Refused without the folder."""
    return sorted(path.stem for path in ledger_folder(records).glob("[!.]*.jsonl"))


def add(
    records: Path,
    item: str,
    make: Callable[[Ledger], Signoff],
    signer: CryptoSigner,
    accept: Callable[[Ledger], None],
) -> Signoff:
    """Sign and append what `make` gives for the item's ledger as it stands under the lock.

    make: raises Refused to leave the ledger as it is; `previous` is filled in here
    accept: is shown the ledger as it would be, and raises Refused when the new line would not count
    Raises: Refused when the clock stands before the last line, unless the act takes away; Busy when somebody else signs
    """
    path = ledger_path(records, item)
    with locked(ledger_lock(records, item)):
        ledger = read_ledger(records, item)
        draft = make(ledger)
        if ledger.signoffs and draft.at < ledger.signoffs[-1].at and draft.act not in AT_ANY_TIME:
            facts = {"now": _clock(draft.at), "last": _clock(ledger.signoffs[-1].at)}
            raise Refused(Problem("clock-went-back", "fail", f"signoffs/{item}.jsonl", facts=facts))
        line = seal(draft, ledger.head, signer)
        signed = _read(line)
        accept(Ledger(item, (*ledger.signoffs, signed)))
        append_line(path, line)
        return signed


def seal(draft: Signoff, previous: str, signer: CryptoSigner) -> str:
    """Return the signed line that a ledger keeps. previous: the digest of the line before, "" for the first"""
    from securesystemslib.dsse import Envelope

    envelope = Envelope(rfc8785.dumps(_payload(draft, previous)), PAYLOAD_TYPE, {})
    envelope.sign(signer)
    return rfc8785.dumps(envelope.to_dict()).decode()


def _clock(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M:%S ngày %d/%m/%Y}"


def _payload(signoff: Signoff, previous: str) -> dict[str, Any]:
    """Return the signed fields, empty ones left out."""
    fields: dict[str, Any] = {
        "schema": 1,
        "item": signoff.item,
        "edition": signoff.edition,
        "act": signoff.act,
        "role": signoff.role,
        "person": signoff.person,
        "on_behalf_of": signoff.on_behalf_of,
        "at": signoff.at.astimezone(VIETNAM).isoformat(timespec="seconds"),
        "previous": previous,
        "rules": signoff.rules,
        "clause": signoff.clause,
        "organisation": signoff.organisation,
        "checklist": list(signoff.checklist),
        "note": signoff.note,
    }
    if signoff.paper:
        fields["paper"] = vars(signoff.paper) | {"signed_on": signoff.paper.signed_on.isoformat()}
    if signoff.withdrawal:
        told = vars(signoff.withdrawal)
        fields["withdrawal"] = {key: value for key, value in told.items() if value or key != "confirm_by"}
    if signoff.refusal:
        fields["refusal"] = dict(vars(signoff.refusal))
    return {key: value for key, value in fields.items() if value not in ("", [])}


def _read(line: str) -> Signoff:
    """Return the sign-off of a line, its signature not yet judged. Raises: one of UNREADABLE."""
    from securesystemslib.dsse import Envelope  # here, since most runs read no line anew, or leave it to a child

    envelope = Envelope.from_dict(json_of(line))
    if envelope.payload_type != PAYLOAD_TYPE:
        raise ValueError(f"expected {PAYLOAD_TYPE}, got {envelope.payload_type}")
    data: Mapping[str, Any] = json_of(envelope.payload)
    if data["schema"] != 1:
        raise ValueError(f"expected sign-off schema 1, got {data['schema']!r}")
    at = datetime.fromisoformat(data["at"])
    if at.tzinfo is None:
        raise ValueError("expected a time with its zone")
    if not MINYEAR < at.year < MAXYEAR:
        at.astimezone(VIETNAM)  # a moment that is no day of ours cannot be judged
    parts = {name: _strings(data[name]) for name in ("paper", "withdrawal", "refusal") if name in data}
    if paper := parts.get("paper"):
        paper["signed_on"] = date.fromisoformat(paper["signed_on"])
    if confirm_by := parts.get("withdrawal", {}).get("confirm_by"):
        date.fromisoformat(confirm_by)
    checklist = tuple(data.get("checklist", ()))
    told = {name: data[name] for name in _ALWAYS}
    for name in _SOMETIMES:
        told[name] = data.get(name, "")
    if not set(map(type, (*told.values(), *checklist))) <= _TEXT:
        raise TypeError("expected strings")
    return Signoff(
        **told,
        at=at,
        checklist=checklist,
        paper=Paper(**paper) if paper else None,
        withdrawal=Withdrawal(**parts["withdrawal"]) if "withdrawal" in parts else None,
        refusal=Refusal(**parts["refusal"]) if "refusal" in parts else None,
        digest=sha256(line.encode()).hexdigest(),
        envelope=envelope,
    )


def _strings(table: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return the table as it is. Raises: TypeError when a value is no string."""
    for name, value in table.items():
        if not isinstance(value, str):
            raise TypeError(f"expected a string as {name}, got {value!r}")
    return dict(table)
