from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from editorial.citations import Citations
from editorial.content import Item, parse_item
from editorial.dates import VIETNAM
from editorial.editions import Edition, EditionStore
from editorial.heads import shown_of
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


def with_basis(basis: str, item_id: str = "moi") -> Item:
    return item(item_id, "517/QĐ-SNV", legal_bases=basis)


def shown(one: Item, *others: Item, today: date = date(2026, 11, 20)) -> Document:
    library = library_of(one, *others, today=today)
    public = library.relations.get(one.id)
    assert public is not None
    return library.document(public)


def library_of(*items: Item, today: date = date(2026, 11, 20)) -> Library:
    editions = (Edition(o.id, o.id, o.kind, f"/{o.id}/", o.metadata, "", "", ()) for o in items)
    public = [PublicItem(shown_of(edition, AT, AT), NOWHERE) for edition in editions]
    return Library(public, REGISTRY, today, Citations())


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


def test_the_place_of_a_gone_office_carries_the_day_of_its_end():
    """PS-S4: a document of a merged province holds in its old territory until it is replaced."""
    gone = {"issuer": "so-noi-vu-soc-trang", "extra": "territory: tỉnh Sóc Trăng\n"}
    assert shown(item("cu-nhat", "1/QĐ-SNV", **gone)).territory == "tỉnh Sóc Trăng trước ngày 01/07/2025"
    typed = gone | {"extra": "territory: tỉnh Sóc Trăng trước ngày 01/07/2025\n"}
    assert shown(item("cu-hai", "2/QĐ-SNV", **typed)).territory == "tỉnh Sóc Trăng trước ngày 01/07/2025"
    assert shown(item("moi", "3/QĐ-SNV", extra="territory: xã Thử\n")).territory == "xã Thử"
    assert shown(item("cu-ba", "4/QĐ-SNV", issuer="so-noi-vu-soc-trang")).territory == ""


def test_what_moves_the_facts_of_a_document_moves_its_tie():
    """Its page is made anew when another one replaces it, when that one changes, and when it comes into force."""
    old = item("cu-nhat", "9/QĐ-SNV")
    new = item("moi", "517/QĐ-SNV", extra="replaces: 9/QĐ-SNV\n", effective_on="2026-12-15")
    changed = item("moi", "518/QĐ-SNV", extra="replaces: 9/QĐ-SNV\n", effective_on="2026-12-15")
    ties = [library_of(old, *others).values["cu-nhat"] for others in ((), (new,), (changed,))]
    assert len({repr(tie) for tie in ties}) == 3
    before, after, later = (library_of(old, new, today=date(2026, 12, day)).values["moi"] for day in (14, 15, 16))
    assert before != after == later


OLD, NEW = "9/QĐ-SNV", "517/QĐ-SNV"


@pytest.mark.parametrize(
    ("key", "back", "status"),
    [
        ("replaces", "replaced_by", "het-hieu-luc-toan-bo"),
        ("repeals", "repealed_by", "het-hieu-luc-toan-bo"),
        ("amends", "amended_by", "het-hieu-luc-mot-phan"),
        ("guides", "guided_by", "con-hieu-luc"),
    ],
)
def test_a_relation_is_told_on_both_pages_and_moves_the_status(key: str, back: str, status: str):
    """PS-S2"""
    old, new = item("cu-nhat", OLD, effective_on="2026-01-01"), item("moi", NEW, extra=f"{key}: {OLD}\n")
    there, here = shown(new, old), shown(old, new)
    assert [one.address for one in getattr(there, key)] == ["/cu-nhat/"]
    assert [(one.name, one.address) for one in getattr(here, back)] == [(NEW, "/moi/")]
    assert here.status.slug == status


def test_a_status_says_since_when_and_by_what():
    old = item("cu-nhat", OLD, effective_on="2026-01-01")
    new = item("moi", NEW, extra=f"replaces: {OLD}\n", effective_on="2026-11-15")
    found = shown(old, new)
    assert (found.status.words, found.status.on, found.status.why) == (
        "hết hiệu lực toàn bộ",
        "từ 15/11/2026",
        f"theo {NEW}",
    )
    assert [(one.words, one.on) for one in found.days] == [
        ("chưa có hiệu lực", "trước 01/01/2026"),
        ("còn hiệu lực", "từ 01/01/2026 đến hết 14/11/2026"),
        ("hết hiệu lực toàn bộ", "từ 15/11/2026"),
    ]


def test_from_signing_without_the_day_is_unknown():
    """PS-S3, CT-QD.2"""
    found = shown(item("moi", "/QĐ-SNV", issued_on="2023-11"))
    assert (found.status.slug, found.status.why) == (
        "chua-xac-dinh",
        "có hiệu lực từ ngày ký, nhưng văn bản không ghi ngày ký",
    )


def test_the_end_by_an_act_that_is_elsewhere_needs_its_day():
    extra = "replaced_by: 33/QĐ-UBND\n"
    assert shown(item("cu-nhat", OLD, extra=extra)).status.why == "đã có 33/QĐ-UBND, chưa rõ từ ngày nào"
    dated = shown(item("cu-nhat", OLD, extra=f"{extra}expires_on: 2026-11-01\n")).status
    assert (dated.slug, dated.on, dated.why) == ("het-hieu-luc-toan-bo", "từ 01/11/2026", "theo 33/QĐ-UBND")


def test_the_merger_of_the_issuer_ends_nothing():
    """PS-S1, PS-S4: a text of the old province, not repealed, on a day after the merger."""
    old = item("cu-nhat", OLD, issuer="so-noi-vu-soc-trang", issued_on="2024-03-01")
    assert shown(old, today=date(2026, 1, 1)).status.slug == "con-hieu-luc"


def test_a_legal_basis_leads_to_the_document_of_that_day():
    """PS-N8: of two documents with one number the day decides, and a day that fits none decides for none."""
    one = item("mot", OLD, issued_on="2024-05-02")
    two = item("hai", OLD, issued_on="2025-05-02")
    for written, address in (("02 tháng 5 năm 2025", "/hai/"), ("02/5/2024", "/mot/"), ("03/5/2024", "")):
        basis = f"Quyết định số {OLD} ngày {written} của Sở Nội vụ thành phố Cần Thơ"
        pieces = shown(with_basis(basis), one, two).legal_bases[0]
        assert "".join(piece.name for piece in pieces) == basis
        assert [piece.address for piece in pieces if piece.address] == ([address] if address else [])


def test_a_document_knows_what_cites_it():
    citing = [with_basis(f"Quyết định số {OLD}", f"van-ban-{number}") for number in range(12)]
    found = shown(item("cu-nhat", OLD), *citing)
    assert (len(found.cited_by), found.cited_by_more) == (10, 2)


def test_another_offices_document_is_cited_by_name_and_day_only():
    other = item("khac", OLD, issuer="so-noi-vu-lai-chau", issued_on="2024-05-02")
    named = with_basis(f"Quyết định số {OLD} ngày 02/5/2024 của Giám đốc Sở Nội vụ tỉnh Lai Châu")
    for basis, address in ((named, "/khac/"), (with_basis(f"Quyết định số {OLD} ngày 02/5/2024"), "")):
        assert "".join(piece.address for piece in shown(basis, other).legal_bases[0]) == address


def test_one_basis_written_twice_is_shown_twice():
    basis = f"Quyết định số {OLD}"
    pieces = shown(with_basis(f"{basis}\n    {basis}"), item("cu-nhat", OLD)).legal_bases
    assert [[piece.address for piece in one] for one in pieces[:2]] == [["", "/cu-nhat/"]] * 2
