"""What stands under a banner, or ceased to stand, where a regulation keeps superseded texts in sight."""

import re

import pytest

from editorial.publication import load
from editorial.published import PUBLISH, Published, Run
from editorial.publishing import reverted
from editorial.signoffs import Withdrawal
from tests.organisation import found
from tests.requirements.acts import public_ids


@pytest.fixture
def soc_trang(tmp_path):
    """A public text of a house that keeps under a banner what no longer fits (ST-10.4)."""
    board = {"thanh-vien": "board_member", "truong-ban": "chief_editor", "giam-doc": "director"}
    house = found(tmp_path, "st", board)
    house.article("bai-mot", extra="section: chu-truong")
    house.sign_all("bai-mot")
    return house


def no_longer_fits(house):
    house.later(seconds=1)
    house.withdraw("bai-mot", Withdrawal("superseded", "Chính sách đã đổi"), by="giam-doc", clause="ST-10.4")


def test_a_superseded_text_follows_the_regulation(soc_trang):
    """A22: Sóc Trăng keeps it under a banner, Cần Thơ takes it away."""
    no_longer_fits(soc_trang)
    (public,) = load(soc_trang.settings, soc_trang.now).items
    assert public.superseded.withdrawal.reason == "Chính sách đã đổi"
    no_longer_fits(soc_trang)
    assert public_ids(soc_trang) == ["bai-mot"]


@pytest.mark.parametrize("kind", ["error", "personal_data"])
def test_what_was_taken_away_stays_away_when_a_later_edition_no_longer_fits(soc_trang, kind):
    """The later one waited for its day: no reader saw it, so there is nothing to keep under a banner."""
    soc_trang.later(seconds=1)
    soc_trang.withdraw("bai-mot", Withdrawal(kind, "Có số căn cước"), by="giam-doc", clause="ST-10.4")
    soc_trang.article("bai-mot", "Đã bỏ số căn cước.", extra="section: chu-truong\npublish_at: 2026-12-01")
    soc_trang.sign_all("bai-mot")
    no_longer_fits(soc_trang)
    assert public_ids(soc_trang) == []


def test_older_words_do_not_come_back_under_a_banner_unasked(soc_trang):
    """ST-10.4: the newer words stood there until their approver's key was ended with a day in the past."""
    soc_trang.later(days=2)
    soc_trang.article("bai-mot", "Nội dung mới.", extra="section: chu-truong")
    soc_trang.sign_all("bai-mot")
    no_longer_fits(soc_trang)
    shown = load(soc_trang.settings, soc_trang.now).editions
    soc_trang.later(seconds=1)
    run = Run(PUBLISH, soc_trang.now, "thanh-vien", "", "", added=shown)
    before = Published((run,), shown, {}, {}, "")
    assert not reverted(before, load(soc_trang.settings, soc_trang.now))
    ended = re.compile(r'(id = "truong-ban"(?s:.*?)from = [-0-9]+) }')
    soc_trang.roster_text(lambda text: ended.sub(r"\1, until = 2026-11-20 }", text, count=1))
    later = load(soc_trang.settings, soc_trang.now)
    assert later.editions.keys() == shown.keys() and later.editions != shown, "the older words"
    assert reverted(before, later) == {"bai-mot"}


def test_what_stood_under_a_banner_goes_with_a_withdrawal_in_doubt(soc_trang):
    """Nobody can say that the text was meant to stay: the line is there, though its signer's role had ended."""
    no_longer_fits(soc_trang)
    assert public_ids(soc_trang) == ["bai-mot"]
    soc_trang.later(days=2)
    soc_trang.withdraw("bai-mot", Withdrawal("personal_data", "Có số căn cước"), by="giam-doc", clause="ST-10.4")
    soc_trang.roster_text(lambda t: re.sub(r'(role = "director", from = [-0-9]+)', r"\1, until = 2026-11-21", t))
    assert public_ids(soc_trang) == []
