"""The five regulations stand on the site word for word: nothing lost, nothing added, blanks left blank."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from editorial.content import Item
from editorial.content_files import read_item
from editorial.rendering import Rendered, render

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "content"
SEEDS = ROOT / "tests" / "data" / "seeds"

NOTES = "## Ghi chú của Ban Biên tập"
"""What follows this heading is ours; everything before it is the document."""


@dataclass(frozen=True)
class Regulation:
    """One document and what it must hold.

    cleanings: (as scanned, as published) for every place where the words differ, each once, in order;
        emphasis, list marks and line breaks are no words
    decision, annex: how many Điều the decision and the annexed regulation have
    """

    id: str
    seed: str
    decision: int
    annex: int
    cleanings: tuple[tuple[str, str], ...] = ()


REGULATIONS = (
    Regulation("qc-can-tho", "000_79fe5925afd65fca.txt", 2, 14),
    Regulation(
        "qc-soc-trang",
        "001_3c39a0c25f15f234.txt",
        3,
        15,
        # the angle brackets that a converter put around the address
        (("<https://cchc.soctrang.gov.vn>.", "https://cchc.soctrang.gov.vn."),),
    ),
    Regulation("qc-lao-cai", "002_8b99ee4c7428fdb3.txt", 3, 16),
    Regulation(
        "qc-long-xuyen",
        "003_c4fb16c9c78b2841.txt",
        3,
        24,
        # the drawn signature read as a second name, under the decision and under the regulation
        (("Phạm Thành Thái Phạm Thành Thái", "Phạm Thành Thái"),) * 2,
    ),
    Regulation("qc-lai-chau", "004_f0ae52f346646df2.txt", 4, 8),
)

_LIST_MARK = re.compile(r"(?m)^\s*(?:[-+] )+")
_CLAUSE = re.compile(r"(?m)^\s*(\d+)\. ")
_POINT = re.compile(r"(?m)^\s*[a-zđ]\) ")


@pytest.fixture(params=REGULATIONS, ids=lambda regulation: regulation.id)
def regulation(request: pytest.FixtureRequest) -> Regulation:
    return request.param


@pytest.fixture
def item(regulation: Regulation) -> Item:
    found, problems = read_item(CONTENT / "van-ban" / f"{regulation.id}.md", CONTENT)
    assert found and not problems
    return found


@pytest.fixture
def document(item: Item) -> Rendered:
    """What readers see of the document itself, without our notes."""
    before, heading, notes = item.body.partition(NOTES)
    assert heading and notes.strip()
    return render(before, item.kind)


def seed_text(regulation: Regulation) -> str:
    text = (SEEDS / regulation.seed).read_text("utf-8").replace("*", "").replace("\u00a0", " ")
    return unicodedata.normalize("NFC", text)


def words_of_seed(regulation: Regulation) -> list[str]:
    words = " ".join(_LIST_MARK.sub("", seed_text(regulation)).split())
    end = 0
    for scanned, published in regulation.cleanings:
        at = words.index(scanned, end)
        words = words[:at] + published + words[at + len(scanned) :]
        end = at + len(published)
    return words.split()


def shown_text(rendered: Rendered) -> str:
    soup = BeautifulSoup(rendered.html, "html.parser")
    for line_break in soup.find_all("br"):
        line_break.replace_with(" ")
    return soup.get_text()


def test_every_word_is_shown_in_its_order(regulation, document):
    assert shown_text(document).split() == words_of_seed(regulation)


def test_the_sanitiser_has_nothing_to_take_away(document):
    assert document.removed == ()


def test_every_article_has_its_anchor(regulation, document):
    articles = [h.id for h in document.headings if re.fullmatch(r"(?:qd-)?dieu-\d+", h.id)]
    expected = [f"qd-dieu-{n}" for n in range(1, regulation.decision + 1)]
    expected += [f"dieu-{n}" for n in range(1, regulation.annex + 1)]
    assert articles == expected


def test_every_clause_and_point_has_its_anchor(regulation, document):
    seed = seed_text(regulation)
    clauses = [name for name in document.ids if re.search(r"-khoan-\d+$", name)]
    points = [name for name in document.ids if re.search(r"-diem-[a-z]+$", name)]
    assert len(clauses) == len(_CLAUSE.findall(seed))
    assert len(points) == len(_POINT.findall(seed))


def test_no_sentence_is_left_cut_by_a_page(document):
    soup = BeautifulSoup(document.html, "html.parser")
    openings = [paragraph.get_text().strip() for paragraph in soup.find_all("p")]
    assert [text for text in openings if text[0].islower() and not _POINT.match(text)] == []


def test_metadata_say_only_what_the_text_says(regulation, item):
    seed = " ".join(words_of_seed(regulation))
    printed = [item.signer, item.abstract, *item.legal_bases, *item.recipients, *item.replaces]
    assert [text for text in printed if fold_case(text) not in fold_case(seed)] == []
    for number in filter(None, (item.document_no, item.number_variant)):
        assert number.replace(" ", "") in seed.replace(" ", "")
    for title in item.signer_title.split(", "):
        assert title in seed


def test_effect_is_what_the_decision_says(regulation, item):
    says = {
        "qc-can-tho": "từ ngày ký",
        "qc-soc-trang": "từ ngày ký",
        "qc-lao-cai": "từ ngày ký",
        "qc-long-xuyen": "2020-06-15",
        "qc-lai-chau": "2019-08-01",
    }
    assert str(item.effective_on) == says[regulation.id]


def fold_case(text: str) -> str:
    return " ".join(text.split()).casefold()


def test_blanks_stay_blank():
    can_tho, _ = read_item(CONTENT / "van-ban" / "qc-can-tho.md", CONTENT)
    lao_cai, _ = read_item(CONTENT / "van-ban" / "qc-lao-cai.md", CONTENT)
    assert can_tho and lao_cai
    assert can_tho.document_no == "/QĐ-SNV"  # CT-QD.0: the number was never filled in
    assert can_tho.issued_on and (can_tho.issued_on.iso(), can_tho.issued_on.is_full) == ("2023-11", False)
    assert lao_cai.signer == ""  # A25: the signer's name is missing


def test_misprints_are_kept_and_noted():
    """Requirements A47 and the like: shown as printed, explained below."""
    misprints = {
        "qc-can-tho": ("Chuyên Đồi số", "cchccancho.gov.vn"),
        "qc-soc-trang": ("chuyên đổi",),
        "qc-lao-cai": ("nhầm đổi mới", "các các hành vi"),
        "qc-long-xuyen": ("CÔNG THÔNG TIN", "các nhân", "01 /2020/QĐ-UBND"),
        "qc-lai-chau": ("đòi truy", "293/QĐ-UBND", "Tổng Thanh Hải"),
    }
    for name, printed in misprints.items():
        item, _ = read_item(CONTENT / "van-ban" / f"{name}.md", CONTENT)
        assert item
        document, _, notes = item.body.partition(NOTES)
        for misprint in printed:
            assert misprint in document, misprint
            assert misprint in notes, misprint


def test_a_misprinted_address_is_never_a_link():
    item, _ = read_item(CONTENT / "van-ban" / "qc-can-tho.md", CONTENT)
    assert item
    assert all("cancho" not in link for link in render(item.body, item.kind).links)  # A3
