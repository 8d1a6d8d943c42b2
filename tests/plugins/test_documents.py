from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from editorial.content import Item, parse_item
from editorial.dates import VIETNAM
from editorial.editions import Edition, EditionStore
from editorial.publication import PublicItem
from editorial.registry import Body, Registry
from plugins.documents import Document, Library
from tests.site_fixture import DOCUMENT

REGISTRY = Registry(
    bodies={
        "so-noi-vu-can-tho": Body(
            "so-noi-vu-can-tho", "Sở Nội vụ thành phố Cần Thơ", "department", predecessors=("so-noi-vu-soc-trang",)
        ),
        "so-noi-vu-soc-trang": Body(
            "so-noi-vu-soc-trang",
            "Sở Nội vụ tỉnh Sóc Trăng",
            "department",
            valid_to=date(2025, 7, 1),
            successors=("so-noi-vu-can-tho",),
        ),
        "so-noi-vu-lai-chau": Body("so-noi-vu-lai-chau", "Sở Nội vụ tỉnh Lai Châu", "department"),
    },
    providers={},
)
NOWHERE = EditionStore(Path("no-records"))
AT = datetime(2026, 11, 20, tzinfo=VIETNAM)


def item(item_id: str, number: str, issuer: str = "so-noi-vu-can-tho", extra: str = "", **changed: str) -> Item:
    text = DOCUMENT.format(id=item_id, number=number, title="Văn bản", body="Chữ.", extra=extra, issued_on="2026-10-30")
    text = text.replace("issuer: so-noi-vu-can-tho", f"issuer: {issuer}")
    for key, value in changed.items():
        text = "\n".join(f"{key}: {value}" if line.startswith(f"{key}:") else line for line in text.split("\n"))
    parsed, problems = parse_item(text, "content/x.md")
    assert parsed is not None, problems
    return parsed


def shown(one: Item, *others: Item, today: date = date(2026, 11, 20)) -> Document:
    return library_of(one, *others, today=today).document(one)


def library_of(*items: Item, today: date = date(2026, 11, 20)) -> Library:
    editions = (Edition(o.id, o.id, o.kind, f"/{o.id}/", o.metadata, "", "", ()) for o in items)
    return Library([PublicItem.of(edition, NOWHERE, AT, AT) for edition in editions], REGISTRY, today)


def test_a_blank_number_is_printed_as_a_blank():
    """CT-QD.0"""
    assert shown(item("moi", "/QĐ-SNV")).number == "…/QĐ-SNV"


def test_a_month_is_never_made_a_day():
    assert shown(item("moi", "5/QĐ-SNV", issued_on="2023-11")).issued == "tháng 11 năm 2023"


@pytest.mark.parametrize(
    ("today", "words"),
    [(date(2026, 12, 14), "15/12/2026 (chưa có hiệu lực)"), (date(2026, 12, 15), "15/12/2026")],
)
def test_a_text_not_yet_in_force_is_labelled_so(today: date, words: str):
    """LX-QD.2"""
    assert shown(item("moi", "5/QĐ-SNV", effective_on="2026-12-15"), today=today).effective == words


def test_a_replaced_document_is_linked_however_its_number_is_typed():
    """PS-N3, PS-N4"""
    old = item("cu-nhat", "09/QĐ-SNV")
    assert [r.address for r in shown(item("moi", "517/QĐ-SNV", extra="replaces: 9/qđ-snv\n"), old).replaces] == [
        "/cu-nhat/"
    ]


def test_replacing_is_shown_on_both_documents():
    """ST-QD.2"""
    new = item("moi", "517/QĐ-SNV", extra="replaces: 9/QĐ-SNV\n")
    related = shown(item("cu-nhat", "9/QĐ-SNV"), new).replaced_by
    assert [(one.name, one.address) for one in related] == [("517/QĐ-SNV", "/moi/")]


def test_a_predecessors_document_is_linked():
    old = item("cu-nhat", "119/QĐ-SNV", issuer="so-noi-vu-soc-trang")
    assert shown(item("moi", "517/QĐ-SNV", extra="replaces: 119/QĐ-SNV\n"), old).replaces[0].address == "/cu-nhat/"


def test_a_namesake_of_another_office_is_not_taken_for_it():
    """PS-N8: three offices share the symbol SNV."""
    other = item("khac", "119/QĐ-SNV", issuer="so-noi-vu-lai-chau")
    assert shown(item("moi", "517/QĐ-SNV", extra="replaces: 119/QĐ-SNV\n"), other).replaces[0].address == ""


def test_of_two_documents_with_one_number_none_is_chosen():
    twins = item("mot", "119/QĐ-SNV"), item("hai", "119/QĐ-SNV")
    assert shown(item("moi", "517/QĐ-SNV", extra="replaces: 119/QĐ-SNV\n"), *twins).replaces[0].address == ""


def test_an_id_always_leads_to_its_document():
    other = item("khac", "119/QĐ-SNV", issuer="so-noi-vu-lai-chau")
    related = shown(item("moi", "517/QĐ-SNV", extra="replaced_by: khac\n"), other).replaced_by[0]
    assert (related.name, related.address) == ("119/QĐ-SNV", "/khac/")


def test_what_an_office_was_and_is_comes_from_the_registry():
    """PS-M6"""
    new = shown(item("moi", "1/QĐ-SNV"))
    assert (new.issuer_before, new.issuer_now) == ("Sở Nội vụ tỉnh Sóc Trăng", "")
    before = shown(item("truoc", "1/QĐ-SNV", issued_on="2023-11"))
    assert (before.issuer_before, before.issuer_now) == ("", "")
    old = shown(item("cu-nhat", "1/QĐ-SNV", issuer="so-noi-vu-soc-trang"))
    assert (old.issuer_before, old.issuer_now) == ("", "Sở Nội vụ thành phố Cần Thơ")


def test_what_moves_the_facts_of_a_document_moves_its_tie():
    """Its page is made anew when another one replaces it, when that one changes, and when it comes into force."""
    old = item("cu-nhat", "9/QĐ-SNV")
    new = item("moi", "517/QĐ-SNV", extra="replaces: 9/QĐ-SNV\n", effective_on="2026-12-15")
    changed = item("moi", "518/QĐ-SNV", extra="replaces: 9/QĐ-SNV\n", effective_on="2026-12-15")
    ties = [library_of(old, *others).tie("cu-nhat") for others in ((), (new,), (changed,))]
    assert len({repr(tie) for tie in ties}) == 3
    before, after, later = (library_of(old, new, today=date(2026, 12, day)).tie("moi") for day in (14, 15, 16))
    assert before != after == later
