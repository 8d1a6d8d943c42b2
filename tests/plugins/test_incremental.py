"""A site brought up to date is, byte for byte, the site built from nothing, and only what changed is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house import house_of
from tests.organisation import Organisation, reopened
from tests.plugins.kept_folder import same_as_clean, update
from tests.site_fixture import URL

NEWS = "chinh-sach/2026/tin-thu/index.html"
DOCUMENT = "van-ban/so-noi-vu-can-tho/2026/517-quyet-dinh-snv/index.html"


@pytest.fixture(scope="module")
def site(signed_site: Organisation, tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    return house_of(signed_site, tmp_path_factory.mktemp("kept")).site


@pytest.mark.long
def test_a_site_follows_its_records_and_nothing_is_made_twice(site: Organisation) -> None:
    built, made = update(site)
    assert made == set(built.files())
    assert update(site)[1] == set()
    same_as_clean(site, built)

    site.article("tin-thu", body="Lời mới. Xem [quyết định](id:vb-1).", title="Tin đổi tên")
    site.sign_all("tin-thu")
    built, made = update(site)
    assert {NEWS, "index.html", "chinh-sach/index.html", "feeds/tat-ca.rss.xml"} <= made
    assert "gioi-thieu/index.html" not in made
    same_as_clean(site, built)

    site.withdraw("tin-thu")
    built, made = update(site)
    assert {NEWS, DOCUMENT} <= made  # the document had a link to it
    assert "gioi-thieu/index.html" not in made
    same_as_clean(site, built)

    assert update(site)[1] == set()


def test_one_process_makes_what_two_do(site: Organisation) -> None:
    real = reopened(site, siteurl=URL)
    alone, _ = update(real, "alone", processes=1)
    state = site.settings.state / "site" / "outputs"
    state.unlink()
    both, made = update(real, "both", processes=2)
    assert made == set(both.files())
    assert both.files() == alone.files()


def test_what_stands_on_every_page_moves_every_page(site: Organisation) -> None:
    """A new page of the site's own is in the footer of all; the copies of pictures stay."""
    before, _ = update(site)
    text = (site.settings.content / "trang" / "trang-page.md").read_text(encoding="utf-8")
    site.write("trang/trang-moi.md", text.replace("trang-page", "trang-moi").replace("/gioi-thieu/", "/moi/"))
    site.sign_all("trang-moi")
    after, made = update(site)
    assert set(before.pages()) <= made
    assert not [name for name in made if Path(name).suffix in {".svg", ".css", ".pdf"}]
    same_as_clean(site, after)
