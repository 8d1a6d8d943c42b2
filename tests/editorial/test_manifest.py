"""The manifest: one digest for a whole site, and every file that differs is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.manifest import PLACE, Entry, Manifest, compare_files, make_manifest, read_manifest, survey
from editorial.problem import Refused
from editorial.store import pretty_json
from tests.refusing import refuses


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder of three files."""
    for name in ("index.html", "van-ban/x/index.html", "theme/a.css"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


def test_it_reads_what_it_wrote(site: Path) -> None:
    manifest = make_manifest(site, [Entry("b", "/b/", "2" * 64), Entry("a", "/a/", "1" * 64)], "https://x.example.vn")
    (site / PLACE).parent.mkdir(parents=True)
    (site / PLACE).write_bytes(manifest.encode())
    assert read_manifest(site) == manifest
    assert [entry.id for entry in manifest.items] == ["a", "b"]


def test_the_manifest_does_not_count_itself(site: Path) -> None:
    before = survey(site)
    (site / PLACE).parent.mkdir(parents=True)
    (site / PLACE).write_bytes(b"{}")
    assert survey(site) == before


def test_every_difference_is_named(site: Path) -> None:
    expected = survey(site)
    (site / "index.html").write_text("khác", encoding="utf-8")
    (site / "theme/a.css").unlink()
    (site / "mới.html").write_text("", encoding="utf-8")
    assert {(p.code, p.where) for p in compare_files(expected, survey(site))} == {
        ("output-file-changed", "index.html"),
        ("output-file-missing", "theme/a.css"),
        ("output-file-added", "theme/"),
        ("output-file-added", "mới.html"),
    }


@pytest.mark.parametrize("kind", ["link to a file", "link to a folder", "dangling link", "pipe"])
def test_what_is_no_ordinary_file_is_refused(site: Path, kind: str) -> None:
    target = site / "van-ban" / "lạ"
    if kind == "pipe":
        os.mkfifo(target)
    else:
        target.symlink_to({"link to a file": site / "index.html", "link to a folder": site}.get(kind, site / "không"))
    with pytest.raises(Refused) as refused:
        survey(site)
    assert [(p.code, p.where) for p in refused.value.problems] == [("output-not-a-file", "van-ban/lạ")]


def test_a_file_too_deep_to_be_reached_by_name_does_not_hide(site: Path) -> None:
    """A walk that skips what it cannot open would call the site whole."""
    before = os.open(".", os.O_RDONLY)
    try:
        os.chdir(site)
        for _ in range(20):
            os.mkdir("a" * 250)
            os.chdir("a" * 250)
        Path("ẩn.html").write_text("chưa ai ký", encoding="utf-8")
    finally:
        os.chdir(before)
        os.close(before)
    with refuses("output-not-a-file"):
        survey(site)


@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_the_manifest_is_an_ordinary_file_itself(
    site: Path, tmp_path_factory: pytest.TempPathFactory, kind: str
) -> None:
    manifest = make_manifest(site, [], "")
    (site / PLACE).parent.mkdir(parents=True)
    if kind == "pipe":
        os.mkfifo(site / PLACE)
    else:
        elsewhere = tmp_path_factory.mktemp("elsewhere") / "manifest.json"
        elsewhere.write_bytes(manifest.encode())
        (site / PLACE).symlink_to(elsewhere)
    for read in (survey, read_manifest):
        with pytest.raises(Refused):
            read(site)


names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(
    st.dictionaries(names, st.text("0123456789abcdef", min_size=64, max_size=64)), st.sampled_from(["", "https://a"])
)
def test_the_digest_names_exactly_one_site(files: dict[str, str], address: str) -> None:
    manifest = Manifest(address, (), files)
    assert Manifest(address, (), dict(reversed(files.items()))).digest == manifest.digest
    assert Manifest(address, (), {**files, "thêm": "0"}).digest != manifest.digest


@given(st.dictionaries(names, st.text("0123456789abcdef", min_size=64, max_size=64)), st.lists(st.tuples(names, names)))
def test_its_bytes_are_those_of_any_data_file(files: dict[str, str], items: list[tuple[str, str]]) -> None:
    entries = tuple(Entry(item, address, "1" * 64) for item, address in items)
    written = [{"id": entry.id, "address": entry.address, "edition": entry.edition} for entry in sorted(entries)]
    data = {"schema": 1, "site": "", "trial": True, "items": written, "files": files}
    assert Manifest("", entries, files).encode() == pretty_json(data)
