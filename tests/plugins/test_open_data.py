"""Open data: what stands on the pages can be read back from them, in the shape that their schema publishes."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from editorial.addresses import file_of
from editorial.publication import load
from plugins.open_data import ROWS, parts_of
from plugins.open_rows import DOCUMENT, FIELDS, ITEM, cell_of
from tests.organisation import Organisation
from tests.site_fixture import CANARY, URL, Build, build, document, found_site
from tests.theme.html_facts import Page


def data(built: Build, name: str) -> Any:
    return json.loads(built.text(f"du-lieu/{name}"))


def local(url: str) -> str:
    """Return the file of a whole address of the site."""
    assert url.startswith(URL), url
    return file_of(url.removeprefix(URL))


def test_all_data_have_the_shape_that_their_schema_publishes(real: Build) -> None:
    """PS-T1"""
    for one in data(real, "danh-muc.json")["data"]:
        schema = json.loads(real.text(local(one["schema"])))
        Draft202012Validator.check_schema(schema)
        assert schema["$id"] == one["schema"]
        for file in one["files"]:
            told = json.loads(real.text(local(file)))
            Draft202012Validator(schema).validate(told)
            assert told["schema"] == one["schema"] and told["reuse"].startswith("Nguồn: ") and told["items"]
            for row in told["items"]:
                with pytest.raises(Exception, match="unexpected"):
                    Draft202012Validator(schema).validate({**told, "items": [{**row, "extra": 1}]})


def test_the_facts_of_a_document_are_those_of_its_page(real: Build) -> None:
    """PS-T1: a test reads the page's facts back from the JSON."""
    (row,) = (row for row in data(real, "van-ban.json")["items"] if row["id"] == "vb-1")
    page = real.text(local(row["url"]))
    assert row["number"] == "517/QĐ-SNV" and row["issued_on"] == "2026-10-30"
    for words in (row["title"], row["number"], row["issuer"], row["abstract"], row["signer"], "30/10/2026"):
        assert words in page, words
    assert all(basis in page for basis in row["legal_bases"])
    assert row["statuses"] == [
        {"status": "chưa có hiệu lực"},
        {"status": "chưa xác định", "from": "2026-10-30"},  # vb-2 replaces it on a day that nobody knows
    ]
    assert all(one["status"] in page.lower() for one in row["statuses"])
    (file,) = row["files"]
    assert (real.output / local(file["url"])).stat().st_size == file["size"]
    assert row["edition"][:16] in page


def test_what_nobody_knows_is_left_out(real: Build) -> None:
    (row,) = (row for row in data(real, "van-ban.json")["items"] if row["id"] == "vb-2")
    assert row["issued_on"] == "2023-11" and "territory" not in row and "expires_on" not in row
    assert row["replaces"] == ["517/QĐ-SNV", "9/QĐ-UBND"]
    assert "" not in row.values() and [] not in row.values()


def test_every_list_of_the_site_is_one_question_to_the_data(real: Build) -> None:
    """PS-T1, LC-2.2: each list as JSON, by the field that the catalogue names."""
    catalogue = data(real, "danh-muc.json")
    rows = {one["name"]: [row for file in one["files"] for row in json.loads(real.text(local(file)))["items"]]
            for one in catalogue["data"]}  # fmt: skip
    asked = 0
    for one in catalogue["lists"]:
        if "value" not in one:
            assert one["field"] in {field.key for field in DOCUMENT}
            continue
        found = {row["url"] for row in rows[one["data"]] if one["value"] in _all(row.get(one["field"]))}
        addresses = {row["url"] for row in rows["noi-dung"] if row["kind"] != "page"}
        links = {URL + link for link in Page(_listed(real, local(one["url"]))).links}
        assert found == links & addresses, one["title"]
        asked += bool(found)
    assert asked >= 3


