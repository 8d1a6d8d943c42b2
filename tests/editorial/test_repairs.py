import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.messages import VI
from editorial.repairs import repair

SEEDS = sorted((Path(__file__).parents[1] / "data" / "seeds").glob("*.txt"))
HEADER = "title: Tin\nid: tin-mot\n\n"


def in_body(text):
    """Return what a body becomes."""
    return repair(HEADER + text).text.removeprefix(HEADER)


@pytest.mark.parametrize(
    ("what", "written", "mended"),
    [
        ("repair-composed", unicodedata.normalize("NFD", "Cần Thơ"), "Cần Thơ"),
        ("repair-legacy-font", "C¶i c¸ch hµnh chÝnh cña tØnh, cã thÓ", "Cải cách hành chính của tỉnh, có thể"),
        ("repair-legacy-font", "Caûi caùch haønh chính,\ncoâng vieäc", "Cải cách hành chính,\ncông việc"),
        ("repair-confusable", "Ðảng bộ, 1560/VPUB-XDÐT", "Đảng bộ, 1560/VPUB-XDĐT"),
        ("repair-confusable", "Cần \u0422hơ", "Cần Thơ"),
        ("repair-invisible", "Cần\u200b T\u00adhơ\u202e", "Cần Thơ"),
        ("repair-odd-space", "Cần\u00a0Thơ\u2028ạ", "Cần Thơ ạ"),
        ("repair-bullet", "\uf0b7\xa0Gạch đầu dòng", "- Gạch đầu dòng"),
        ("repair-bullet", "•\tGạch đầu dòng", "- Gạch đầu dòng"),
        ("repair-tab", "\tThụt\tvào", "    Thụt\tvào"),
    ],
)
def test_each_repair_of_a_body_does_one_thing(what, written, mended):
    repaired = repair(HEADER + written)
    assert repaired.text == HEADER + mended
    assert what in {change.what for change in repaired.changes}
    assert {change.what for change in repaired.changes} <= VI.keys()


def test_line_ends_and_byte_order_mark_go():
    repaired = repair("\ufefftitle: Tin\r\nid: tin-mot\r\rNội dung\r\n")
    assert repaired.text == "title: Tin\nid: tin-mot\n\nNội dung\n"
    assert [change.what for change in repaired.changes] == ["repair-byte-order-mark", "repair-line-ends"]


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("Tiêu đề: Tin", "title: Tin"),
        ("TITLE : Tin", "title : Tin"),
        ("titel: Tin", "title: Tin"),
        ("Tieu de: Tin", "title: Tin"),
        ("Số ký hiệu: 517/QĐ-SNV", "document_no: 517/QĐ-SNV"),
        ("số hiệu: 517/QĐ-SNV", "document_no: 517/QĐ-SNV"),
        ("Ngày ban hành: 5/11/2023", "issued_on: 2023-11-05"),
        ("issued-on: 5/11/2023", "issued-on: 5/11/2023"),  # no metadata line; desk check tells
        ("issued: 5/11/2023", "issued: 5/11/2023"),  # issued_on or issuer?
        ("replaced: 12/QĐ-SNV", "replaced: 12/QĐ-SNV"),  # replaces or replaced_by?
        ("changed: x", "changed: x"),
        ("Ghi chú: x", "Ghi chú: x"),
    ],
)
def test_a_metadata_line_gets_the_name_that_was_meant(written, mended):
    assert repair(f"id: tin-mot\n{written}\n\nNội dung\n").text == f"id: tin-mot\n{mended}\n\nNội dung\n"


@pytest.mark.parametrize("header", ["title: A\nTiêu đề: B", "titel: A\nTiêu đề: B"])
def test_a_name_that_is_taken_or_claimed_twice_is_left_to_a_person(header):
    assert repair(f"{header}\n\nNội dung").text == f"{header}\n\nNội dung"


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("event_on: 20/11/2026", "event_on: 2026-11-20"),
        ("event_on: ngày 5 tháng 11 năm 2026", "event_on: 2026-11-05"),
        ("event_on: 2026-11-20", "event_on: 2026-11-20"),
        ("event_on: 31/02/2026", "event_on: 31/02/2026"),
        ("event_on: 11/2026", "event_on: 11/2026"),  # a day is needed; nobody guesses it
        ("issued_on: 11/2023", "issued_on: 2023-11"),
        ("publish_at: 20/11/2026", "publish_at: 2026-11-20"),
        ("publish_at: 8h30 ngày 1/12/2026", "publish_at: 2026-12-01T08:30:00+07:00"),
        ("publish_at: 2026-12-01T08:30:00+07:00", "publish_at: 2026-12-01T08:30:00+07:00"),
        ("event_on: “20/11/2026”", "event_on: 2026-11-20"),
        ('kind: "event_news"', "kind: event_news"),
        ("title: “Dân vận khéo”", "title: “Dân vận khéo”"),
        ("effective_on: từ ngày ký", "effective_on: từ ngày ký"),
        ("title: 20/11/2026", "title: 20/11/2026"),
    ],
)
def test_dates_and_quotes_of_metadata_lines_are_mended(written, mended):
    assert repair(f"{written}\n\nNgày 20/11/2026\n").text == f"{mended}\n\nNgày 20/11/2026\n"


@pytest.mark.parametrize(
    "body",
    [
        "```\nÐà\u00a0Nẵng\t\u200b\nC¶i c¸ch hµnh chÝnh\n```",
        "Gõ `Ðà\u00a0Nẵng` và ``C¶i c¸ch hµnh``",
        "https://example.vn/Ðà/c¶i-c¸ch-hµnh và [tải](tệp Ðà.pdf)",
        "[1]: https://example.vn/Ðà 'Ðà'",
        "Sigurðsson, Citroën, kΩ, 5 µm, Москва, ខ្ញុំ\u200bចង់, 👩\u200d💻",
        "Ngày 20/11/2026\n\nTitle: không phải dòng đầu tệp",
        "Cột một\tcột hai",
    ],
)
def test_code_addresses_and_right_text_are_not_touched(body):
    assert repair(HEADER + body).changes == ()
    assert in_body(body) == body


