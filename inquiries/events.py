"""What happens to an inquiry: one immutable event after another, each a file of canonical JSON.

Terms: *facts* are what of an event stands open on the disk, and nothing in them is personal; what is personal stands
in `sealed` (for staff) and `for_sender` (for who knows the code).

1. An event is read strictly: unknown schema, act, key or fact, a wrong shape, or bytes that are not the canonical
   form of what they say, and it is refused. So there is one way to write an event, and its digest means something.
2. Facts are days, numbers, yes or no, one-word names, digests and single lines: a text with a life of its own
   (a question, a reason in sentences) belongs in the sealed part.
3. An erased event keeps its facts; `erased` is the digest of the file as it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Any

import rfc8785

from editorial.dates import VIETNAM
from editorial.problem import Problem, Refused
from inquiries.canonical import canonical

SCHEMA = 1
SENDER, SYSTEM = "sender", "system"
LINE_LETTERS = 300

CLASSES = ("simple", "complex", "out_of_scope", "denunciation", "duplicate")
CONTACTS = ("phone", "email", "none")
RIGHTS = ("access", "correct", "erase")
GROUNDS = ("schedule", "request")

_ID = re.compile(r"[0-9a-f]{32}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_WORD = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_PERSON = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_SEALED = re.compile(r"[A-Za-z0-9+/]+={0,2}")

Shape = Callable[[Any], bool]


@dataclass(frozen=True)
class Event:
    """One thing that happened; number: from 1, without a gap; at: aware, kept to the second in Vietnam's time."""

    inquiry: str
    number: int
    act: str
    at: datetime
    by: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    sealed: str = ""
    for_sender: str = ""
    erased: str = ""


def pack(event: Event) -> bytes:
    """Return the event as its file holds it. Raises: ValueError for an event that could not be read again"""
    content = _content(event)
    faults = list(_faults(content))
    if faults:
        raise ValueError(f"event {event.number} ({event.act}): wrong {', '.join(faults)}")
    return canonical(content)


def unpack(content: bytes, where: str = "") -> Event:
    """Return the event of a file. Raises: Refused naming `where` and what is wrong"""
    try:
        raw = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Refused(_problem("event-unreadable", where)) from error
    if not isinstance(raw, dict):
        raise Refused(_problem("event-unreadable", where))
    if raw.get("schema") != SCHEMA:
        raise Refused(_problem("event-schema", where, schema=raw.get("schema"), known=SCHEMA))
    if not isinstance(raw.get("act"), str) or raw["act"] not in FACTS:
        raise Refused(_problem("event-act", where, act=raw.get("act")))
    faults = list(_faults(raw))
    if faults:
        raise Refused(_problem("event-shape", where, keys=", ".join(faults)))
    event = _event(raw)
    if rfc8785.dumps(_content(event)) != content:
        raise Refused(_problem("event-not-canonical", where))
    return event


def without_sealed(event: Event, content: bytes) -> Event:
    """Return what is left of an event once it is erased; content: its file as it was."""
    return Event(
        event.inquiry, event.number, event.act, event.at, event.by, event.facts, erased=sha256(content).hexdigest()
    )


def _content(event: Event) -> dict[str, Any]:
    parts = {"sealed": event.sealed, "for_sender": event.for_sender, "erased": event.erased}
    return {
        "schema": SCHEMA,
        "inquiry": event.inquiry,
        "number": event.number,
        "act": event.act,
        "at": event.at.astimezone(VIETNAM).isoformat(timespec="seconds"),
        "by": event.by,
        "facts": dict(event.facts),
        **{name: part for name, part in parts.items() if part},
    }


def _event(raw: Mapping[str, Any]) -> Event:
    return Event(
        inquiry=raw["inquiry"],
        number=raw["number"],
        act=raw["act"],
        at=datetime.fromisoformat(raw["at"]).astimezone(VIETNAM),
        by=raw["by"],
        facts=MappingProxyType(raw["facts"]),
        sealed=raw.get("sealed", ""),
        for_sender=raw.get("for_sender", ""),
        erased=raw.get("erased", ""),
    )


def _faults(raw: Mapping[str, Any]) -> Iterator[str]:
    """Yield the keys that are unknown, missing or of a wrong shape."""
    yield from _misshapen(raw, _KEYS)
    facts = raw.get("facts")
    shapes = FACTS.get(str(raw.get("act")))
    if isinstance(facts, dict) and shapes is not None:
        yield from (f"facts.{name}" for name in _misshapen(facts, shapes))
    if "erased" in raw and ("sealed" in raw or "for_sender" in raw):
        yield "erased"


