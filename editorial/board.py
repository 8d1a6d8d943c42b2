"""The editorial board as its page tells it: each post, what it may do by which clause, and who holds it (ST-1).

Duties come from the regulation's rules, members from the roster. A member is named only in the form that the regulation
gives; where it is silent the post alone is shown, since names of persons stay in the records.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from editorial import profile_schema as words
from editorial.frozen import frozen
from editorial.profile import Profile
from editorial.profile_process import Role
from editorial.roster import Roster


@frozen
class Duty:
    """One thing that a post does. text: "phê duyệt"; clause: "CT-10" """

    text: str
    clause: str


@frozen
class Post:
    """A role of the regulation. members: as the page names those who hold it on the day"""

    title: str
    clause: str
    duties: tuple[Duty, ...]
    members: tuple[str, ...]


def posts_of(profile: Profile, roster: Roster, on: date) -> tuple[Post, ...]:
    """Return the posts in the order of the regulation, with those who hold them on the day."""
    return tuple(
        Post(role.title, role.clause, tuple(_duties(profile, name, role)), _members(profile, roster, name, on))
        for name, role in profile.roles.items()
    )


def _duties(profile: Profile, name: str, role: Role) -> Iterator[Duty]:
    approval = profile.approval
    if role.stands_in_for:
        when = " hoặc ".join(words.STAND_IN_WHEN[one] for one in role.when)
        yield Duty(f"ký thay khi {profile.roles[role.stands_in_for].title} {when}", role.clause)
    for step in approval.steps:
        if step.role == name:
            limits = [words.STEP_WHEN[step.when]] if step.when else []
            limits += [words.STEP_UNLESS[step.unless]] if step.unless else []
            said = f" ({'; '.join(limits)})" if limits else ""
            yield Duty(f"{words.STEP_ACTS[step.act]} thông tin trước khi đăng{said}", step.clause)
    if approval.publisher.role == name:
        yield Duty("đăng thông tin đã duyệt lên trang", approval.publisher.clause)
    if name in approval.withdrawal.roles:
        yield Duty("quyết định gỡ thông tin", approval.withdrawal.clause)
    if approval.delegation and approval.delegation.by == name:
        yield Duty("ủy quyền cho người khác ký duyệt", approval.delegation.clause)
    yield from _other_duties(profile, name)


def _other_duties(profile: Profile, name: str) -> Iterator[Duty]:
    """What stands outside the approval: orders, pins, members, questions."""
    inquiry, members = profile.inquiry, profile.members
    if profile.approval.orders_by and profile.approval.orders_by.role == name:
        yield Duty("đưa ra chỉ đạo, mệnh lệnh hành chính", profile.approval.orders_by.clause)
    if profile.approval.changes_by and profile.approval.changes_by.role == name:
        yield Duty("chỉ đạo việc thay đổi tên, quy định của trang", profile.approval.changes_by.clause)
    if profile.content.pinned and profile.content.pinned.role == name:
        yield Duty("ghim tin quan trọng", profile.content.pinned.clause)
    if inquiry and inquiry.routing and inquiry.routing.owner == name:
        yield Duty("đầu mối tiếp nhận, chuyển và trả lời câu hỏi, phản ánh, kiến nghị", inquiry.routing.clause)
    if members and members.kept_by and members.kept_by.role == name:
        yield Duty("giữ danh sách thành viên", members.kept_by.clause)
    if members and members.tasks and members.tasks.role == name:
        yield Duty("phân công lĩnh vực cho thành viên", members.tasks.clause)


def _members(profile: Profile, roster: Roster, name: str, on: date) -> tuple[str, ...]:
    form = profile.members.display.form if profile.members and profile.members.display else "{position}"
    named = (form.format(name=one.name, position=one.position) for one in roster.holders(name, on))
    return tuple(dict.fromkeys(named))
