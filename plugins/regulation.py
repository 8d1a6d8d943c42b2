"""The regulation as its page shows it: the act, what it rests on, what we remark, and every rule.

Rules stand in three groups, since nobody may mistake a neighbour's deadline for their own: those of
the regulation itself, those taken over from another one, and choices of the product.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from editorial.profile import Profile
from editorial.profile_schema import WRITTEN_FOR, Origin, origin
from editorial.profile_site import CommentsTo, LegalBasis, Note
from editorial.profile_words import RuleInWords, rules_in_words

ON_SIGNING = "từ ngày ký"
GROUPS: tuple[tuple[Origin, str, str], ...] = (
    ("own", "Quy định của chính quy chế này", ""),
    (
        "inherited",
        "Quy định mặc định, theo quy chế khác",
        "Quy chế này không nói đến những điều dưới đây; trang tạm theo quy chế của nơi khác cho đến khi có quy định "
        "riêng. Phần chữ đầu của mỗi điều khoản cho biết quy chế nào.",
    ),
    (
        "product",
        "Lựa chọn của phần mềm",
        "Không có văn bản nào đứng sau những điều dưới đây; cơ quan chủ quản có thể đổi.",
    ),
)
"""Where rules come from, what the page calls that, and what it says of it."""


@dataclass(frozen=True)
class RuleGroup:
    """Rules of one origin, by topic."""

    name: str
    remark: str
    topics: tuple[tuple[str, tuple[RuleInWords, ...]], ...]


@dataclass(frozen=True)
class RegulationFacts:
    """What the page says of the act. number: with "…" where the text leaves it blank; source: the item's id."""

    id: str
    title: str
    number: str
    number_variant: str
    issued: str
    effective: str
    issuer: str
    signer: str
    replaces: tuple[str, ...]
    written_for: str
    comments_to: CommentsTo
    source: str
    legal_bases: tuple[LegalBasis, ...]
    notes: tuple[Note, ...]
    groups: tuple[RuleGroup, ...]


def regulation_facts(profile: Profile) -> RegulationFacts:
    """Return the facts of the profile's regulation."""
    act = profile.regulation
    return RegulationFacts(
        id=profile.id,
        title=act.title,
        number=f"…{act.number}" if act.number.startswith("/") else act.number,
        number_variant=act.number_variant,
        issued=act.issued.vietnamese(),
        effective=ON_SIGNING if act.effective == "on-signing" else f"{date.fromisoformat(act.effective):%d/%m/%Y}",
        issuer=act.issuer,
        signer=", ".join(part for part in (act.signer, act.signer_title) if part),
        replaces=act.replaces,
        written_for=WRITTEN_FOR[act.written_for],
        comments_to=act.comments_to,
        source=act.source,
        legal_bases=act.legal_bases,
        notes=act.notes,
        groups=tuple(_groups(profile)),
    )


def _groups(profile: Profile) -> Iterable[RuleGroup]:
    rules = rules_in_words(profile)
    for source, name, remark in GROUPS:
        found = [rule for rule in rules if origin(rule.clause, profile.id) == source]
        if found:
            topics = groupby(found, key=lambda rule: rule.topic)
            yield RuleGroup(name, remark, tuple((topic, tuple(of_topic)) for topic, of_topic in topics))
