"""What an editor typed is shown, never obeyed, by the terminal."""

from io import StringIO

import pytest
from rich.console import Console

from desk.screen import Screen


@pytest.mark.parametrize("harm", ["\x1b[31mđỏ", "\x1b]0;tên cửa sổ\x07", "\u202edảo chiều", "\x9b2J"])
def test_text_cannot_steer_the_terminal(harm):
    paper = StringIO()
    screen = Screen(out=Console(file=paper, force_terminal=False), err=Console(file=paper))
    screen.say(harm)
    screen.error(harm)
    screen.table(("Tin",), [(harm,)])
    assert harm[0] not in paper.getvalue()
    assert harm[1:6].strip("\x07") in paper.getvalue()


def test_brackets_are_text_not_colour():
    paper = StringIO()
    Screen(out=Console(file=paper)).say("[điền tiêu đề] [red]")
    assert "[điền tiêu đề] [red]" in paper.getvalue()
