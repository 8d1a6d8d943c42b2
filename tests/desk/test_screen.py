"""What an editor typed is shown, never obeyed, by the terminal."""

from io import StringIO

import pytest
from rich.console import Console

from desk.screen import Screen
from editorial.content import place
from editorial.problem import Problem
from tests.organisation import ROOT


@pytest.mark.parametrize("harm", ["\x1b[31mđỏ", "\x1b]0;tên cửa sổ\x07", "\u202edảo chiều", "\x9b2J"])
def test_text_cannot_steer_the_terminal(harm):
    paper = StringIO()
    screen = Screen(out=Console(file=paper, force_terminal=False), err=Console(file=paper))
    screen.say(harm)
    screen.error(harm)
    screen.table(("Tin",), [(harm,)])
    assert harm[0] not in paper.getvalue()
    assert harm[1:6].strip("\x07") in paper.getvalue()


def test_no_name_of_a_file_writes_a_line_of_its_own():
    paper = StringIO()
    screen = Screen(out=Console(file=paper), err=Console(file=paper))
    forged = "a\n✓ Đã đưa trang lên"
    screen.problems([Problem("file-name-odd", "warn", place(forged), facts={"name": forged, "safe": "a.md"})])
    screen.error(forged)
    screen.done(forged)
    lines = paper.getvalue().splitlines()
    assert [line for line in lines if line.startswith("✓")] == ["✓ a"]
    assert any("content/a\\n✓ Đã đưa" in line for line in lines), lines


def test_brackets_are_text_not_colour():
    paper = StringIO()
    Screen(out=Console(file=paper)).say("[điền tiêu đề] [red]")
    assert "[điền tiêu đề] [red]" in paper.getvalue()


def asked(monkeypatch: pytest.MonkeyPatch, typed: str) -> tuple[bool, str]:
    """Return the outcome of a question at a terminal where this is typed, and what was printed."""
    paper = StringIO()
    monkeypatch.setattr("sys.stdin", StringIO(typed))
    screen = Screen(out=Console(file=paper, force_terminal=True, width=200))
    outcome = screen.confirm("Ký?", yes=False)
    return outcome, paper.getvalue()


@pytest.mark.parametrize("answer", ["có", "C", "co", "vâng", "ok", "Đồng ý", "yes", "y", "co\u0301"])
def test_every_usual_yes_is_one(monkeypatch: pytest.MonkeyPatch, answer: str):
    outcome, said = asked(monkeypatch, f"{answer}\n")
    assert outcome
    assert "Chưa làm gì" not in said


@pytest.mark.parametrize("typed", ["không\n", "K\n", "n\n", "", "gì\nsao\nhả\ncó\n"])
def test_a_no_an_end_or_three_riddles_do_nothing_and_say_so(monkeypatch: pytest.MonkeyPatch, typed: str):
    outcome, said = asked(monkeypatch, typed)
    assert not outcome
    assert "Chưa làm gì." in said


def test_an_unclear_answer_is_asked_again(monkeypatch: pytest.MonkeyPatch):
    outcome, said = asked(monkeypatch, "hừm\ncó\n")
    assert outcome
    assert "Gõ “có” hoặc “không”." in said


def test_what_stops_the_work_is_told_last():
    paper = StringIO()
    found = [
        Problem("ledger-folder-missing", "fail", "signoffs/"),
        Problem("key-exists", "warn", "khoa.pem"),
        Problem("key-missing", "hold", "khoa.pem"),
    ]
    Screen(err=Console(file=paper)).problems(found)
    said = paper.getvalue()
    assert said.index("LƯU Ý") < said.index("GIỮ LẠI") < said.index("DỪNG LẠI") < said.index("signoffs/")


def test_the_lines_of_a_file_are_told_in_the_order_in_which_they_stand():
    paper = StringIO()
    Screen(err=Console(file=paper)).problems([Problem("key-missing", "hold", f"tin.md:{line}") for line in (10, 9, 2)])
    said = paper.getvalue()
    assert said.index("tin.md:2:") < said.index("tin.md:9:") < said.index("tin.md:10:")


def test_an_id_in_a_narrow_column_is_folded_never_cut():
    paper = StringIO()
    rows = [("trang-huong-dan-dich-vu-cong", "Cán bộ Phòng Cải cách hành chính " * 4)]
    Screen(out=Console(file=paper, width=40)).table(("Mã", "Ai"), rows)
    said = paper.getvalue()
    assert "…" not in said
    first = "".join(line.split("│")[1].strip() for line in said.splitlines() if line.startswith("│"))
    assert first == "trang-huong-dan-dich-vu-cong"


def test_line_100_is_a_number_and_no_picture(capsys: pytest.CaptureFixture[str]):
    screen = Screen()
    screen.problems([Problem("key-missing", "hold", "lx.toml:100")])
    screen.table(("Tin",), [("Họp :car: tổ",)])
    said = "".join(capsys.readouterr())
    assert "lx.toml:100:" in said and "Họp :car: tổ" in said


@pytest.mark.parametrize(
    ("regulation", "told"),
    [
        ("lc", "(LC-8.1; LX-21.2 (mặc định, theo quy chế khác); PS-T5)"),
        ("lx", "(LC-8.1 (mặc định, theo quy chế khác); LX-21.2; PS-T5)"),
        ("none", "(LC-8.1; LX-21.2; PS-T5)"),
    ],
)
def test_a_clause_of_another_regulation_says_that_it_is_no_rule_of_the_office(regulation: str, told: str):
    """Rule 2 of the schema: a neighbour's clause is told as an inherited default in error messages too."""
    paper = StringIO()
    screen = Screen(err=Console(file=paper, width=400))
    screen.regulation = ROOT / f"regulations/{regulation}.toml"
    screen.problems([Problem("key-missing", "hold", "a", "LC-8.1 product LX-21.2 PS-T5")])
    assert told in paper.getvalue()
