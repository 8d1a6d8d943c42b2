"""Legal acts and whether they are in force: records/acts.toml. No code or template names an act.

1. Dates are half-open: in force from `valid_from`, no longer on `valid_to` (PS-B2).
2. What is not known is never guessed: a missing start, or a doubtful end, gives "unknown".
3. A basis that has ended, or ends within a notice period, is a warning; without `confirmed_on` the
   office has not yet vouched for it, and the sentence says so (PS-B3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal

from editorial.frozen import frozen
from editorial.problem import Problem
from editorial.profile import Profile
from editorial.toml_document import read_document
from editorial.typed_toml import Fault, Form, Reader, Reference, Schema, Words, named_twice

CERTAINTIES = {"verified": "đã đọc trên trang công khai", "reported": "theo nguồn thứ ba", "unknown": "chưa rõ"}
STANDINGS = {
    "in_force": "còn hiệu lực",
    "not_yet": "chưa có hiệu lực",
    "ended": "hết hiệu lực",
    "unknown": "chưa rõ còn hiệu lực hay không",
}
Standing = Literal["in_force", "not_yet", "ended", "unknown"]

_CALLED_BY_NUMBER = re.compile(r"(Nghị quyết|Nghị định|Thông tư|Quyết định)\b")

NOTICE = timedelta(days=90)
"""How long before its end a basis is announced; a choice of the product (PS-B3)."""

Certainty = Annotated[str, Words(CERTAINTIES, "mức chắc chắn")]
ActId = Annotated[str, Form(r"[a-z0-9]+(?:-[a-z0-9]+)*", "mã văn bản", "nd-42-2022")]


@frozen
class Act:
    """One act. certainty: of the row and its start; end_certainty: of its end, when that differs.

    title: as printed in a regulation's "Căn cứ", or a short description where no text was seen
    source: where it was read; confirmed_on: when the office vouched for the row
    """

    title: str
    certainty: Certainty
    source: str
    number: str = ""
    issued_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    end_certainty: Certainty = ""
    replaced_by: Annotated[str, Reference("acts", "văn bản thay thế")] = ""
    amended_by: tuple[str, ...] = ()
    confirmed_on: date | None = None
    remark: str = ""

    @property
    def name(self) -> str:
        """Return what a sentence calls it: "Nghị định số 224/2026/NĐ-CP", "Luật Lưu trữ số 33/2024/QH15"."""
        if not self.number:
            return self.title
        form = _CALLED_BY_NUMBER.match(self.title)
        return f"{form[0] if form else self.title} số {self.number}"

    def standing(self, on: date) -> Standing:
        """Return whether the act is in force on the day, as far as the row tells."""
        if self.valid_to is not None and on >= self.valid_to:
            return "unknown" if self.is_end_doubtful else "ended"
        if self.valid_from is not None and on < self.valid_from:
            return "not_yet"
        end_missing = self.valid_to is None and (self.replaced_by or self.is_end_doubtful)
        return "unknown" if self.valid_from is None or end_missing else "in_force"

    @property
    def is_end_doubtful(self) -> bool:
        """True when nobody has been seen to say that, or when, the act ends."""
        return (self.end_certainty or self.certainty) == "unknown"


@frozen
class Acts:
    """The file. acts: by id."""

    schema: Schema
    acts: Mapping[ActId, Act]

    def faults(self) -> Iterator[Fault]:
        """Yield numbers that stand twice."""
        numbers = [act.number for act in self.acts.values() if act.number]
        for fault in named_twice("acts", numbers):
            yield Fault(fault.code, ("acts",), fault.facts)


def load_acts(records: Path) -> Mapping[str, Act]:
    """Read records/acts.toml: id -> act. Raises: Refused with every fault"""
    return Reader(read_document(records / "acts.toml")).read(Acts).acts


def basis_problems(profile: Profile, acts: Mapping[str, Act], on: date) -> Iterator[Problem]:
    """Yield a warning for each legal basis of the profile that has ended, is about to, or is not in the table."""
    clause = f"{profile.id}-QD.cc"
    for basis in profile.regulation.legal_bases:
        if not basis.act:
            continue
        act = acts.get(basis.act)
        if act is None:
            facts = {"text": basis.text, "act": basis.act}
            yield Problem("basis-unknown-act", "warn", profile.file, clause, facts)
        elif act.valid_to is not None and on >= act.valid_to - NOTICE:
            code = "basis-ended" if on >= act.valid_to else "basis-ending"
            code = "basis-doubtful" if act.is_end_doubtful else code
            yield Problem(code, "warn", profile.file, clause, _end_facts(basis.text, act, act.valid_to, acts))


def _end_facts(text: str, act: Act, ends_on: date, acts: Mapping[str, Act]) -> dict[str, object]:
    successor = acts.get(act.replaced_by)
    return {
        "text": text,
        "ends_on": ends_on,
        "successor": f", thay bằng {successor.name}" if successor else "",
        "unconfirmed": "" if act.confirmed_on else " Chưa xác nhận: cơ quan kiểm tra rồi ghi “confirmed_on”.",
    }
