"""The five profiles, all through the same tests, and what a profile answers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, is_dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
import rfc8785

from editorial.acts import load_acts
from editorial.profile import Profile, load_profile, load_rules, rules_file
from editorial.profile_schema import CLAUSES, clause_in_words, clauses_for_readers, is_inherited, origin
from editorial.toml_document import read_document
from editorial.toml_lines import key_lines
from tests.organisation import profile_named
from tests.refusing import refuses

ROOT = Path(__file__).resolve().parents[2]
REGULATIONS = ("ct", "st", "lc", "lx", "lch")
SEEDS = sorted((ROOT / "tests/data/seeds").glob("*.txt"))


def file_of(name: str) -> Path:
    return ROOT / "regulations" / f"{name}.toml"


@pytest.fixture(params=REGULATIONS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def profile(name: str) -> Profile:
    return profile_named(name)


def clauses_of(value: object) -> Iterator[str]:
    """Yield every clause of a profile, also those of nested tables."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "clause":
                yield from str(inner).split()
            yield from clauses_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from clauses_of(inner)


def test_every_clause_stands_in_the_list_of_requirements(name: str):
    rows = (ROOT / "tests/data/clauses.txt").read_text().split()
    known = {*rows, *(row.partition("/")[0] for row in rows), "product"}
    cited = set(clauses_of(tomllib.loads(file_of(name).read_text())))
    assert cited and cited <= known


def test_every_profile_has_rules_of_its_own_and_marks_the_others(profile: Profile, name: str):
    clauses = list(clauses_of(tomllib.loads(file_of(name).read_text())))
    own = [clause for clause in clauses if origin(clause, profile.id) == "own"]
    assert len(own) > len(clauses) / 3
    assert profile.id.lower() == name


def test_a_line_marked_as_borrowed_cites_more_than_the_profile_itself(profile: Profile, name: str):
    borrowed = re.compile(r"clause.*# .*(INHERITED|PRODUCT)")
    marked = [line for line in file_of(name).read_text().split("\n") if borrowed.search(line)]
    assert marked
    for line in marked:
        cited = " ".join(re.findall(r'clause\s*= "([^"]*)"', line)).split()
        assert any(origin(clause, profile.id) != "own" for clause in cited), line


def test_legal_bases_and_signers_are_as_printed(profile: Profile, name: str):
    printed = " ".join(SEEDS[REGULATIONS.index(name)].read_text().replace("*", "").split())
    act = profile.regulation
    assert [basis.text for basis in act.legal_bases if basis.text not in printed] == []
    assert [basis.number for basis in act.legal_bases if basis.number not in basis.text] == []
    assert act.signer in printed and act.signer_variant in printed
    assert len(act.legal_bases) == printed.partition("QUYẾT ĐỊNH:")[0].count("Căn cứ ")


def test_legal_bases_name_acts_that_are_in_the_table(profile: Profile):
    acts = load_acts(ROOT / "records")
    assert {basis.act for basis in profile.regulation.legal_bases} - {""} <= acts.keys()


def test_every_section_takes_kinds_and_is_found_by_them(profile: Profile):
    for section in profile.sections:
        for kind in section.kinds:
            found = profile.section_of(kind, section.slug)
            assert found is section
            first = profile.section_of(kind)
            assert first is not None and kind in first.kinds


def test_every_refusal_and_checklist_gives_an_editor_words(profile: Profile):
    assert profile.approval.refusals
    assert profile.approval.checklist and all(line.strip() for line in profile.approval.checklist.list)


def test_absent_tables_are_none_not_defaults():
    lc, lch = profile_named("lc"), profile_named("lch")
    assert lc.areas is None and lc.text is not None and lc.text.font is None
    assert lch.inquiry is None and lch.deadlines is None and lch.deadline_rules("event_news") == ()
    assert lch.attribution is not None and lch.attribution.source is None


@pytest.mark.parametrize(
    ("name", "chain"),
    [
        ("ct", ["provider_head", "reform_office", "chief_editor", "dept_leader"]),  # CT-5.3 CT-10 CT-5.6
        ("st", ["unit_head", "board_member", "chief_editor"]),  # ST-7.2a ST-6.3b ST-6.1d
        ("lc", ["chief_editor", "chief_of_office", "standing_committee"]),  # LC-8.4a LC-8.4b
        ("lx", ["chief_editor"]),  # LX-20.1, read as ST-6.1d (A33)
        ("lch", []),  # silent
    ],
)
def test_chains_are_those_of_the_texts(name: str, chain: list[str]):
    assert [step.role for step in profile_named(name).approval.steps] == chain


