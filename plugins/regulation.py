"""The regulation as its page shows it: the act, what it rests on, what we remark, and every rule.

Rules stand in three groups, since nobody may mistake a neighbour's deadline for their own: those of
the regulation itself, those taken over from another one, and choices of the product.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby

from editorial import numbers
from editorial.acts import NOTICE, STANDINGS, Act
from editorial.content_fields import ON_SIGNING
from editorial.frozen import frozen
from editorial.profile import Profile
from editorial.profile_schema import WRITTEN_FOR, Origin, origin
from editorial.profile_site import CommentsTo, Note
from editorial.profile_words import RuleInWords, rules_in_words

GROUPS: tuple[tuple[Origin, str, str], ...] = (
    ("own", "Quy định của chính quy chế này", ""),
    (
        "inherited",
        "Quy định mặc định, theo quy chế khác",
        "Quy chế này không nói đến những điều dưới đây; trang tạm theo quy chế của nơi khác cho đến khi có quy định "
        "riêng.",
    ),
    (
        "product",
        "Lựa chọn của phần mềm",
        "Không có văn bản nào đứng sau những điều dưới đây; cơ quan chủ quản có thể đổi.",
    ),
)
"""Where rules come from, what the page calls that, and what it says of it."""


@frozen
class RuleGroup:
    """Rules of one origin, by topic."""

    name: str
    remark: str
    topics: tuple[tuple[str, tuple[RuleInWords, ...]], ...]


@frozen
class Basis:
    """A legal basis as printed. standing: what is known of its end, "" while nothing is to be said."""

    text: str
    standing: str


@frozen
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
    legal_bases: tuple[Basis, ...]
    notes: tuple[Note, ...]
    groups: tuple[RuleGroup, ...]


def regulation_facts(profile: Profile, acts: Mapping[str, Act], on: date) -> RegulationFacts:
    """Return the facts of the profile's regulation, the standing of its legal bases on a day."""
    act = profile.regulation
    return RegulationFacts(
        id=profile.id,
        title=act.title,
        number=numbers.shown(act.number),
        number_variant=act.number_variant,
        issued=act.issued.vietnamese(),
        effective=f"{act.effective_on:%d/%m/%Y}" if act.effective_on else ON_SIGNING,
        issuer=act.issuer,
        signer=", ".join(part for part in (act.signer, act.signer_title) if part),
        replaces=act.replaces,
        written_for=WRITTEN_FOR[act.written_for],
        comments_to=act.comments_to,
        source=act.source,
        legal_bases=tuple(
            Basis(basis.text, standing_in_words(acts[basis.act], acts, on) if basis.act in acts else "")
            for basis in act.legal_bases
        ),
        notes=act.notes,
        groups=tuple(_groups(profile)),
    )


def standing_in_words(act: Act, acts: Mapping[str, Act], on: date) -> str:
    """Return what a reader must know of a basis: that it ended, soon ends, or is doubtful (PS-B3)."""
    standing = act.standing(on)
    if standing == "in_force" and (act.valid_to is None or on < act.valid_to - NOTICE):
        return ""
    words = f"sẽ {STANDINGS['ended']}" if standing == "in_force" else STANDINGS[standing]
    if act.valid_to is not None and standing in {"in_force", "ended"}:
        words += f" từ ngày {act.valid_to:%d/%m/%Y}"
    successor = acts.get(act.replaced_by)
    if successor:
        words += f", thay bằng {successor.name}"
    return words if act.confirmed_on else f"{words}; chưa xác nhận"


def _groups(profile: Profile) -> Iterable[RuleGroup]:
    rules = rules_in_words(profile)
    for source, name, remark in GROUPS:
        found = [rule for rule in rules if origin(rule.clause, profile.id) == source]
        if found:
            topics = groupby(found, key=lambda rule: rule.topic)
            yield RuleGroup(name, remark, tuple((topic, tuple(of_topic)) for topic, of_topic in topics))
