"""TOML files into frozen dataclasses, with every fault found and each on its line.

The dataclass is the schema: its fields are the keys (a trailing "_" is for Python only: `from_` is
"from"), a field without a default must be written and not be empty, and Annotated says more:

    Words(NAMES, "loại nội dung")   one of a closed list
    Form(r"[a-z-]+", "tên ngắn", "tin-tuc")   written in a certain way
    Reference("roles", "vai trò")   the name of an entry of another table of the file
    AtLeast(1)                      for a number or the length of a list
    Only(1)                         the one number that the software reads: Schema
    ById()                          of a mapping: written as a list of tables, each with its "id"

A dataclass may have `faults()`, yielding a Fault for what is wrong between its own values.
Understood: str, int, float, bool, date, PartialDate, X | None, tuple[X, ...], Mapping[str, X],
NamedTuple (from a list), dataclass (from a table).
"""

from __future__ import annotations

import re
import types
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date
from functools import cache, cached_property
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from editorial import toml_lines
from editorial.dates import PartialDate, Period
from editorial.frozen import frozen
from editorial.problem import Problem, Refused
from editorial.text import suggestion
from editorial.toml_document import Document

T = TypeVar("T")

_NAMES: Mapping[type, str] = {
    str: "chữ trong ngoặc kép",
    int: "số nguyên không có ngoặc kép",
    float: "số không có ngoặc kép",
    bool: "true hoặc false, không có ngoặc kép",
    date: "ngày không có ngoặc kép, ví dụ 2026-11-20",
    PartialDate: "ngày, tháng hoặc năm, ví dụ \"2026-11-20\" hay \"2026-11\"",
    tuple: "danh sách [ … ]",
    dict: "bảng { … }",
}  # fmt: skip


@frozen
class Words:
    """A closed list; what: its name for a person."""

    names: Collection[str]
    what: str


@frozen
class Form:
    """How a value is written; what: its name for a person."""

    pattern: str | re.Pattern[str]
    what: str
    example: str


@frozen
class Reference:
    """The value is a key of another table."""

    table: str
    what: str


@frozen
class AtLeast:
    """The least a number, or the length of a list, may be."""

    least: int


@frozen
class Only:
    """The one number there may be."""

    number: int


Schema = Annotated[int, Only(1)]
"""The number of the form in which a file is written; another one needs another version of the software."""


@frozen
class ById:
    """The mapping is written as a list of tables with an "id" each."""


@frozen
class Fault:
    """What is wrong between the values of a table. path: the key at fault, below the table."""

    code: str
    path: toml_lines.Path = ()
    facts: Mapping[str, object] = field(default_factory=dict)


class Lasting:
    """What holds from a first to a last day, both counted: the keys `from` and `until`, which the table declares."""

    from_: date
    until: date | None

    @cached_property
    def period(self) -> Period:
        """The days on which it counts."""
        return Period(self.from_, self.until)

    def faults(self) -> Iterator[Fault]:
        """Yield that it ends before it begins."""
        yield from days_reversed("until", self.from_, self.until)


