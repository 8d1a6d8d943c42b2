"""Who to tell of a hole in the site, and how a home screen shows it."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from editorial.profile_site import Contact
from plugins.well_known import BRAND, contact_uri, expires, security
from scripts import build_icons
from tests.organisation import ROOT
from tests.site_fixture import URL, Build


@pytest.mark.parametrize(
    ("today", "until"),
    [
        ("2026-01-01", "2027-01-01"),
        ("2026-06-30", "2027-01-01"),
        ("2026-07-01", "2027-07-01"),
        ("2026-12-31", "2027-07-01"),
    ],
)
def test_the_day_of_expiry_changes_twice_a_year(today: str, until: str) -> None:
    assert expires(date.fromisoformat(today)) == date.fromisoformat(until)


def test_it_is_never_past_and_never_more_than_a_year_away() -> None:
    """RFC 9116, 2.5.5"""
    for number in range(800):
        today = date(2026, 1, 1) + timedelta(days=number)
        assert timedelta(days=180) < expires(today) - today <= timedelta(days=366)


def test_security_txt_says_whom_to_tell(real: Build) -> None:
    fields = dict(line.split(": ", 1) for line in real.text(".well-known/security.txt").splitlines())
    assert fields["Contact"] == "mailto:caicachhanhchinh@cantho.gov.vn"
    assert datetime.fromisoformat(fields["Expires"]).utcoffset() is not None
    assert fields["Canonical"] == f"{URL}/.well-known/security.txt"


@pytest.mark.parametrize(
    ("contact", "uri"),
    [
        (Contact("Phòng", "x", phone="0299 3624779", email="a@b.gov.vn"), "mailto:a@b.gov.vn"),
        (Contact("Phòng", "x", phone="0299 3624779"), "tel:+84-2993624779"),
        (Contact("Phòng", "x", phone="+84 299 3624779"), "tel:+84-2993624779"),
        (Contact("Phòng", "x"), ""),
        (None, ""),
    ],
)
def test_nobody_is_made_up(contact: Contact | None, uri: str) -> None:
    assert contact_uri(contact) == uri


def test_lines_end_as_the_standard_asks() -> None:
    told = security(URL, "mailto:a@b.vn", date(2027, 1, 1)).decode()
    assert re.fullmatch(r"(?:[A-Za-z-]+: \S.*\n)+", told)


def test_a_trial_edition_names_nobody(trial: Build) -> None:
    assert not {".well-known/security.txt", "site.webmanifest"} & trial.files().keys()
    assert 'rel="manifest"' not in trial.text("index.html")


def test_the_first_page_leads_to_the_manifest_and_its_icons_are_what_it_says(real: Build) -> None:
    manifest = json.loads(real.text("site.webmanifest"))
    assert manifest["name"] in real.text("index.html") and manifest["lang"] == "vi"
    for icon in manifest["icons"]:
        with Image.open(real.output / icon["src"].removeprefix("/")) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"] and picture.format == "PNG"
    assert '<link rel="manifest" href="/site.webmanifest">' in real.text("index.html")
    for name, page in real.pages().items():
        assert '<link rel="apple-touch-icon" href="/theme/icon-180.png">' in page, name
    assert f"--cc-water-800: {BRAND};" in (ROOT / "theme/static/css/tokens.css").read_text(encoding="utf-8")


def test_the_icons_are_those_of_the_mark(chromium: Any) -> None:
    """Drawn anew they look the same; browsers smooth edges a little otherwise from version to version."""
    for name, (size, is_round) in build_icons.ICONS.items():
        mark = (build_icons.FOLDER / "icon.svg").read_text(encoding="utf-8")
        svg = mark if is_round else mark.replace(build_icons.ROUND, "")
        page = chromium.new_page(viewport={"width": size, "height": size})
        page.set_content(f"<style>body{{margin:0}}svg{{display:block;width:{size}px}}</style>{svg}")
        drawn = Image.open(BytesIO(page.screenshot())).convert("RGB")
        page.close()
        kept = Image.open(BytesIO((build_icons.FOLDER / name).read_bytes())).convert("RGBA")
        ground = Image.new("RGBA", kept.size, "white")
        ground.alpha_composite(kept)
        difference = ImageStat.Stat(ImageChops.difference(drawn, ground.convert("RGB"))).mean
        assert max(difference) < 2, (name, difference)
