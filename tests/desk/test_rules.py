"""desk rules: what a person reads, and what adopting leaves behind."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desk.cli import main
from desk.rules import adopt, check_all, print_rules
from editorial.instructions import load_instructions
from editorial.problem import Refused
from editorial.profile import load_profile, load_rules
from editorial.settings import Settings, load_settings
from tests.desk.checking_desk import Paper
from tests.organisation import profile_named
from tests.refusing import refuses

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 22)


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    shutil.copytree(ROOT / "regulations", tmp_path / "regulations")
    return replace(load_settings(ROOT), root=tmp_path, records=tmp_path / "records", state=tmp_path / ".state")


def group(text: str, heading: str) -> str:
    return re.split(r"\n\n(?=[A-ZĐ])|\nMã của", text.partition(heading)[2])[0]


@pytest.mark.parametrize("name", ["ct", "st", "lc", "lx", "lch"])
def test_rules_are_printed_in_three_groups_by_where_they_come_from(paper: Paper, name: str):
    profile = profile_named(name)
    print_rules(profile, paper)
    own = group(paper.said, "QUY ĐỊNH CỦA CHÍNH QUY CHẾ NÀY")
    inherited = group(paper.said, "MẶC ĐỊNH, THEO QUY CHẾ KHÁC")
    product = group(paper.said, "LỰA CHỌN CỦA PHẦN MỀM, KHÔNG CÓ VĂN BẢN")
    assert all(f"[{profile.id}-" in line for line in own.split("\n") if "    - " in line)
    assert inherited.count("    - ") and f"[{profile.id}-" not in inherited
    assert all("[lựa chọn của phần mềm]" in line for line in product.split("\n") if "    - " in line)
    assert profile.rules_digest in paper.said


def test_a_borrowed_deadline_stands_among_the_borrowed_ones(paper: Paper):
    print_rules(profile_named("ct"), paper)
    inherited = group(paper.said, "MẶC ĐỊNH, THEO QUY CHẾ KHÁC")
    assert "Tin tức về hoạt động, sự kiện: 03 ngày làm việc kể từ ngày diễn ra [ST-10.1c]" in inherited
    assert "Số …/QĐ-SNV, tháng 11 năm 2023" in paper.said  # CT-QD.0: never a guessed number or day


def test_check_reads_all_five_and_ends_well(settings: Settings, paper: Paper):
    assert check_all(settings, paper) == 0
    assert paper.said.count("không có lỗi") == 5


def test_check_shows_the_faults_of_every_file_and_ends_with_1(settings: Settings, paper: Paper):
    for name, old, new in (("st", "ST-8.5", "Điều 8"), ("lx", 'act = "approve"', 'act = "aprove"')):
        file = settings.root / f"regulations/{name}.toml"
        file.write_text(file.read_text().replace(old, new, 1))
    assert check_all(settings, paper) == 1
    assert "regulations/st.toml:" in paper.said and "regulations/lx.toml:" in paper.said
    assert "Ý bạn là “approve”?" in paper.said and paper.said.count("không có lỗi") == 3


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (('slug = "tin-tuc"', 'slug = "tim-kiem"'), "profile-section-taken", 'slug = "tim-kiem"'),
        (('clause = "ST-6.1d" }', 'clause = "ST-6.1d", unless = "own" }'), "profile-steps-conditional", "steps = ["),
    ],
)
def test_what_no_site_can_be_made_of_is_told_with_its_line_and_not_adopted(
    settings: Settings, paper: Paper, change: tuple[str, str], code: str, line: str
):
    """It is not asked of rules that were adopted before, which stay readable."""
    lx = settings.root / "regulations/lx.toml"
    lx.write_text(lx.read_text().replace(*change))
    number = next(number for number, text in enumerate(lx.read_text().splitlines(), 1) if line in text)
    with refuses(code) as refused:
        adopt(lx, settings, TODAY, True, paper)
    assert refused.value.problems[0].where == f"regulations/lx.toml:{number}"
    assert check_all(settings, paper) == 1 and f"regulations/lx.toml:{number}: " in paper.said
    assert not (settings.records / "rules").exists() and load_profile(lx)


def test_a_copy_that_kept_the_id_of_its_model_is_told(settings: Settings, paper: Paper):
    """Else the model's clauses would be told as the office's own."""
    shutil.copy(settings.root / "regulations/ct.toml", settings.root / "regulations/xa.toml")
    assert check_all(settings, paper) == 1
    assert "regulations/xa.toml:9: Mã quy chế “CT” đã là của ct.toml" in paper.said


def test_adopted_rules_are_kept_once(settings: Settings, paper: Paper):
    ct = settings.root / "regulations/ct.toml"
    assert adopt(ct, settings, TODAY, True, paper) == 0
    digest = load_profile(ct).rules_digest
    kept = settings.records / "rules" / f"2026-11-22-ct-{digest[:8]}.toml"
    assert kept.read_bytes() == ct.read_bytes()
    assert list(load_rules(settings.records)) == [digest]
    assert adopt(ct, settings, date(2026, 12, 1), True, paper) == 0
    assert "không có gì thay đổi" in paper.said and len(list(kept.parent.iterdir())) == 1


def test_old_rules_stay_beside_new_ones(settings: Settings, paper: Paper):
    ct = settings.root / "regulations/ct.toml"
    adopt(ct, settings, TODAY, True, paper)
    before = load_profile(ct)
    ct.write_text(ct.read_text().replace('  { act = "screen",  role = "reform_office", clause = "CT-10" },\n', ""))
    adopt(ct, settings, date(2026, 12, 1), True, paper)
    kept = load_rules(settings.records)
    assert len(kept) == 2 and kept[before.rules_digest].approval == before.approval


def test_what_was_adopted_last_holds_also_beside_another_of_the_day_and_when_it_held_before(
    settings: Settings, paper: Paper
):
    """A slip in the regulation is mended, and a former one comes back, on the same day or later."""
    ct = settings.root / "regulations/ct.toml"
    first = ct.read_text()
    versions = [first.replace('"báo chí"', f'"báo chí {n}"') for n in range(4)]
    for text in (*versions, versions[0]):
        ct.write_text(text)
        assert adopt(ct, settings, TODAY, True, paper) == 0
        in_use = [rules for rules in load_rules(settings.records).values() if rules.is_adopted]
        assert [rules.rules_digest for rules in in_use] == [load_profile(ct).rules_digest]
        assert in_use[0].in_force(TODAY) and in_use[0].in_force(date(2027, 1, 1))
    ct.write_text(versions[1])
    assert adopt(ct, settings, date(2026, 12, 1), True, paper) == 0
    back = load_rules(settings.records)[load_profile(ct).rules_digest]
    assert back.is_adopted and [one.first for one in back.adopted] == [TODAY, date(2026, 12, 1)]
    kept = len(list((settings.records / "rules").iterdir()))
    assert adopt(ct, settings, date(2026, 12, 2), True, paper) == 0
    assert kept == 6 == len(list((settings.records / "rules").iterdir()))


def test_what_holds_from_a_later_day_is_told_before_it_is_adopted(settings: Settings, paper: Paper):
    lx = settings.root / "regulations/lx.toml"
    adopt(lx, settings, date(2020, 6, 1), True, paper)
    assert "có hiệu lực từ 15/06/2020" in paper.said
    told = Paper()
    adopt(settings.root / "regulations/ct.toml", settings, TODAY, True, told)
    adopt(lx, settings, TODAY, True, told)
    assert "có hiệu lực từ" not in told.said


def test_nothing_is_kept_without_a_yes(settings: Settings, paper: Paper):
    assert adopt(settings.root / "regulations/ct.toml", settings, TODAY, False, paper) == 1
    assert "thêm --yes" in paper.said and not (settings.records / "rules").exists()


def test_where_the_head_has_to_have_said_so_nothing_is_kept_without_his_words(settings: Settings, paper: Paper):
    """LCh-6.1: the instruction is asked for, kept with its day, and asked for again when the name changes."""
    lch = settings.root / "regulations/lch.toml"
    for words in ("", " theo  sếp "):
        with pytest.raises(Refused) as refused:
            adopt(lch, settings, TODAY, True, paper, words)
        assert [(one.code, one.clause) for one in refused.value.problems] == [("instruction-missing", "LCh-6.1")]
    assert not (settings.records / "rules").exists()
    assert adopt(lch, settings, TODAY, True, paper, "Công văn ngày 20/11/2026:\n lập trang") == 0
    [kept] = load_instructions(settings.records)
    assert (kept.on, kept.file, kept.instruction) == ("2026-11-22", "lch.toml", "Công văn ngày 20/11/2026: lập trang")
    assert adopt(lch, settings, TODAY, True, paper) == 0 and "không có gì thay đổi" in paper.said
    lch.write_text(lch.read_text().replace('"Nhóm UBND tỉnh Lai Châu"', '"Nhóm khác"'))
    with pytest.raises(Refused):
        adopt(lch, settings, TODAY, True, paper)
    assert adopt(lch, settings, TODAY, True, paper, "Ý kiến ngày 22/11/2026: đổi tên") == 0
    assert len(load_instructions(settings.records)) == 2 and len(load_rules(settings.records)) == 1
    assert adopt(lch, settings, TODAY, True, paper, "Ý kiến ngày 22/11/2026: đổi tên") == 0
    assert "không được ghi" in paper.said and len(load_instructions(settings.records)) == 2


def test_an_instruction_without_adopting_is_a_wrong_call(capsys: pytest.CaptureFixture[str]):
    assert main(["rules", "--instruction", "Công văn ngày 20/11/2026: lập trang"], ROOT) == 2
    assert "--adopt" in "".join(capsys.readouterr())


def test_a_torn_line_of_instructions_is_told(settings: Settings, paper: Paper):
    book = settings.records / "rules/instructions.jsonl"
    book.parent.mkdir(parents=True)
    book.write_text('{"on": "2026-11-22"')
    with refuses("instructions-unreadable"):
        adopt(settings.root / "regulations/lch.toml", settings, TODAY, True, paper, "Ý kiến ngày 22/11/2026")
    assert book.read_text() == '{"on": "2026-11-22"' and len(list(book.parent.iterdir())) == 1


def test_a_name_of_another_folder_is_not_read(capsys: pytest.CaptureFixture[str]):
    assert main(["rules", "../records/acts"], ROOT) == 1
    said = capsys.readouterr().err
    assert "regulations/acts.toml" in said and "Hiện có: ct, lc, lch, lx, st" in said


def test_the_command_prints_the_regulation_in_use(capsys: pytest.CaptureFixture[str]):
    assert main(["rules"], ROOT) == 0
    assert "Trang Zalo Official" in capsys.readouterr().out


def test_a_legal_basis_that_has_ended_is_told_with_the_rules(capsys: pytest.CaptureFixture[str]):
    """PS-B3."""
    assert main(["rules", "st"], ROOT) == 0
    assert "42/2022/NĐ-CP" in capsys.readouterr().err
