"""The commands of docs/operations.md for backup and restore, on a store that is written to meanwhile."""

from __future__ import annotations

import os
import re
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.endpoint.live import empty_site, live
from tests.house import House
from tests.organisation import ROOT, reopened

BACKUP = ROOT / "scripts/backup-inquiries.sh"
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")


def backed_up(store: Path, folder: Path, *days: str) -> Path:
    """Run the script and return the pack."""
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["sh", BACKUP, store, folder, *days], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def test_a_store_that_is_written_to_is_packed_and_restored_whole(tmp_path: Path):
    site = empty_site(tmp_path / "o")
    with live(site) as running, ThreadPoolExecutor(4) as senders:
        before = [running.send(number).code for number in range(10)]
        storm = [senders.submit(running.send, number) for number in range(100, 180)]
        time.sleep(0.2)
        pack = backed_up(site.settings.inquiries, tmp_path / "backup")
        assert all(sent.result().status == 201 for sent in storm)
    assert pack.stat().st_mode & 0o077 == 0
    restored = tmp_path / "restored"
    restored.mkdir(mode=0o700)
    subprocess.run(["tar", "-xzpf", pack, "-C", restored], check=True)
    again = reopened(site, inquiries=restored)
    desk = House(again)
    for words in (("verify", "--recover"), ("verify",)):
        done = desk.desk("inbox", *words)
        assert done.code == 0, done.said
    (restored / "keys").mkdir(mode=0o700, exist_ok=True)
    for key in (site.settings.inquiries / "keys").iterdir():
        (restored / "keys" / key.name).write_bytes(key.read_bytes())
        (restored / "keys" / key.name).chmod(0o600)
    with live(again) as running:
        assert all(running.follow(code).status == 200 for code in before)
        assert running.send(999).status == 201


def test_old_packs_go_and_others_files_stay(tmp_path: Path):
    site = empty_site(tmp_path / "o")
    with live(site) as running:
        assert running.send(1).status == 201
    old = backed_up(site.settings.inquiries, tmp_path / "backup")
    (tmp_path / "backup" / "ghi-chu.txt").write_text("giữ", encoding="utf-8")
    for path in (tmp_path / "backup").iterdir():
        os.utime(path, (0, 0))
    new = backed_up(site.settings.inquiries, tmp_path / "backup", "7")
    assert {path.name for path in (tmp_path / "backup").iterdir()} == {new.name, "ghi-chu.txt"} != {old.name}


def test_a_backup_that_cannot_be_written_fails_and_leaves_nothing(tmp_path: Path):
    site = empty_site(tmp_path / "o")
    with live(site):
        pass
    done = subprocess.run(["sh", BACKUP, tmp_path / "khong-co", tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert list(tmp_path.glob("inquiries-*")) == []


@pytest.mark.parametrize("named", sorted(set(re.findall(r"(?:deploy|scripts)/[a-z-]+\.[a-z]+", OPERATIONS))))
def test_every_file_that_the_page_names_is_there(named: str):
    assert (ROOT / named).is_file()


def test_every_verb_that_the_page_names_is_one_of_the_desk(tmp_path: Path):
    desk = House(empty_site(tmp_path))
    verbs = sorted(set(re.findall(r"desk inbox ([a-z][a-z-]+)", OPERATIONS)))
    assert "verify" in verbs
    for verb in verbs:
        assert desk.desk("inbox", verb, "--help").code == 0, verb
