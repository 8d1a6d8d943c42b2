"""What each regulation says, as its profile carries it: the row, the place in the profile, and what stands there."""

from __future__ import annotations

import ast
import re
from functools import reduce
from pathlib import Path

import pytest

from editorial.addresses import list_addresses
from editorial.profile import load_profile
from editorial.profile_schema import CLAUSES, is_inherited
from editorial.profile_words import rules_in_words
from tests.organisation import ROOT, profile_named
from tests.refusing import refuses
from tests.requirements.conftest import REGULATIONS

OF_ONE = re.compile(r"\b(?:CT|ST|LC|LX|LCh)-(?:QD\.|\d)")
"""A clause of one of the five regulations."""


def at(regulation: str, path: str) -> object:
    """Return what stands at a dotted path of the profile."""
    return reduce(getattr, path.split("."), profile_named(regulation))


FACTS = {
    "CT-QD.0 number": ("ct", "regulation.number", "/QĐ-SNV"),
    "CT-QD.2": ("ct", "regulation.effective", "on-signing"),
    "CT-3": ("ct", "site.name", "Cải cách hành chính thành phố Cần Thơ"),
    "CT-7/1": ("ct", "site.contact.email", "caicachhanhchinh@cantho.gov.vn"),
    "CT-10/2": ("ct", "approval.publisher.role", "reform_office"),
    "A2": ("ct", "regulation.written_for", "zalo-oa"),
    "A3": ("ct", "site.misprint.domain", "cchccancho.gov.vn"),
    "ST-QD.2": ("st", "regulation.replaces", ("119/QĐ-SNV, 2017-06-23",)),
    "ST-3.2a": ("st", "site.base_url", "https://cchc.soctrang.gov.vn"),
    "ST-4.2": ("st", "site.directed.by", "Giám đốc Sở Nội vụ"),
    "ST-4.2 order": ("st", "approval.withdrawal.roles", ("director",)),
    "ST-4.7/2": ("st", "attribution.reuse.line", "Nguồn: Trang Thông tin"),
    "ST-5.1": ("st", "members.founding.by", "Giám đốc Sở Nội vụ"),
    "ST-6.3k/1": ("st", "approval.publisher.role", "board_member"),
    "ST-9.1/1": ("st", "text.font.first", "Times New Roman"),
    "ST-9.3": ("st", "intake.marker.list", ("Trang CCHC tỉnh",)),
    "ST-10.1a/3": ("st", "site.contact.address", "Thanh tra, Sở Nội vụ"),
    "ST-10.4": ("st", "retention.superseded.do", "banner"),
    "LC-QD.2 number": ("lc", "regulation.number", "1933/QĐ-UBND"),
    "LC-QD.2 signer": ("lc", "regulation.signer", ""),
    "LC-2.1": ("lc", "content.media.list", ("văn bản", "âm thanh", "hình ảnh", "video", "đồ họa")),
    "LC-7.4/2": ("lc", "text.languages.list", ("vi", "en")),
    "LC-8.1/1": ("lc", "approval.distinct.signers", True),
    "LX-7.1": ("lx", "text.charset.use", "UTF-8, NFC"),
    "LX-7.3": ("lx", "text.languages.list", ("vi",)),
    "LX-8.1": ("lx", "members.assignment.sent_to", "Sở Thông tin và Truyền thông"),
    "LX-13.1": ("lx", "members.founding.by", "Chủ tịch Ủy ban nhân dân thành phố"),
    "LX-13.1 standing": ("lx", "roles", lambda roles: roles["standing_unit"].standing),
    "LX-21.2": ("lx", "retention.superseded.do", "withdraw"),
    "A34": ("lx", "content.service_levels.list", ()),
    "LCh-QD.1.1": ("lch", "roles", lambda roles: roles["group_head"].office == "Chủ tịch Ủy ban nhân dân tỉnh"),
    "LCh-QD.1.2": ("lch", "members.kept_by.role", "group_admin"),
    "LCh-1": ("lch", "site.audience", "internal"),
    "LCh-3.2": ("lch", "members.display.form", "{name} - {position}"),
    "LCh-3.3": ("lch", "approval.orders_by.role", "leader"),
    "LCh-6.1": ("lch", "approval.changes_by.role", "group_head"),
    "ST-6.3m": ("st", "regulation.legal_bases", lambda bases: "42/2022/NĐ-CP" in [basis.number for basis in bases]),
    "A23": ("st", "reports.list", lambda reports: reports[0].every == "6 months" and "CT-8.3-4" in reports[0].clause),
    "A43 ct": ("ct", "inquiry.publish.when", "general_concern"),
    "A43 st": ("st", "inquiry.publish.what", "content and answer"),
    "A43 lc": ("lc", "inquiry.publish.what", "answer"),
    "A45 ct": ("ct", "intake.from_", lambda senders: all(sender.confirm == "provider_head" for sender in senders)),
    "A45 st": ("st", "intake.from_", lambda senders: senders[0].focal and not senders[1].focal),
    "LCh-2.3": ("lch", "members.kept_by.clause", lambda clause: "LCh-2.3" in clause.split()),
    "A20": ("st", "text.charset.standard", "TCVN 6909:2001"),
    "A31": ("ct", "attribution.verbatim.collected", False),
    "A37": ("lch", "regulation.number_variant", "293/QĐ-UBND"),
    "A39": ("lch", "regulation.signer_variant", "Tổng Thanh Hải"),
}