def _all(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _listed(built: Build, first: str) -> str:
    """Return the main parts of every page of a list."""
    below = re.escape(first.removesuffix("index.html"))
    pages = [text for name, text in built.pages().items() if re.fullmatch(rf"{below}(?:trang/\d+/)?index\.html", name)]
    return "".join(text.partition("<main")[2].partition("</main>")[0] for text in pages)


def test_every_public_item_stands_in_the_data_once_and_nothing_else(real: Build, small: Organisation) -> None:
    rows = data(real, "noi-dung-2026-1.json")["items"]
    assert {row["id"]: row["edition"] for row in rows} == {
        public.id: public.digest for public in load(small.settings, small.now).items
    }
    assert len(rows) == len({row["id"] for row in rows})
    assert not [
        name for name, content in real.files().items() if name.startswith("du-lieu/") and CANARY.encode() in content
    ]


def test_a_table_opens_in_excel_and_says_what_the_json_says(real: Build) -> None:
    content = (real.output / "du-lieu/van-ban.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\r\n")
    rows = list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    told = data(real, "van-ban.json")["items"]
    assert list(rows[0]) == [field.label for field in DOCUMENT]
    for row, whole in zip(rows, told, strict=True):
        for field in DOCUMENT:
            assert row[field.label] == cell_of(whole.get(field.key, "")), field.key


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_cell_is_a_formula(begin: str) -> None:
    assert cell_of(f'{begin}HYPERLINK("http://x")').startswith("'")
    assert cell_of([f"{begin}cmd", "x"]).startswith("'")
    assert cell_of("Số 1=2") == "Số 1=2" and cell_of("") == ""


def test_a_formula_in_a_title_stays_a_title(tmp_path: Path) -> None:
    site = found_site(tmp_path)
    document(site, "vb-1", "1/QĐ-SNV", "Lời.")
    path = site.settings.content / "van-ban/vb-1.md"
    path.write_text(path.read_text("utf-8").replace("title: Quyết định", "title: =1+1 Quyết định"), "utf-8")
    site.sign_all("vb-1")
    built = build(site)
    assert built.code == 0, built.said
    assert data(built, "van-ban.json")["items"][0]["title"].startswith("=1+1")
    assert ",'=1+1 Quyết định" in built.text("du-lieu/van-ban.csv")


def test_the_page_explains_every_field_and_leads_to_every_file(real: Build) -> None:
    page = Page(real.text("du-lieu/index.html"))
    for field in (*DOCUMENT, *ITEM):
        assert f"<code>{field.key}</code>" in page.text and field.words in page.text.replace("&#39;", "'"), field.key
    for one in data(real, "danh-muc.json")["data"]:
        for url in (one["schema"], *one["files"], *([one["csv"]] if "csv" in one else [])):
            assert url.removeprefix(URL) in page.links, url


def test_a_field_has_one_name_and_one_label() -> None:
    for fields in FIELDS.values():
        assert len({field.key for field in fields}) == len({field.label for field in fields}) == len(fields)


def _published(year: int) -> SimpleNamespace:
    return SimpleNamespace(published_at=f"{year}-01-01T08:00:00+07:00")


def test_files_are_cut_from_the_oldest() -> None:
    old, new = (SimpleNamespace(public=SimpleNamespace(shown=_published(year))) for year in (2025, 2026))
    entries = [old] * 3 + [new] * (ROWS + 1)
    assert [(address, len(part)) for address, part in parts_of(entries)] == [  # type: ignore[arg-type]
        ("/du-lieu/noi-dung-2025-1.json", 3),
        ("/du-lieu/noi-dung-2026-1.json", ROWS),
        ("/du-lieu/noi-dung-2026-2.json", 1),
    ]


def test_an_internal_site_has_no_data(internal: Build) -> None:
    """LCh-1"""
    assert not [name for name in internal.files() if name.startswith("du-lieu/")]
    assert "/du-lieu/" not in internal.text("index.html")


def test_a_trial_edition_has_data_whose_addresses_are_its_own(trial: Build) -> None:
    rows = data(trial, "noi-dung-2026-1.json")["items"]
    assert rows and all((trial.output / file_of(row["url"])).is_file() for row in rows)
