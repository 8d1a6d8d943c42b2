"""The head of the published log stands on the site: who noted it can tell later whether the log was rewritten."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
import rfc8785

from editorial.dates import VIETNAM
from editorial.manifest import read_manifest, site_digest
from editorial.published import Published, Run, read_log
from tests.house import House, house_of
from tests.site_fixture import found_site

AT = datetime(2026, 11, 20, tzinfo=VIETNAM)


def run(previous: str, **moved: object) -> Run:
    return replace(Run("publish", AT, "van-thu", "", "m"), previous=previous, **moved)


FIRST = run("", added={"a": "1"})
QUIET = run("h1")
SECOND = run("h2", changed={"a": "2"})
LATER = run("h3")


@pytest.mark.parametrize(
    ("runs", "editions", "expected"),
    [
        ((), {"a": "1"}, (0, "")),
        ((FIRST,), {"a": "1"}, (0, "")),
        ((FIRST, QUIET), {"a": "1"}, (0, "")),
        ((FIRST, QUIET), {"a": "2"}, (2, "head")),
        ((FIRST, QUIET, SECOND), {"a": "2"}, (2, "h2")),
        ((FIRST, QUIET, SECOND, LATER), {"a": "2"}, (2, "h2")),
        ((FIRST, QUIET, SECOND, LATER), {}, (4, "head")),
    ],
)
def test_a_site_says_the_same_of_the_log_before_its_run_and_after(
    runs: tuple[Run, ...], editions: dict[str, str], expected: tuple[int, str]
):
    public: dict[str, str] = {}
    for one in runs:
        public |= {**one.added, **one.changed}
    assert Published(runs, public, {}, {}, "head" if runs else "").before(editions) == expected


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house that has published twice, something new each time."""
    site = found_site(tmp_path_factory.mktemp("heads"))
    site.article("tin-thu", title="Tin thử")
    site.sign_all("tin-thu")
    house = House(site)
    assert house.desk("publish").code == 0
    site.article("tin-hai", title="Tin hai")
    site.sign_all("tin-hai")
    assert house.desk("publish").code == 0
    return house


def test_the_head_stands_on_the_page_and_in_the_manifest(twice: House):
    lines = twice.site.settings.published_log.read_text(encoding="utf-8").splitlines()
    head = sha256(lines[0].encode()).hexdigest()
    assert read_manifest(twice.output).log == (1, head)
    assert f"Dòng 1, mã <code>{head}</code>" in (twice.output / "xac-minh/index.html").read_text(encoding="utf-8")
    assert json.loads((twice.output / ".well-known/cchc/manifest.json").read_bytes())["log"] == {
        "head": head,
        "lines": 1,
    }


def test_a_further_publish_and_a_build_from_nothing_change_nothing(twice: House):
    live = site_digest(twice.output)
    assert "Không có gì thay đổi" in twice.desk("publish").said
    assert site_digest(twice.output) == live
    rebuilt = twice.desk("verify", "--rebuild")
    assert rebuilt.code == 0, rebuilt.said


def test_a_log_rewritten_from_its_first_line_on_is_found(twice: House, tmp_path: Path):
    """Whoever may write the log makes a chain that fits itself, down to the digest of the live site."""
    house = house_of(twice.site, tmp_path / "forged")
    path = house.site.settings.published_log
    previous, lines = "", []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        told = json.loads(line) | ({"by": "nguoi-khac"} if number == 0 else {})
        if previous:
            told["previous"] = previous
        lines.append(rfc8785.dumps(told).decode())
        previous = sha256(lines[-1].encode()).hexdigest()
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert len(read_log(path).runs) == 2
    done = house.desk("verify")
    assert done.code == 1
    assert "1 dòng đầu đã bị viết lại" in " ".join(done.said.split())


def test_a_noted_head_vouches_for_the_log_up_to_its_line(twice: House):
    first, last = read_log(twice.site.settings.published_log).heads
    done = twice.desk("published", "--head", first[:12].upper())
    assert done.code == 0, done.said
    assert "Đúng mã của dòng 1" in done.said
    assert last in done.said
    assert twice.desk("published", "--head", "0" * 64).code == 1
    assert twice.desk("published", "--head", first[:5]).code == 2
