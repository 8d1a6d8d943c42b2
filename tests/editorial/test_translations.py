"""A translation is bound to the edition that it was made from (PS-P10); what stands first, by whose word (LCh-5.2)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from editorial.checks import check_item
from editorial.checks_context import open_context
from editorial.messages import sentence
from editorial.pins import pinned_on
from editorial.problem import Refused
from editorial.publication import load
from editorial.submission import submit
from editorial.translations import translation_problems, translations_of
from editorial.working import read_working
from plugins.translations import Tongues
from tests.organisation import NOON, Organisation, profile_named
from tests.requirements.items import complete, text_of
from tests.site_fixture import found_site, page

TRANSLATION = "lang: {lang}\ntranslation_of: {original}\nsource_edition: {edition}\n"


@pytest.fixture
def site(tmp_path: Path) -> Organisation:
    """A site with a page of its own and an article, both public."""
    site = found_site(tmp_path)
    page(site, "trang-goc", "/gioi-thieu/", "page")
    site.article("bai-thu")
    for item in ("trang-goc", "bai-thu"):
        site.sign_all(item)
    return site


def digest_of(site: Organisation, item: str) -> str:
    return next(public.digest for public in load(site.settings, site.now).items if public.id == item)


def translate(site: Organisation, lang: str = "en", original: str = "trang-goc", edition: str = "") -> None:
    extra = TRANSLATION.format(lang=lang, original=original, edition=edition or digest_of(site, "trang-goc"))
    page(site, "trang-en", "/en/", "english", "About us.", extra)


def codes(site: Organisation, item: str) -> list[str]:
    """Return what the checks, and the comparison with what is public, find of an item."""
    working = read_working(site.settings)
    context, _ = open_context(site.settings, site.now, working)
    problems = [*check_item(context.by_id[item], context)]
    problems += translation_problems(load(site.settings, site.now), [context.by_id[item]])
    assert all(sentence(problem) for problem in problems)
    return [problem.code for problem in problems]


def test_a_translation_of_what_is_public_is_accepted_and_fresh(site: Organisation):
    translate(site)
    assert codes(site, "trang-en") == []
    site.sign_all("trang-en")
    (one,) = translations_of(load(site.settings, site.now))
    assert (one.item, one.lang, one.original, one.stale) == ("trang-en", "en", "trang-goc", False)


def test_a_new_edition_of_the_original_makes_it_stale_until_it_is_renewed(site: Organisation):
    translate(site)
    site.sign_all("trang-en")
    page(site, "trang-goc", "/gioi-thieu/", "page", "Lời mới.")
    assert codes(site, "trang-en") == []  # unsigned words move nobody
    site.sign_all("trang-goc")
    assert codes(site, "trang-en") == ["translation-stale"]
    assert translations_of(load(site.settings, site.now))[0].stale
    translate(site)
    site.sign_all("trang-en")
    assert codes(site, "trang-en") == [] and not translations_of(load(site.settings, site.now))[0].stale


def test_a_translation_whose_original_was_withdrawn_is_told_to_be_public_still(site: Organisation):
    translate(site)
    assert codes(site, "trang-en") == []
    site.withdraw("trang-goc")
    assert codes(site, "trang-en") == ["translation-original-hidden"]
    site.sign_all("trang-goc")
    site.sign_all("trang-en")
    site.withdraw("trang-goc")
    assert codes(site, "trang-en") == ["translation-original-gone"]
    assert Tongues(load(site.settings, site.now)).versions("trang-en").state == "gone"


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"original": "khong-co"}, "translation-original-unknown"),
        ({"lang": "vi"}, "translation-same-language"),
        ({"lang": "fr"}, "language-not-allowed"),
        ({"edition": "ab" * 32}, "translation-edition-unknown"),
    ],
)
def test_what_binds_a_translation_to_nothing_is_held(site: Organisation, how: dict[str, str], code: str):
    translate(site, **how)
    assert code in codes(site, "trang-en")


@pytest.mark.parametrize("edition", ["source_edition: " + "0" * 64 + "\n", ""])
def test_an_edition_that_nobody_knows_is_told_once_with_the_right_one_and_is_not_signed(
    site: Organisation, edition: str
):
    """Else leaders sign what the checks hold back, and readers see a translation of nobody knows what."""
    page(site, "trang-en", "/en/", "english", "About us.", f"lang: en\ntranslation_of: trang-goc\n{edition}")
    assert codes(site, "trang-en") == ["translation-edition-unknown"]
    with pytest.raises(Refused) as refused:
        submit(site.office(), "trang-en", site.now)
    (problem,) = refused.value.problems
    assert f"source_edition: {digest_of(site, 'trang-goc')}" in sentence(problem)


@pytest.mark.parametrize("line", ["", "id:\n", "i: bai-thieu\n"])
def test_a_file_without_an_id_makes_a_translation_of_nothing(site: Organisation, line: str):
    """One mistyped line held every text back, and told the editor to withdraw them all."""
    path = site.article("bai-thieu")
    path.write_text(path.read_text().replace("id: bai-thieu\n", line))
    items = read_working(site.settings).items
    assert "" in {item.id for item in items}
    assert [*translation_problems(load(site.settings, site.now), items)] == []


def test_an_original_that_is_nowhere_is_told_once(site: Organisation):
    translate(site, original="khong-co")
    assert codes(site, "trang-en") == ["translation-original-unknown"]


def test_an_english_page_elsewhere_is_told_its_address(site: Organisation):
    extra = TRANSLATION.format(lang="en", original="trang-goc", edition=digest_of(site, "trang-goc"))
    page(site, "trang-en", "/about/", "english", "About us.", extra)
    assert codes(site, "trang-en") == ["translation-address"]


def test_an_edition_of_another_item_is_none_of_the_original(site: Organisation):
    translate(site, edition=digest_of(site, "bai-thu"))
    assert "translation-edition-unknown" in codes(site, "trang-en")


def test_a_foreign_page_that_is_no_translation_stays_out(site: Organisation):
    """LX-7.3: further languages are for translations bound to a Vietnamese edition only."""
    page(site, "trang-en", "/en/", "page", "About us.", "lang: en\n")
    assert "language-not-allowed" in codes(site, "trang-en")


def test_a_khmer_summary_is_ready(site: Organisation):
    translate(site, lang="km")
    assert codes(site, "trang-en") == []


def test_a_pin_ends_with_its_last_day(site: Organisation):
    site.article("bai-ghim", extra="pinned_until: 2026-11-25")
    site.sign_all("bai-ghim")
    publication = load(site.settings, site.now)
    assert [public.id for public in pinned_on(publication, date(2026, 11, 25))] == ["bai-ghim"]
    assert list(pinned_on(publication, date(2026, 11, 26))) == []
    site.later(days=7)
    assert "pin-over" in codes(site, "bai-ghim")


def test_only_the_role_of_the_regulation_pins(tmp_path: Path):
    """LCh-5.2: leaders pin; what somebody else posted is public, and stands in its place."""
    profile = profile_named("lch")
    board = {role.replace("_", "-"): role for role in profile.roles}
    site = found_site(tmp_path, "lch", board)
    for item, kind in (("tin-ghim", "event_news"), ("chi-dao", "order")):
        metadata = complete(profile, kind) | {"id": item, "slug": item, "title": item, "pinned_until": "2026-12-25"}
        site.write(f"bai/{item}.md", text_of(metadata, "Lời."))
        site.sign_all(item)
    assert "pin-by-role" in codes(site, "tin-ghim")
    publication = load(site.settings, site.now)
    assert {public.id for public in publication.items} == {"tin-ghim", "chi-dao"}
    assert [public.id for public in pinned_on(publication, NOON.date())] == ["chi-dao"]


def test_pictures_of_the_head_belong_to_the_page_about_the_site(site: Organisation):
    """LCh-6.5: signed with that page, and nothing that runs."""
    site.write("trang/bieu-trung.png", b"\x89PNG emblem")
    page(site, "trang-goc", "/gioi-thieu/", "about", extra="emblem: bieu-trung.png\nattachments: bieu-trung.png\n")
    assert not {"site-picture-elsewhere", "site-picture-unfit"} & set(codes(site, "trang-goc"))
    page(site, "trang-goc", "/gioi-thieu/", "about", extra="emblem: bieu-trung.png\n")
    assert "site-picture-unfit" in codes(site, "trang-goc")
    page(site, "trang-goc", "/gioi-thieu/", "page", extra="emblem: bieu-trung.png\nattachments: bieu-trung.png\n")
    assert "site-picture-elsewhere" in codes(site, "trang-goc")