@dataclass
class Reader:
    """Builds dataclasses from one document; `problems` fills up on the way. clause: what asks for the file"""

    document: Document
    clause: str = ""
    problems: list[Problem] = field(default_factory=list)

    def read(self, schema: type[T]) -> T:
        """Return the whole document as the dataclass. Raises: Refused with all problems."""
        value = self._table(schema, self.document.data, ())
        if self.problems:
            raise Refused(*self.problems)
        return value  # type: ignore[no-any-return]

    def problem(self, code: str, path: toml_lines.Path, **facts: object) -> None:
        """Note what is wrong at the path."""
        facts = {"key": path_in_words(path, self.document.data), **facts}
        self.problems.append(Problem(code, "fail", self.document.at(path), self.clause, facts))

    def _table(self, schema: Any, raw: object, path: toml_lines.Path) -> Any:
        if not isinstance(raw, dict):
            return self._wrong_type(dict, raw, path)
        hints = _hints(schema)
        known = {one.name.rstrip("_"): one for one in fields(schema) if one.metadata.get("toml", True)}
        for key in sorted(raw.keys() - known.keys()):
            self.problem(
                "table-key-unknown", (*path, key), name=key, hint=suggestion(key, known), known=", ".join(known)
            )
        values: dict[str, Any] = {}
        faultless = len(self.problems)
        for key, one in known.items():
            needed = one.default is MISSING and one.default_factory is MISSING
            if key in raw:
                values[one.name] = self._value(hints[one.name], raw[key], (*path, key), needed)
            elif needed:
                self._missing(key, path)
        if len(self.problems) > faultless:
            return None  # the document is refused, so nobody meets the gap
        table = schema(**values)
        for fault in table.faults() if hasattr(table, "faults") else ():
            self.problem(fault.code, (*path, *fault.path), **fault.facts)
        return table

    def _missing(self, key: str, path: toml_lines.Path) -> None:
        code = "table-clause-missing" if key == "clause" else "table-key-missing"
        self.problem(code, path, name=key)

    def _value(self, hint: Any, raw: object, path: toml_lines.Path, needed: bool = True) -> Any:
        hint, marks = _unwrapped(hint)
        base = get_origin(hint) or hint
        if base in {str, int, bool, float}:
            return self._scalar(base, marks, raw, path, needed)
        if base is PartialDate or base is date:
            return self._day(base, raw, path)
        if base is tuple:
            return self._list(get_args(hint)[0], marks, raw, path)
        if isinstance(base, type) and issubclass(base, Mapping):
            key_hint, hint = get_args(hint)
            by_id = any(isinstance(mark, ById) for mark in marks)
            return self._by_id(hint, raw, path) if by_id else self._mapping(key_hint, hint, raw, path)
        if isinstance(base, type) and issubclass(base, tuple):
            return self._named_tuple(base, raw, path)
        if is_dataclass(base):
            return self._table(base, raw, path)
        raise TypeError(f"no rule reads {hint!r} at {path}")

    def _scalar(self, base: type, marks: tuple[Any, ...], raw: object, path: toml_lines.Path, needed: bool) -> Any:
        right = type(raw) in ({int, float} if base is float else {base})
        if not right:
            return self._wrong_type(base, raw, path)
        if isinstance(raw, str):
            if not raw.strip():
                if needed:
                    self.problem("table-value-empty", path)
                return ""
            for mark in marks:
                self._check(mark, raw, path)
        elif isinstance(raw, int):
            self._check_size(marks, raw, "table-number-small", path)
        return raw

    def _check(self, mark: object, raw: str, path: toml_lines.Path) -> None:
        if isinstance(mark, Words) and raw not in mark.names:
            facts = {"what": mark.what, "hint": suggestion(raw, mark.names), "allowed": ", ".join(mark.names)}
            self.problem("table-word-unknown", path, value=raw, **facts)
        if isinstance(mark, Form) and not re.fullmatch(mark.pattern, raw):
            self.problem("table-form-wrong", path, value=raw, what=mark.what, example=mark.example)
        if isinstance(mark, Reference) and raw not in (entries := self._entries(mark.table)):
            facts = {
                "what": mark.what,
                "table": mark.table,
                "hint": suggestion(raw, entries),
                "known": ", ".join(entries),
            }
            self.problem("table-reference-unknown", path, value=raw, **facts)

    def _check_size(self, marks: tuple[Any, ...], size: int, code: str, path: toml_lines.Path) -> None:
        for mark in marks:
            if isinstance(mark, AtLeast) and size < mark.least:
                self.problem(code, path, value=size, least=mark.least)
            if isinstance(mark, Only) and size != mark.number:
                self.problem("table-schema", path, value=size, known=mark.number)

    def _entries(self, table: str) -> Mapping[str, object]:
        entries = self.document.data.get(table)
        return entries if isinstance(entries, dict) else {}

    def _day(self, base: type, raw: object, path: toml_lines.Path) -> Any:
        if type(raw) is date:
            return raw if base is date else PartialDate.of(raw)
        try:
            if base is PartialDate and isinstance(raw, str):
                return PartialDate.parse(raw)
        except ValueError:
            pass
        return self._wrong_type(base, raw, path)

    def _list(self, hint: Any, marks: tuple[Any, ...], raw: object, path: toml_lines.Path) -> Any:
        if not isinstance(raw, list):
            if isinstance(raw, dict) and len(path) == 1:
                return self.problem("table-not-listed", path, table=path[0])
            return self._wrong_type(tuple, raw, path)
        self._check_size(marks, len(raw), "table-list-short", path)
        return tuple(self._value(hint, entry, (*path, index)) for index, entry in enumerate(raw))

    def _by_id(self, hint: Any, raw: object, path: toml_lines.Path) -> Any:
        entries: dict[str, Any] = {}
        for index, entry in enumerate(self._list(hint, (), raw, path) or ()):
            if entry is not None and entry.id in entries:
                self.problem("table-name-twice", (*path, index), value=entry.id)
            if entry is not None:
                entries[entry.id] = entry
        return types.MappingProxyType(entries)

    def _mapping(self, key_hint: Any, hint: Any, raw: object, path: toml_lines.Path) -> Any:
        if not isinstance(raw, dict):
            return self._wrong_type(dict, raw, path)
        for key in raw:
            for mark in _unwrapped(key_hint)[1]:
                self._check(mark, key, (*path, key))
        return types.MappingProxyType({key: self._value(hint, entry, (*path, key)) for key, entry in raw.items()})

    def _named_tuple(self, schema: Any, raw: object, path: toml_lines.Path) -> Any:
        hints = _hints(schema)
        if not isinstance(raw, list) or len(raw) != len(hints):
            expected = "danh sách [" + ", ".join(hints) + "]"
            return self.problem("table-value-type", path, value=_shown(raw), expected=expected)
        entries = zip(hints.values(), raw, strict=True)
        return schema(*(self._value(hint, entry, (*path, index)) for index, (hint, entry) in enumerate(entries)))

    def _wrong_type(self, expected: type, raw: object, path: toml_lines.Path) -> None:
        self.problem("table-value-type", path, value=_shown(raw), expected=_NAMES[expected])


