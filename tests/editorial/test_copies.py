"""By what a copy is told: words in canonical form, former editions by their days, short lists that are all there."""

from __future__ import annotations

import json
import re
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

import pytest

from editorial.addresses import COPY_LIST, file_of
from editorial.copies import (
    EDITION,
    FILE,
    TEXT,
    Copy,
    Held,
    canonical_text,
    copies_of,
    shelves,
    text_digests,
    width_for,
    words_of,
)
from editorial.dates import VIETNAM
from editorial.editions import Attachment, Edition
from editorial.manifest import Manifest, survey
from editorial.publication import Publication, load
from editorial.verification import check_site, entries
from tests.house import House
from tests.organisation import ROOT, Organisation
from tests.site_fixture import found_site

TABLE = "<table><tbody><tr><td>12</td><td>3</td></tr></tbody></table>"


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Một <strong>hai</strong>,\n ba</p><p>bốn</p>", "Một hai, ba bốn"),
        ("<p>Dòng<br>sau</p><hr><ul><li>a</li><li>b</li></ul>", "Dòng sau a b"),
        ("<p>m<sup>2</sup> và <a href='cchc:x' title=\"a > b\">liên kết</a></p>", "m2 và liên kết"),
        ("<p>1 &lt; 2 &amp; “ba”</p><!-- x -->", "1 < 2 & “ba”"),
        (TABLE, "12 3"),
        ("<p>ảnh<img src='cchc-file:x.png' alt='mô tả'></p>", "ảnh"),
    ],
)
def test_words_are_those_that_a_browser_copies(html: str, words: str) -> None:
    assert words_of(html) == words


@pytest.mark.parametrize(
    "pasted",
    [
        " Quyết  định\r\n\r\nsố 5\t",
        "Quyết\xa0định\u2003số\u202f5",
        "Quy\xadết định\u200b số 5\ufeff",
        normalize("NFD", "Quyết định số 5"),
    ],
)
def test_a_text_survives_being_pasted(pasted: str) -> None:
    assert canonical_text(pasted) == "Quyết định số 5"


@pytest.mark.parametrize("other", ["Quyết định số5", "Quyết định số 5.", "quyết định số 5", "Quyết định số \u202e5"])
def test_what_an_eye_reads_otherwise_is_another_text(other: str) -> None:
    """White space inside a number, a letter, and marks that turn the direction of writing all count."""
    assert canonical_text(other) != "Quyết định số 5"
    assert canonical_text("12 3") != canonical_text("1 23")


def edition(number: int, html: str, *files: Attachment, title: str = "Bài") -> Edition:
    """Return an edition of one item."""
    return Edition(
        digest=f"{number:064x}",
        item="bai",
        kind="guidance",
        address="/bai/",
        metadata={"title": title},
        body="",
        html=html,
        attachments=files,
    )


PLAN = Attachment("plan.pdf", "aa" * 32, 10, "application/pdf", "plan.pdf")
OTHER = Attachment("plan.pdf", "bb" * 32, 10, "application/pdf", "plan.pdf")


def test_a_former_edition_is_told_with_its_days_and_what_stayed_is_no_former_one() -> None:
    told = copies_of(
        [
            (edition(1, "<p>một</p>", PLAN), "2026-01-01"),
            (edition(2, "<p>hai</p>", PLAN), "2026-02-01"),
            (edition(3, "<p>ba</p>", OTHER), "2026-03-01"),
        ]
    )
    days = {(sort, digest.hex()): (since, until) for digest, sort, _, since, until in told}
    assert days[EDITION, f"{1:064x}"] == ("2026-01-01", "2026-02-01")
    assert days[EDITION, f"{3:064x}"] == ("2026-03-01", "")
    assert days[TEXT, sha256(b"hai").hexdigest()] == ("2026-02-01", "2026-03-01")
    assert days[TEXT, sha256("Bài ba".encode()).hexdigest()] == ("2026-03-01", "")
    assert days[FILE, PLAN.sha256] == ("2026-01-01", "2026-03-01")
    assert days[FILE, OTHER.sha256] == ("2026-03-01", "")


def test_a_text_that_came_back_is_the_one_that_is_shown() -> None:
    first, second = edition(1, "<p>một</p>"), edition(2, "<p>hai</p>")
    told = copies_of([(first, "2026-01-01"), (second, "2026-02-01"), (first, "2026-03-01")])
    assert [until for digest, sort, _, _, until in told if sort == EDITION and digest[-1] == 1] == [""]


def test_a_text_without_words_has_no_digest() -> None:
    assert text_digests("Bài", "<p> </p>") == ()


def lists_of(copies: list[tuple[Copy, ...]]) -> dict[str, bytes]:
    """Return the lists of items of which each has some copies."""

    def held(number: int) -> Held:
        return Held(f"/bai-{number}/", f"Bài “{number}”", False)

    found = shelves(copies, [b""] * len(copies), held)
    return {digits: told for shelf in found for digits, told in shelf.lists().items()}


@pytest.mark.parametrize(("count", "width"), [(0, 1), (640, 1), (641, 2), (10_240, 2), (10_241, 3), (10**6, 3)])
def test_lists_get_more_as_digests_do(count: int, width: int) -> None:
    assert width_for(count) == width


