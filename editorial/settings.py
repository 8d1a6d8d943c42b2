"""What this installation is told once, read from pelicanconf.py into one frozen value.

pelicanconf.py holds plain assignments and imports nothing of Pelican, so reading it is cheap;
an environment variable of the same name wins over the file (that is how make REGULATION=st works).
"""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from editorial.frozen import frozen


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
    urgent_days: working days in which a second person confirms an urgent withdrawal
    access_list: of the web server of an internal site, None where nobody has said
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

    @property
    def trial(self) -> bool:
        """True while no confirmed address is set: sample keys allowed, upload refused."""
        return not self.siteurl

    @property
    def regulation_file(self) -> Path:
        """The profile of the regulation in use."""
        return self.root / "regulations" / f"{self.regulation}.toml"

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
    def search_index(self) -> Path:
        """The search index of the last build, which the next one brings up to date."""
        return self.state / "search"


def load_settings(root: Path) -> Settings:
    """Read root/pelicanconf.py. Raises: KeyError when it lacks a setting, and what it raises."""
    names = runpy.run_path(str(root / "pelicanconf.py"))

    def folder(key: str) -> Path:
        return (root / Path(names[key]).expanduser()).resolve()

    return Settings(
        root=root,
        regulation=names["REGULATION"],
        siteurl=names["SITEURL"].rstrip("/"),
        publish_to=names["PUBLISH_TO"],
        content=folder("CONTENT"),
        records=folder("RECORDS"),
        output=folder("OUTPUT_PATH"),
        state=folder("STATE"),
        keys=folder("KEYS"),
        inquiries=folder("INQUIRIES"),
        mail=_mail(names),
        websub_hub=names["WEBSUB_HUB"],
        urgent_days=max(1, int(names["URGENT_CONFIRM_DAYS"])),
        access_list=folder("ACCESS_LIST") if names["ACCESS_LIST"] else None,
    )


def _mail(names: dict[str, Any]) -> MailSettings | None:
    """Return the mail server that the settings name, if any."""
    if not names["SMTP_HOST"]:
        return None
    return MailSettings(
        host=names["SMTP_HOST"],
        port=names["SMTP_PORT"],
        sender=names["SMTP_FROM"],
        user=names["SMTP_USER"],
        password_file=names["SMTP_PASSWORD_FILE"],
        starttls=names["STARTTLS"],
    )
