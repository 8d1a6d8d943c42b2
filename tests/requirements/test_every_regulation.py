"""What holds under all five regulations: only a whole chain makes words public, and everything is kept."""

from __future__ import annotations

import re

import pytest

from editorial.messages import sentence
from editorial.verdict import CHECKED_ACTS
from tests.organisation import Organisation, profile_named
from tests.requirements.acts import public_ids, refused_codes, waiting_for
from tests.requirements.conftest import REGULATIONS
from tests.requirements.items import Fields, complete, problems_of, profile_of, stops

LAST_STEP = {"CT": "consent", "ST": "approve", "LC": "approve", "LX": "approve", "LCh": "post"}


def test_nothing_is_public_before_the_last_signature(organisation: Organisation):
    """CT-5.6, ST-6.1d, ST-6.3k/1, LC-8.1/1, LC-8.4a/1, LX-20.1, LX-20.2: a text waits until every step is signed."""
    signed = []
    while public_ids(organisation) == []:
        act, role = waiting_for(organisation)
        signed.append((act, organisation.sign("bai-mot", role.replace("_", "-")).person))
    assert signed[-1][0] == LAST_STEP[profile_of(organisation).id]
    assert public_ids(organisation) == ["bai-mot"]


def test_nobody_signs_in_another_order(organisation: Organisation):
    """CT-10/1, LC-8.4a/2, A4, A17: who is not next is told so, and nothing is recorded."""
    _, role = waiting_for(organisation)
    others = [person for person in organisation.keys if person != role.replace("_", "-")]
    for person in others:
        assert refused_codes(organisation, person) == {"signer-not-in-role"}
    assert not organisation.case("bai-mot").ledger.signoffs


def test_what_was_signed_is_kept_with_everybodys_name(organisation: Organisation):
    """LC-8.2, ST-10.4, CT-5.3/2: a later edition and its signatures stand beside the first, for good."""
    first = organisation.sign_all("bai-mot")
    organisation.article("bai-mot", body="Bản thứ hai.")
    second = organisation.sign_all("bai-mot")
    case = organisation.case("bai-mot")
    assert [signoff.person for signoff in case.ledger.signoffs] == [s.person for s in [*first, *second]]
    assert [edition.body.strip() for edition in case.editions.values()] == ["Nội dung đã soạn.", "Bản thứ hai."]


@pytest.mark.parametrize("regulation", REGULATIONS)
def test_every_line_of_the_checklist_is_confirmed_or_the_signature_is_not_taken(board_of, regulation: str):
    """CT-5.1/2, CT-5.2/1, CT-5.3/1, ST-4.4, ST-4.8/1, ST-4.8/2, ST-9.2, ST-11, LC-7.1, LC-7.2, LX-5, LCh-4.2, A41."""
    organisation: Organisation = board_of(regulation)
    organisation.article("bai-mot")
    lines = profile_named(regulation).approval.checklist.list
    while waiting_for(organisation)[0] not in CHECKED_ACTS:
        organisation.sign("bai-mot", waiting_for(organisation)[1].replace("_", "-"))
    person = waiting_for(organisation)[1].replace("_", "-")
    for left_out in lines:
        kept = tuple(line for line in lines if line != left_out)
        assert refused_codes(organisation, person, checklist=kept) == {"checklist-missing"}, left_out
    assert organisation.sign("bai-mot", person).checklist == lines


CHECKLISTS = {
    "CT-5.1/2": ("ct", "quan điểm, chủ trương, đường lối của Đảng"),
    "CT-5.2/1 an ninh": ("ct", "an ninh mạng"),
    "CT-5.2/1 bí mật": ("ct", "bảo vệ bí mật nhà nước"),
    "CT-5.2/1 báo chí": ("ct", "báo chí"),
    "CT-5.2/1 sở hữu": ("ct", "sở hữu trí tuệ"),
    "CT-5.3/1": ("ct", "đầy đủ, chính xác, kịp thời"),
    "ST-4.4": ("st", "chính xác, trung thực, khách quan, kịp thời"),
    "ST-4.8/1": ("st", "không chống lại Đảng, Nhà nước"),
    "ST-4.8/2": ("st", "giao dịch thương mại"),
    "ST-11": ("st", "Điều 5 Nghị định 72/2013/NĐ-CP"),
    "LC-7.1": ("lc", "Điều 12 Luật Công nghệ thông tin"),
    "LC-7.2": ("lc", "xuất bản"),
    "LX-5": ("lx", "Điều 5 Nghị định số 43/2011/NĐ-CP"),
    "LCh-4.2": ("lch", "an ninh quốc gia, trật tự, an toàn xã hội"),
}


