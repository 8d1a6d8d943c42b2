"""What each made-up item is about: kind, title, day, number and neighbours, a function of the seed and the count.

A subject holds no text, so all of them are made in a moment and any text may link to any earlier item. Numbers of
documents are counted up for each issuer, form and year, as an office counts them; none of them is a real document.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from editorial.text import slug
from tests.search.corpus import ACTS, BODIES, PLACES, PROCEDURES, TOPICS

FIRST, LAST = date(2022, 1, 4), date(2026, 10, 30)
"""The days between which the items lie; holidays are known from the first, and no clock makes the last a future day."""

AREAS = ("the-che", "thu-tuc-hanh-chinh", "to-chuc-bo-may", "che-do-cong-vu", "tai-chinh-cong", "chinh-quyen-so")
ISSUERS = (("so-noi-vu-can-tho", "SNV"), ("ubnd-can-tho", "UBND"))
FORMS = (("Quyết định", "QĐ"), ("Kế hoạch", "KH"), ("Báo cáo", "BC"), ("Thông báo", "TB"), ("Hướng dẫn", "HD"))
QUESTIONS = ("cần giấy tờ gì", "mất bao lâu", "nộp ở đâu", "có phải đóng lệ phí không", "nộp trực tuyến được không")

NEWS, DOCUMENT, QUESTION, GUIDANCE, STATISTICS, INITIATIVE = (
    "event_news", "admin_document", "qa", "guidance", "statistics", "initiative",
)  # fmt: skip
SHARES = {NEWS: 45, DOCUMENT: 30, QUESTION: 12, GUIDANCE: 6, STATISTICS: 4, INITIATIVE: 3}
"""How many of a hundred items are of a kind."""

FOLDERS = {
    NEWS: "tin-tuc", DOCUMENT: "van-ban", QUESTION: "hoi-dap", GUIDANCE: "chinh-sach", STATISTICS: "ket-qua",
    INITIATIVE: "cach-lam-hay",
}  # fmt: skip
NEWS_SECTION = FOLDERS[NEWS]
DATED_BY = {NEWS: "event_on", DOCUMENT: "issued_on", GUIDANCE: "issued_on", STATISTICS: "issued_on"}
"""The metadata line that holds a kind's day; the other kinds bear none."""

PICTURED, ATTACHED = 0.15, 0.25
"""How many of the news have a picture, and of the documents a file."""


@dataclass(frozen=True)
class Subject:
    """number: from 0; words: what its sentences are about, by the names of tests.search.corpus; near: numbers of
    earlier items that its text links to; document_no, form, issuer: of a document; file: beside the text, or "" """

    number: int
    kind: str
    title: str
    day: date
    areas: tuple[str, ...]
    words: Mapping[str, str]
    near: tuple[int, ...]
    document_no: str = ""
    form: str = ""
    issuer: str = ""
    file: str = ""

    @property
    def id(self) -> str:
        return f"mau-{self.number:06d}"

    @property
    def path(self) -> str:
        """The place of its file below the content folder."""
        return f"{FOLDERS[self.kind]}/{self.day.year}/{self.id}.md"

    @property
    def slug(self) -> str:
        """The last part of its address; many titles meet, so the number ends it."""
        return f"{slug(self.title)[:60].strip('-')}-{self.number}"


def subjects(count: int, seed: int) -> list[Subject]:
    """Return the subjects, the oldest first, their days evenly spread."""
    chance = random.Random(f"{seed}/subjects")
    kinds = chance.choices(list(SHARES), list(SHARES.values()), k=count)
    span = (LAST - FIRST).days
    counted: Counter[tuple[str, str, int]] = Counter()
    return [
        _subject(number, kind, FIRST + timedelta(days=number * span // max(count - 1, 1)), chance, counted)
        for number, kind in enumerate(kinds)
    ]


def _subject(
    number: int, kind: str, day: date, chance: random.Random, counted: Counter[tuple[str, str, int]]
) -> Subject:
    words = _words(chance, day)
    areas = tuple(chance.sample(AREAS, chance.choice((1, 1, 1, 2, 2, 3))))
    near = tuple(sorted({chance.randrange(number) for _ in range(chance.randint(1, 3))})) if number else ()
    title = _title(kind, words, chance)
    if kind == DOCUMENT:
        (issuer, symbol), (form, code) = chance.choice(ISSUERS), chance.choice(FORMS)
        counted[issuer, code, day.year] += 1
        document_no = f"{counted[issuer, code, day.year]:02d}/{code}-{symbol}"
        file = f"mau-{number:06d}.pdf" if chance.random() < ATTACHED else ""
        return Subject(number, kind, f"{form} {title}", day, areas, words, near, document_no, form, issuer, file)
    file = f"mau-{number:06d}.png" if kind == NEWS and chance.random() < PICTURED else ""
    return Subject(number, kind, title, day, areas, words, near, file=file)


def _words(chance: random.Random, day: date) -> dict[str, str]:
    name, field, paper = (part.strip() for part in chance.choice(PROCEDURES.strip().splitlines()).split("|"))
    return {
        "topic": chance.choice(TOPICS),
        "place": f"{chance.choice(('phường', 'xã'))} {chance.choice(PLACES)}",
        "body": chance.choice(BODIES)[0],
        "year": str(day.year),
        "procedure": name,
        "field": field,
        "paper": paper,
    }


def _title(kind: str, words: Mapping[str, str], chance: random.Random) -> str:
    match kind:
        case "event_news":
            return f"{words['body']} {chance.choice(ACTS).format(**words)}"
        case "admin_document":
            return f"về {words['topic']} tại {words['place']} năm {words['year']}"
        case "qa":
            return f"{words['procedure']} ở {words['place']}: {chance.choice(QUESTIONS)}?"
        case "guidance":
            return f"Những điều cần biết về {words['topic']} khi {words['procedure'].lower()} ở {words['place']}"
        case "statistics":
            return f"Kết quả {words['topic']} của {words['place']} năm {words['year']}"
        case _:
            return f"Cách làm hay ở {words['place']}: {words['topic']}"
