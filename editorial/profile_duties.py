"""The tables [retention], [reports], [channels], [security], [members] and [royalty] of a profile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Annotated

from editorial import profile_schema as words
from editorial.frozen import frozen
from editorial.profile_shapes import Clause, Every, Holder, Kind, Listed, RoleName, Slug
from editorial.typed_toml import AtLeast, Fault, Form, Words, named_twice


@frozen
class Keep:
    """How long published information is stored."""

    keep: Annotated[str, Words(words.KEEP, "thời hạn lưu trữ")]
    clause: Clause
    unless: Annotated[str, Words(words.KEEP_UNLESS, "ngoại lệ lưu trữ")] = ""


@frozen
class Superseded:
    """What readers see of an item whose ground is gone."""

    do: Annotated[str, Words(words.SUPERSEDED_DO, "cách xử lý tin không còn phù hợp")]
    clause: Clause


@frozen
class CitesEnded:
    """What readers see on an item that cites a document which has ended; editors are told in any case."""

    do: Annotated[str, Words(words.CITES_ENDED_DO, "cách xử lý bài dẫn văn bản đã hết hiệu lực")]
    clause: Clause


@frozen
class LogRetention:
    """The least number of years a log is kept: a floor, not a term."""

    min_years: Annotated[int, AtLeast(1)]
    clause: Clause


@frozen
class Retention:
    """Storing and showing are two things."""

    content: Keep | None = None
    superseded: Superseded | None = None
    cites_ended: CitesEnded | None = None
    log: LogRetention | None = None


@frozen
class Report:
    """A report, meeting or training at an interval."""

    name: str
    every: Every
    clause: Clause
    to: str = ""


@frozen
class Reports:
    """What is reported."""

    list: tuple[Report, ...]


@frozen
class Channel:
    """A place outside the site to which approved content goes."""

    id: Slug
    export: Annotated[str, Words(words.EXPORTS, "cách đưa ra kênh")]
    clause: Clause
    name: str = ""
    address: str = ""
    purpose: str = ""


@frozen
class Impersonation:
    """Who is told of a false page."""

    report_to: str
    clause: Clause


@frozen
class Channels:
    """The official places."""

    list: tuple[Channel, ...]
    impersonation: Impersonation | None = None

    def faults(self) -> Iterator[Fault]:
        return named_twice("list", [channel.id for channel in self.list])


@frozen
class Personal:
    """Personal data: a notice before a form is sent; never published."""

    form_notice: bool
    publish: bool
    clause: Clause


@frozen
class Reference:
    """A text outside that must be followed."""

    reference: str
    clause: Clause


@frozen
class Attachments:
    """Whether files may hold anything that runs."""

    active_content: bool
    clause: Clause


@frozen
class Accounts:
    """How accounts are kept."""

    strong_passwords: bool
    stored_in_browser: bool
    clause: Clause


@frozen
class Uptime:
    """Hours a day, every day."""

    hours: Annotated[int, AtLeast(1)]
    clause: Clause


@frozen
class Security:
    """What must never appear, and how the site is guarded."""

    markings: Listed | None = None
    prohibited: Listed | None = None
    personal: Personal | None = None
    levels: Reference | None = None
    attachments: Attachments | None = None
    accounts: Accounts | None = None
    uptime: Uptime | None = None


@frozen
class Founding:
    """Who sets up the board, on whose proposal."""

    by: str
    clause: Clause
    proposed_by: str = ""


@frozen
class Display:
    """How a person's name is shown, for the members and for authors and signers alike."""

    form: Annotated[str, Form(r"[^{}]*\{name\}[^{}]*\{position\}[^{}]*", "cách ghi tên", "{name} - {position}")]
    clause: Clause


@frozen
class Assignment:
    """Whether people are assigned by a decision, and to whom that is sent."""

    by_decision: bool
    clause: Clause
    sent_to: str = ""


@frozen
class Members:
    """Who belongs; kept_by: who keeps the list; tasks: who gives members their fields."""

    founding: Founding | None = None
    eligible: Listed | None = None
    display: Display | None = None
    assignment: Assignment | None = None
    kept_by: Holder | None = None
    tasks: Holder | None = None


@frozen
class Royalty:
    """Coefficients by kind, entered by the organisation; the regulations give none."""

    clause: Clause
    coefficients: Mapping[Kind, float] = field(default_factory=dict)
    decided_by: RoleName = ""