def named_twice(key: str, names: Sequence[str]) -> Iterator[Fault]:
    """Yield a fault for each entry of the list under the key whose name an earlier one has."""
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Fault("table-name-twice", (key, index), {"value": name})


def days_reversed(key: str, first: date | None, last: date | None) -> Iterator[Fault]:
    """Yield a fault at the key of the last day where it lies before the first; None is not known, or no end."""
    if first is not None and last is not None and last < first:
        yield Fault("table-days-reversed", (key,), {"first": first, "last": last})


def path_in_words(path: toml_lines.Path, data: Mapping[str, object]) -> str:
    """Return "[approval] steps mục 2 role" for ("approval", "steps", 1, "role"); "Tệp" for the root.

    An entry that has an id is called by it as well: "“people” mục 1 (truong-ban) roles mục 2".
    """
    if not path:
        return "Tệp"
    value: Any = data.get(str(path[0]))
    names = [f"[{path[0]}]" if isinstance(value, dict) else f"“{path[0]}”"]
    for part in path[1:]:
        if isinstance(part, int):
            value = value[part]
            id = value.get("id") if isinstance(value, dict) else None
            names.append(f"mục {part + 1} ({id})" if id else f"mục {part + 1}")
        else:
            value = value.get(part)
            names.append(part)
    return " ".join(names)


@cache
def _hints(schema: type) -> Mapping[str, Any]:
    """Return the types of a schema's fields; working them out costs more than reading a table."""
    return get_type_hints(schema, include_extras=True)


def _unwrapped(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """Return the hint without Annotated and without "| None", and its marks."""
    marks: tuple[Any, ...] = ()
    while get_origin(hint) in {Annotated, Union, types.UnionType}:
        if get_origin(hint) is Annotated:
            marks += hint.__metadata__
            hint = get_args(hint)[0]
        else:
            hint = next(part for part in get_args(hint) if part is not type(None))
    return hint, marks


def _shown(raw: object) -> str:
    text = {True: "true", False: "false"}[raw] if isinstance(raw, bool) else str(raw)
    return text if len(text) <= 60 else text[:57] + "…"
