"""Words that pages show and nobody signs: another value is told, wherever in the file it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from editorial.dates import VIETNAM
from editorial.messages import sentence
from editorial.unsigned_words import read_unsigned_words, word_changes
from tests.organisation import ROOT, Organisation

AT = datetime(2026, 11, 20, 9, 30, tzinfo=VIETNAM)
REGULATION = (ROOT / "regulations" / "ct.toml").read_text(encoding="utf-8")
MAIL = "caicachhanhchinh@cantho.gov.vn"


def told(before: str, after: str, file: str = "ct.toml") -> list[str]:
    return [sentence(problem) for problem in word_changes(file, before.encode(), after.encode(), AT)]


def test_another_address_to_write_to_is_told_in_the_middle_of_its_line() -> None:
    [said] = told(REGULATION, REGULATION.replace(MAIL, "khac@vi-du.vn"))
    assert f"đổi 1 chỗ: site.contact.email từ “{MAIL}” thành “khac@vi-du.vn”" in said
    assert "09:30 ngày 20/11/2026" in said


def test_an_entry_put_first_is_told_alone_and_of_many_some() -> None:
    link = '\n[[links]]\ngroup = "service"\nname = "{0}"\naddress = "https://{0}.vn/"\n'
    [said] = told(link.format("hai"), link.format("moi") + link.format("hai"))
    assert "links.name thêm “moi”" in said and "hai" not in said.partition("Trang dùng")[0]
    [said] = told("", "".join(link.format(f"trang-{number}") for number in range(9)))
    assert "đổi 27 chỗ" in said and "và 22 chỗ khác" in said


def test_what_a_registry_says_besides_names_is_told_and_a_name_that_became_another_by_others() -> None:
    body = '[[bodies]]\nid = "so-cu"\nname = "Sở Cũ"\n'
    heir = f'{body}ended_by = "Lời của ai đó"\nsuccessors = ["so-moi"]\n[[bodies]]\nid = "so-moi"\nname = "Sở Mới"\n'
    [said] = told(body, heir, "bodies.toml")
    for expected in (
        "bodies.ended_by thêm “Lời của ai đó”",
        "bodies.name thêm “Sở Mới”",
        "bodies.successors thêm “so-moi”",
    ):
        assert expected in said
    assert told(body, body.replace("Sở Cũ", "Sở Khác"), "bodies.toml") == []


def test_another_regulation_is_another_text_of_one_name(organisation: Organisation) -> None:
    """REGULATION may be given for one run, and may name a file that lies elsewhere."""
    before = read_unsigned_words(organisation.settings)
    after = read_unsigned_words(replace(organisation.settings, regulation="../regulations/st"))
    [name] = [name for name in before if before[name] != after[name]]
    assert before.keys() == after.keys()
    [problem] = word_changes(name, before[name], after[name], AT)
    assert problem.where == "regulations/" and "chỗ khác" in sentence(problem)


def test_other_remarks_say_nothing_and_what_cannot_be_read_is_told_by_others() -> None:
    assert told(REGULATION, f"# Ghi chú mới\n{REGULATION}") == []
    assert told(REGULATION, "site = [") == []
