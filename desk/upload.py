"""Bringing a finished site to where the web server reads it: a folder, or an rsync target.

What lies there and was not put there by us is never touched: rsync deletes what the site lacks.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from desk.spare import machine_of, workshop_of
from editorial.exchange import exchange
from editorial.manifest import PLACE, Manifest, read_manifest
from editorial.problem import Problem, Refused
from editorial.published import Published
from editorial.settings import Settings, at_home
from editorial.store import sync_folder, write_whole
from editorial.system_errors import reason_words

_REMOTE = re.compile(r"rsync://|[^/]*:")
_LISTED = re.compile(r"\S+\s+[\d,.]+\s+\S+\s+\S+\s(.+)")
_NO_SUCH_FILE = 23
PUBLISH, AGAIN = "make publish", "python -m desk rollback --upload"
"""What uploads once more: a site that came back would go again if it were published anew."""
_LEFT_OVER = "--filter=R .~tmp~/"
"""An upload that was cut off leaves files in folders of this name, and by itself rsync never deletes these."""


class NotUploaded(Refused):
    """The site of this machine and its log have changed, and readers have not seen it."""


def owe(settings: Settings, again: str = PUBLISH) -> None:
    """Note that readers are to get the live site, where there is a place for them.

    Before the log tells that the site has changed: who is killed in between else leaves nothing that tells of it.
    """
    note, told = _note(settings), f"{settings.publish_to}\n{again}".encode()
    if settings.publish_to and not (note.is_file() and note.read_bytes() == told):
        write_whole(note, told)


def bring_to_readers(settings: Settings, again: str = PUBLISH) -> None:
    """Upload the live site; until that has succeeded once, a note tells that it is owed. Raises: NotUploaded"""
    owe(settings, again)
    try:
        upload(settings.output, settings.publish_to, again)
    except Refused as refused:
        raise NotUploaded(*refused.problems) from refused
    _note(settings).unlink(missing_ok=True)


def is_owed(settings: Settings) -> bool:
    """True while the last upload has not succeeded."""
    return _note(settings).is_file()


def owed(settings: Settings) -> Iterator[Problem]:
    """Yield that the last upload did not succeed, so that readers may still see what was taken away."""
    note = _note(settings)
    if is_owed(settings):
        target, _, again = note.read_text(encoding="utf-8").partition("\n")
        facts = {"target": target, "file": note, "again": again or PUBLISH}
        yield Problem("upload-owed", "warn", "PUBLISH_TO", "product", facts)


def _note(settings: Settings) -> Path:
    return settings.state / "site" / "upload-owed"


def upload(site: Path, target: str, again: str = PUBLISH) -> None:
    """Make the target hold the site and nothing else.

    again: the command that uploads this very site once more, PUBLISH or AGAIN
    Raises: Refused when that cannot be done
    """
    try:
        if _REMOTE.match(target):
            _by_rsync(site, target.rstrip("/") + "/", again)
        else:
            _by_copy(site, _folder(target), again)
    except KeyboardInterrupt as stopped:  # the site of this machine and the log are past this point already
        raise _failed(target, "bạn đã dừng giữa chừng", again) from stopped


def check_target(settings: Settings) -> None:
    """Raise Refused for a folder among what this site is made of: readers, or the next build, would find the other."""
    folder = _served_folder(settings)
    if folder and _is_ours(folder, settings):
        raise Refused(Problem("upload-inside", "fail", "PUBLISH_TO", "product", {"target": settings.publish_to}))


def site_of_others(settings: Settings, log: Published) -> Manifest | None:
    """Return what the site that readers see says of itself, where a publish from another machine made it.

    None also where none can be read: what keeps it from being read mostly keeps anything from being uploaded.
    """
    target = settings.publish_to
    if settings.trial or not target:
        return None
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if _REMOTE.match(target):
            (folder / PLACE).parent.mkdir(parents=True)
            asked = [f"--timeout={_SOON}"], f"{target.rstrip('/')}/{PLACE}", str(folder / PLACE)
            if not shutil.which("rsync") or _rsync(*asked).returncode:
                return None
        else:
            folder = _folder(target)
        try:
            found = read_manifest(folder)
        except Refused:
            return None
    is_known = any(run.manifest == found.digest for run in log.runs)
    return found if found.site == settings.siteurl and not is_known else None


def is_taken(folder: Path, settings: Settings) -> bool:
    """True for a folder among what this site is made of, or where readers would find it."""
    served = _served_folder(settings)
    return _is_ours(folder, settings) or (served is not None and folder.resolve().is_relative_to(served))


def _is_ours(folder: Path, settings: Settings) -> bool:
    ours = (
        settings.output, settings.previous, workshop_of(settings), settings.content, settings.records, settings.state,
        settings.keys, settings.inquiries,
    )  # fmt: skip
    return any(map(folder.resolve().is_relative_to, ours))


def _served_folder(settings: Settings) -> Path | None:
    """Return the folder of this machine to which the site is uploaded, None where it goes to another or nowhere."""
    target = settings.publish_to
    return None if not target or _REMOTE.match(target) else _folder(target)


def _folder(target: str) -> Path:
    """Return the folder itself: a link is led to it and stays, else a whole site would change names with the link."""
    return at_home(target).resolve()


def is_ours_or_empty(folder: Path) -> bool:
    """True when the folder may be replaced: it holds a site of ours, or nothing, or is not there."""
    return not folder.exists() or (folder.is_dir() and ((folder / PLACE).is_file() or not any(folder.iterdir())))


def _by_copy(site: Path, target: Path, again: str) -> None:
    """Copy the site beside the target, then let the two change names in one step."""
    if not is_ours_or_empty(target):
        raise Refused(Problem("upload-target-not-ours", "fail", "PUBLISH_TO", "product", {"target": str(target)}))
    staged = target.with_name(f".{target.name}.{machine_of(site)}.cchc")  # another machine may be at its own
    try:
        shutil.rmtree(staged, ignore_errors=True)
        shutil.copytree(site, staged)
        os.sync()
        if target.exists():
            exchange(staged, target)
            shutil.rmtree(staged)
        else:
            staged.rename(target)
        sync_folder(target.parent)
    except OSError as error:
        shutil.rmtree(staged, ignore_errors=True)
        raise _failed(target, reason_words(error), again) from error


def _by_rsync(site: Path, target: str, again: str) -> None:
    """Send what differs; readers meet the old files until all new ones are there."""
    if shutil.which("rsync") is None:
        raise Refused(Problem("upload-no-rsync", "fail", "PUBLISH_TO", "product", {"target": target, "again": again}))
    listing = _rsync(["--list-only"], target)
    if listing.returncode not in (0, _NO_SUCH_FILE):
        raise _failed(target, why_rsync_failed(listing.stderr), again)
    names = {match[1] for line in listing.stdout.splitlines() if (match := _LISTED.fullmatch(line))} - {"."}
    if names and (manifest := _rsync(["--list-only"], target + PLACE)).returncode:
        if manifest.returncode != _NO_SUCH_FILE:
            raise _failed(target, why_rsync_failed(manifest.stderr), again)
        raise Refused(Problem("upload-target-not-ours", "fail", "PUBLISH_TO", "product", {"target": target}))
    # By checksum and without times: a page that did not change keeps its time, and browsers their copy.
    options = ["--recursive", "--perms", "--checksum", "--delay-updates", "--delete-delay", _LEFT_OVER]
    sent = _rsync(options, f"{site}/", target)
    if sent.returncode:
        raise _failed(target, why_rsync_failed(sent.stderr), again)


def _rsync(options: Sequence[str], *paths: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["rsync", f"--timeout={_SILENCE}", *options, "--", *paths],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "LC_ALL": "C"},
        check=False,
    )


_SILENCE, _SOON = 300, 20
"""Seconds without a byte after which a line that was cut counts as dead, and where a person waits for what comes after;
by itself rsync waits for ever."""

_REASONS = (
    (r"could not resolve|name resolution|service not known", "không tìm thấy máy chủ: tên gõ sai, hoặc mất mạng"),
    (r"network is unreachable|no route to host", "không có đường đến máy chủ: mất mạng"),
    (r"connection refused", "máy chủ không nhận kết nối: dịch vụ ở đó đang tắt, hoặc sai cổng"),
    (r"timed out|timeout in data", "máy chủ không trả lời: mạng đứt, hoặc máy chủ đang tắt"),
    (r"host key verification failed", "khóa của máy chủ khác với khóa đã biết, hoặc chưa ai xác nhận khóa ấy bằng ssh"),
    (r"permission denied \([a-z]", "máy chủ không nhận khóa ssh của tài khoản đang chạy lệnh"),
    (r"auth failed", "máy chủ không nhận tên hoặc mật khẩu"),
    (r"unknown module", "máy chủ không có thư mục nào mang tên ấy"),
    (r"rsync: (?:command )?not found", "máy chủ chưa có rsync"),
    (r"mkdir .* no such file", "trên máy chủ chưa có thư mục chứa nơi ấy; tạo thư mục ấy trước"),
    (r"no space left|disk quota", "ổ đĩa của máy chủ đã đầy"),
    (r"read.only", "nơi ấy trên máy chủ chỉ cho đọc"),
    (r"permission denied|operation not permitted", "tài khoản ở máy chủ không có quyền ghi vào nơi ấy"),
    (r"connection (?:unexpectedly )?closed|connection reset|broken pipe", "đường truyền bị ngắt giữa chừng"),
)
"""What rsync and ssh say, in small letters, and what it means. One cause makes several messages, the first found
here is it."""


def why_rsync_failed(said: str) -> str:
    """Return why rsync failed; its own words where they are not known."""
    known = next((words for pattern, words in _REASONS if re.search(pattern, said.lower())), "")
    return known or f"rsync báo “{(said.strip().splitlines() or [''])[0]}”"


def _failed(target: Path | str, reason: str, again: str) -> Refused:
    facts = {"target": str(target), "reason": reason, "again": again}
    return Refused(Problem("upload-failed", "fail", "PUBLISH_TO", "product", facts))
