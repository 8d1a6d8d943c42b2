"""The regulation as its page shows it: the act, what it rests on, what we remark, and every rule.

Rules stand in three groups, since nobody may mistake a neighbour's deadline for their own: those of
the regulation itself, those taken over from another one, and choices of the product.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from editorial.profile import Profile
from editorial.profile_schema import WRITTEN_FOR
from editorial.profile_site import CommentsTo, LegalBasis, Note

ON_SIGNING = "từ ngày ký"


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


def regulation_facts(profile: Profile, today: date) -> RegulationFacts:
    """Return the facts of the profile's regulation on a day."""
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
    )