@pytest.mark.parametrize(("regulation", "path", "expected"), FACTS.values(), ids=FACTS)
def test_the_profile_says_what_the_regulation_says(regulation: str, path: str, expected: object):
    found = at(regulation, path)
    assert expected(found) if callable(expected) else found == expected


DEADLINES = {
    "ST-10.1c/1": ("st", "event_news", "", 3, "event_on"),
    "ST-10.1c/2": ("st", "guidance", "", 15, "issued_on"),
    "ST-10.1c/3": ("st", "admin_document", "", 2, "issued_on"),
    "ST-10.1c/3 other": ("st", "other_document", "", 2, "issued_on"),
    "ST-10.1c/4": ("st", "legal_document", "", 10, "issued_on"),
    "ST-10.1c/5": ("st", "statistics", "", 10, "issued_on"),
    "LX-10.1b": ("lx", "guidance", "", 15, "issued_on"),
    "LX-10.1c/1": ("lx", "legal_document", "issuer", 2, "issued_on"),
    "LX-10.1c/2": ("lx", "legal_document", "governed", 10, "issued_on"),
    "LX-10.1đ approved": ("lx", "science", "", 20, "approved_on"),
    "LX-10.1đ accepted": ("lx", "science", "", 20, "accepted_on"),
    "LX-10.1e": ("lx", "statistics", "", 10, "announced_on"),
}


@pytest.mark.parametrize(("regulation", "kind", "relation", "days", "since"), DEADLINES.values(), ids=DEADLINES)
def test_a_deadline_matches_on_kind_and_relation(regulation: str, kind: str, relation: str, days: int, since: str):
    """A14, A15: each regulation states its own; from which day is part of the rule."""
    rules = [rule for rule in profile_named(regulation).deadline_rules(kind, relation) if not rule.at_once]
    assert (days, since) in [(rule.days, rule.from_) for rule in rules]
    if relation:
        other = {"issuer": "governed", "governed": "issuer"}[relation]
        assert (days, since) not in [(r.days, r.from_) for r in profile_named(regulation).deadline_rules(kind, other)]


def test_at_once_is_no_number_of_days():
    """A8, CT-5.5: stored as such; the alarm after one day is marked as the product's own choice."""
    (rule,) = (rule for rule in profile_named("ct").deadlines.rules if rule.from_ == "changed_on")
    assert rule.at_once and not rule.days
    assert (profile_named("ct").deadlines.count.at_once_alarm, profile_named("ct").deadlines.count.clause) == (
        1,
        "product",
    )


AREAS = ("the-che", "thu-tuc-hanh-chinh", "to-chuc-bo-may", "che-do-cong-vu", "tai-chinh-cong", "chinh-quyen-so")


def test_can_tho_has_six_areas_and_they_are_no_sections():
    """CT-5.1/1, A9."""
    assert tuple(area.slug for area in profile_named("ct").areas.list) == AREAS
    assert profile_named("ct").areas.required == 1
    assert not {section.slug for section in profile_named("ct").sections} & set(AREAS)


@pytest.mark.parametrize(
    ("regulation", "clauses"),
    [
        ("ct", ("CT-4.1", "CT-4.1", "CT-4.1", "CT-4.1", "CT-4.2", "CT-13.1")),
        ("st", ("ST-8.1", "ST-8.2", "ST-8.3", "ST-8.4", "ST-8.5", "ST-8.6")),
        ("lc", ("LC-6.1", "LC-6.2", "LC-6.3", "LC-6.4", "LC-6.5", "LC-6.6")),
    ],
)
def test_sections_stand_in_the_order_of_their_clauses(regulation: str, clauses: tuple[str, ...]):
    """CT-4.1/1, CT-13.1, ST-8.1 to ST-8.6, LC-6.1 to LC-6.6: one section each."""
    own = [s.clause.split()[0] for s in profile_named(regulation).sections if s.clause.startswith(clauses[0][:3])]
    assert tuple(own[: len(clauses)]) == clauses


