"""Values of an index out of a signed text: all that is read, and each way in which nothing is."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest

from editorial.content import Item
from editorial.index_values import Index, csv_of, label_of, read_index, read_place
from editorial.rendering import render
from tests.requirements.items import INDEX_TABLES

OLD, NEW = "Tỉnh Thử (trước 01/07/2025)", "Thành phố Thử (từ 01/07/2025)"


def item(**fields: str) -> Item:
    told = {"index_name": "Chỉ số thử", "index_unit": "%", "index_scale": "0–100", **fields}
    return Item(path="x.md", body="", metadata={}, kind="index", **told)  # type: ignore[arg-type]


def read(body: str = INDEX_TABLES, **fields: str) -> tuple[Index | None, list[str]]:
    index, faults = read_index(item(**fields), render(body, "index").html)
    assert (index is None) == bool(faults)
    return index, [fault.code for fault in faults]


def whole() -> Index:
    index, _ = read()
    assert index
    return index


def test_values_before_and_after_a_merger_are_series_of_their_own():
    series = whole().series
    assert [(one.place.label, [value.year for value in one.values]) for one in series] == [
        (OLD, [2023, 2024]),
        (NEW, [2025]),
    ]
    assert [f"{day:%d/%m/%Y}" for day in whole().breaks] == ["01/07/2025"]


def test_another_method_begins_another_series():
    body = INDEX_TABLES.replace("19/63 | A |", "19/63 | B |").rstrip() + (
        "\n| B | Cơ quan thử | 2025 | Báo cáo sau | Phương pháp sau | [trang](https://so-lieu.example.vn/b) |\n"
    )
    index, faults = read(body)
    assert faults == []
    assert index and [[value.year for value in one.values] for one in index.series if one.place.label == OLD] == [
        [2023],
        [2024],
    ]


def test_a_number_keeps_the_digits_that_were_signed():
    first = whole().values[0]
    assert (first.words, first.amount, first.rank, first.of) == ("80,50", Decimal("80.50"), 20, 63)


def test_what_makes_no_table_of_values_is_not_read():
    assert read("Chưa có bảng nào.")[1] == ["index-table-missing", "index-table-missing"]
    assert read(INDEX_TABLES + "\n\nThêm:\n\n" + INDEX_TABLES)[1][:2] == ["index-table-twice", "index-table-twice"]
    assert read(f"```\n{INDEX_TABLES}\n```")[1]
    assert read(INDEX_TABLES.replace("| Hạng |", "| Thứ hạng |"))[1] == ["index-table-missing"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("| 2025 | Thành", "| 2024 | Thành", "index-joined"),
        ("| 2024 | Tỉnh", "| 2025 | Tỉnh", "index-joined"),
        ("| 2024 | Tỉnh", "| 2023 | Tỉnh", "index-value-twice"),
        ("| 2024 | Tỉnh", "| năm 2024 | Tỉnh", "index-year-unreadable"),
        ("Tỉnh Thử (trước 01/07/2025) | 81", "Tỉnh Thử (cũ) | 81", "index-place-unreadable"),
        ("Tỉnh Thử (trước 01/07/2025) | 81", "Tỉnh Thử (trước 31/06/2025) | 81", "index-place-unreadable"),
        ("81,25%", "81.25%", "index-number-unreadable"),
        ("81,25%", "khoảng 81", "index-number-unreadable"),
        ("81,25%", "812,5%", "index-outside-scale"),
        ("19/63", "64/63", "index-rank-unreadable"),
        ("19/63", "19", "index-rank-unreadable"),
        ("19/63 | A", "19/63 | B", "index-source-unknown"),
        ("15/04/2026", "15-4-2026", "index-published-unreadable"),
        ("15/04/2026", "31/04/2026", "index-published-unreadable"),
        ("[trang thử](https://so-lieu.example.vn/a)", "trang thử", "index-source-unlinked"),
        ("[trang thử](https://so-lieu.example.vn/a)", "[trang](mailto:a@example.vn)", "index-source-unlinked"),
        ("Phương pháp thử", " ", "index-cell-empty"),
    ],
)
def test_one_wrong_cell_and_nothing_is_read(old: str, new: str, code: str):
    assert INDEX_TABLES.count(old) == 1
    index, faults = read(INDEX_TABLES.replace(old, new))
    assert index is None
    assert code in faults


def test_a_year_begun_before_the_merger_is_the_successors():
    place = read_place(NEW)
    assert place and place.covers(2025) and not place.covers(2024)
    place = read_place(OLD)
    assert place and place.covers(2024) and not place.covers(2025)


def test_a_label_says_when_a_place_began_and_ended():
    place = read_place("Tỉnh Thử (từ 01/01/2004, trước 01/07/2025)")
    assert place and label_of(place.name, place.since, place.until) == place.label
    assert read_place("Tỉnh (Thử)") is None


def test_no_rank_is_said_and_not_guessed():
    index, _ = read(INDEX_TABLES.replace("19/63", "không xếp hạng"))
    assert index and [(value.rank, value.of) for value in index.values] == [(20, 63), (0, 0), (9, 34)]


def test_the_csv_holds_every_value_with_its_source():
    content = csv_of(whole())
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [(row["nam"], row["dia_ban"], row["gia_tri"], row["hang"], row["tren_tong_so"]) for row in rows] == [
        ("2023", OLD, "80.50", "20", "63"),
        ("2024", OLD, "81.25", "19", "63"),
        ("2025", NEW, "82.00", "9", "34"),
    ]
    assert {(row["ngay_cong_bo"], row["can_cu"], row["dia_chi_nguon"]) for row in rows} == {
        ("2026-04-15", "Báo cáo thử", "https://so-lieu.example.vn/a")
    }


def test_a_spreadsheet_is_given_no_formula():
    index, faults = read(INDEX_TABLES.replace("Báo cáo thử", '=HYPERLINK("https://x.example")'))
    assert faults == []
    assert index and b"'=HYPERLINK" in csv_of(index)
