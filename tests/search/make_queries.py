"""Write the judged queries: python -m tests.search.make_queries  (rules of relevance: README.md beside this file)

Every query names what it looks for as a rule over the pages' own words, never over what the search makes of them.
"""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from tests.search.corpus import BODIES, TYPES, Page, pages

HERE = Path(__file__).parent
PAGES = 2_000
Query = tuple[str, str, str]
"""Class, query, rule."""

# Words that a page must have, as they are written: "a & b" both, "a | b" one of them, "title: a" in the title.
EXACT = """
lưu trữ lịch sử
lưu trú qua đêm | lưu trú du lịch
thông báo lưu trú
bí mật nhà nước
giấy tờ bị mất | bị mất giấy tờ
chi phí của cửa hàng
công chứng hợp đồng chuyển nhượng
công chúng được mời góp ý
hòa giải ở cơ sở
thủy nông viên
kỷ luật, kỷ cương hành chính
đường sắt và đường thủy
an toàn thực phẩm
title: đăng ký khai sinh & title: phường Nhơn Ái
tinh giản biên chế
thi đua, khen thưởng & báo cáo thành tích
tôn giáo
phương tiện thủy nội địa
thân nhân liệt sĩ
title: mức độ khuyết tật & title: xã Trường Thành
"""

ASKED = """
thời hạn đăng tin | title: thời hạn đăng tin
hộ nghèo, hộ cận nghèo
bảo vệ dữ liệu cá nhân
chứng chỉ hành nghề y
tách thửa, hợp thửa
giấy phép lái xe
một cửa liên thông
chỉ số năng lực cạnh tranh
"""


def written(page: Page) -> str:
    return _plain(f"{page['title']}\n{page['body']}\n{page.get('number', '')}")


@lru_cache(100_000)
def _plain(text: str) -> str:
    """Return a text composed, in lower case, with one way of writing tones: what a reader holds for the same."""
    text = " ".join(unicodedata.normalize("NFC", text).lower().split())
    for one, other in (("hoà", "hòa"), ("thuỷ", "thủy"), ("uỷ", "ủy"), ("khoẻ", "khỏe"), ("hoá", "hóa")):
        text = text.replace(one, other)
    return text


def answers(rule: str, page: Page) -> bool:
    """Return True when the page is what the rule asks for."""
    if " | " in rule:
        return any(answers(part, page) for part in rule.split(" | "))
    if " & " in rule:
        return all(answers(part, page) for part in rule.split(" & "))
    if rule.startswith("id: "):
        return page["id"] == rule[4:]
    if rule.startswith("number: "):
        return page.get("number") == rule[8:] or str(page["title"]).startswith(rule[8:])
    if rule.startswith("title: "):
        return _says(_plain(str(page["title"])), _plain(rule[7:]))
    return _says(written(page), _plain(rule))


