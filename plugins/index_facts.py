"""What the page of an index shows beside its signed tables, all worked out from them: words, a chart, a file of data.

A text of which nothing can be read (editorial.index_values) is shown as it was signed, and nothing is drawn from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property

from markupsafe import Markup

from editorial.content import Item
from editorial.frozen import frozen
from editorial.index_values import CSV_NAME, Index, Series, csv_of, read_index
from plugins.file_sizes import size_in_words
from plugins.index_chart import break_of, breaks_drawn, chart_of, point_of, scale_shown, words_of

PER_CENT = "%"


@frozen
class IndexFacts:
    """The facts of one index. address: of its page"""

    index: Index
    address: str

    @property
    def table(self) -> str:
        """Where the values lie as CSV."""
        return self.address + CSV_NAME

    @cached_property
    def size(self) -> str:
        """How large the CSV is."""
        return size_in_words(len(csv_of(self.index)))

    @property
    def chart(self) -> Markup:
        return chart_of(self.index, f"Biểu đồ {self.index.name}. {' '.join(self.summary)}")

    @property
    def legend(self) -> tuple[tuple[Markup, str], ...]:
        """The form of each series and what it is, then the upright lines."""
        series = [(point_of(number), self._named(one)) for number, one in enumerate(self.index.series)]
        days = [(break_of(), f"{day:%d/%m/%Y}: địa bàn thay đổi") for day in breaks_drawn(self.index)]
        return (*series, *days)

    @property
    def axis(self) -> str:
        """What the upright axis shows of the scale."""
        marks = scale_shown(self.index)
        shown = f"{words_of(marks[0])} đến {words_of(marks[-1])}"
        whole = f"{words_of(Decimal(self.index.low))} đến {words_of(Decimal(self.index.high))}"
        part = f"Trục đứng: từ {self._amount(shown)}"
        return f"{part}, một phần của thang điểm từ {whole}." if shown != whole else f"{part}."

    @property
    def summary(self) -> tuple[str, ...]:
        """One sentence for each series, and what must not be compared."""
        return (*map(self._told, self.index.series), *self._apart())

    @property
    def _methods(self) -> int:
        return len({one.method for one in self.index.series})

    def _named(self, series: Series) -> str:
        return f"{series.place.label}, {series.method}" if self._methods > 1 else series.place.label

    def _told(self, series: Series) -> str:
        """ "Tỉnh Thử (trước 01/07/2025): 81,25% năm 2024, tăng 0,75 điểm phần trăm so với năm 2023; hạng 19/63."""
        last = series.values[-1]
        words = f"{self._named(series)}: {self._amount(last.words)} năm {last.year}"
        if len(series.values) > 1:
            before = series.values[-2]
            change = last.amount - before.amount
            by = f"{abs(change):f}".replace(".", ",")
            unit = "điểm phần trăm" if self.index.unit == PER_CENT else self.index.unit
            words += f", {'tăng' if change > 0 else 'giảm'} {by} {unit}" if change else ", không đổi"
            words += f" so với năm {before.year}"
        if last.rank:
            words += f"; hạng {last.rank}/{last.of}"
        return f"{words}."

    def _amount(self, number: str) -> str:
        return f"{number}%" if self.index.unit == PER_CENT else f"{number} {self.index.unit}"

    def _apart(self) -> Iterator[str]:
        for day in self.index.breaks:
            day_in_words = f"{day:%d/%m/%Y}"
            yield (
                f"Không so sánh số liệu trước ngày {day_in_words} với số liệu từ ngày ấy: "
                "địa bàn đã khác, nên biểu đồ không nối."
            )
        if self._methods > 1:
            yield "Không so sánh số liệu tính theo những phương pháp khác nhau."


def index_of(item: Item, html: str, address: str) -> IndexFacts | None:
    """Return the facts of an index, None where its text cannot be read as one."""
    index, _ = read_index(item, html)
    return IndexFacts(index, address) if index else None
