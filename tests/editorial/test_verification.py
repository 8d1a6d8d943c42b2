"""The proof of a site that was brought up to date asks the same as the proof of everything, of what could differ."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import brotli
import pytest

from editorial.addresses import file_of
from editorial.dates import VIETNAM
from editorial.manifest import Manifest
from editorial.problem import Problem
from editorial.proven import Proven, keep_proofs, proofs, recall_proofs, to_prove
from editorial.publication import Publication, load
from editorial.site_folder import SiteFolder
from editorial.verification import Leaks, check_site, check_update, entries
from tests.house import House
from tests.site_fixture import CANARY


@dataclass
class Update:
    """A site in the middle of an update, and what was proven of it before."""

    folder: SiteFolder
    publication: Publication
    content: Path
    proven: Proven | None

    @property
    def manifest(self) -> Manifest:
        return Manifest("", entries(self.publication), self.folder.files)

    @property
    def page(self) -> str:
        """The name of the page of tin-thu."""
        return next(file_of(public.address) for public in self.publication.items if public.id == "tin-thu")

    def problems(self) -> list[Problem]:
        manifest, publication = self.manifest, self.publication
        asked = partial(proofs, manifest, publication), lambda: self.proven
        return list(check_update(self.folder, manifest, publication, Leaks(self.content), *asked))

    def codes(self) -> set[tuple[str, str]]:
        """Return code and place of what is found, after the proof of everything has found the same."""
        found = {(problem.code, problem.where) for problem in self.problems()}
        everything = check_site(self.folder.path, self.manifest, self.publication, self.content)
        assert found == {(problem.code, problem.where) for problem in everything}
        return found


@pytest.fixture
def update(published: House) -> Update:
    """The small site, every page proven, nothing changed yet."""
    settings = published.site.settings
    folder = SiteFolder.open(settings.output, settings.state)
    publication = load(settings, datetime.now(VIETNAM))
    manifest = Manifest("", entries(publication), folder.files)
    return Update(folder, publication, settings.content, proofs(manifest, publication))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names that are read back from the disk."""
    names: list[str] = []
    really = SiteFolder.read

    def told(self: SiteFolder, name: str) -> bytes:
        names.append(name)
        return really(self, name)

    monkeypatch.setattr(SiteFolder, "read", told)
    yield names


def test_what_was_proven_and_is_as_it_was_is_not_read(update: Update, read: list[str]) -> None:
    assert update.codes() == set()
    assert read == []


def test_without_an_earlier_proof_every_page_is_read(update: Update, read: list[str]) -> None:
    update.proven = None
    assert update.codes() == set()
    assert {name for name in update.folder.files if name.endswith(".html")} <= set(read)


def test_what_was_written_is_read_back_whatever_was_proven(update: Update, read: list[str]) -> None:
    for name in (update.page, "robots.txt"):
        update.folder.put(name, b"" if name not in update.folder.files else (update.folder.path / name).read_bytes())
    assert update.problems() == []
    assert read == [update.page, "robots.txt"]


FORGERIES: dict[str, Callable[[bytes], bytes]] = {
    "output-text-differs": lambda page: page.replace(b"Xem <a", b"Xin <a"),
    "output-title-differs": lambda page: page.replace(b"</h1>", b"!</h1>"),
}


@pytest.mark.parametrize("code", FORGERIES)
def test_a_page_that_a_build_got_wrong_is_found(update: Update, code: str) -> None:
    page = (update.folder.path / update.page).read_bytes()
    assert FORGERIES[code](page) != page
    update.folder.put(update.page, FORGERIES[code](page))
    assert update.codes() == {(code, update.page)}


@pytest.mark.parametrize("begins", [b"<h1>", b"<h1 "])
def test_a_page_full_of_titles_that_never_end_is_looked_through_in_one_walk(update: Update, begins: bytes) -> None:
    page = (update.folder.path / update.page).read_bytes()
    update.folder.put(update.page, page.replace(b"</h1>", b"") + begins * 200_000)
    started = time.process_time()
    assert update.codes() == {("output-title-differs", update.page)}
    assert time.process_time() - started < 10


def test_a_page_that_a_build_took_for_fresh_is_found(update: Update) -> None:
    """A page holds the text of an edition that is public no more: nothing was written, and all Stats are right."""
    claims = proofs(update.manifest, update.publication)
    update.proven = claims._replace(editions={**claims.editions, "tin-thu": "0" * 64})
    assert update.problems() == [], "read again, and right"
    stale = (update.folder.path / update.page).read_bytes().replace(claims.editions["tin-thu"].encode(), b"0" * 64)
    update.folder.put(update.page, stale)
    update.folder.changed.clear()
    update.proven = update.proven._replace(files=proofs(update.manifest, update.publication).files)
    assert update.codes() == {("output-text-differs", update.page)}