def test_one_role_withdraws_alone_where_the_text_names_it():
    assert profile_named("st").approval.withdrawal.roles == ("director",)  # ST-4.2
    assert profile_named("lch").approval.withdrawal.roles == ("group_admin",)  # LCh-6.4


def test_blanks_of_the_printed_text_stay_blank():
    ct, lc = profile_named("ct").regulation, profile_named("lc").regulation
    assert (ct.number, ct.issued.iso(), ct.effective, ct.effective_on) == ("/QĐ-SNV", "2023-11", "on-signing", None)
    assert lc.signer == ""  # A25


def test_effect_may_come_before_the_signature():
    lch = profile_named("lch").regulation
    assert lch.effective_on == date(2019, 8, 1) and lch.issued.as_date() == date(2019, 8, 9)  # A38
    assert lch.number_variant == "293/QĐ-UBND"  # A37


def test_the_six_areas_of_ct_are_exactly_six():
    ct = profile_named("ct")
    assert ct.areas is not None and ct.areas.required == 1 and len(ct.areas.list) == 6  # CT-5.1
    assert ct.area("chinh-quyen-so") is not None and ct.area("chinh-quyen") is None


def test_lx_clocks_hang_on_who_issued_the_document():
    lx = profile_named("lx")
    assert [rule.days for rule in lx.deadline_rules("legal_document", "issuer")] == [2]  # LX-10.1c
    assert [rule.days for rule in lx.deadline_rules("legal_document", "governed")] == [10]
    assert lx.deadline_rules("legal_document") == ()
    assert lx.needs_relation("legal_document") and not lx.needs_relation("guidance")


def test_a_section_is_only_given_for_a_kind_that_it_takes():
    ct = profile_named("ct")
    assert ct.section_of("event_news", "van-ban") is None
    assert ct.section_of("page") is None
    news = ct.section_of("event_news")
    assert news is not None and news.slug == "tin-tuc"


def test_an_internal_profile_sends_nothing_out():
    lch = profile_named("lch")
    assert lch.is_internal and lch.site.access is not None  # LCh-1 LCh-4.5
    assert lch.channels is not None and {channel.export for channel in lch.channels.list} == {"none"}  # LCh-4.6


@pytest.mark.parametrize(
    "clause",
    ["CT-5.4", "CT-QD.cc", "LCh-QD.1.3", "LX-10.1đ", "CT-8.3-4/1", "product", "ST-9.3 CT-QD.nn", "PS-N1"],
)
def test_clause_forms_that_are_read(clause: str):
    assert CLAUSES.fullmatch(clause)


@pytest.mark.parametrize("clause", ["", "CT", "CT-", "ct-5", "CT-5.4,ST-1", "CT-5 ", "Điều 5", "CT-QD", "product CT-"])
def test_clause_forms_that_are_refused(clause: str):
    assert not CLAUSES.fullmatch(clause)


def test_a_foreign_clause_says_so_and_the_first_one_decides():
    assert is_inherited("ST-10.1c", "CT") and not is_inherited("CT-5.4 ST-4.7", "CT")
    assert is_inherited("LCh-4.1", "LC")  # LC is no prefix of LCh
    assert origin("product", "CT") == "product" and origin("ST-10.1b product", "CT") == "inherited"
    assert clause_in_words("CT-5.4 ST-4.7", "CT") == "CT-5.4; ST-4.7 (mặc định, theo quy chế khác)"
    assert clause_in_words("product", "CT") == "lựa chọn của phần mềm"
    assert clause_in_words("PS-T4 LX-21.2", "CT") == "PS-T4; LX-21.2 (mặc định, theo quy chế khác)"


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("CT-7", "Điều 7 Quy chế"),
        ("CT-5.6 CT-7", "khoản 6 Điều 5, Điều 7 Quy chế"),
        ("CT-8.3-1 CT-8.3-3", "khoản 3 Điều 8 Quy chế"),
        ("CT-8.2-3 LX-10.1d", "khoản 2 Điều 8 Quy chế; điểm d khoản 1 Điều 10 của quy chế Long Xuyên"),
        (
            "CT-8.2 LX-3.3 LX-4.1 CT-7",
            "khoản 2 Điều 8 Quy chế; khoản 3 Điều 3, khoản 1 Điều 4 của quy chế Long Xuyên; Điều 7 Quy chế",
        ),
        ("ST-9.3 CT-QD.nn", "khoản 3 Điều 9 của quy chế khác, ký hiệu ST-9.3; phần nơi nhận của Quyết định"),
        ("CT-QD.cc", "phần căn cứ của Quyết định"),
        ("CT-QD.0", "phần đầu của Quyết định"),
        ("CT-QD.1.2 CT-QD.4", "khoản 2 Điều 1 của Quyết định; Điều 4 của Quyết định"),
        ("product", "lựa chọn của phần mềm"),
        ("Công văn 12/SNV", "Công văn 12/SNV"),
    ],
)
def test_readers_meet_articles_not_our_signs(clause: str, words: str):
    borrowed = {"LX": "quy chế Long Xuyên"}
    assert clauses_for_readers(clause, "CT", borrowed) == words
    assert clauses_for_readers(clause, "CT", borrowed, whose="") == words.replace(" Quy chế", "")


