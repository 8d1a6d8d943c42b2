"""What the tests of the rows ask again and again of an organisation."""

from __future__ import annotations

from pathlib import Path

import pytest

from editorial.problem import Refused
from editorial.publication import load
from editorial.signing import find_item, identify, next_step, prepare, refuse
from editorial.signoffs import Paper, Refusal, Signoff, Withdrawal
from tests.organisation import Organisation


def public_ids(organisation: Organisation) -> list[str]:
    """Return the ids of what readers see now."""
    return [public.item.id for public in load(organisation.settings, organisation.now).items]


def waiting_for(organisation: Organisation, item: str = "bai-mot") -> tuple[str, str]:
    """Return act and role of the step that the working text waits for."""
    office, case = organisation.office(), organisation.case(item)
    edition = prepare(office, find_item(office, item), case, organisation.now).edition
    step = next_step(office, edition, case, organisation.now.date()).step
    return step.act, step.role


def refused_codes(organisation: Organisation, person: str, item: str = "bai-mot", **how: object) -> set[str]:
    """Return why a person's signature on the next step is not taken; it must not be."""
    with pytest.raises(Refused) as refused:
        organisation.sign(item, person, **how)
    return {problem.code for problem in refused.value.problems}


def confirm_on_paper(organisation: Organisation, clerk: str) -> Signoff:
    """Let a clerk enter the provider's confirmation."""
    paper = Paper("CV 12/ABC", organisation.now.date(), clerk)
    return organisation.sign("bai-mot", clerk, paper=paper, person="Thủ trưởng cơ quan cung cấp")


def provided(organisation: Organisation) -> Path:
    """Write an article that comes from outside."""
    path = organisation.article("bai-mot")
    path.write_text(path.read_text().replace("origin: own", "origin: provided\nprovider: so-noi-vu-can-tho"))
    return path


def send_back(organisation: Organisation, person: str, code: str, note: str) -> Signoff:
    """Let a person refuse the text that is being signed."""
    office, edition, now = organisation.office(), organisation.case("bai-mot").latest, organisation.later(seconds=1)
    assert edition is not None
    return refuse(office, edition, identify(office, organisation.keys[person], now), Refusal(code, note), now)


def take_down(
    organisation: Organisation, person: str, kind: str, reason: str, clause: str, item: str = "bai-mot"
) -> Signoff:
    """Let a person withdraw what is public."""
    return organisation.withdraw(item, Withdrawal(kind, reason), by=person, clause=clause)


def give_role(organisation: Organisation, person: str, role: str) -> None:
    """Let a person of the roster hold one more role."""
    mark = f'id = "{person}"\n'

    def add(text: str) -> str:
        head, tail = text.split(mark)
        return head + mark + tail.replace("roles = [", f'roles = [{{ role = "{role}", from = 2026-01-01 }}, ', 1)

    organisation.roster_text(add)


def delegate(organisation: Organisation, by: str, to: str, kinds: str = '["*"]', until: str = "2026-12-31") -> None:
    """Record a delegation."""
    entry = f'\n[[delegations]]\nby = "{by}"\nto = "{to}"\nkinds = {kinds}\nfrom = 2026-11-01\nuntil = {until}\n'
    organisation.roster_text(lambda text: text + entry + 'reference = "Giấy ủy quyền 05"\n')


def send_away(organisation: Organisation, person: str) -> None:
    """Record that a person is absent on the day of the tests."""
    entry = f'\n[[absences]]\nperson = "{person}"\nfrom = 2026-11-20\nuntil = 2026-11-20\nreference = "Đi công tác"\n'
    organisation.roster_text(lambda text: text + entry)