@pytest.mark.parametrize(("regulation", "words"), CHECKLISTS.values(), ids=CHECKLISTS)
def test_the_checklist_says_what_its_clause_says(regulation: str, words: str):
    lines = profile_named(regulation).approval.checklist.list
    assert any(words in line for line in lines)


@pytest.mark.parametrize("regulation", REGULATIONS)
def test_a_complete_item_of_every_kind_passes(board_of, regulation: str):
    """CT-4.1/1, CT-13.1, LX-3.2, LX-11.1, ST-8.1 to ST-8.6: each kind has its section and can be written."""
    organisation: Organisation = board_of(regulation)
    profile = profile_of(organisation)
    for kind in dict.fromkeys(kind for section in profile.sections for kind in section.kinds):
        for origin in ("own",) if kind == "procedure" else ("own", "provided"):
            assert stops(problems_of(organisation, complete(profile, kind, origin))) == [], kind


WRONG: Fields = {
    "author": "",
    "source": "Trang lạ",
    "source_url": "https://la.example/",
    "provider": "co-quan-la",
    "circulation": "restricted",
    "lang": "fr",
    "areas": "linh-vuc-bay",
    "level": "cấp lạ",
    "issued_on": "1900-01-01",
    "effective_on": "1899-01-01",
    "event_on": "2030-01-01",
    "accepted_on": "2030-01-01",
    "pinned_until": "2020-01-01",
    "banner": "anh.png",
    "procedures": "th-khong-co",
    "service_audience": "mọi người",
    "service_url": "http://la.example/",
    "attachments": "to-trinh.exe",
}
"""Everything that an item can say wrongly at once."""


@pytest.mark.parametrize("regulation", REGULATIONS)
def test_nobody_is_told_a_clause_that_his_regulation_does_not_carry(board_of, regulation: str):
    """Rule 2 of the schema: whatever is wrong, the clause is one of the profile in force, or it is the product's."""
    organisation: Organisation = board_of(regulation)
    organisation.write("bai/to-trinh.exe", b"MZ")
    carried = set(re.findall(r"[A-Z][A-Za-z]+-[\w.-]+", organisation.settings.regulation_file.read_text()))
    told: set[str] = set()
    for kind in ("guidance", "admin_document", "online_service", "procedure"):
        for fields in ({"kind": kind, "origin": "provided"}, {"kind": kind, "origin": "provided"} | WRONG):
            told |= {
                clause
                for problem in problems_of(
                    organisation, fields | {"id": "bai-thu"}, "![](anh.png)\n<video src=https://la/>"
                )
                for clause in problem.clause.split()
            }
    assert len(told) > 8
    assert {clause for clause in told - carried - {"product"} if not clause.startswith("PS-")} == set()


@pytest.mark.parametrize("regulation", ["ct", "st"])
def test_an_example_of_what_is_missing_can_be_taken_as_it_is(board_of, regulation: str):
    """Another office's level or list of providers would only be the next fault."""
    organisation: Organisation = board_of(regulation)
    fields = complete(profile_of(organisation), "guidance", "provided")
    for key in ("level", "areas", "provider"):
        found = [one for one in problems_of(organisation, fields, **{key: None}) if one.code == "field-missing"]
        for problem in found:
            example = str(problem.facts["example"])
            assert f"“{key}: {example}”" in sentence(problem)
            assert stops(problems_of(organisation, fields, **{key: example})) == []
        assert found or not profile_of(organisation).areas.required
