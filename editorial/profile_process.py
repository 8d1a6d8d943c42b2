"""The tables [roles], [approval], [deadlines] and [inquiry] of a profile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from editorial import profile_schema as words
from editorial.frozen import frozen
from editorial.profile_shapes import AnyKind, Clause, DateField, Holder, Listed, Name, Required, RoleName
from editorial.typed_toml import AtLeast, Fault, Words, named_twice


@frozen
class Role:
    """A function in the process; office: the post that must hold it; when: cases of standing in."""

    title: str
    clause: Clause
    office: str = ""
    standing: bool = False
    stands_in_for: RoleName = ""
    when: tuple[Annotated[str, Words(words.STAND_IN_WHEN, "trường hợp ký thay")], ...] = ()

    def faults(self) -> Iterator[Fault]:
        if bool(self.stands_in_for) != bool(self.when):
            yield Fault("profile-stand-in-half")


@frozen
class Step:
    """One sign-off of the chain. when: only then; unless: not then."""

    act: Annotated[str, Words(words.STEP_ACTS, "bước duyệt")]
    role: RoleName
    clause: Clause
    when: Annotated[str, Words(words.STEP_WHEN, "điều kiện của bước")] = ""
    unless: Annotated[str, Words(words.STEP_UNLESS, "ngoại lệ của bước")] = ""


@frozen
class Delegation:
    """To which roles powers may be given. by: the giving role, or a body when standing (no end); "" any."""

    to: Annotated[tuple[RoleName, ...], AtLeast(1)]
    clause: Clause
    by: str = ""
    standing: bool = False


@frozen
class Distinct:
    """Whether every step of an item needs another person."""

    signers: bool
    clause: Clause


@frozen
class Refusal:
    """A reason for which an item may be refused."""

    code: Name
    text: str
    clause: Clause


@frozen
class Withdrawers:
    """Roles any one of which may take an item down alone."""

    roles: Annotated[tuple[RoleName, ...], AtLeast(1)]
    clause: Clause


@frozen
class Revision:
    """What a changed text must say: a note of the change, and who decided it by which document."""

    note: bool
    clause: Clause
    decided_by: bool = False


@frozen
class Approval:
    """Who must sign, in which order. Without steps one sign-off by the publisher makes an item public.

    changes_by: without whose instruction nothing that the site says of itself may change
    """

    steps: tuple[Step, ...]
    publisher: Holder
    withdrawal: Withdrawers
    delegation: Delegation | None = None
    distinct: Distinct | None = None
    checklist: Listed | None = None
    refusals: tuple[Refusal, ...] = ()
    revision: Revision | None = None
    orders_by: Holder | None = None
    changes_by: Holder | None = None

    def faults(self) -> Iterator[Fault]:
        return named_twice("refusals", [refusal.code for refusal in self.refusals])


@frozen
class Count:
    """How days are counted. at_once_alarm: working days after which "ngay" is called late, 0 = never."""

    unit: Annotated[str, Words(words.COUNT_UNITS, "đơn vị tính")]
    start: Annotated[str, Words(words.COUNT_STARTS, "cách tính ngày đầu")]
    event: Annotated[str, Words(words.EVENT_DAYS, "ngày tính của sự kiện")]
    clause: Clause
    at_once_alarm: Annotated[int, AtLeast(0)] = 0


@frozen
class DeadlineRule:
    """A time limit for information: either whole working days, or at once."""

    kinds: Annotated[tuple[AnyKind, ...], AtLeast(1)]
    from_: DateField
    clause: Clause
    days: Annotated[int, AtLeast(1)] = 0
    at_once: bool = False
    relation: Annotated[str, Words(words.RELATIONS, "quan hệ với văn bản")] = ""

    def covers(self, kind: str) -> bool:
        """True when the rule is about the kind."""
        return "*" in self.kinds or kind in self.kinds

    def faults(self) -> Iterator[Fault]:
        if bool(self.days) == self.at_once:
            yield Fault("profile-days-or-at-once")


@frozen
class Deadlines:
    """The time limits for information."""

    count: Count
    rules: tuple[DeadlineRule, ...] = ()


@frozen
class Clock:
    """A time limit of an inquiry in working days."""

    days: Annotated[int, AtLeast(1)]
    from_: DateField
    clause: Clause
    or_dated_notice: bool = False


@frozen
class Routing:
    """The way of an inquiry; letter: it is forwarded in writing; approvers: who may approve to whom it goes."""

    steps: Annotated[tuple[Annotated[str, Words(words.ROUTING, "bước xử lý")], ...], AtLeast(1)]
    clause: Clause
    owner: RoleName = ""
    letter: bool = False
    approvers: tuple[RoleName, ...] = ()

    def faults(self) -> Iterator[Fault]:
        if ("approve" in self.steps) != bool(self.approvers):
            yield Fault("profile-routing-approvers")


@frozen
class Territory:
    """Where senders are from; others are flagged, never dropped."""

    name: str
    clause: Clause


@frozen
class AtOnce:
    """Something done without delay."""

    at_once: bool
    clause: Clause


@frozen
class PublishInquiry:
    """What of an inquiry becomes public, and when."""

    what: Annotated[str, Words(words.PUBLISH_WHAT, "phần được đăng")]
    when: Annotated[str, Words(words.PUBLISH_WHEN, "trường hợp được đăng")]
    clause: Clause


@frozen
class Filter:
    """What happens to an incoming message that the word filter stops."""

    on_hit: Annotated[str, Words(words.ON_HIT, "cách xử lý khi bộ lọc chặn")]
    clause: Clause


@frozen
class Sensitive:
    """Which roles see inquiries marked sensitive first."""

    seen_by: Annotated[tuple[RoleName, ...], AtLeast(1)]
    clause: Clause


@frozen
class Inquiry:
    """How questions, reports and petitions are taken, answered and published."""

    kinds: Listed | None = None
    senders: Listed | None = None
    territory: Territory | None = None
    tags: Listed | None = None
    rules_page: Required | None = None
    routing: Routing | None = None
    answer: Clock | None = None
    coordinate: Clock | None = None
    complex: Clock | None = None
    out_of_scope: AtOnce | None = None
    publish: PublishInquiry | None = None
    filter: Filter | None = None
    sensitive: Sensitive | None = None
