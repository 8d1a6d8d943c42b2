"""What the site says besides the five regulations: real, sourced, and nobody's private matter."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import takewhile
from pathlib import Path

import pytest

from editorial.checks_context import Context
from editorial.content import Item
from editorial.content_fields import PAGE
from editorial.content_files import read_items
from editorial.dates import VIETNAM
from editorial.numbers import find_numbers
from editorial.profile import Profile
from editorial.profile_schema import DOCUMENT_KINDS
from editorial.registry import load_registry
from tests.editorial.checking import check_all
from tests.organisation import profile_named

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "content"
SEEDS = ROOT / "tests" / "data" / "seeds"

OTHER_ACTS = {
    "202/2025/QH15", "1668/NQ-UBTVQH15", "1192/NQ-UBTVQH15",  # the merger
    "30/2020/NĐ-CP", "118/2025/NĐ-CP", "61/2018/NĐ-CP", "309/2026/NĐ-CP",  # clerical work, one-stop shops
    "91/2025/QH15", "356/2025/NĐ-CP", "13/2023/NĐ-CP",  # personal data
    "26/2020/TT-BTTTT", "2498/QĐ-BNV", "101/KH-UBND",  # accessibility, the PAR index, the city's plan
    "2231/SNV-CCHC&PC", "02-CTr/TU",  # seen in print, as examples of how a number is read
}  # fmt: skip
"""Acts that an item may name beside those of the seeds: each is in our research of public sources."""

PLACES = {"Lý Tự Trọng", "Bùi Hữu Nghĩa", "Hồ Chí Minh"}
_SURNAMES = (
    "Bùi Dương Đặng Đinh Đoàn Đỗ Hồ Hoàng Huỳnh Lâm Lê Lý Mai Ngô Nguyễn Phạm Phan Tống Tổng Trần Trịnh Trương Võ Vũ"
)
_AFTER_SURNAME = re.compile(rf"\b(?:{_SURNAMES.replace(' ', '|')})(?: \w+){{1,3}}")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\d/.])0\d{2,3}[ .]?\d{3}[ .]?\d{3,4}(?![\d/])")


@pytest.fixture(scope="module")
def items() -> list[Item]:
    found, problems = read_items(CONTENT)
    assert not problems
    return found


@pytest.fixture(scope="module")
def profile() -> Profile:
    return profile_named("ct")


@pytest.fixture(scope="module")
def ours(items: list[Item]) -> list[Item]:
    """What we wrote ourselves, without pages."""
    return [item for item in items if item.kind not in DOCUMENT_KINDS | {PAGE}]


@pytest.fixture(scope="module")
def seeds() -> str:
    return "\n".join(path.read_text("utf-8").replace("*", "") for path in sorted(SEEDS.glob("*.txt")))


def written(item: Item) -> str:
    return f"{item.title}\n{item.summary}\n{item.author}\n{item.source}\n{item.body}"


def people_in(text: str) -> set[str]:
    """Names of persons as far as a machine can tell: a surname and the capitalised words after it."""
    runs = (takewhile(str.istitle, match.split()) for match in _AFTER_SURNAME.findall(text))
    return {" ".join(words) for run in runs if len(words := list(run)) > 1}


def test_every_item_passes_the_checks(items, profile):
    now = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)
    problems = check_all(Context(profile, load_registry(ROOT / "records"), CONTENT, now, tuple(items)))
    assert [problem for problem in problems if problem.severity != "warn"] == []


def test_there_are_items_enough_and_each_names_its_source(ours):
    assert len(ours) >= 12
    assert [item.path for item in ours if not (item.author and item.source and item.summary)] == []


def test_every_area_and_both_levels_have_something_to_read(ours, profile):
    assert {area for item in ours for area in item.areas} == {area.slug for area in profile.areas.list}
    assert {item.level for item in ours} == set(profile.site.levels.list)


def test_every_section_has_an_item_save_online_services(items, profile):
    """No source at hand names an online service, so none is invented (LX-12.1)."""
    filled = {section.slug for item in items if (section := profile.section_of(item.kind, item.section))}
    assert {section.slug for section in profile.sections} - filled == {"dich-vu-cong"}


def test_items_are_neither_stubs_nor_treatises(ours):
    lengths = {item.path: len(item.body.split()) for item in ours}
    assert {path: length for path, length in lengths.items() if not 150 <= length <= 600} == {}


@pytest.mark.parametrize(
    ("address", "template"),
    [
        ("/gioi-thieu/", "about"),
        ("/quy-che/", "regulation"),
        ("/linh-vuc/", "areas"),
        ("/gui-thong-tin/", "page"),
        ("/quy-che-tham-gia/", "page"),  # CT-8.2-2
        ("/kenh-chinh-thuc/", "channels"),  # CT-8.2-5
        ("/quyen-rieng-tu/", "page"),
        ("/tiep-can/", "page"),
        ("/lien-he/", "contact"),
        ("/en/", "english"),  # PS-P10
        ("/en/contact/", "english"),
        ("/so-do/", "sitemap"),
        ("/rss/", "feeds"),
        ("/huong-dan/", "help"),
        ("/huong-dan-dich-vu-cong/", "page"),  # LX-12.2
    ],
)
def test_the_site_has_its_pages(items, address, template):
    assert [item.template for item in items if item.kind == PAGE and item.address == address] == [template]


def test_no_document_number_is_invented(items, seeds):
    """Every number is in a regulation as printed, or on the list of acts that a public source names."""
    known = {cited.number.key for cited in find_numbers(f"{seeds} {' '.join(OTHER_ACTS)}")}
    cited = {(item.path, cited.number) for item in items for cited in find_numbers(written(item))}
    unknown = {(path, str(number)) for path, number in cited if number.key not in known}
    assert unknown == set()


def test_no_person_is_named_who_is_not_in_a_regulation(items, seeds):
    printed = people_in(seeds) | PLACES
    assert len(printed) > len(PLACES)
    assert {(item.path, name) for item in items for name in people_in(written(item)) - printed} == set()


def test_no_telephone_or_mail_address_beyond_the_regulations(items, seeds):
    for pattern in (_EMAIL, _PHONE):
        printed = set(pattern.findall(seeds))
        found = {(item.path, match) for item in items for match in pattern.findall(written(item))}
        assert {(path, match) for path, match in found if match not in printed} == set()


def test_borrowed_deadlines_say_that_they_are_borrowed(items):
    """A neighbour's deadline must not be read as Cần Thơ's own."""
    for name in ("bao-lau-tra-loi", "cach-tinh-thoi-han", "so-sanh-thoi-han", "trang-quy-che"):
        item = next(item for item in items if item.id == name)
        assert "mượn" in item.body, item.path


def test_figures_across_the_merger_are_kept_apart(items):
    """PS-I1: no table joins index values of before and after 1 July 2025."""
    indices = next(item for item in items if item.id == "chi-so-2024")
    table = [line for line in indices.body.split("\n") if line.startswith("|")]
    assert not any("2025" in line for line in table)
    assert "Không nối với số liệu từ năm 2025" in indices.body


def test_what_is_told_of_the_site_is_true_now(items):
    """It has a search and a form: pages lead there, and none says that the site has them not."""
    body = {item.id: item.body for item in items}
    assert "(/tim-kiem/)" in body["trang-huong-dan"]
    assert all("(/gui-cau-hoi/)" in body[item] for item in ("trang-quyen-rieng-tu", "gui-o-dau"))
    denied = re.compile(r"chưa (?:có|nhận)\W+(?:ô tìm kiếm|biểu mẫu)", re.IGNORECASE)
    assert [item.path for item in items if denied.search(f"{item.summary} {item.body}")] == []
