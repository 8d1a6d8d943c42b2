"""The index finds what is public and nothing else, and its bytes come from that alone."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
from pathlib import Path

import pytest

from editorial.addresses import PLACES, SEARCH
from editorial.publication import load
from editorial.text import fold
from plugins.own_pages import ASKED_FOR
from plugins.search_index import text_of
from search.engine import Engine
from tests.organisation import Organisation
from tests.plugins.made_words import TOKEN, holding
from tests.site_fixture import CANARY, Build, build, found_site


@pytest.fixture
def site(tmp_path: Path) -> Organisation:
    """Two signed items, one of which holds the token in title, text and file name, and one unsigned."""
    site = found_site(tmp_path)
    site.article("tin-thu", body="Bộ phận một cửa tiếp nhận hồ sơ của người dân.", title="Tiếp nhận hồ sơ một cửa")
    site.article("tin-hai", body=f"Bộ phận một cửa trả kết quả. {TOKEN} một cửa.", title=f"Trả kết quả {TOKEN}")
    site.sign_all("tin-thu")
    site.sign_all("tin-hai")
    site.article("tin-chua-ky", body=CANARY, title=CANARY)
    return site


def index_files(built: Build) -> dict[str, bytes]:
    """Return the files of the index by their path."""
    prefix = SEARCH.removeprefix("/")
    return {name: data for name, data in built.files().items() if name.startswith(prefix) and name.endswith(".bin")}


def test_a_signed_text_is_in_the_index_in_words_and_on_its_card(site: Organisation):
    built = build(site)
    assert built.code == 0, built.said
    found = holding(built.output / "tim-kiem", TOKEN)
    assert len(found) == 4  # a shard of syllables, one of pairs, the card, the manifest
    assert "manifest.bin" in found
    assert any(re.fullmatch(r"\d+\.bin", name) for name in found)


def test_what_nobody_signed_is_in_no_file_of_output_or_index(small: Organisation, trial: Build):
    """Packed files as well, and what the next publishing would start from."""
    assert holding(trial.output, CANARY) == []
    assert holding(trial.output, "7q3z") == []
    assert holding(small.settings.state / "search", "7q3z") == []


def test_an_edit_after_signing_is_found_by_its_signed_words_only(site: Organisation):
    site.article("tin-thu", body=f"{CANARY} sửa sau khi ký", title="Tiếp nhận hồ sơ một cửa")
    built = build(site)
    assert holding(built.output, "7q3z") == []
    assert "tiếp nhận hồ sơ của người dân" in cards(built)


def test_a_withdrawn_text_is_gone_from_everything_in_the_very_next_build(site: Organisation):
    assert holding(build(site, "before").output, TOKEN) != []
    site.withdraw("tin-hai")
    built = build(site, "after")
    assert built.code == 0, built.said
    assert holding(built.output, TOKEN) == []
    assert holding(site.settings.state / "search", TOKEN) == []
    assert "cc_related" not in built.text("chinh-sach/2026/tin-thu/index.html")


def test_a_text_that_was_signed_anew_is_found_by_its_new_words_only(site: Organisation):
    build(site, "before")
    site.article("tin-hai", body="Bộ phận một cửa trả kết quả sớm.", title="Trả kết quả sớm")
    site.sign_all("tin-hai")
    built = build(site, "after")
    assert holding(built.output / "tim-kiem", TOKEN) == []
    assert holding(built.output, TOKEN) == ["index.html"]  # the page that tells what was changed
    assert "trả kết quả sớm" in cards(built)


def test_the_same_records_give_the_same_bytes_whatever_was_built_before(site: Organisation):
    """Twice in a row, after another state, from nothing, and with another hash seed."""
    first = index_files(build(site, "first"))
    assert index_files(build(site, "again", hash_seed="7")) == first
    state = site.settings.state / "search"
    kept = site.base / "kept"
    shutil.copytree(state, kept)
    site.article("tin-ba", body="Tin thứ ba đến sau.", title="Tin ba")
    site.sign_all("tin-ba")
    grown = index_files(build(site, "grown"))
    assert grown != first
    shutil.rmtree(state)
    assert index_files(build(site, "fresh")) == grown
    shutil.rmtree(state)
    shutil.copytree(kept, state)
    assert index_files(build(site, "older-state")) == grown


@pytest.fixture
def seven(tmp_path: Path) -> Organisation:
    """Seven signed items, of a length at which one more or less leaves the frame of the index alone."""
    site = found_site(tmp_path)
    for number in range(7):
        word = TOKEN if number == 3 else f"xyz{number}"
        site.article(
            f"tin-{number}",
            body=f"Bộ phận một cửa tiếp nhận {word} hồ sơ của người dân, doanh nghiệp.",
            title=f"Hồ sơ {word}",
        )
        site.sign_all(f"tin-{number}")
    return site


def test_a_withdrawal_a_new_text_and_a_return_change_a_few_files_and_give_the_bytes_of_a_fresh_index(
    seven: Organisation,
):
    state = seven.settings.state / "search"
    before = index_files(build(seven, "first"))
    for step in ("withdrawn", "changed", "back"):
        if step == "withdrawn":
            seven.withdraw("tin-3")
        else:
            item = "tin-5" if step == "changed" else "tin-3"
            seven.article(
                item, body=f"Bộ phận một cửa trả lại {step} hồ sơ cho người dân, doanh nghiệp.", title="Trả hồ sơ"
            )
            seven.sign_all(item)
        now = index_files(build(seven, step))
        assert {name.split("/")[2] for name in now} == {name.split("/")[2] for name in before}  # one generation
        assert 0 < sum(before.get(name) != data for name, data in now.items()) < len(now)
        assert holding(state, TOKEN) == []
        kept = seven.base / f"kept-{step}"
        state.rename(kept)
        assert index_files(build(seven, f"{step}-fresh")) == now
        shutil.rmtree(state)
        kept.rename(state)
        before = now
    shown = sorted((name for name in before if "/c/" in name), key=lambda name: (len(name), name))
    numbers = [json.loads(gzip.decompress(before[name]))["id"] for name in shown]
    assert [item for item in numbers if item not in ASKED_FOR] == [f"tin-{number}" for number in range(7)]


def test_an_index_that_was_touched_is_made_anew(site: Organisation):
    first = index_files(build(site, "first"))
    for path in (site.settings.state / "search" / "shards").rglob("u*.bin"):
        path.write_bytes(gzip.compress(CANARY.encode()))
    (site.settings.state / "search" / "shards" / "thừa.bin").write_bytes(b"x")
    assert index_files(build(site, "again")) == first


def test_an_unchanged_index_is_taken_over(site: Organisation):
    build(site, "first")
    shard = next((site.settings.state / "search" / "shards").rglob("u*.bin"))
    os.utime(shard, (0, 0))
    build(site, "again")
    assert shard.stat().st_mtime == 0


def test_both_editions_of_a_site_find_the_same(trial: Build, real: Build):
    """But for the look-up of communes, which a real site has when the office has vouched for it: its number stays."""
    tried, told = (dict(numbered(built)) for built in (trial, real))
    assert told.items() < tried.items()
    assert {json.loads(tried[name])["id"] for name in tried.keys() - told.keys()} == {PLACES}


def test_a_preview_keeps_its_unsigned_words_apart(site: Organisation):
    preview = build(site, "preview", tamper="settings['PREVIEW'] = True")
    assert preview.code == 0, preview.said
    assert holding(preview.output / "tim-kiem", "7q3z") != []
    assert not (site.settings.state / "search").exists()
    assert holding(build(site).output, "7q3z") == []


def test_an_internal_site_has_no_search_at_all(internal: Build):
    """LCh-1: nothing is exported from a site for internal use, and no file of it lists its words."""
    assert any(name.endswith("bai-mot/index.html") for name in internal.files())
    assert [name for name in internal.files() if "tim-kiem" in name] == []
    assert [name for name, page in internal.pages().items() if SEARCH in page] == []
    state = internal.output.parent / ".state"
    assert state.is_dir() and not (state / "search").exists()


def test_a_card_says_what_readers_see(trial: Build):
    card = cards(trial)
    for words_ in ('"number":"517/QĐ-SNV"', '"issuer":"Sở Nội vụ thành phố Cần Thơ"', '"kind":"văn bản hành chính"'):
        assert words_.lower() in card.lower(), words_


def test_every_public_item_is_found_by_its_title_without_marks_and_by_its_number(small: Organisation, trial: Build):
    """PS-P8: the law asks that a search finds all that is on the site; A5: by the site's other names as well."""
    engine, public = Engine(trial.output / "tim-kiem"), load(small.settings, small.now).items
    shown = [json.loads(card) for card in cards(trial).split("\n")]
    assert {card["id"] for card in shown if card["id"] not in ASKED_FOR} == {one.id for one in public}
    for card in shown:
        for typed in filter(None, (fold(card["title"]), card.get("number"))):
            assert card["id"] in {hit.card["id"] for hit in engine.search(typed).hits}, typed
    [best] = engine.search("TTĐT CCHC TP").hits[:1]
    assert best.card["id"] == engine.search("Cải cách hành chính thành phố Cần Thơ").hits[0].card["id"]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("xã cũ", "/tra-cuu-dia-danh/"),
        ("tra cuu phuong xa", "/tra-cuu-dia-danh/"),
        ("gui cau hoi", "/gui-cau-hoi/"),
        ("góp ý", "/gui-cau-hoi/"),
        ("theo doi cau hoi da gui", "/tra-cuu/"),
        ("kiem tra van ban gia", "/xac-minh/"),
        ("tra cứu văn bản", "/van-ban/"),
        ("tai du lieu excel", "/du-lieu/"),
        ("bài cũ", "/luu-tru/"),
        ("đính chính", "/dinh-chinh/"),
    ],
)
def test_people_are_led_to_the_pages_of_the_site_by_their_own_words(trial: Build, typed: str, address: str):
    """Issue 6: quick tasks. None of these pages is an item, and none may stand among what is related to one."""
    first = [hit.card["address"] for hit in Engine(trial.output / "tim-kiem").search(typed).hits[:2]]
    assert address in first
    assert (trial.output / address.strip("/") / "index.html").is_file()


