"""The bytes of a site depend on its records, not on processes, hash seed, order of folders, time zone or umask."""

from __future__ import annotations

import pytest

from tests.organisation import Organisation, reopened
from tests.site_fixture import URL, Build, build

IN_ONE_PROCESS = """
from editorial import parallel
parallel.cores = lambda: 1
settings["PROCESSES"] = 1
"""

IN_MANY = """
from editorial import parallel
from plugins import site_update
parallel.cores = lambda: 3
parallel.forked.__defaults__ = 1, 0
site_update.cores, site_update.LEAST = parallel.cores, 2
settings["PROCESSES"] = 3
"""

FOLDERS = """
import os
found, listed = os.scandir, os.listdir

class Sorted:
    def __init__(self, entries):
        self.left = iter(sorted(entries, key=lambda entry: entry.name, reverse={reverse}))
    __iter__ = __enter__ = lambda self: self
    __next__ = lambda self: next(self.left)
    __exit__ = lambda self, *_: None
    close = lambda self: None

os.scandir = lambda *where: Sorted(found(*where))
os.listdir = lambda *where: sorted(listed(*where), reverse={reverse})
"""

ELSEWHERE = """
import os, time
os.environ["TZ"] = "America/Lima"
time.tzset()
os.umask(0o077)
"""


@pytest.fixture(scope="module")
def serial(small: Organisation) -> Build:
    return anew(small, "serial", IN_ONE_PROCESS + FOLDERS.format(reverse=False), "0")


def anew(site: Organisation, name: str, tamper: str, hash_seed: str) -> Build:
    """Build with nothing remembered."""
    alone = reopened(site, siteurl=URL, state=site.base / f"state-of-{name}")
    built = build(alone, name, tamper, hash_seed)
    assert built.code == 0, built.said
    return built


@pytest.mark.parametrize(
    ("name", "tamper", "hash_seed"),
    [
        ("parallel", IN_MANY + FOLDERS.format(reverse=False), "0"),
        ("other seed", IN_ONE_PROCESS + FOLDERS.format(reverse=False), "4711"),
        ("folders backwards", IN_ONE_PROCESS + FOLDERS.format(reverse=True), "0"),
        ("everything", IN_MANY + FOLDERS.format(reverse=True) + ELSEWHERE, "7"),
    ],
)
def test_the_same_records_give_the_same_bytes(
    name: str, tamper: str, hash_seed: str, serial: Build, small: Organisation
) -> None:
    other = anew(small, name.replace(" ", "-"), tamper, hash_seed)
    mine, theirs = serial.files(), other.files()
    assert any(file.endswith(".br") for file in mine) and any(file.startswith("tim-kiem/") for file in mine)
    assert mine.keys() == theirs.keys()
    assert [file for file, content in mine.items() if theirs[file] != content] == []