def _misshapen(raw: Mapping[str, Any], shapes: Mapping[str, Shape]) -> Iterator[str]:
    """Yield each key that does not fit; a shape named "key?" may be absent."""
    wrong = {name for name, value in raw.items() if not (shapes.get(name) or shapes.get(f"{name}?", _never))(value)}
    wrong |= {name for name in shapes if name not in raw and not name.endswith("?")}
    wrong |= {name for name in raw if name.endswith("?")}
    yield from sorted(wrong)


def _never(value: Any) -> bool:
    return False


def _matches(pattern: re.Pattern[str]) -> Shape:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _one_of(names: tuple[str, ...]) -> Shape:
    return lambda value: value in names


def _list_of(shape: Shape) -> Shape:
    return lambda value: isinstance(value, (list, tuple)) and all(map(shape, value))


def _table_of(shapes: Mapping[str, Shape]) -> Shape:
    return lambda value: isinstance(value, dict) and not any(_misshapen(value, shapes))


def _is_line(value: Any) -> bool:
    """True for one line of at most 300 letters; empty is nothing known."""
    return isinstance(value, str) and len(value) <= LINE_LETTERS and (not value or value.isprintable())


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value < 2**53


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_moment(value: Any) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_truth(value: Any) -> bool:
    return isinstance(value, bool)


def _is_counts(value: Any) -> bool:
    return isinstance(value, dict) and all(_is_word(name) and _is_count(count) for name, count in value.items())


def _problem(code: str, where: str, **facts: object) -> Problem:
    return Problem(code, "fail", where, "product", facts)


_is_word = _matches(_WORD)
_is_id, _is_digest, _is_sealed = _matches(_ID), _matches(_DIGEST), _matches(_SEALED)

_KEYS: Mapping[str, Shape] = MappingProxyType(
    {
        "schema": lambda value: type(value) is int and value == SCHEMA,
        "inquiry": _is_id,
        "number": lambda value: _is_count(value) and value > 0,
        "act": lambda value: isinstance(value, str) and value in FACTS,
        "at": _is_moment,
        "by": _matches(_PERSON),
        "facts": lambda value: isinstance(value, dict),
        "sealed?": _is_sealed,
        "for_sender?": _is_sealed,
        "erased?": _is_digest,
    }
)

FACTS: Mapping[str, Mapping[str, Shape]] = MappingProxyType(
    {
        "received": {
            "kind": _is_word,
            "area": _is_word,
            "sender_type?": _is_word,
            "contact": _one_of(CONTACTS),
            "consent": _is_line,
            "may_publish": _is_truth,
            "form": _is_line,
            "keep_days?": _is_count,
            "due_on?": _is_day,
            "due_days?": _is_count,
            "due_clause?": _is_line,
            "flags": _list_of(_is_word),
            "files": _list_of(_is_digest),
        },
        "classified": {
            "class": _one_of(CLASSES),
            "unit?": _is_line,
            "tags?": _list_of(_is_line),
            "sensitive?": _is_truth,
            "duplicate_of?": _is_id,
        },
        "routing_approved": {"unit?": _is_line},
        "forwarded": {"unit": _is_line, "letter_no?": _is_line, "reply_by?": _is_day},
        "unit_received": {"on": _is_day, "unit?": _is_line},
        "coordination_requested": {"unit": _is_line, "on": _is_day},
        "coordination_answered": {"unit": _is_line, "on": _is_day},
        "asked": {},
        "supplemented": {},
        "noticed": {"new_due_on": _is_day},
        "redirected": {"body": _is_line},
        "answered": {"general_concern": _is_truth, "unit?": _is_line},
        "unit_confirmed": {"unit?": _is_line},
        "closed": {"reason": _is_word},
        "reopened": {"reason": _is_word},
        "spam": {"reason": _is_word},
        "released": {"reason?": _is_word},
        "draft_proposed": {"masks": _is_counts},
        "draft_confirmed": {"item": _is_word, "file": _is_line},
        "rights_requested": {"right": _one_of(RIGHTS), "due_on": _is_day, "due_clause?": _is_line},
        "rights_answered": {"outcome": _is_word, "reason?": _is_word},
        "recomputed": {"due_on": _is_day, "calendar": _is_digest, "due_clause?": _is_line},
        "erased": {
            "ground": _one_of(GROUNDS),
            "events": _list_of(_table_of({"number": _is_count, "sha256": _is_digest})),
            "files": _list_of(_is_digest),
            "mails": _is_count,
        },
    }
)
"""The facts that each act carries; "name?" may be absent."""