def test_a_reader_narrows_a_search_by_level(trial: Build):
    """CT-4.1/2, ST-3.1: the levels of the regulation, of every kind of item."""
    engine = Engine(trial.output / "tim-kiem")
    [(level, count)] = engine.search("quyết định").facets["level"].items()
    assert level == "thành phố Cần Thơ" and count == engine.search("quyết định", {"level": level}).total > 0
    assert engine.search("quyết định", {"level": "Trung ương"}).total == 0


def test_items_lead_to_what_is_like_them(site: Organisation):
    for number in range(8):
        body = f"Bộ phận một cửa tiếp nhận hồ sơ và trả kết quả số {number} cho người dân."
        site.article(f"tin-them-{number}", body=body, title=f"Một cửa {number}")
        site.sign_all(f"tin-them-{number}")
    page = build(site).text("chinh-sach/2026/tin-them-1/index.html")
    shown = re.findall(r'<h3 class="cc-card__title"><a href="([^"]*)"', page)
    assert 1 <= len(shown) == len(set(shown)) <= 5
    assert not any("tin-them-1/" in address or "tin-chua-ky" in address for address in shown)


def cards(built: Build) -> str:
    """Return all cards of a site as one text."""
    return "\n".join(card for _, card in numbered(built))


def numbered(built: Build) -> list[tuple[str, str]]:
    """Return the cards of a site by their numbers."""
    files = index_files(built).items()
    return [(name.rpartition("/c/")[2], gzip.decompress(data).decode()) for name, data in files if "/c/" in name]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>một <strong>c</strong>ửa</p><p>liên thông</p>", "một cửa liên thông"),
        ("<table><tr><td>một</td><td>hai</td></tr></table>", "một hai"),
        ("a&lt;b &amp; c<br>d", "a<b & c d"),
        ('<a href="cchc:x">xem</a>, 30<sup>o</sup>', "xem, 30o"),
    ],
)
def test_words_of_a_line_stay_whole_and_blocks_stay_apart(html: str, text: str):
    assert text_of(html) == text