def test_ten_thousand_items_make_lists_of_a_few_kilobytes_that_hold_every_digest() -> None:
    copies: list[tuple[Copy, ...]] = [
        tuple((sha256(f"{n} {sort}".encode()).digest(), sort, "", "2026-01-01", "") for sort in "abcd")
        for n in range(10_000)
    ]
    lists = lists_of(copies)
    assert len(lists) == 16**3 and max(map(len, lists.values())) < 6000
    found = {digits + rest for digits, told in lists.items() for rest in json.loads(told)}
    assert found == {digest.hex() for one in copies for digest, *_ in one}


def test_one_digest_of_many_items_names_few_of_them() -> None:
    shared = sha256(b"a picture").digest()
    lists = lists_of([((shared, FILE, "a.png", "2026-01-01", ""),)] * 50)
    (rows,) = json.loads(lists[shared.hex()[0]]).values()
    assert [row[1] for row in rows] == [f"/bai-{n}/" for n in range(10)]


def lists_in(publication: Publication) -> dict[str, bytes]:
    return {digits: told for shelf in publication.copy_shelves for digits, told in shelf.lists().items()}


def told(publication: Publication) -> dict[str, list[list[object]]]:
    """Return the rows of every list by the whole digest."""
    return {
        digits + rest: rows
        for digits, content in lists_in(publication).items()
        for rest, rows in json.loads(content).items()
    }


def test_what_was_withdrawn_is_in_no_list_and_comes_back_without_its_past(tmp_path: Path) -> None:
    site = found_site(tmp_path)
    for body in ("Lời thứ nhất.", "Lời thứ hai."):
        site.article("bai", body=body, extra="change_note: sửa lời")
        site.sign_all("bai")
        site.later(days=1)
    first, second = (sha256(text.encode()).hexdigest() for text in ("Lời thứ nhất.", "Lời thứ hai."))
    rows = told(load(site.settings, site.now))
    assert (rows[first][0][5], rows[second][0][5]) == ("2026-11-21", "")

    site.withdraw("bai")
    assert told(load(site.settings, site.now)) == {}

    site.article("bai", body="Lời thứ ba.", extra="change_note: viết lại")
    site.sign_all("bai")
    rows = told(load(site.settings, site.now))
    assert sha256("Lời thứ ba.".encode()).hexdigest() in rows
    assert first not in rows and second not in rows


def test_an_edit_writes_few_lists_anew(tmp_path: Path) -> None:
    """Each digest stands in one list; those of the former edition and of the new one are touched."""
    site = found_site(tmp_path)
    for item in ("bai-1", "bai-2"):
        site.article(item, body=f"Lời của {item}.")
        site.sign_all(item)
    before = lists_in(load(site.settings, site.now))
    site.article("bai-1", body="Lời mới.", extra="change_note: sửa")
    site.sign_all("bai-1")
    after = lists_in(load(site.settings, site.now))
    changed = [digits for digits, content in after.items() if before[digits] != content]
    assert 0 < len(changed) <= 6


def test_what_nobody_has_signed_is_in_no_list(signed_site: Organisation) -> None:
    publication = load(signed_site.settings, datetime.now(VIETNAM))
    assert {row[1] for rows in told(publication).values() for row in rows} == {p.address for p in publication.items}
    assert not any("chua-ky" in str(row) for rows in told(publication).values() for row in rows)


@pytest.mark.parametrize(
    "harm",
    [
        lambda content: b"{}\n",
        lambda content: content.replace(b'"text"', b'"file"', 1),
        lambda content: content.replace(b"2026-11-20", b"2026-11-19", 1),
    ],
)
def test_a_list_that_says_something_else_is_found(published: House, harm: object) -> None:
    settings = published.site.settings
    publication = load(settings, datetime.now(VIETNAM))
    name = next(
        file_of(COPY_LIST.format(digits=digits))
        for digits, content in lists_in(publication).items()
        if b'"text"' in content and b"2026-11-20" in content
    )
    path = published.output / name
    path.write_bytes(harm(path.read_bytes()))  # type: ignore[operator]
    assert found(published, publication) == {("output-copies-differ", name)}


def test_a_list_that_is_missing_or_was_added_is_found(published: House) -> None:
    publication = load(published.site.settings, datetime.now(VIETNAM))
    gone, added = (published.output / file_of(COPY_LIST.format(digits=digits)) for digits in ("0", "000"))
    gone.unlink()
    added.write_bytes(b"{}\n")
    assert found(published, publication) == {
        ("output-file-lacking", "xac-minh/ma/0.json"),
        ("output-copies-differ", "xac-minh/ma/000.json"),
    }


def found(house: House, publication: Publication) -> set[tuple[str, str]]:
    """Return what the proof of the site finds, its manifest made of the harmed files."""
    manifest = Manifest("", entries(publication), survey(house.output).files)
    return {(p.code, p.where) for p in check_site(house.output, manifest, publication, house.site.settings.content)}


def test_white_space_is_the_same_here_and_in_the_browser() -> None:
    """The script names its signs one by one: browsers take other signs for white space than Python does."""
    script = (ROOT / "theme/static/js/verify.mjs").read_text(encoding="utf-8")
    for name, holds in (
        ("WHITE", str.isspace),
        ("INVISIBLE", lambda sign: not (canonical_text(sign) or sign.isspace())),
    ):
        (named,) = re.findall(rf"^const {name} = /\[(.*)\]\+?/", script, re.MULTILINE)
        signs = re.compile(f"[{named}]".encode().decode("unicode_escape"))
        assert [n for n in range(0x110000) if bool(signs.fullmatch(chr(n))) != holds(chr(n))] == [], name
