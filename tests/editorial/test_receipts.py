"""What pages tell of sign-offs is what the sign-offs say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from editorial.receipts import BY_NOBODY, Signed, signed_of, told_of
from editorial.signoffs import Paper, Signoff

LATE = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
"""One in the morning of the next day in Vietnam."""
BY_HAND = Signoff("x", "0" * 64, "approve", "chief_editor", "truong-ban", LATE, "1" * 64, "CT-10")


def test_they_are_told_in_their_order_with_the_days_of_vietnam() -> None:
    deputy = replace(BY_HAND, act="consent", role="dept_leader", on_behalf_of="lanh-dao-so")
    on_paper = replace(BY_HAND, paper=Paper("Phiếu trình 05", date(2026, 11, 19), "van-thu"))
    assert signed_of(told_of((BY_HAND, deputy, on_paper))) == (
        Signed("approve", "chief_editor", "1" * 64, "2026-11-21", False, "", ""),
        Signed("consent", "dept_leader", "1" * 64, "2026-11-21", True, "", ""),
        Signed("approve", "chief_editor", "1" * 64, "2026-11-21", False, "Phiếu trình 05", "2026-11-19"),
    )


def test_of_what_nobody_has_signed_nothing_is_told() -> None:
    assert signed_of(BY_NOBODY) == signed_of(told_of(())) == ()