def test_a_regulation_names_each_one_that_it_borrows_from_by_its_number(name: str):
    """A reader of a borrowed deadline learns whose it is; every profile calls a regulation the same."""
    every = {profile_named(one).id: profile_named(one) for one in REGULATIONS}
    mine = profile_named(name)
    clauses = " ".join(clauses_of(tomllib.loads(file_of(name).read_text()))).split()
    assert set(mine.borrowed) == {one.partition("-")[0] for one in clauses} - {mine.id, "product"}
    for prefix, told in mine.borrowed.items():
        number = every[prefix].regulation.number
        assert f"Quyết định số {number} của" in told or number.startswith("/")  # a number left blank is not made up
        assert all(other.borrowed.get(prefix, told) == told for other in every.values())


def test_the_digest_is_that_of_id_roles_and_approval(name: str):
    data = tomllib.loads(file_of(name).read_text())
    canonical = rfc8785.dumps({key: data[key] for key in ("id", "roles", "approval")})
    assert profile_named(name).rules_digest == sha256(canonical).hexdigest()


def test_a_comment_or_a_section_keeps_the_digest_and_a_step_changes_it(tmp_path: Path):
    text = file_of("ct").read_text()
    copy = tmp_path / "ct.toml"
    copy.write_text("# lời ghi\n" + text.replace('name = "Tin tức"', 'name = "Tin hoạt động"'))
    before = profile_named("ct").rules_digest
    assert load_profile(copy).rules_digest == before
    copy.write_text(text.replace('{ act = "consent", role = "dept_leader",   clause = "CT-5.6 CT-7" },', ""))
    assert load_profile(copy).rules_digest != before


def test_kept_rules_are_found_by_their_digest(tmp_path: Path):
    ct = profile_named("ct")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / rules_file(ct, date(2026, 11, 22))).write_bytes(file_of("ct").read_bytes())
    assert load_rules(tmp_path)[ct.rules_digest].approval == ct.approval
    assert load_rules(tmp_path / "nowhere") == {}


def test_kept_rules_that_were_altered_are_refused(tmp_path: Path):
    ct = profile_named("ct")
    (tmp_path / "rules").mkdir()
    kept = tmp_path / "rules" / rules_file(ct, date(2026, 11, 22))
    kept.write_text(
        file_of("ct").read_text().replace("distinct   = { signers = false", "distinct   = { signers = true")
    )
    with refuses("rules-altered"):
        load_rules(tmp_path)


def test_the_rules_in_use_are_kept_with_the_sample_records():
    assert profile_named("ct").rules_digest in load_rules(ROOT / "records")


def test_every_key_of_every_data_file_has_its_line():
    files = [*(ROOT / "regulations").glob("*.toml"), *(ROOT / "records").rglob("*.toml")]
    for file in files:
        text = file.read_text()
        lines, rows = key_lines(text), text.split("\n")
        for path in paths_of(tomllib.loads(text)):
            assert path in lines, (file, path)
            if isinstance(path[-1], str):
                assert path[-1] in rows[lines[path] - 1], (file, path)


def paths_of(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield (*path, key)
        yield from paths_of(inner, (*path, key))


def test_every_table_of_a_profile_is_frozen(profile: Profile):
    def tables(value: object) -> Iterator[object]:
        if is_dataclass(value):
            yield value
            for one in fields(value):
                yield from tables(getattr(value, one.name))

    for table in tables(profile):
        with pytest.raises(FrozenInstanceError):
            setattr(table, fields(table)[0].name, None)  # type: ignore[arg-type]


def test_a_document_names_the_nearest_line_for_a_missing_key():
    document = read_document(file_of("ct"))
    assert document.at(("site", "nothing", 3)) == document.at(("site",))