def _says(text: str, words: str) -> bool:
    """Return True when the text has the words, whole."""
    return words in text and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def unmarked(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    return re.sub("[\u0300-\u036f]", "", apart).replace("đ", "d").replace("Đ", "D")


def lines(text: str) -> list[str]:
    return [line for line in text.strip().splitlines() if line]


def as_asked(rule: str) -> str:
    """Return a rule as a person would type it."""
    return rule.split(" | ")[0].replace(" & ", " ").replace("title: ", "").replace(",", "")


def queries(made: list[Page]) -> Iterator[Query]:
    for rule in lines(EXACT) + lines(ASKED):
        yield "exact", as_asked(rule), rule
    for rule in lines(EXACT) + lines(ASKED):
        bare = unmarked(as_asked(rule)).lower()
        # without marks a collision is an answer as good as the one meant
        yield "unmarked", bare, f"unmarked {bare}" if bare in ("luu tru qua dem",) else rule
    yield from _handmade()
    yield from _known_items(made)
    yield from _numbers(made)


def _handmade() -> Iterator[Query]:
    for line in lines((HERE / "queries.txt").read_text(encoding="utf-8")):
        if line.startswith("#"):
            continue
        name, query, rule = (part.strip(" ") for part in line.split("\t"))
        yield name, unicodedata.normalize("NFD", query) if name == "variants-nfd" else query, rule


def _known_items(made: list[Page]) -> Iterator[Query]:
    """Words of a title, as somebody asks who has seen the page; with one letter wrong, glued, in Telex."""
    chance = random.Random(11)
    procedures = [page for page in made if page["kind"] == "guide"]
    for page in chance.sample(procedures, 12):
        title = str(page["title"])
        rule = f"title: {title}"
        words = title.replace(",", "").split()
        yield "typos", " ".join(_with_typo(words, chance)), rule
        yield "typos", unmarked(" ".join(_with_typo(words, chance))).lower(), rule
        yield "telex", " ".join(_telex(word) for word in words).lower(), rule
        at = chance.randrange(0, len(words) - 2, 2)
        glued = [*words[:at], words[at] + words[at + 1], *words[at + 2 :]]
        yield "glued", unmarked(" ".join(glued)).lower(), rule
    for page in chance.sample(procedures, 8):
        words = str(page["title"]).replace(",", "").split()
        partly = [unmarked(word) if chance.random() < 0.5 else word for word in words]
        yield "partial", " ".join(partly), f"title: {page['title']}"
        wrong = list(words)
        at = chance.choice([i for i, word in enumerate(words) if re.search("[áàạảã]", word)] or [0])
        wrong[at] = wrong[at].translate(str.maketrans("áàạảã", "àạáãả"))
        yield "partial", " ".join(wrong), f"title: {page['title']}"


def _with_typo(words: list[str], chance: random.Random) -> list[str]:
    """Return the words with one edit in a word of four letters or more."""
    at = chance.choice([i for i, word in enumerate(words) if len(word) > 3])
    word = words[at]
    place = chance.randrange(1, len(word) - 1)
    wrong = chance.choice(
        [
            word[:place] + word[place + 1 :],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + chance.choice("bcghiklmnoprtuv") + word[place:],
            word[:place] + chance.choice("bcghiklmnoprtuv") + word[place + 1 :],
        ]
    )
    return [*words[:at], wrong, *words[at + 1 :]]


def _telex(word: str) -> str:
    tones = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
    typed, tone = "", ""
    for sign in unicodedata.normalize("NFD", word.lower()):
        if sign in tones:
            tone = tones[sign]
        elif sign == "\u0302":
            typed += typed[-1]
        elif sign in "\u0306\u031b":
            typed += "w"
        else:
            typed += "dd" if sign == "đ" else sign
    return typed + tone


def _numbers(made: list[Page]) -> Iterator[Query]:
    """A number in the ways in which people write it; relevant are the documents that bear it."""
    chance = random.Random(5)
    names = {code: name for name, code in TYPES}
    symbols = {symbol: body for body, symbol in BODIES}
    documents = [page for page in made if re.fullmatch(r"\d+(/\d{4})?/[^/]+-[^/]+", str(page.get("number", "")))]
    for page in chance.sample([page for page in documents if str(page["id"]).startswith("g")], 14):
        number = str(page["number"])
        head, _, tail = number.rpartition("/")
        figure, _, year = head.partition("/")
        code, _, issuer = tail.partition("-")
        rule = _number_rule(made, figure, code, issuer, year)
        loose = _number_rule(made, figure, code, issuer, "")
        name = names.get(code, "Công văn")
        yield "numbers", number, rule
        yield "numbers", unmarked(number).lower(), rule
        yield "numbers", f"{name} số {number}", rule
        yield "numbers", number.replace("/", "-"), rule
        if code in names:
            yield "numbers", unmarked(f"{figure} {code} {issuer}").lower(), loose
            yield "numbers", f"{name.lower()} {figure} {issuer}", loose
            yield (
                "numbers",
                f"{name} {figure} của {symbols.get(issuer, issuer)}",
                loose,
            )
            yield "numbers", f"{code} {figure}/{issuer}", loose
            yield "numbers", f"00{figure}/{code}-{issuer}", loose


def _number_rule(made: list[Page], figure: str, code: str, issuer: str, year: str) -> str:
    same = [
        str(page["number"])
        for page in made
        if re.fullmatch(
            rf"{figure}{'/' + year if year else '(/[0-9]{4})?'}/{re.escape(code)}-{re.escape(issuer)}",
            str(page.get("number", "")),
        )
    ]
    return " | ".join(f"number: {number}" for number in dict.fromkeys(same))


def main() -> None:
    made = list(pages(PAGES))
    told = []
    for name, query, rule in queries(made):
        if rule.startswith("unmarked "):
            wanted = rule.removeprefix("unmarked ")
            relevant = [page["id"] for page in made if wanted in unmarked(written(page))]
        else:
            relevant = [page["id"] for page in made if rule != "nothing" and answers(rule, page)]
        if not relevant and rule != "nothing":
            raise SystemExit(f"no page answers {rule!r} of {query!r}")
        told.append({"class": name.removesuffix("-nfd"), "q": query, "rule": rule, "relevant": relevant})
    rows = ",\n".join(json.dumps(one, ensure_ascii=False) for one in told)
    (HERE / "queries.json").write_text(f"[\n{rows}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
