"""What this installation is told once, read from pelicanconf.py into one frozen value.

pelicanconf.py holds plain assignments and imports nothing of Pelican, so reading it is cheap;
an environment variable of the same name wins over the file (that is how make REGULATION=st works).
"""

from __future__ import annotations

import errno
import os
import runpy
from collections.abc import Callable
from pathlib import Path
from traceback import extract_tb
from typing import Any

from editorial.frozen import frozen
from editorial.problem import Problem, Refused

FILE = "pelicanconf.py"


@frozen
class MailSettings:
    """The mail server as it was written down; inquiries.outbox judges it. password_file: "" without a login"""

    host: str
    port: str
    sender: str
    user: str
    password_file: str
    starttls: str


@frozen
class Settings:
    """Where things are and how this site is published; every path is absolute.

    root: the checkout; regulation: "ct" (a file name in regulations/)
    siteurl: "" builds a trial edition, else "https://..." without a slash at the end
    publish_to: "" or a folder or an rsync target
    state: private working data of this machine (locks, trial log), never published
    keys: folder of this person's private keys
    inquiries: what citizens send, never below anything that is published
    mail: None sends no mail; websub_hub: address of the hub that is told of each publish, or ""
    urgent_days: working days in which a second person confirms an urgent withdrawal, at least 1
    access_list: of the web server of an internal site, None where nobody has said
    regulation_of_then: the profile of a moment of the past, None for the one in use
    """

    root: Path
    regulation: str
    siteurl: str
    publish_to: str
    content: Path
    records: Path
    output: Path
    state: Path
    keys: Path
    inquiries: Path
    mail: MailSettings | None = None
    websub_hub: str = ""
    urgent_days: int = 1
    access_list: Path | None = None
    regulation_of_then: Path | None = None

    @property
    def trial(self) -> bool:
        """True while no confirmed address is set: sample keys allowed, upload refused."""
        return not self.siteurl

    @property
    def regulation_file(self) -> Path:
        """The profile of the regulation in use."""
        return self.regulation_of_then or self.root / "regulations" / f"{self.regulation}.toml"

    @property
    def previous(self) -> Path:
        """Where the site that was public before the last publish is kept."""
        return self.output.with_name(self.output.name + ".previous")

    @property
    def published_log(self) -> Path:
        """Where the log of the edition in hand lies: trial runs leave the records alone.

        A trial's log bears the name of its records folder, so that trying other records starts anew.
        """
        if not self.trial:
            return self.records / "published" / "log.jsonl"
        return self.state / "published" / f"{self.records.name}.jsonl"

    @property
    def memory(self) -> Path:
        """What one run remembers for the next; whatever is missing or wrong there is made anew."""
        return self.state / "memory"

    @property
    def errors(self) -> Path:
        """Where developers find what went wrong."""
        return self.state / "errors"

    @property
    def search_index(self) -> Path:
        """The search index of the last build, which the next one brings up to date."""
        return self.state / "search"


def load_settings(root: Path) -> Settings:
    """Read root/pelicanconf.py. Raises: Refused when it is no Python, or a setting is missing, no text or no folder"""
    names = _names(root / FILE)

    def text(key: str) -> str:
        value = names.get(key)
        if not isinstance(value, str):
            raise Refused(Problem("setting-not-text", "fail", FILE, "product", {"name": key}))
        return value

    def folder(key: str) -> Path:
        if not text(key).strip():  # else it were the checkout itself
            raise Refused(Problem("setting-empty", "fail", FILE, "product", {"name": key}))
        try:
            return (root / at_home(text(key))).resolve()
        except (OSError, RuntimeError, ValueError) as error:  # a link that leads in a circle; a NUL
            facts = {"name": key, "value": text(key)}
            raise Refused(Problem("setting-no-folder", "fail", FILE, "product", facts)) from error

    return Settings(
        root=root,
        regulation=text("REGULATION"),
        siteurl=text("SITEURL").rstrip("/"),
        publish_to=text("PUBLISH_TO"),
        content=folder("CONTENT"),
        records=folder("RECORDS"),
        output=folder("OUTPUT_PATH"),
        state=folder("STATE"),
        keys=folder("KEYS"),
        inquiries=folder("INQUIRIES"),
        mail=_mail(text),
        websub_hub=text("WEBSUB_HUB"),
        urgent_days=_days("URGENT_CONFIRM_DAYS", text),
        access_list=folder("ACCESS_LIST") if text("ACCESS_LIST") else None,
    )


def at_home(path: str | Path) -> Path:
    """Return a path with the folder that its "~" stands for. Raises: FileNotFoundError where there is none"""
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path)) from error


def _names(file: Path) -> dict[str, Any]:
    """Return what the file names. Raises: Refused with the line at which it is no Python"""
    try:
        return runpy.run_path(str(file))
    except Exception as error:  # whatever a person has typed into it
        lines = [step.lineno for step in extract_tb(error.__traceback__) if step.filename == str(file)]
        line = error.lineno if isinstance(error, SyntaxError) else lines[-1] if lines else 1
        raise Refused(Problem("settings-unreadable", "fail", f"{file.name}:{line}", "product")) from error


def _days(key: str, text: Callable[[str], str]) -> int:
    value = text(key).strip()
    if not (value.isascii() and value.isdigit() and int(value)):
        raise Refused(Problem("setting-not-days", "fail", FILE, "product", {"name": key, "value": value}))
    return int(value)


def _mail(text: Callable[[str], str]) -> MailSettings | None:
    """Return the mail server that the settings name, if any."""
    if not text("SMTP_HOST"):
        return None
    return MailSettings(
        host=text("SMTP_HOST"),
        port=text("SMTP_PORT"),
        sender=text("SMTP_FROM"),
        user=text("SMTP_USER"),
        password_file=text("SMTP_PASSWORD_FILE"),
        starttls=text("STARTTLS"),
    )
