"""Agencies and places with their validity, and who supplies information.

records/bodies.toml: everything that can issue a document or be named as a place

    schema = 1

    [[bodies]]
    id = "so-noi-vu-soc-trang"          # permanent; neither name nor code is a key (PS-M1)
    name = "Sở Nội vụ tỉnh Sóc Trăng"   # as printed
    kind = "department"                 # a key of BODY_KINDS
    symbol = "SNV"                      # in document numbers; several bodies may share one
    aliases = ["Sở Nội vụ Sóc Trăng"]   # other printed names, also former ones
    valid_from = 2004-01-01             # first day; absent = not known, never guessed (PS-B2)
    valid_to = 2025-07-01               # first day on which it no longer is; absent = no end known
    begun_by = "…"; ended_by = "…"      # the act of each change
    predecessors = []; successors = ["so-noi-vu-can-tho"]

records/providers.toml: who supplies information (CT-1.1), and which sources are official (ST-4.6)

    schema = 1

    [[providers]]
    id = "so-noi-vu-can-tho"
    name = "Sở Nội vụ thành phố Cần Thơ"
    kind = "agency"                     # a key of PROVIDER_KINDS
    aliases = []                        # other ways in which "source:" names it
    body = "so-noi-vu-can-tho"          # its id in bodies.toml, if it has one
    official = true                     # an official source
    consent_required = false            # re-use needs its written consent
    areas = []                          # areas it is in charge of (CT-11); empty = any
    focal = [{ name = "…", from = 2026-01-01, until = 2026-12-31 }]   # focal officers (ST-7.1), last day included
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from editorial.dates import Period
from editorial.frozen import frozen
from editorial.problem import Problem, Refused
from editorial.text import fold, suggestion
from editorial.typed_toml import read_document

BODIES = "bodies.toml"
PROVIDERS = "providers.toml"

BODY_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "national": "cơ quan nhà nước ở Trung ương",
        "ministry": "bộ, cơ quan ngang bộ",
        "council": "Hội đồng nhân dân",
        "committee": "Ủy ban nhân dân",
        "department": "sở, ban, ngành",
        "unit": "phòng, đơn vị trực thuộc",
        "party": "cơ quan của Đảng",
        "place": "đơn vị hành chính",
        "other": "cơ quan, tổ chức khác",
    }
)
PROVIDER_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "agency": "cơ quan",
        "unit": "đơn vị",
        "locality": "địa phương",
        "organisation": "tổ chức",
        "individual": "cá nhân",
        "press": "cơ quan báo chí",
    }
)

_ID = re.compile(r"[a-z0-9][a-z0-9-]{2,39}")
_WORDS = re.compile(r"[^\W_]+")
_DAY_KEYS = ("valid_from", "valid_to", "from", "until")
_LIST_KEYS = ("aliases", "predecessors", "successors", "areas")
_FLAG_KEYS = ("official", "consent_required")
_ALLOWED: Mapping[str, frozenset[str]] = {
    "bodies": frozenset(
        "id name kind symbol aliases valid_from valid_to begun_by ended_by predecessors successors".split()
    ),
    "providers": frozenset("id name kind aliases body official consent_required areas focal".split()),
    "focal": frozenset(("name", "from", "until")),
}
_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "bodies": ("id", "name", "kind"),
    "providers": ("id", "name", "kind"),
    "focal": ("name", "from"),
}
_KINDS = {"bodies": BODY_KINDS, "providers": PROVIDER_KINDS}


@frozen
class Body:
    """An agency or place; a change of what it is makes another body, with another id."""

    id: str
    name: str
    kind: str
    symbol: str = ""
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    begun_by: str = ""
    ended_by: str = ""
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()

    def existed_on(self, day: date) -> bool:
        """True unless the day is known to lie before its beginning or after its end."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


@frozen
class Focal:
    """A provider's focal officer, and for how long."""

    name: str
    period: Period