def test_a_page_whose_link_leads_elsewhere_by_now_is_read_again(update: Update, read: list[str]) -> None:
    claims = proofs(update.manifest, update.publication)
    links = next(public.links for public in update.publication.items if public.id == "tin-thu")
    moved = {link.partition("#")[0]: "/van-ban/noi-khac/" for link in links}
    assert moved
    update.proven = claims._replace(addresses=claims.addresses | moved)
    assert update.problems() == []
    assert update.page in read
    assert len(read) < len(update.folder.files) / 4, "and what lies there, or links there as well"


def test_a_signed_mark_on_another_page_is_found(update: Update) -> None:
    update.folder.put("la.html", b"<!--edition:00-->x<!--/edition-->")
    assert update.codes() == {("output-text-unsigned", "la.html")}


@pytest.mark.parametrize("name", ["index.html.gz", "index.html.br"])
@pytest.mark.parametrize("forge", [lambda plain: plain + b" ", lambda plain: b"not packed"])
def test_a_compressed_form_of_other_bytes_is_found(update: Update, name: str, forge: Callable[[bytes], bytes]) -> None:
    pack = gzip.compress if name.endswith(".gz") else brotli.compress
    plain = (update.folder.path / "index.html").read_bytes()
    update.folder.put(name, pack(plain))
    assert update.codes() == set()
    wrong = forge(plain)
    update.folder.put(name, wrong if wrong == b"not packed" else pack(wrong))
    assert update.codes() == {("output-form-differs", name)}


def test_a_disk_that_gave_back_other_bytes_is_found(update: Update) -> None:
    update.folder.put("index.html", b"<p>x</p>")
    (update.folder.path / "index.html").write_bytes(b"<p>y</p>")
    assert [(p.code, p.where) for p in update.problems()] == [("output-file-changed", "index.html")]


def test_an_attachment_of_other_bytes_is_found(update: Update) -> None:
    name = next(name for name in update.folder.files if name.endswith(".pdf"))
    update.folder.put(name, b"%PDF-1.4 forged")
    assert update.codes() == {("output-attachment-differs", name)}
    update.folder.remove(name)
    assert update.codes() == {("output-file-lacking", name)}


def test_a_file_that_nobody_signed_is_found_and_its_digest_remembered(update: Update, tmp_path: Path) -> None:
    secret = update.content / "bai" / f"{CANARY}.png"
    hidden = update.content / ".nháp" / "x.png"
    hidden.parent.mkdir()
    hidden.write_bytes(b"nobody signed this either")
    for name, source in {"van-ban/hinh.png": secret, "van-ban/x.png": hidden}.items():
        update.folder.put(name, source.read_bytes())
    expected = {("output-file-leaked", "van-ban/hinh.png"), ("output-file-leaked", "van-ban/x.png")}
    assert update.codes() == expected
    for _ in range(2):
        leaks = Leaks(update.content, tmp_path / "memory")
        found = leaks.check(update.manifest, update.publication, update.folder.sizes())
        assert {(problem.code, problem.where) for problem in found} == expected


def test_whatever_the_proof_of_a_page_rested_on_lets_it_be_read_again(update: Update) -> None:
    publication = update.publication
    claims = proofs(update.manifest, publication)
    public = next(public for public in publication.items if public.id == "tin-thu")
    target = public.links[0].partition("#")[0]
    others: dict[str, Proven] = {
        "its bytes": claims._replace(files={**claims.files, update.page: "0" * 64}),
        "that it is new": claims._replace(
            files={name: one for name, one in claims.files.items() if name != update.page}
        ),
        "its edition": claims._replace(editions={**claims.editions, public.id: "0" * 64}),
        "its address": claims._replace(addresses={**claims.addresses, public.id: "/noi-khac/"}),
        "a link that led nowhere": claims._replace(
            addresses={name: one for name, one in claims.addresses.items() if name != target}
        ),
        "its history": claims._replace(histories={**claims.histories, public.id: "0" * 64}),
        "another item that lay there": claims._replace(
            editions={**claims.editions, "cu": "0" * 64}, addresses={**claims.addresses, "cu": public.address}
        ),
    }
    for why, before in others.items():
        assert update.page in to_prove(claims, before, publication), why
    assert to_prove(claims, claims, publication) == set()
    shelf = next(iter(claims.shelves))
    assert to_prove(claims, claims._replace(shelves={**claims.shelves, shelf: ""}), publication) == {shelf}
    form = claims._replace(files={**claims.files, f"{update.page}.gz": claims.files[update.page] + "0" * 64})
    assert to_prove(form, claims, publication) == {f"{update.page}.gz"}


def test_what_was_proven_is_believed_of_the_same_site_only(update: Update, tmp_path: Path) -> None:
    place = tmp_path / "proven"
    keep_proofs(place, update.manifest, update.proven)
    assert recall_proofs(place, update.manifest) == update.proven
    real = Manifest("https://cchc.example.vn", (), {})
    assert recall_proofs(place, real) is None
    place.write_bytes(place.read_bytes()[:-9])
    assert recall_proofs(place, update.manifest) is None
