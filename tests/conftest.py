"""What every test may ask for."""

import gc
import os
import shutil
import signal
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from editorial.parallel import cores
from tests.house import House, house_of
from tests.organisation import Organisation, found, profile_named, reopened
from tests.site_fixture import URL, Build, build, document, found_site, small_site

# A machine that is busy is no bug, and CI must judge the same commit the same way twice.
hypothesis.settings.register_profile("house", deadline=None, derandomize=os.environ.get("CI") == "true")
hypothesis.settings.load_profile("house")

# Begun in the background of a shell it would ignore Ctrl+C, as would every program that a test starts and stops by it.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def organisation(tmp_path: Path) -> Organisation:
    """The Cần Thơ board with fresh keys and no content."""
    return found(tmp_path)


@pytest.fixture(scope="session")
def signed_site(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """A small site with signed and unsigned items, shared: copy it before anything writes (see `house`)."""
    return small_site(tmp_path_factory.mktemp("signed"))


@pytest.fixture(scope="session")
def small(signed_site: Organisation, tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """The same site for builds beside one another: nine signed items and three unsigned ones."""
    return house_of(signed_site, tmp_path_factory.mktemp("small")).site


@pytest.fixture(scope="session")
def trial(small: Organisation) -> Build:
    """The trial edition: no address yet."""
    return build(small, "trial")


@pytest.fixture(scope="session")
def real(small: Organisation) -> Build:
    """The same with a confirmed address."""
    return build(reopened(small, siteurl=URL), "real")


@pytest.fixture(scope="session")
def internal(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The real edition of a closed group (LCh-1): an article and a document, nothing of which may leave it."""
    board = {role.replace("_", "-"): role for role in profile_named("lch").roles}
    site = found_site(tmp_path_factory.mktemp("internal"), "lch", board)
    site.article("bai-mot")
    document(site, "vb-1", "1/QĐ-SNV", "Lời.")
    for item in ("bai-mot", "vb-1"):
        site.sign_all(item)
    built = build(reopened(site, siteurl=URL))
    assert built.code == 0, built.said
    return built


@pytest.fixture(scope="session")
def published_site(signed_site: Organisation, tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """The small site after its first publishing, shared: copy it before anything writes (see `published`)."""
    house = house_of(signed_site, tmp_path_factory.mktemp("published"))
    # By another order of sets and by modules read anew; what tests do to it afterwards is mostly done by forked.py.
    done = house.desk("publish", environment={"PYTHONHASHSEED": "random"})
    assert done.code == 0, done.said
    return house.site


@pytest.fixture
def published(published_site: Organisation, tmp_path: Path) -> House:
    """A small site of the test's own that is live."""
    return house_of(published_site, tmp_path)


@pytest.fixture
def house(signed_site: Organisation, tmp_path: Path) -> House:
    """A small site of the test's own, with the desk's commands."""
    return house_of(signed_site, tmp_path)


@pytest.fixture(scope="session")
def driver() -> Iterator[Any]:
    """Playwright, started once: a process can have one only. Skipped where it is missing, but never in CI."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("Playwright is not installed")
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(driver: Any) -> Iterator[Any]:
    """Debian's Chromium. Skipped where it is missing, but never in CI."""
    try:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
    except Exception:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("Chromium does not start here")
    yield browser
    browser.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI nothing is left out: a skipped test has failed."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
    return report


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are cores: a quarter of its time a test waits for a disk, a browser or a clock."""
    return cores() * 3 // 2


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that take longest: at the end the other processes would wait for them."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """What was collected stays to the end: no search for garbage goes through it again."""
    gc.collect()
    gc.freeze()