@frozen
class Provider:
    """Somebody who supplies information, or a source that is quoted."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    body: str = ""
    official: bool = False
    consent_required: bool = False
    areas: tuple[str, ...] = ()
    focal: tuple[Focal, ...] = ()


@frozen
class Registry:
    """All bodies and providers, by id."""

    bodies: Mapping[str, Body]
    providers: Mapping[str, Provider]

    def bodies_named(self, name: str, on: date | None = None) -> tuple[Body, ...]:
        """Return every body of that name or alias (marks and case aside) that existed on the day.

        Several may answer; none is ever picked silently (PS-M3).
        """
        folded = fold(name)
        return tuple(
            body
            for body in self.bodies.values()
            if folded in map(fold, (body.name, *body.aliases)) and (on is None or body.existed_on(on))
        )

    def were(self, id: str, on: date) -> tuple[Body, ...]:
        """Return the bodies that had become this one by the day; an end that is not known counts as none (PS-M6)."""
        before = (self.bodies[one] for one in self.bodies[id].predecessors)
        return tuple(one for one in before if one.valid_to is not None and one.valid_to <= on)

    def became(self, id: str, on: date) -> tuple[Body, ...]:
        """Return what stands in the place of a body on the day, along its successors; () while it stands itself."""
        heirs: dict[str, Body] = {}
        following, met = list(self.bodies[id].successors if not self.bodies[id].existed_on(on) else ()), {id}
        while following:
            one = self.bodies[following.pop(0)]
            if one.existed_on(on):
                heirs[one.id] = one
            elif one.id not in met:
                following += one.successors
            met.add(one.id)
        return tuple(heirs.values())

    def sources_in(self, text: str) -> tuple[Provider, ...]:
        """Return the providers whose name or alias occurs in a `source:` line (marks and case aside)."""
        words = _as_words(text)
        return tuple(provider for names, provider in self._sources if any(name in words for name in names))

    @cached_property
    def _sources(self) -> tuple[tuple[tuple[str, ...], Provider], ...]:
        return tuple((tuple(map(_as_words, (one.name, *one.aliases))), one) for one in self.providers.values())


def load_registry(records: Path) -> Registry:
    """Read both files. Raises: Refused with every fault found in them; a missing file is a fault."""
    problems: list[Problem] = []
    tables = {
        "bodies": _entries(records / BODIES, "bodies", problems),
        "providers": _entries(records / PROVIDERS, "providers", problems),
    }
    problems += [] if problems else _dangling(tables)
    if problems:
        raise Refused(*problems)
    return Registry(
        MappingProxyType({entry["id"]: Body(**_frozen(entry)) for entry in tables["bodies"]}),
        MappingProxyType({entry["id"]: Provider(**_frozen(entry)) for entry in tables["providers"]}),
    )


def _entries(path: Path, table: str, problems: list[Problem]) -> list[dict[str, Any]]:
    """Return the well-formed entries of one file; what is wrong goes to problems."""
    where = f"{path.parent.name}/{path.name}"
    try:
        document = read_document(path)
    except Refused as refused:
        problems += refused.problems
        return []
    data, text = document.data, document.text
    entries = data.get(table, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        problems.append(_problem("registry-not-tables", where, table=table))
        return []
    if data.get("schema") != 1:
        problems.append(_problem("registry-schema", where))
    for key in data.keys() - {"schema", table}:
        problems.append(
            _problem("registry-key-unknown", where, key=key, entry="đầu tệp", hint=suggestion(key, [table]))
        )
    places = _Places(where, text, table)
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        place = places.of(index)
        problems += _entry_problems(table, entry, place)
        if str(entry.get("id")) in seen:
            problems.append(_problem("registry-id-twice", place, id=entry["id"]))
        seen.add(str(entry.get("id")))
        entry["_where"] = place
    return entries


def _entry_problems(table: str, entry: Mapping[str, Any], where: str) -> Iterator[Problem]:
    """Yield unknown and missing keys, and values of the wrong shape."""
    name = entry.get("id") or entry.get("name") or table
    for key in entry.keys() - _ALLOWED[table]:
        yield _problem("registry-key-unknown", where, key=key, entry=name, hint=suggestion(key, _ALLOWED[table]))
    for key in _REQUIRED[table]:
        if not entry.get(key):
            yield _problem("registry-key-missing", where, key=key, entry=name)
    for key, value in entry.items():
        if key in _ALLOWED[table] and not _fits(key, value):
            yield _problem("registry-value-unfit", where, key=key, entry=name, expected=_expected(key))
    if "id" in entry and not _ID.fullmatch(str(entry["id"])):
        yield _problem("registry-id-unfit", where, id=entry["id"])
    kinds = _KINDS.get(table, {})
    if isinstance(entry.get("kind"), str) and kinds and entry["kind"] not in kinds:
        yield _problem("registry-kind-unknown", where, kind=entry["kind"], entry=name, allowed=", ".join(kinds))
    first, last = entry.get("valid_from", entry.get("from")), entry.get("valid_to", entry.get("until"))
    if type(first) is date and type(last) is date and last < first:
        yield _problem("registry-dates-reversed", where, entry=name, first=first, last=last)
    for officer in entry.get("focal", ()) if table == "providers" else ():
        if isinstance(officer, dict):
            yield from _entry_problems("focal", officer, where)


def _fits(key: str, value: object) -> bool:
    if key in _DAY_KEYS:
        return type(value) is date
    if key in _LIST_KEYS:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if key == "focal":
        return isinstance(value, list) and all(isinstance(one, dict) for one in value)
    return isinstance(value, bool if key in _FLAG_KEYS else str)


def _expected(key: str) -> str:
    if key in _DAY_KEYS:
        return "một ngày không có ngoặc kép, ví dụ 2025-07-01"
    if key in _LIST_KEYS:
        return 'một danh sách, ví dụ ["…", "…"]'
    if key == "focal":
        return 'một danh sách, ví dụ [{ name = "Họ tên - Chức vụ", from = 2026-01-01 }]'
    return "true hoặc false" if key in _FLAG_KEYS else "chữ trong ngoặc kép"


def _dangling(tables: Mapping[str, list[dict[str, Any]]]) -> Iterator[Problem]:
    """Yield ids that name no body."""
    known = {str(entry.get("id")) for entry in tables["bodies"]}
    for entries in tables.values():
        for entry in entries:
            named = [("body", entry["body"])] if entry.get("body") else []
            named += [(key, one) for key in ("predecessors", "successors") for one in entry.get(key, ())]
            for key, one in named:
                if one not in known:
                    yield _problem(
                        "registry-body-unknown", entry["_where"], key=key, id=one, hint=suggestion(one, known)
                    )


def _frozen(entry: Mapping[str, Any]) -> dict[str, Any]:
    values = {key: tuple(v) if isinstance(v, list) else v for key, v in entry.items() if key != "_where"}
    if "focal" in values:
        values["focal"] = tuple(Focal(one["name"], Period(one["from"], one.get("until"))) for one in values["focal"])
    return values


def _as_words(text: str) -> str:
    """Return the folded words between single spaces, so that a name is found only as whole words."""
    return f" {' '.join(_WORDS.findall(fold(text)))} "


class _Places:
    """Tells the line of the n-th entry: TOML's reader keeps none, so the headings are counted."""

    def __init__(self, name: str, text: str, table: str) -> None:
        self.name = name
        heading = re.compile(rf"\s*\[\[\s*{table}\s*\]\]")
        self.lines = [number for number, line in enumerate(text.split("\n"), 1) if heading.match(line)]

    def of(self, index: int) -> str:
        """Return "records/bodies.toml:12"."""
        return f"{self.name}:{self.lines[index]}" if index < len(self.lines) else self.name


def _problem(code: str, where: str, **facts: object) -> Problem:
    return Problem(code, "fail", where, "CT-1.1" if PROVIDERS in where else "PS-M1", facts)
