"""Each way in which the gate can fail ends with nothing unsigned in the output."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from editorial.signoffs import ledger_path
from tests.organisation import Organisation
from tests.site_fixture import CANARY, Build, build, found_site

SIGNED = "Lời đã ký."
PAGE = "chinh-sach/2026/tin-thu/index.html"


@pytest.fixture
def site(tmp_path: Path) -> Organisation:
    """One signed item with a file, and one that nobody signed."""
    site = found_site(tmp_path)
    site.write("bai/hinh.png", b"\x89PNG signed")
    site.article("tin-thu", body=f"{SIGNED} ![Hình](hinh.png)")
    site.sign_all("tin-thu")
    site.write(f"bai/{CANARY}.png", CANARY.encode())
    site.article("tin-chua-ky", body=f"{CANARY} ![x]({CANARY}.png)", title=CANARY)
    return site


def says(built: Build, words: str) -> list[str]:
    """Return the files that hold the words, or bear them in their names."""
    return [name for name, content in built.files().items() if words.encode() in content or words in name]


def test_only_what_is_signed_goes_out(site: Organisation):
    built = build(site)
    assert built.code == 0, built.said
    assert built.said.startswith("armed")
    assert PAGE in says(built, SIGNED)
    assert says(built, CANARY) == []
    assert "chinh-sach/2026/tin-thu/hinh.png" in built.files()


def test_half_signed_is_not_signed(site: Organisation):
    site.sign("tin-chua-ky", "phong-cchc")
    site.sign("tin-chua-ky", "truong-ban")
    assert len(list((site.settings.records / "editions").iterdir())) == 2
    assert says(build(site), CANARY) == []


def test_an_edit_after_signing_shows_the_signed_text(site: Organisation):
    site.article("tin-thu", body=f"{CANARY} ![Hình](hinh.png)", title=CANARY)
    built = build(site)
    assert PAGE in says(built, SIGNED)
    assert says(built, CANARY) == []


def test_a_swapped_picture_in_content_changes_nothing(site: Organisation):
    site.write("bai/hinh.png", CANARY.encode())
    assert says(build(site), CANARY) == []


def test_without_any_plugin_nothing_goes_out(site: Organisation):
    built = build(site, tamper="settings['PLUGINS'] = []")
    assert built.said.startswith("not armed")
    assert built.files() == {}


def test_without_the_gate_the_other_plugins_stop_the_build(site: Organisation):
    built = build(site, tamper="settings['PLUGINS'] = settings['PLUGINS'][1:]")
    assert built.code != 0
    assert built.files() == {}


def test_a_gate_that_does_not_come_first_is_not_armed(site: Organisation):
    built = build(site, tamper="settings['PLUGINS'].append(settings['PLUGINS'].pop(0))")
    assert built.code != 0
    assert built.files() == {}
    rogue(site, "def register(): ...")
    assert build(site, tamper="import rogue; settings['PLUGINS'].insert(0, rogue)").said.startswith("not armed")


def break_roster(records: Path) -> None:
    (records / "roster.toml").write_text("schema = 1\n[[people", encoding="utf-8")


def lose_roster(records: Path) -> None:
    (records / "roster.toml").unlink()


def lose_ledgers(records: Path) -> None:
    shutil.rmtree(records / "signoffs")


def tear_ledger(records: Path) -> None:
    path = ledger_path(records, "tin-thu")
    path.write_bytes(path.read_bytes()[:-1])


def drop_a_signoff(records: Path) -> None:
    path = ledger_path(records, "tin-thu")
    path.write_text("".join(path.read_text().splitlines(keepends=True)[1:]))


def alter_edition(records: Path) -> None:
    path = next((records / "editions").iterdir())
    path.write_bytes(path.read_bytes().replace("đã ký".encode(), "đã kỳ".encode()))


def lose_edition(records: Path) -> None:
    next((records / "editions").iterdir()).unlink()


def lose_registry(records: Path) -> None:
    (records / "bodies.toml").unlink()


@pytest.mark.parametrize(
    "harm",
    [
        break_roster,
        lose_roster,
        lose_ledgers,
        tear_ledger,
        drop_a_signoff,
        alter_edition,
        lose_edition,
        lose_registry,
    ],
)
def test_records_that_cannot_be_trusted_stop_the_build(site: Organisation, harm: Callable[[Path], None]):
    harm(site.settings.records)
    built = build(site)
    assert built.code != 0
    assert built.files() == {}


@pytest.mark.parametrize("harm", [lambda path: path.write_bytes(b"swapped"), Path.unlink], ids=["swapped", "lost"])
def test_a_file_swapped_or_lost_after_signing_stops_the_build(site: Organisation, harm: Callable[[Path], None]):
    harm(next((site.settings.records / "attachments").iterdir()))
    built = build(site)
    assert built.code != 0
    assert says(built, "swapped") == []


def test_an_exception_in_the_gate_stops_the_build(site: Organisation):
    built = build(site, tamper="settings['NOW'] = 'not a moment'")
    assert built.code != 0
    assert built.files() == {}


def test_a_signer_whose_role_had_ended_makes_nothing_public(site: Organisation):
    ended = 'role = "dept_leader", from = 2026-01-01, until = 2026-11-19'
    site.roster_text(lambda text: text.replace('role = "dept_leader", from = 2026-01-01', ended))
    built = build(site)
    assert built.code == 0
    assert says(built, SIGNED) == []


def test_withdrawal_takes_the_text_and_its_files_out_and_says_why(site: Organisation):
    site.withdraw("tin-thu")
    built = build(site)
    assert says(built, SIGNED) == says(built, "hinh.png") == says(built, "Bài viết") == []
    stone = built.text(PAGE)
    assert '<meta name="robots" content="noindex">' in stone
    for words in ("đăng nhầm", "Nhầm số liệu", "khoản 5 Điều 5 Quy chế", "20/11/2026"):
        assert words in stone


def test_a_withdrawal_that_rests_on_no_text_names_no_basis(site: Organisation):
    """The regulation of Cần Thơ is silent about who withdraws: a choice of the product is no legal basis."""
    assert site.withdraw("tin-thu", clause="").clause == "product"
    stone = build(site).text(PAGE)
    assert "Nhầm số liệu" in stone and "Căn cứ" not in stone and "product" not in stone


def test_a_plugin_that_slips_in_an_article_stops_the_build(site: Organisation):
    rogue(
        site,
        f"""
        from pelican import signals
        from pelican.contents import Article

        def slip_in(generator):
            meta = {{"title": "{CANARY}", "slug": "x", "url": "x/", "save_as": "x/index.html"}}
            meta["date"] = generator.settings["NOW"]
            generator.articles.append(Article("{CANARY}", meta, generator.settings, "x.md", generator.context))
            generator.drafts.append(generator.articles[-1])

        def register():
            signals.article_generator_pretaxonomy.connect(slip_in)
        """,
    )
    built = build(site, tamper="import rogue; settings['PLUGINS'].append(rogue)")
    assert built.code != 0
    assert "ArticlesGenerator found" in built.said
    assert built.files() == {}


def test_paths_put_back_after_the_gate_find_nothing_to_read(site: Organisation):
    """Pelican has no reader left, not even for what editors write."""
    site.write(f"bai/{CANARY}.html", f"<html><head><title>{CANARY}</title></head><body>{CANARY}</body></html>")
    rogue(
        site,
        f"""
        from pelican import signals

        def put_back(generator):
            generator.path = {str(site.settings.content)!r}
            for paths in ("ARTICLE_PATHS", "PAGE_PATHS"):
                generator.settings[paths] = ["bai"]

        def register():
            signals.article_generator_init.connect(put_back)
            signals.page_generator_init.connect(put_back)
        """,
    )
    assert says(build(site, tamper="import rogue; settings['PLUGINS'].append(rogue)"), CANARY) == []


def test_static_files_put_back_after_the_gate_stop_the_build(site: Organisation):
    rogue(
        site,
        f"""
        from pelican import signals

        def put_back(generator):
            generator.path = {str(site.settings.content)!r}
            generator.settings["STATIC_PATHS"] = ["bai"]

        def register():
            signals.static_generator_init.connect(put_back)
        """,
    )
    built = build(site, tamper="import rogue; settings['PLUGINS'].append(rogue)")
    assert built.code != 0
    assert built.files() == {}


def test_a_page_that_pelican_writes_by_itself_stops_the_build(site: Organisation):
    rogue(
        site,
        """
        from pelican import signals

        def write(generator, writer):
            writer.write_file("x.html", None, {})

        def register():
            signals.article_writer_finalized.connect(write)
        """,
    )
    built = build(site, tamper="import rogue; settings['PLUGINS'].append(rogue)")
    assert built.code != 0
    assert "x.html" in built.said
    assert built.files() == {}


def test_tricks_of_pelican_and_jinja_in_a_text_are_words(site: Organisation):
    site.article("tin-meo", body="Chữ {{ SITE.name }} {% include 'x' %} và `{static}hinh.png`", title="{{ 7 * 7 }}")
    site.sign_all("tin-meo")
    page = build(site).text("chinh-sach/2026/tin-meo/index.html")
    assert "{{ SITE.name }} {% include 'x' %}" in page
    assert "<h1>{{ 7 * 7 }}</h1>" in page
    assert "{static}hinh.png" in page


def rogue(site: Organisation, source: str) -> None:
    """Write a plugin next to the site's folders."""
    lines = source.replace("\n        ", "\n")
    (site.base / "rogue.py").write_text(lines or "", encoding="utf-8")
