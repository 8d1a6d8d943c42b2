"""Signed on paper at the desk: entered by somebody else, judged by the day on the paper."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.sign import OnPaper
from editorial.messages import sentence
from editorial.problem import Refused
from tests.desk.office_fixture import Desk
from tests.organisation import NOON
from tests.refusing import refuses


def test_a_slip_signed_on_paper_says_so_for_good(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    paper = OnPaper("Phiếu trình 05", "truong-ban", NOON.date())
    signed = desk.sign("bai-mot", "van-thu", paper, note="đọc qua điện thoại")
    assert (signed.person, signed.signer, signed.paper.reference) == ("truong-ban", "van-thu", "Phiếu trình 05")
    assert "trên giấy: Phiếu trình 05, ký ngày 20/11/2026, van-thu nhập" in desk.said()


def test_the_head_of_a_provider_confirms_on_paper(desk: Desk) -> None:
    """CT-5.3, A46: he is in no roster."""
    path = desk.organisation.article("bai-mot")
    path.write_text(
        path.read_text().replace(
            "origin: own", "origin: provided\nprovider: so-noi-vu-can-tho\nprovider_head: Thủ trưởng nơi cung cấp"
        )
    )
    with refuses("step-by-nobody"):
        desk.sit("bai-mot", "phong-cchc")
    signed = desk.sign("bai-mot", "van-thu", OnPaper("CV 12/ABC", "Thủ trưởng nơi cung cấp", NOON.date()))
    assert signed.act == "confirm"
    assert [signoff.act for signoff in desk.sign_all("bai-mot")] == ["screen", "approve", "consent"]


@pytest.mark.parametrize(
    ("paper", "clerk"),
    [
        (OnPaper("P1", "phong-cchc", NOON.date()), "phong-cchc"),  # his own signature
        (OnPaper("P1", "phong-cchc", NOON.date()), "thanh-vien"),  # not of the publishing office
        (OnPaper("P1", "nguoi-la", NOON.date()), "van-thu"),  # nobody of the board
        (OnPaper("P1", "phong-cchc", NOON.date() + timedelta(days=1)), "van-thu"),  # dated tomorrow
    ],
)
def test_a_paper_that_cannot_be_right_is_refused(desk: Desk, paper: OnPaper, clerk: str) -> None:
    desk.organisation.article("bai-mot")
    with pytest.raises(Refused):
        desk.sign("bai-mot", clerk, paper)
    assert not desk.lines()


@pytest.mark.parametrize(
    ("code", "clerk", "days"),
    [
        ("paper-clerk-not-allowed", "truong-ban", 0),  # his own signature
        ("paper-clerk-not-allowed", "thanh-vien", 0),  # not of the publishing office
        ("paper-before-step", "van-thu", -1),  # before the step above it
    ],
)
def test_a_paper_that_would_not_count_is_refused_before_its_questions(desk: Desk, code: str, clerk: str, days: int):
    """The text is named, not a line of a ledger that was never written; and who was at fault, by name."""
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    with refuses(code) as refused:
        desk.sit("bai-mot", clerk, OnPaper("P1", "truong-ban", NOON.date() + timedelta(days=days)))
    [problem] = refused.value.problems
    assert problem.where == "content/bai/bai-mot.md"
    assert days == 0 or "trước ngày 20/11/2026 của bước đứng trên" in sentence(problem)


def test_who_held_the_role_on_the_day_of_the_paper_may_be_entered_after_he_left(desk: Desk) -> None:
    """He signed on his last day; the clerk enters it the week after, when the step waits for somebody else."""
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    held = '{ role = "chief_editor", from = 2026-01-01 }'
    desk.organisation.roster_text(lambda t: t.replace(held, held.replace(" }", ", until = 2026-11-20 }")))
    desk.organisation.later(days=7)
    with refuses("step-by-nobody") as refused:
        desk.sit("bai-mot", "van-thu", OnPaper("P1", "truong-ban", desk.now.date()))
    assert "nhưng ngày 27/11/2026 không ai" in sentence(refused.value.problems[0])
    assert desk.sign("bai-mot", "van-thu", OnPaper("P1", "truong-ban", NOON.date())).act == "approve"
