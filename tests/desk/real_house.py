"""A real edition on a machine of its own: an address, keys, and a server to upload to."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.house import House
from tests.organisation import BOARD
from tests.site_fixture import found_site

MEMBERS = "công chức các phòng chuyên môn thuộc Sở Nội vụ"
DEPUTY_DIRECTOR = "Phó Giám đốc Sở Nội vụ"
ADDRESS = "https://cchc.soctrang.gov.vn"


def real_house(base: Path, **others: str) -> House:
    """Return a board under the Sóc Trăng regulation, which names its address, with one signed item.

    others: further people, each with a role
    """
    site = found_site(base, "st", BOARD | others)
    for person in site.keys:
        office = MEMBERS if person == "thanh-vien" else DEPUTY_DIRECTOR
        entry = f'name = "{person}"\n'
        site.roster_text(lambda text, entry=entry, office=office: text.replace(entry, f'{entry}office = "{office}"\n'))
    site.article("tin-thu", title="Tin thử")
    site.sign_all("tin-thu")
    return House(replace(site, settings=replace(site.settings, siteurl=ADDRESS)))


def with_settings(house: House, **settings: object) -> House:
    """Return the house with some settings changed."""
    return replace(house, site=replace(house.site, settings=replace(house.site.settings, **settings)))


@contextmanager
def serving_rsync(base: Path) -> Iterator[tuple[str, Path]]:
    """Run a real rsync server: yield its address and its folder."""
    if shutil.which("rsync") is None:
        pytest.skip("rsync is not installed (scripts/setup-system.sh)")
    folder = base / "srv"
    folder.mkdir()
    config = base / "rsyncd.conf"
    config.write_text(
        f"use chroot = no\n[www]\npath = {folder}\nread only = no\nuid = {os.getuid()}\ngid = {os.getgid()}\n",
        encoding="utf-8",
    )
    for start in range(20_000, 30_000, 1_000):  # ports below those that the system gives away; one may be taken
        port = start + os.getpid() % 1_000
        command = ["rsync", "--daemon", "--no-detach", f"--config={config}", f"--port={port}", "--address=127.0.0.1"]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL) as server:
            address = f"rsync://127.0.0.1:{port}/www"
            while server.poll() is None:
                if subprocess.run(["rsync", f"{address}/"], capture_output=True, check=False).returncode == 0:
                    try:
                        yield f"{address}/site", folder
                    finally:
                        server.terminate()
                    return
                time.sleep(0.05)
    raise AssertionError("no rsync server has come up")
