"""What public texts cite that no longer holds stands on their pages from the day on, and editors are told that day."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from desk.release import release
from editorial.ended import citing_at
from editorial.messages import sentence
from editorial.publication import load
from editorial.registry import Registry
from plugins.shelves import Shelves
from plugins.site_context import Site
from tests.desk.random_site import Silent
from tests.house import House
from tests.organisation import Organisation
from tests.plugins.kept_folder import same_as_clean, update
from tests.site_fixture import Build, build, document, found_site

BY_NAME = "Theo Quyết định số 12/QĐ-SNV ngày 30 tháng 10 năm 2026 của Sở Nội vụ thành phố Cần Thơ."
ITEMS = ("vb-cu", "vb-moi", "vb-can-cu", "tin-noi", "tin-so", "tin-khac")
NOTE = "12/QĐ-SNV: hết hiệu lực từ 25/11/2026, theo 99/QĐ-SNV"


@pytest.fixture
def site(tmp_path: Path) -> Organisation:
    """Two documents, of which the newer ends the older on 25 November; three texts lean on that one, one does not."""
    site = found_site(tmp_path)
    document(site, "vb-cu", "12/QĐ-SNV", "Văn bản cũ.")
    document(site, "vb-moi", "99/QĐ-SNV", "Văn bản mới.", "replaces: 12/QĐ-SNV\n")
    document(site, "vb-can-cu", "50/QĐ-SNV", "Văn bản dựa vào văn bản cũ.")
    changes = {
        "vb-moi": ("effective_on: từ ngày ký", "effective_on: 2026-11-25"),
        "vb-can-cu": ("Luật thứ hai", "Quyết định số 12/QĐ-SNV"),
    }
    for item, (old, new) in changes.items():
        path = site.settings.content / "van-ban" / f"{item}.md"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    site.article("tin-noi", body="Xem [quyết định](id:vb-cu).", title="Tin có liên kết")
    site.article("tin-so", body=BY_NAME, title="Tin nêu số")
    site.article("tin-khac", body="Theo Quyết định số 12/QĐ-SNV của tỉnh bạn.", title="Tin khác")
    for item in ITEMS:
        site.sign_all(item)
    return site


def notes(built: Build) -> dict[str, list[str]]:
    """Return by item what its page says of things that have ended."""
    found = {}
    for name, text in built.pages().items():
        note = next(
            (n for n in BeautifulSoup(text, "html.parser").select(".cc-notice") if "Có dẫn văn bản" in n.text), None
        )
        if note:
            found[name.split("/")[-2]] = [line.text for line in note.select("li")]
    return found


def told(site: Organisation) -> list[str]:
    """Publish, and return what editors are told of things that have ended."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in House(site).environment().items():
            patch.setenv(name, value)
        done = release(site.settings, site.now, "phong-cchc", (), Silent())
    return [sentence(problem) for problem in done.told.problems if problem.code == "cited-ended"]


def test_pages_change_on_the_day_on_which_a_cited_document_ends(site: Organisation):
    site.later(days=4)
    assert site.now.day == 24
    before, _ = update(site)
    assert notes(before) == {}
    site.later(days=1)
    after, _ = update(site)
    assert notes(after) == {
        "tin-noi": [NOTE],
        "tin-so": [NOTE],
        "50-quyet-dinh-snv": [NOTE],
    }
    same_as_clean(site, after)
    assert update(site)[1] == set()


def test_editors_are_told_on_the_day_for_a_week_and_until_they_have_looked(site: Organisation):
    site.later(days=4)
    assert told(site) == []
    site.later(days=1)
    [said] = told(site)
    assert "12/QĐ-SNV hết hiệu lực từ hôm nay, theo 99/QĐ-SNV." in said
    assert "3 mục đang đăng" in said
    assert "tin-noi, tin-so, vb-can-cu" in said
    assert told(site) == [said]
    change = "changed_on: 2026-11-25\nchange_note: Ghi văn bản mới\nchanged_by: Công văn số 1"
    site.article("tin-so", body=BY_NAME, title="Tin nêu số", extra=change)
    site.sign_all("tin-so")
    [said] = told(site)
    assert "2 mục đang đăng" in said
    assert "tin-so" not in said
    site.later(days=6)
    assert "từ 25/11/2026" in told(site)[0]
    site.later(days=1)
    assert told(site) == []


def test_an_act_is_told_once_the_office_has_confirmed_it(site: Organisation):
    site.article("tin-nd", body="Theo Nghị định số 42/2022/NĐ-CP của Chính phủ.", title="Tin về nghị định")
    site.sign_all("tin-nd")
    assert "tin-nd" not in notes(build(site, "unconfirmed"))
    path = site.settings.records / "acts.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("[acts.nd-42-2022]\n", "[acts.nd-42-2022]\nconfirmed_on = 2026-11-01\n")
    path.write_text(text, encoding="utf-8")
    assert notes(build(site, "confirmed"))["tin-nd"] == ["42/2022/NĐ-CP: hết hiệu lực từ 01/07/2026"]


def test_a_new_document_that_ends_another_at_once_moves_the_pages_that_cite_it(site: Organisation):
    site.later(days=6)
    update(site)
    document(site, "vb-bai-bo", "100/QĐ-SNV", "Bãi bỏ.", "repeals: 50/QĐ-SNV\n")
    site.article("tin-moi", body="Xem [quyết định](id:vb-can-cu).", title="Tin mới")
    site.sign_all("tin-moi")
    built, _ = update(site)
    assert "tin-moi" not in notes(built)
    site.later(seconds=timedelta(minutes=1).seconds)
    site.sign_all("vb-bai-bo")
    built, _ = update(site)
    assert notes(built)["tin-moi"] == ["50/QĐ-SNV: hết hiệu lực từ 30/10/2026, theo 100/QĐ-SNV"]
    same_as_clean(site, built)


def test_a_regulation_that_only_lists_shows_nothing(site: Organisation):
    site.later(days=6)
    publication = load(site.settings, site.now)
    [public] = [one for one in publication.items if one.id == "tin-noi"]
    for do, shown in (("note", 1), ("list", 0)):
        profile = publication.profile
        assert profile.retention and profile.retention.cites_ended
        rule = replace(profile.retention.cites_ended, do=do)
        profile = replace(profile, retention=replace(profile.retention, cites_ended=rule))
        changed = replace(publication, office=replace(publication.office, profile=profile))
        nothing = Site(**{field.name: () for field in fields(Site)})
        shelves = Shelves(changed, nothing, Registry({}, {}), None, partial(citing_at, changed, site.now))
        assert len(shelves.ended(public)) == shown


def test_status_and_check_list_all_that_was_not_looked_at_since(site: Organisation):
    path = site.settings.content / "van-ban" / "vb-moi.md"
    text = path.read_text(encoding="utf-8").replace("effective_on: 2026-11-25", "effective_on: 2026-11-21")
    path.write_text(text, encoding="utf-8")
    site.sign_all("vb-moi")
    for words in (("status", "--all"), ("check",)):
        said = " ".join(House(site).desk(*words).said.split())
        assert "12/QĐ-SNV hết hiệu lực từ 21/11/2026, theo 99/QĐ-SNV. 3 mục đang đăng" in said, said
