"""What a sender typed, checked against the form: all faults at once, everything typed kept.

Whatever arrives is read: fields that the form lacks are passed over, a value that is no text counts as empty,
and of a field sent twice the first value counts. Nothing here refuses a message for its words; that is for people
to judge (inquiries.word_filter).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from editorial.messages import sentence
from editorial.problem import Problem
from inquiries.cleaning import clean_line, clean_text
from inquiries.form import CHOOSING, OTHER_AREA, TICKS, TRAP, YES, Field, Form

YES_WORDS = frozenset({YES, "có", "1", "on", "true", "yes"})

_TELEPHONE_SIGNS = re.compile(r"[\s.()–-]")
_COUNTRY = re.compile(r"^(?:\+|00)84(?:0(?=\d{9}))?|^84(?=\d{9,10}$)")
_TELEPHONE = re.compile(r"0[35789][0-9]{8}|02[0-9]{9}")
_EMAIL = re.compile(
    r"(?=.{6,254}$)(?!.*\.\.)[A-Za-z0-9_%+-][A-Za-z0-9._%+'-]{0,63}(?<!\.)"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
_LONGEST_LOCAL_PART = 64


@dataclass(frozen=True)
class Filling:
    """A form as it was filled in.

    values: cleaned, every field of the form, "" for nothing; a right telephone number as 0912345678
    problems: where: the field's name; faults: the first sentence of each field
    trapped: the field that people do not see was filled in
    """

    values: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    trapped: bool = False

    @property
    def faults(self) -> Mapping[str, str]:
        """The sentence for each field at fault, in the order of the form."""
        told: dict[str, str] = {}
        for problem in self.problems:
            told.setdefault(problem.where, sentence(problem))
        return told

    @property
    def contact(self) -> str:
        """By which way the sender can be reached: "email", "phone" or "none"."""
        return "email" if self.values.get("email") else "phone" if self.values.get("dien_thoai") else "none"


def fill(form: Form, raw: Mapping[str, object]) -> Filling:
    """Return what was typed and what is wrong with it. raw: names to texts, of whatever shape it came in"""
    values = {one.name: _value(one, raw) for one in form.fields}
    problems = [problem for one in form.fields for problem in _faults(one, values[one.name])]
    problems += _contact_faults(form, values)
    trapped = bool(clean_line(_text(raw, TRAP)))
    return Filling(MappingProxyType(values), tuple(sorted(problems, key=_place_in(form))), trapped)


def telephone(typed: str) -> str:
    """Return the number as 0912345678, or "" for what is no telephone number of Vietnam."""
    digits = _COUNTRY.sub("0", _TELEPHONE_SIGNS.sub("", unicodedata.normalize("NFKC", typed)))
    return digits if _TELEPHONE.fullmatch(digits) else ""


def is_email(typed: str) -> bool:
    """True for an address of plain ASCII that mail servers take."""
    return bool(_EMAIL.fullmatch(typed)) and len(typed.partition("@")[0]) <= _LONGEST_LOCAL_PART


def _text(raw: Mapping[str, object], name: str) -> str:
    value = raw.get(name)
    if isinstance(value, list | tuple):
        value = value[0] if value else ""
    return value if isinstance(value, str) else ""


def _value(one: Field, raw: Mapping[str, object]) -> str:
    typed = _text(raw, one.name)
    if one.kind == "text":
        return clean_text(typed)
    line = clean_line(typed)
    if one.kind in TICKS:
        return YES if line.lower() in YES_WORDS else ""
    if one.kind == "area":
        return line or OTHER_AREA
    if one.kind == "telephone":
        return telephone(line) or line
    return line


def _faults(one: Field, value: str) -> Iterator[Problem]:
    """Yield what is wrong with one value by itself."""
    if not value:
        if one.required:
            yield _problem(_MISSING.get(one.kind, "inquiry-missing"), one)
    elif one.kind in CHOOSING:
        if value not in {choice.value for choice in one.choices}:
            yield _problem("inquiry-choice-unknown", one)
    elif one.kind not in TICKS:
        yield from _typed_faults(one, value)


def _typed_faults(one: Field, value: str) -> Iterator[Problem]:
    if len(value) > one.most:
        yield _problem("inquiry-too-long", one, length=len(value), most=one.most, over=len(value) - one.most)
    elif len(value) < one.least:
        yield _problem("inquiry-too-short", one, least=one.least)
    elif not _FORMS.get(one.kind, bool)(value):
        yield _problem(f"inquiry-{one.kind}-wrong", one)


def _contact_faults(form: Form, values: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a fault where a way of contact is needed and none was given."""
    ways = [one for one in form.fields if one.contact]
    if ways and not form.anonymous and not any(values[one.name] for one in ways):
        yield _problem("inquiry-contact-missing", ways[0])


def _place_in(form: Form) -> Callable[[Problem], int]:
    order = {one.name: place for place, one in enumerate(form.fields)}
    return lambda problem: order[problem.where]


def _problem(code: str, one: Field, **facts: object) -> Problem:
    return Problem(code, "hold", one.name, "product", {"label": one.label, **facts})


_MISSING: Mapping[str, str] = {"choice": "inquiry-not-chosen", "consent": "inquiry-consent-missing"}
_FORMS: Mapping[str, Callable[[str], bool]] = {
    "telephone": lambda value: bool(telephone(value)),
    "email": is_email,
}
