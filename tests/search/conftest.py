"""A small index, the conformance corpus indexed, and a site with that index in real Chromium."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from search.__main__ import vocabulary
from search.cards import write_cards
from search.index import build
from search.numbering import by_date
from search.pages import Page, page_from, read_lines
from tests.browsing import quiet_page
from tests.organisation import NOON, ROOT, Organisation
from tests.search.corpus import pages as corpus
from tests.search.small_index import VOCABULARY

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def pages() -> list[Page]:
    return [page_from(page) for page in corpus(240)]


@pytest.fixture(scope="session")
def built(pages: list[Page], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the pages; nobody changes it."""
    out = tmp_path_factory.mktemp("built")
    build(out, pages, VOCABULARY)
    return out


@pytest.fixture
def out(built: Path, tmp_path: Path) -> Path:
    """An index of the pages to change."""
    return Path(shutil.copytree(built, tmp_path / "out"))


@pytest.fixture(scope="session")
def conformance_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of conformance.jsonl, with an address for each page."""
    out = tmp_path_factory.mktemp("conformance")
    with (HERE / "conformance.jsonl").open(encoding="utf-8") as lines:
        pages = [replace(page, address=f"/trang/{page.id}/") for page in read_lines(lines)]
    build(out, by_date(pages), vocabulary(ROOT / "records"))
    write_cards(out)
    return out


@dataclass(frozen=True)
class Site:
    """A running site. url: without a slash at the end; output: its files"""

    url: str
    output: Path


@pytest.fixture(scope="session")
def site(
    published_site: Organisation, conformance_index: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The small site with the index of the conformance corpus, served with its headers by the endpoint."""
    from werkzeug.serving import make_server

    from endpoint.app import create_app

    output = tmp_path_factory.mktemp("served") / "output"
    shutil.copytree(published_site.settings.output, output)
    shutil.rmtree(output / "tim-kiem" / "shards")
    shutil.copytree(conformance_index / "shards", output / "tim-kiem" / "shards")
    app = create_app(replace(published_site.settings, output=output), lambda: NOON, with_site=True)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", output)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(chromium: Any, site: Site) -> Iterator[Any]:
    """A fresh browser page; whatever the page complains about fails the test."""
    with quiet_page(chromium, site.url, viewport={"width": 1280, "height": 900}, locale="vi-VN") as page:
        yield page
