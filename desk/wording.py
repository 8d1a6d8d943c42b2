"""How the desk names moments, roles, steps and acts to a person."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from editorial.dates import VIETNAM
from editorial.profile_schema import ACTS, clause_in_words

if TYPE_CHECKING:  # the records take half a second to import, and words need none of them
    from editorial.office import Office
    from editorial.profile import Profile
    from editorial.profile_process import Step
    from editorial.signoffs import Signoff
    from editorial.waiting import State, Waiting

STATES: Mapping[State, str] = {
    "new": "chưa ai ký",
    "edited": "sửa sau khi duyệt",
    "amended": "sửa khi đang trình, ký lại từ bước đầu",
    "begun": "đang trình ký",
    "lapsed": "quy chế đổi khi đang trình, ký lại từ bước đầu",
    "refused": "bị từ chối, chờ sửa",
    "embargoed": "đủ chữ ký, chưa đến lúc đăng",
}


def user_of_machine() -> str:
    """Return under which name somebody uses this machine; one who has none has a number."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def moment(at: datetime) -> str:
    """Return "14:05 ngày 20/11/2026", local time."""
    return f"{at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"


def left_words(left: int, is_late: bool) -> str:
    """Return what is left of a period: "còn 2 ngày làm việc", "hết hạn hôm nay", "trễ 1 ngày làm việc".

    left: working days, negative after the last one; a period that ended before days off is late with none
    """
    if left:
        return f"còn {left} ngày làm việc" if left > 0 else f"trễ {-left} ngày làm việc"
    return "quá hạn" if is_late else "hết hạn hôm nay"


def embargo_words(wait: Waiting) -> str:
    """Return what a signed text waits for that readers may not see yet."""
    return moment(wait.item.publish_at) if wait.item.publish_at else "được phép phổ biến công khai"


def author_words(faults: int) -> str:
    """Return that a text waits for its author, who has faults to mend before anybody can sign it."""
    return f"người soạn sửa tệp ({faults} lỗi)"


def role_title(profile: Profile, role: str) -> str:
    """Return the regulation's name of a role, or the role itself where the regulation does not know it."""
    known = profile.role(role)
    return known.title if known else role


def step_words(step: Step, profile: Profile) -> str:
    """Return "phê duyệt – Trưởng Ban (CT-10)"."""
    return f"{ACTS[step.act]} – {role_title(profile, step.role)} ({clause_in_words(step.clause, profile.id)})"


def refusal_words(profile: Profile, code: str) -> str:
    """Return the regulation's words for a reason of refusal, or the code where it knows no such reason."""
    return next((refusal.text for refusal in profile.approval.refusals if refusal.code == code), code)


def refused_words(office: Office, refused: Signoff) -> str:
    """Return who refused this text, when, for which reason and with which remark."""
    profile = office.rules.get(refused.rules, office.profile)
    words = f"Bản này đã bị {signer_words(office, refused)} từ chối ngày {refused.at.astimezone(VIETNAM):%d/%m/%Y}"
    if refused.refusal:
        words += f": {refusal_words(profile, refused.refusal.code)}"
        words += f" – “{refused.refusal.note}”" if refused.refusal.note else ""
    return f"{words}."


def person_name(office: Office, person: str) -> str:
    """Return the name of a person of the roster; somebody outside it signed on paper under his own name."""
    known = office.roster.people.get(person)
    return known.name if known else person


def signer_words(office: Office, signoff: Signoff) -> str:
    """Return who acted, for whom, and by which paper: "A (ký thay B; trên giấy: Phiếu 05, C nhập)"."""
    remarks = []
    if signoff.on_behalf_of:
        remarks.append(f"ký thay {person_name(office, signoff.on_behalf_of)}")
    if signoff.paper:
        paper = signoff.paper
        clerk = person_name(office, paper.entered_by)
        remarks.append(f"trên giấy: {paper.reference}, ký ngày {paper.signed_on:%d/%m/%Y}, {clerk} nhập")
    name = person_name(office, signoff.person)
    return f"{name} ({'; '.join(remarks)})" if remarks else name


def rules_words(rules: Profile) -> str:
    """Return which regulation, and as of when: its title alone does not change with its steps."""
    days = ", ".join(f"{period.first:%d/%m/%Y}" for period in rules.adopted)
    return f"{rules.regulation.title}; cơ quan ghi nhận ngày {days}, bản lưu {rules.file}"


def count(number: int) -> str:
    """Return a whole number as Vietnamese texts write it: "1.234"."""
    return f"{number:,}".replace(",", ".")
