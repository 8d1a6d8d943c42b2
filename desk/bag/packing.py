"""Packs the permanent record: what lies where in the bag, and nothing that must not leave the house.

Left out: private keys, locks, and of inquiries all but the chain of what was done to them.
Source: ST-10.4, LX-21.1
"""

from __future__ import annotations

import shutil
import stat
from datetime import datetime
from pathlib import Path

import bagit

from desk.wording import moment
from editorial.dates import VIETNAM
from editorial.profile import Profile
from editorial.settings import Settings
from editorial.store import pretty_json

HERE = Path(__file__).resolve().parent
README, CHECK = "DOC-TRUOC.txt", "kiem_tra.py"
SITE, RECORDS, CONTENT, RULES, INQUIRIES = "trang", "ho-so", "noi-dung", "quy-che", "thu-nguoi-dan"
SETTINGS = "cai-dat.json"
LOG = Path(RECORDS, "published", "log.jsonl")
NOT_RECORDS = ("sample-keys", ".*")
"""Keys stay in the house, and what begins with a dot is a lock or a file half written."""


def pack(folder: Path, settings: Settings, profile: Profile, now: datetime) -> None:
    """Fill a new folder with the record and make a bag of it. Raises: OSError"""
    folder.mkdir(parents=True)
    _copy_tree(settings.output, folder / SITE)
    _copy_tree(settings.records, folder / RECORDS, *NOT_RECORDS)
    _copy_tree(settings.content, folder / CONTENT, ".*")
    _copy(settings.regulation_file, folder / RULES / settings.regulation_file.name)
    if settings.published_log.is_file():
        _copy(settings.published_log, folder / LOG)
        for path in sorted((settings.published_log.parent / "authority").glob("[!.]*.toml")):
            _copy(path, folder / LOG.parent / "authority" / path.name)
    for path in sorted((settings.inquiries / "audit").glob("*.jsonl")):
        _copy(path, folder / INQUIRIES / path.name)
    told = {"siteurl": settings.siteurl, "regulation": settings.regulation, "schema": 1}
    (folder / SETTINGS).write_bytes(pretty_json(told))
    _copy(HERE / CHECK, folder / CHECK)
    (folder / README).write_text(_readme(settings, profile, now), encoding="utf-8")
    bagit.LOGGER.disabled = True  # what goes wrong is raised as well; its log would show the trace of it
    bagit.make_bag(str(folder), _info(settings, profile, now), checksums=["sha256", "sha512"])


def _copy_tree(source: Path, target: Path, *left_out: str) -> None:
    """Copy a folder. Its owner may write into the copy, whatever the records allow: the bag has yet to be finished."""
    shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns(*left_out))
    for path in (target, *target.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | stat.S_IWUSR)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _readme(settings: Settings, profile: Profile, now: datetime) -> str:
    edition = f"Địa chỉ: {settings.siteurl}." if settings.siteurl else "Bản dùng thử, chưa có địa chỉ chính thức."
    return (HERE / README).read_text(encoding="utf-8").format(name=profile.site.name, at=moment(now), edition=edition)


def _info(settings: Settings, profile: Profile, now: datetime) -> dict[str, str]:
    directed = profile.site.directed
    return {
        "Source-Organization": directed.by if directed else profile.site.name,
        "External-Description": profile.site.name,
        "External-Identifier": settings.siteurl or "trial",
        "Bagging-Date": f"{now.astimezone(VIETNAM):%Y-%m-%d}",
    }
