"""Rows of Lai Châu's regulation: posts by the administrator, orders by leaders, nobody from outside."""

from __future__ import annotations

from dataclasses import replace

import pytest

from editorial.access_list import check_access
from editorial.instructions import is_wanting, write_down
from editorial.publication import load
from editorial.publishing import check_publishing
from editorial.roster_checks import check_roster
from editorial.signing import find_item
from editorial.submission import revision_problems
from tests.organisation import Organisation
from tests.requirements.acts import delegate, public_ids, refused_codes, take_down, waiting_for
from tests.requirements.items import Case, profile_of

ORDER = "kind: order"


@pytest.fixture
def board(board_of) -> Organisation:
    """The Lai Châu group."""
    organisation: Organisation = board_of("lch")
    return organisation


def problems_with(board: Organisation) -> dict[str, str]:
    """Return what keeps the working text from a signer because of the edition that is public."""
    office = board.office()
    found = revision_problems(office, find_item(office, "chi-dao-1"), board.case("chi-dao-1"), board.now)
    return {problem.code: problem.severity for problem in found}


def write_order(board: Organisation, body: str = "Đề nghị các sở báo cáo trước ngày 25.") -> None:
    path = board.article("chi-dao-1", body=body)
    path.write_text(path.read_text().replace("kind: guidance", ORDER))


def test_lch_3_3_only_a_leader_gives_an_order(board: Organisation):
    """LCh-3.3, LCh-QD.1.1, LCh-QD.1.2: neither the administrator nor a member does."""
    write_order(board)
    assert waiting_for(board, "chi-dao-1") == ("post", "leader")
    for person in ("group-admin", "member", "group-head"):
        assert "signer-not-in-role" in refused_codes(board, person, "chi-dao-1")
    board.sign("chi-dao-1", "leader")
    assert public_ids(board) == ["chi-dao-1"]


def test_lch_3_3_an_order_that_was_given_is_closed_to_edits(board: Organisation):
    """LCh-3.3: a change is a new order."""
    write_order(board)
    board.sign("chi-dao-1", "leader")
    assert problems_with(board) == {}
    write_order(board, "Đề nghị các sở báo cáo trước ngày 30.")
    assert problems_with(board) == {"order-closed": "hold"}


def test_lch_5_3_powers_go_to_nobody_outside_the_group(board: Organisation):
    """LCh-5.3, LCh-7.5, A44: whatever stands in the roster, the signature does not count."""
    write_order(board)
    board.roster_text(lambda text: text.replace('roles = [{ role = "member", from = 2026-01-01 }]', "roles = []"))
    delegate(board, "leader", "member")
    assert "signer-not-in-role" in refused_codes(board, "member", "chi-dao-1")


def test_lch_6_4_the_administrator_takes_down_at_once(board: Organisation):
    """LCh-6.4: one act, with its reason, on record for good."""
    board.article("bai-mot")
    board.sign_all("bai-mot")
    take_down(board, "group-admin", "error", "Vi phạm Điều 4 Quy chế", "LCh-6.4")
    assert public_ids(board) == []
    assert board.case("bai-mot").ledger.signoffs[-1].withdrawal.reason == "Vi phạm Điều 4 Quy chế"


def test_lch_qd_1_3_membership_is_by_office(board: Organisation):
    """LCh-QD.1.3, LCh-4.5: an office that is not listed stops the publishing."""
    told = list(check_roster(board.office().roster, profile_of(board)))
    assert {(p.code, p.severity) for p in told} == {("roster-office-not-eligible", "fail")}
    offices = {
        "group-head": "Chủ tịch Ủy ban nhân dân tỉnh",
        "group-admin": "Giám đốc Sở Thông tin và Truyền thông",
        "leader": "Thường trực UBND tỉnh",
        "member": "Thủ trưởng, Chánh văn phòng các sở, ban, ngành",
    }
    for person, office in offices.items():
        board.roster_text(lambda t, p=person, o=office: t.replace(f'id = "{p}"\n', f'id = "{p}"\noffice = "{o}"\n'))
    assert list(check_roster(board.office().roster, profile_of(board))) == []