@pytest.mark.parametrize("regulation", REGULATIONS)
def test_all_say_in_which_standard_text_is_written(regulation: str):
    """ST-9.1/2, LC-7.4/1, LX-7.1, LCh-3.1, A20: one name of the standard, whoever prints it how."""
    charset = profile_named(regulation).text.charset
    assert (charset.standard, charset.use) == ("TCVN 6909:2001", "UTF-8, NFC")


def test_inherited_rules_are_known_by_their_clause():
    """A22, A33, A40: what Cần Thơ takes from others is marked by nothing but the clause's prefix."""
    can_tho = profile_named("ct")
    assert is_inherited(can_tho.retention.superseded.clause, "CT")
    assert is_inherited(can_tho.retention.content.clause, "CT")
    assert not is_inherited(can_tho.approval.publisher.clause, "CT")
    assert is_inherited(profile_named("lx").approval.steps[0].clause, "LX")


def test_one_roster_serves_every_channel():
    """CT-8.1: the channel has an address and a purpose, and no signers of its own."""
    (channel,) = profile_named("ct").channels.list
    assert channel.id == "zalo-oa" and "CT-8.1" in channel.clause.split()
    assert not {"roles", "steps", "people"} & set(vars(channel))


def test_letters_follow_the_print_gaps_included():
    """A24, ST-6.3đ: every row id is a clause that data may cite; ST-6.3 has no i, LC-12.1 no d."""
    rows = (ROOT / "tests/data/clauses.txt").read_text(encoding="utf-8").split()
    assert [row for row in rows if not CLAUSES.fullmatch(row)] == []
    assert "ST-6.3đ" in rows and "ST-6.3i" not in rows and "LC-12.1d" not in rows


def test_a_new_section_is_an_edit_of_the_profile_and_rests_on_a_clause(tmp_path: Path):
    """ST-3.2c, LX-16.1: with its clause it has its list at once; without one the profile does not load."""
    text = (ROOT / "regulations/lx.toml").read_text(encoding="utf-8")
    mark = "sections = [\n"
    instructed = 'kinds = ["bulletin"], instruction = "Thông báo số 5 của Chủ tịch"'
    added = f'  {{ slug = "tuyen-sinh", name = "Tuyển sinh", {instructed}, clause = "LX-16.1" }},\n'
    (tmp_path / "new.toml").write_text(text.replace(mark, mark + added, 1), encoding="utf-8")
    changed = load_profile(tmp_path / "new.toml")
    assert changed.section_of("bulletin", "tuyen-sinh") and "/tuyen-sinh/" in list_addresses(changed)
    (told,) = (rule.text for rule in rules_in_words(changed) if "Tuyển sinh" in rule.text)
    assert told == "Chuyên mục “Tuyển sinh”: Bản tin; theo Thông báo số 5 của Chủ tịch"
    bare = added.replace(', clause = "LX-16.1"', "")
    (tmp_path / "bare.toml").write_text(text.replace(mark, mark + bare, 1), encoding="utf-8")
    with refuses("table-clause-missing"):
        load_profile(tmp_path / "bare.toml")


@pytest.mark.parametrize("room", ["plugins", "theme", "editorial", "desk", "endpoint", "inquiries", "search"])
def test_no_code_or_template_asks_which_regulation_it_is(room: str):
    """ST-3.2b/2, PS-B1: a change of profile needs neither theme nor plugin; no act's number stands in a template."""
    for file in (path for path in (ROOT / room).rglob("*") if path.suffix in {".py", ".html", ".mjs"}):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"profile\.id\s*(?:==|!=|in)|SITE\.id", text), file
        if room == "theme":
            assert not re.search(r"\d+/\d{4}/[A-ZĐ]+-[A-ZĐ]+", text), file


@pytest.mark.parametrize("room", ["plugins", "editorial", "desk", "endpoint", "inquiries", "search"])
def test_no_code_says_a_clause_of_one_regulation(room: str):
    """Every office reads every sentence and every problem: a clause comes from its own profile, or is "product".

    What explains the code, and the public standards (PS-…), which bind every office, may stand.
    """
    for file in (ROOT / room).rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        statements = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        said = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in statements]
        found = [
            (node.lineno, node.value) for node in said if isinstance(node.value, str) and OF_ONE.search(node.value)
        ]
        assert found == [], file