def test_a_link_keeps_its_address_when_its_text_is_mended():
    assert in_body("[Ðà Nẵng](https://example.vn/Ð)") == "[Đà Nẵng](https://example.vn/Ð)"


def test_a_title_of_one_legacy_word_is_read_like_the_text_below():
    text = "title: Tin vÒ UBND\nid: tin-mot\n\nC¶i c¸ch hµnh chÝnh\n"
    assert repair(text).text == "title: Tin về UBND\nid: tin-mot\n\nCải cách hành chính\n"


def test_a_paragraph_that_mixes_both_encodings_is_left_but_for_whole_lines():
    mixed = "Căn cứ LuËt Tæ chøc chính quyền"
    assert in_body(mixed) == mixed
    assert in_body("Nơi nhận:\n- Nh­ §iÒu 4, c¸c së") == "Nơi nhận:\n\n- Như Điều 4, các sở"


def test_a_change_names_its_line_and_both_texts():
    (change,) = repair("title: Tin\n\nÐà Nẵng").changes
    assert (change.line, change.what, change.before, change.after) == (3, "repair-confusable", "Ðà Nẵng", "Đà Nẵng")


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("Gồm:\n• một\n• hai", "Gồm:\n\n- một\n- hai"),
        ("Gồm các ý sau\n- một\n- hai", "Gồm các ý sau\n\n- một\n- hai"),
        ("Các bước:\n1. một\n2. hai", "Các bước:\n\n1. một\n2. hai"),
        ("Phòng Cải cách hành chính\n- Văn thư, Lưu trữ", None),
        ("Ngày 20 tháng 11 năm\n2026. Hội nghị", None),
        ("## Đề mục\n- một\n- hai", None),
        ("- một\n  viết tiếp\n- hai", None),
        ("```\nGồm:\n- một\n```", None),
    ],
)
def test_a_list_gets_the_empty_line_without_which_it_is_no_list(typed: str, mended: str | None):
    assert in_body(typed) == (mended or typed)


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("\tSáng nay Sở họp sơ kết.\n\n\t“Đúng hạn” là yêu cầu.", "Sáng nay Sở họp sơ kết.\n\n“Đúng hạn” là yêu cầu."),
        ("Câu đầu.\n\n \tSáng nay Sở họp sơ kết.\n", "Câu đầu.\n\nSáng nay Sở họp sơ kết.\n"),
        ("- Ý thứ nhất\n\n\tSáng nay Sở họp sơ kết.", "- Ý thứ nhất\n\n    Sáng nay Sở họp sơ kết."),
        ("- Ý một\n\n  Tiếp.\n\n\tSáng nay Sở họp.", "- Ý một\n\n  Tiếp.\n\n    Sáng nay Sở họp."),
        ("Lệnh:\n\n\tin('Sáng nay') = {1}", "Lệnh:\n\n    in('Sáng nay') = {1}"),
        ("Lệnh:\n\n\tmake publish", "Lệnh:\n\n    make publish"),
        ("Lệnh:\n\n\t# in ra\n\n\tSáng nay Sở họp.", "Lệnh:\n\n    # in ra\n\n    Sáng nay Sở họp."),
        ("Lệnh:\n\n\tSáng nay\n\tSở họp", "Lệnh:\n\n    Sáng nay\n    Sở họp"),
        ("```\n\n\tSáng nay Sở họp.\n\n```", None),
    ],
)
def test_a_paragraph_of_a_letter_loses_the_tab_before_it_and_code_stays_code(typed: str, mended: str | None):
    assert in_body(typed) == (mended or typed)
    assert in_body(mended or typed) == (mended or typed)


def test_the_five_regulations_lose_only_odd_spaces_and_tabs_and_gain_lists():
    for seed in SEEDS:
        assert {change.what for change in repair(seed.read_text(encoding="utf-8")).changes} <= {
            "repair-odd-space",
            "repair-tab",
            "repair-list-gap",
        }


HARMLESS = ["title", "event_on", ": ", ":", "20/11/2026", "\n", "\n\n", "---", "- ", "a", "x", "Cải", "Đà"]
FAULTY = [
    "Tiêu đề",
    "titel",
    "\r\n",
    "\r",
    "\u00a0",
    "\uf0b7",
    "\u200b",
    "\u00ad",
    "\ufeff",
    "\u202e",
    "\u2028",
    "\x0b",
]
LETTERS = [
    "\u0301",
    "\u0323",
    "e",
    "Ð",
    "ð",
    "Ðà",
    "\u0422hơ",
    "C¶i c¸ch",
    "hµnh",
    "cña",
    "Caûi caùch",
    "haønh",
    "LuËt",
]
MARKDOWN = ["```", "`", "~~~", "\t", "    ", " ", "https://x.vn/", "](", ")", "[1]: ", "\x1b"]
PIECES = st.sampled_from([*HARMLESS, *FAULTY, *LETTERS, *MARKDOWN])


@given(st.lists(PIECES, max_size=40).map("".join))
def test_a_second_repair_changes_nothing(text):
    once = repair(text)
    assert repair(once.text).text == once.text
    assert repair(once.text).changes == ()
    assert bool(once.changes) == (once.text != text)


@given(st.text())
def test_any_text_is_repaired_without_losing_lines(text):
    once = repair(text).text
    assert repair(once).text == once
    assert once.count("\n") == text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").count("\n")
