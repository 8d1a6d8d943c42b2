"""The arithmetic of the speed benchmark, its counting of files, and its edits on a real small house."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.running import Deadline, Failed
from benchmarks.speed import pelican_site
from benchmarks.speed.__main__ import main
from benchmarks.speed.acts import Editor
from benchmarks.speed.contents import contents_of, front_matter, one_letter
from benchmarks.speed.figures import BODY, FULL, NEW, NOTHING, OURS, WATCHED, Files, Measured, Signing
from benchmarks.speed.house import SEED, make_house, settings_of
from benchmarks.speed.ours import survey, written
from benchmarks.speed.report import Conditions, chart, markdown
from benchmarks.speed.rivals import Rival, news
from benchmarks.speed.targets import TARGETS, judge
from benchmarks.speed.watched import Command, clean_environment, run
from editorial.dates import VIETNAM
from editorial.publication import Publication, load

ITEMS = 40


def measured(items: int = 10_000, /, **seconds: float) -> Measured:
    """Return figures of ours by case, beside fixed ones of the others."""
    found = Measured(items)
    others = {("Hugo", FULL): 10.0, ("Hugo", BODY): 16.0, ("Hugo", NOTHING): 15.0, ("Hugo", WATCHED): 2.0}
    for (who, case), value in {**others, ("Pelican", FULL): 60.0}.items():
        found.of(who, case).seconds += [value]
    found.of("Hugo", FULL).peak_bytes = 1_000_000_000
    for case, value in seconds.items():
        found.of(OURS, case).seconds += [value]
    return found


def test_a_figure_is_the_median_of_its_runs() -> None:
    figure = measured(body=3.0).of(OURS, BODY)
    figure.seconds += [1.0, 9.0]
    assert figure.typical == 3.0
    assert measured().typical(OURS, BODY) is None


@pytest.mark.parametrize(
    ("case", "seconds", "met"),
    [
        (FULL, 4.9, [True, True, True]),
        (FULL, 9.0, [True, True, False]),
        (FULL, 14.0, [True, False, False]),
        (FULL, 15.1, [False, False, False]),
        (BODY, 1.0, [True, True, True]),
        (BODY, 1.9, [True, True, False]),
        (BODY, 2.1, [False, False, False]),
        (NOTHING, 0.5, [True, True]),
        (NOTHING, 1.01, [False, False]),
    ],
)
def test_targets_are_judged_by_ratios_in_the_same_run(case: str, seconds: float, met: list[bool]) -> None:
    judged = [one for one in judge(measured(**{case: seconds})) if one.case == case]
    assert [one.is_met for one in judged] == met


def test_written_files_memory_and_growth_are_judged() -> None:
    found = measured(new=1.0, full=5.0)
    found.of(OURS, NEW).files = Files(61, 61, 40)
    found.of(OURS, FULL).peak_bytes = 400_000_000
    more = measured(50_000, full=29.0)
    told = {one.wanted: one.is_met for one in judge(found, [measured(1_000, full=9.0), more])}
    assert told["≤ 60 files written"] is False
    assert told["≤ 500 MB of memory (0.5 × Hugo, 1,000 MB)"] is True
    assert told["≤ 300 MB of memory"] is False
    growth = "an item among 50,000 ≤ 1.15 × as long as among 10,000"
    assert told[growth] is False
    beside = measured(full=5.5)
    assert {one.wanted: one.is_met for one in judge(found, [more, beside])}[growth] is True


def test_what_was_not_measured_is_not_judged() -> None:
    assert list(judge(Measured(10_000))) == []
    assert len(TARGETS) == 18


def test_the_report_says_what_was_missed_and_draws_a_chart() -> None:
    found = measured(full=5.0, with_index=20.0, body=3.0, nothing=0.4)
    found.signing = Signing(8.25, 1.5)
    found.of(OURS, BODY).files = Files(12_139, 9, 4)
    found.of(OURS, BODY).stages = {"check": 1.25}
    conditions = Conditions(datetime(2026, 11, 22, tzinfo=UTC), 30, 3, "2 cores", {"Hugo": "v1"}, {OURS: "all"}, 0.5)
    report = markdown(conditions, found, [measured(1_000, full=0.6)])
    assert "by `make bench N=10000`, all" in report
    once = markdown(replace(conditions, rounds=1), found, [measured(50_000, full=30.0)])
    assert 'by `make bench N=10000 ARGS="--rounds 1 --growth"`, all' in once
    beside = markdown(conditions, found, [measured(50_000, full=30.0), measured(full=5.5)])
    assert "| 5.00 (0.50) | 30.00 (0.60) |" in beside
    assert "10,000 items once more, right after that of 50,000: 5.50 s" in beside
    assert "| one letter of one text changed | 3.00 | 16.00 | – |" in report
    assert "| one letter of one text changed | ≤ 2.00 s (1/8 of Hugo for one letter, 16.00 s) | 3.00 s, 5.3 ×" in report
    assert "| one letter of one text changed | 12,139 | 9 | 4 |" in report
    assert "| full build from a fresh clone, search index apart | 0.60 (0.60) | 5.00 (0.50) |" in report
    assert "8.2 ms an item" in report
    bars = ElementTree.fromstring(chart(found)).findall("{http://www.w3.org/2000/svg}rect")
    assert len(bars) == 6


def test_a_run_is_timed_or_watched_with_all_its_processes(tmp_path: Path) -> None:
    child = "import time; held = bytearray(40_000_000); time.sleep(0.5)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    watched = run(Command([sys.executable, "-c", parent], tmp_path, {}), Deadline(1), watch=True)
    assert watched.peak_bytes > 40_000_000
    assert watched.seconds > 0.5
    assert run(Command([sys.executable, "-c", ""], tmp_path, {}), Deadline(1)).peak_bytes == 0


def test_a_command_that_fails_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="broken"):
        run(Command([sys.executable, "-c", "raise SystemExit('broken')"], tmp_path, {}), Deadline(1))


def test_the_desk_is_never_led_to_another_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTENT", "/elsewhere")
    assert "CONTENT" not in clean_environment()


def test_python_keeps_compiled_code_while_it_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in clean_environment()


def test_a_file_that_was_only_linked_counts_as_the_same(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one/a.html").write_text("a", encoding="utf-8")
    (tmp_path / "two").mkdir()
    (tmp_path / "two/a.html").hardlink_to(tmp_path / "one/a.html")
    assert survey(tmp_path / "one") == survey(tmp_path / "two")
    (tmp_path / "two/a.html").unlink()
    (tmp_path / "two/a.html").write_text("a", encoding="utf-8")
    shard = tmp_path / "two/tim-kiem/shards/1.bin"
    shard.parent.mkdir(parents=True)
    shard.write_bytes(b"1")
    assert written(survey(tmp_path / "one"), survey(tmp_path / "two")) == Files(written=2, changed=1, of_index=1)


def test_one_letter_changes_one_character_of_the_text_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text("title: Một. Hai\n\nBa. Bốn. Năm", encoding="utf-8")
    one_letter(path)
    assert path.read_text(encoding="utf-8") == "title: Một. Hai\n\nBa! Bốn. Năm"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    make_house(folder, ITEMS, processes=1)
    return folder


def now_public(house: Path) -> Publication:
    return load(settings_of(house), datetime.now(VIETNAM))


def test_every_act_of_a_round_changes_what_is_public(house: Path) -> None:
    editor = Editor(house, ITEMS, SEED)
    before = now_public(house)
    for act in (editor.edit_body, editor.edit_title, editor.add, editor.withdraw):
        act()
    after = now_public(house)
    old, new = ({one.item.id: one for one in shown.items} for shown in (before, after))
    assert after.problems == ()
    assert len(new.keys() - old.keys()) == 1
    assert len(old.keys() - new.keys()) == 1
    assert len(after.tombstones) == 1
    changed = [one for name, one in new.items() if name in old and old[name].edition != one.edition]
    assert len(changed) == 2
    assert sum(one.item.title.startswith("Tin mới: ") for one in changed) == 1


def test_others_are_given_every_text_with_real_addresses(house: Path) -> None:
    contents = contents_of(settings_of(house), datetime.now(VIETNAM))
    public = now_public(house)
    assert {text.id for text in contents.texts} == {one.item.id for one in public.items}
    assert not [text.id for text in contents.texts if "](id:" in text.body]
    linked = next(text for text in contents.items if "Xem thêm" in text.body)
    assert any(f"]({one.edition.address}" in linked.body for one in public.items)


def test_pelican_is_given_a_site_that_it_builds_whole(house: Path, tmp_path: Path) -> None:
    contents = contents_of(settings_of(house), datetime.now(VIETNAM))
    pelican = Rival.of(pelican_site, Path(sys.executable), contents, tmp_path / "pelican", tmp_path)
    found = Measured(ITEMS)
    for case in pelican.cases:
        pelican.measure(case, found, Deadline(2), watch=False)
    assert all((pelican.output / text.address.strip("/") / "index.html").exists() for text in contents.texts)
    lists = ("tin-tuc", "van-ban", "linh-vuc/the-che", "luu-tru/2024/05", "luu-tru")
    assert all((pelican.output / name / "index.html").exists() for name in lists)
    assert found.pages["Pelican"] > len(contents.texts) + len(lists)
    edited = news(contents)[0]
    assert "! " in (pelican.output / edited.address.strip("/") / "index.html").read_text(encoding="utf-8")


def test_too_few_items_are_refused_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--items", "20"]) == 2
    assert capsys.readouterr().err == "bench: --items has to be 100 or more, so that there is enough to edit\n"


def test_front_matter_keeps_quotes_and_colons() -> None:
    assert front_matter({"title": 'Tin: "mới"', "areas": ("a", "b")}, "Thân") == (
        '---\ntitle: "Tin: \\"mới\\""\nareas: ["a", "b"]\n---\n\nThân'
    )
