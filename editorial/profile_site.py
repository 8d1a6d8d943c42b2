"""The tables [regulation], [site], [areas], [content], [text], [attribution] and [intake] of a profile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, NamedTuple

from editorial import profile_schema as words
from editorial.dates import PartialDate
from editorial.frozen import frozen
from editorial.profile_shapes import Clause, Domain, Effective, Every, Holder, Kind, Listed, Required, RoleName, Slug
from editorial.typed_toml import AtLeast, Fault, Form, Words, named_twice

ON_SIGNING = "on-signing"


@frozen
class LegalBasis:
    """One line of the "Căn cứ". text: as printed; act: id of the row in records/acts.toml, "" without one."""

    text: str
    issued_on: PartialDate
    number: str = ""
    act: str = ""


@frozen
class Note:
    """What the editor remarks on the printed text: a misprint, a blank, a reading chosen.

    clause: where in the text; "" for its heading or signature
    """

    text: str
    clause: Clause = ""


@frozen
class CommentsTo:
    """Where remarks on the regulation itself go."""

    unit: str
    clause: Clause


@frozen
class Regulation:
    """The act behind the profile. Blank parts stay blank: "/QĐ-SNV", 2023-11.

    source: id of the item of content that holds the full text
    """

    source: str
    title: str
    number: str
    issued: PartialDate
    effective: Effective
    issuer: str
    written_for: Annotated[str, Words(words.WRITTEN_FOR, "nơi áp dụng")]
    comments_to: CommentsTo
    number_variant: str = ""
    signer: str = ""
    signer_title: str = ""
    signer_variant: str = ""
    replaces: tuple[str, ...] = ()
    legal_bases: tuple[LegalBasis, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def effective_on(self) -> date | None:
        """The day from which it holds, when that is not "on signing"."""
        return None if self.effective == ON_SIGNING else date.fromisoformat(self.effective)

    def faults(self) -> Iterator[Fault]:
        try:
            _ = self.effective_on
        except ValueError:
            yield Fault("profile-effective-day", ("effective",), {"value": self.effective})


@frozen
class Misprint:
    """A domain as printed: never a link, no address of the site until the owner confirms it."""

    domain: Domain
    clause: Clause
    confirmed: bool = False


@frozen
class Directed:
    """Who directs the site; printed in the footer."""

    by: str
    clause: Clause


@frozen
class Contact:
    """Where people write and call."""

    unit: str
    clause: Clause
    address: str = ""
    phone: str = ""
    email: str = ""


@frozen
class Access:
    """What keeps outsiders out of an internal site; a static site alone cannot."""

    by: Annotated[str, Words({"web-server": "máy chủ web"}, "nơi kiểm soát truy cập")]
    clause: Clause


@frozen
class Site:
    """What the site is called and for whom it is."""

    name: str
    audience: Annotated[str, Words(words.AUDIENCES, "đối tượng đọc")]
    aliases: tuple[str, ...] = ()
    base_url: str = ""
    misprint: Misprint | None = None
    directed: Directed | None = None
    contact: Contact | None = None
    levels: Listed | None = None
    access: Access | None = None


class Area(NamedTuple):
    """A reform area, written ["the-che", "Cải cách thể chế"]."""

    slug: Slug
    name: str


@frozen
class Areas:
    """The reform areas and how many of them an item needs."""

    required: Annotated[int, AtLeast(0)]
    list: tuple[Area, ...]
    clause: Clause

    def faults(self) -> Iterator[Fault]:
        yield from named_twice("list", [area.slug for area in self.list])
        if self.required > len(self.list):
            yield Fault("profile-areas-required", ("required",), {"required": self.required, "listed": len(self.list)})


@frozen
class Section:
    """A section and the kinds it takes; empty: what is said while nothing stands in it.

    within: slug of the section that it is a part of, which lists its items as well (ST-3.2b)
    """

    slug: Slug
    name: str
    kinds: Annotated[tuple[Kind, ...], AtLeast(1)]
    clause: Clause
    empty: Annotated[str, Words(words.EMPTY_SECTION, "mức nhắc")] = ""
    instruction: str = ""
    within: str = ""


@frozen
class Depth:
    """The names of the levels of the section tree."""

    levels: tuple[str, ...]
    clause: Clause


@frozen
class Media:
    """What may be sent and posted; extensions without a dot, lower case."""

    list: tuple[str, ...]
    clause: Clause
    extensions: tuple[str, ...] = ()


@frozen
class Review:
    """Kinds whose items are looked through again at an interval (reviewed_on)."""

    kinds: Annotated[tuple[Kind, ...], AtLeast(1)]
    every: Every
    clause: Clause


@frozen
class Services:
    """What holds for the list of services. hosts: where one may lead, their subdomains included

    fields: the lists of ngành, lĩnh vực, () while any is taken; progress: where people follow what they handed in,
    for a service that names no other place; guide: address of the site's page that explains how to use services
    """

    hosts: Annotated[tuple[Domain, ...], AtLeast(1)]
    clause: Clause
    fields: tuple[str, ...] = ()
    progress: str = ""
    guide: str = ""


@frozen
class Brief:
    """Kinds whose summary is kept short."""

    kinds: Annotated[tuple[Kind, ...], AtLeast(1)]
    characters: Annotated[int, AtLeast(1)]
    clause: Clause


@frozen
class Content:
    """The sections and what stands in them."""

    sections: Annotated[tuple[Section, ...], AtLeast(1)]
    depth: Depth | None = None
    media: Media | None = None
    service_levels: Listed | None = None
    services: Services | None = None
    review: tuple[Review, ...] = ()
    brief: Brief | None = None
    pinned: Holder | None = None

    def faults(self) -> Iterator[Fault]:
        """Yield sections named twice, and those that lie in none above them or deeper than the tree has levels."""
        yield from named_twice("sections", [section.slug for section in self.sections])
        levels: dict[str, int] = {}
        most = len(self.depth.levels) if self.depth else 1
        for index, section in enumerate(self.sections):
            level = levels[section.slug] = levels.get(section.within, 0 if not section.within else most) + 1
            if level > most:
                facts = {"section": section.slug, "within": section.within, "levels": most}
                yield Fault("profile-section-within", ("sections", index), facts)


@frozen
class Charset:
    """The character standard the text names, and how it is met."""

    standard: str
    use: str
    clause: Clause


@frozen
class Font:
    """The face that comes first in the stack."""

    first: str
    clause: Clause


@frozen
class Languages:
    """Language codes an item may have; diacritics: Vietnamese without marks is held.

    translations: further languages, of translations that are bound to a Vietnamese edition only
    """

    list: tuple[str, ...]
    diacritics: bool
    clause: Clause
    translations: Listed | None = None


@frozen
class Text:
    """Letters, face and language."""

    charset: Charset | None = None
    font: Font | None = None
    languages: Languages | None = None


@frozen
class SourceLine:
    """The source of an item and the line that prints it."""

    required: bool
    line: Annotated[str, Form(r"[^{}]*\{source\}[^{}]*", "dòng ghi nguồn có {source}", "Nguồn: {source}")]
    clause: Clause


@frozen
class Reuse:
    """The line others must print when they use our text."""

    line: str
    clause: Clause


@frozen
class Official:
    """Reused material must come from an official source; list: those the owner names."""

    required: bool
    clause: Clause
    list: tuple[str, ...] = ()


@frozen
class Consent:
    """When the source's written consent is needed."""

    when: Annotated[str, Words(words.CONSENT_WHEN, "trường hợp cần văn bản đồng ý")]
    clause: Clause


@frozen
class Verbatim:
    """Whether collected material must be quoted word for word."""

    collected: bool
    clause: Clause


@frozen
class Attribution:
    """Who wrote it, who sent it in, and where it comes from."""

    author: Required | None = None
    provider: Required | None = None
    source: SourceLine | None = None
    reuse: Reuse | None = None
    official: Official | None = None
    consent: Consent | None = None
    verbatim: Verbatim | None = None


@frozen
class Submitter:
    """Who may send material, by which ways, and which role confirms it."""

    who: str
    clause: Clause
    by: tuple[str, ...] = ()
    focal: bool = False
    confirm: RoleName = ""


@frozen
class Intake:
    """How material comes in; marker: the words under "Nơi nhận" that mean this site."""

    from_: tuple[Submitter, ...] = ()
    marker: Listed | None = None