def test_lch_4_5_the_web_servers_list_and_the_roster_agree(board: Organisation, tmp_path):
    """LCh-4.5: nobody enters who is no member today, and no member is left outside."""
    office, file = board.office(), tmp_path / "members"
    access, today = office.profile.site.access, board.now.date()

    def told(text: str | None) -> list[tuple[str, str, str]]:
        if text is not None:
            file.write_text(text, encoding="utf-8")
        found = check_access(file if text is not None else None, access, office.roster, today)
        return [(one.code, one.severity, str(one.facts.get("name", ""))) for one in found]

    members = "".join(f"{person}:$2y$10$x\n" for person in office.roster.people)
    assert told(f"# by the administrator\n\n{members}") == []
    assert told(f"{members}nguoi-la:$2y$10$x\n") == [("access-stranger", "fail", "nguoi-la")]
    assert told(members.replace("member:", "#member:")) == [("access-lacking", "fail", "member")]
    assert told(None) == [("access-list-unknown", "warn", "")]
    file.unlink()
    assert [one.code for one in check_access(file, access, office.roster, today)] == ["access-list-unreadable"]
    left = replace(office.roster.people["member"], roles=())
    roster = replace(office.roster, people={**office.roster.people, "member": left})
    file.write_text(members, encoding="utf-8")
    assert [one.facts["name"] for one in check_access(file, access, roster, today)] == ["member"]


def test_lch_4_5_a_stranger_on_the_web_servers_list_stops_a_real_publish(board: Organisation, tmp_path):
    file = tmp_path / "members"
    file.write_text("nguoi-la:x\n", encoding="utf-8")
    settings = replace(board.settings, siteurl="https://noi-bo.example.vn", access_list=file)
    found = list(check_publishing(settings, load(settings, board.now), "group-admin", board.now))
    assert ("access-stranger", "fail") in [(one.code, one.severity) for one in found]


def test_lch_6_1_a_change_without_an_instruction_stops_a_real_publish(board: Organisation):
    """LCh-6.1: the name of the site is changed only when its head said so, and what he said is on record."""
    settings = replace(board.settings, siteurl="https://noi-bo.example.vn")
    publication, regulation = load(settings, board.now), settings.regulation_file

    def found() -> list[tuple[str, str, str]]:
        problems = check_publishing(settings, publication, "group-admin", board.now)
        return [(one.code, one.severity, one.clause) for one in problems if one.code == "change-not-instructed"]

    assert found() == [("change-not-instructed", "fail", "LCh-6.1")]
    write_down(settings.records, regulation, "Ý kiến của Trưởng nhóm ngày 22/11/2026", board.now.date())
    assert found() == []
    profile, records = publication.profile, settings.records
    other = board.settings.state / regulation.name
    other.parent.mkdir(parents=True, exist_ok=True)
    other.write_bytes(regulation.read_bytes().replace("Nhóm UBND tỉnh Lai Châu".encode(), b"Ban khac"))
    assert is_wanting(records, other, profile)
    write_down(records, other, "Ý kiến của Trưởng nhóm ngày 23/11/2026", board.now.date())
    assert not is_wanting(records, other, profile)
    assert is_wanting(records, regulation, profile), "what was instructed before is a change again"


def test_lch_1_the_audience_is_internal_and_nothing_is_exported(board: Organisation):
    """LCh-1, LCh-4.6, A42: the profile says so, and it cannot hold an export or a public feed beside it."""
    profile = profile_of(board)
    assert profile.is_internal
    assert [channel.export for channel in profile.channels.list] == ["none"]
    assert profile.site.access is not None


RUNS = b"%PDF-1.4\n1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>\nendobj\n%%EOF"

CONTENT = {
    "LCh-QD.4": Case("admin_document", {"effective_on": "2026-10-01"}, "effective-before-issued", "warn", "PS-S3"),
    "LCh-3.1": Case("guidance", {"title": "Thong bao lich hop cua Uy ban"}, "text-lacks-marks", "hold", "LCh-3.1"),
    "LCh-4.1 alone": Case("guidance", {}, "secrecy-standing", "fail", "LCh-4.1", body="TUYỆT MẬT\n\nNội dung."),
    "LCh-4.4": Case(
        "guidance",
        {"attachments": "thong-bao.pdf"},
        "attachment-active",
        "fail",
        "LCh-4.4",
        beside={"thong-bao.pdf": RUNS},
    ),
    "LCh-5.1 none": Case("order", {"summary": None}, "field-missing", "warn", "LCh-5.1"),
    "LCh-5.1 long": Case("order", {"summary": "dài " * 80}, "summary-long", "warn", "LCh-5.1"),
}


@pytest.mark.parametrize("case", CONTENT.values(), ids=CONTENT)
def test_lch_what_an_item_must_say(board_of, case: Case):
    """Rows of the content schema: the complete item passes, one line less and it is told."""
    case.holds_in(board_of("lch"))
