"""Whom the web server lets into an internal site, beside the roster (LCh-4.5).

The list is the server's own file, one "name:password" a line, as nginx reads it (auth_basic_user_file). A name is the
id of a person in the roster. What stands behind the colon is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from editorial.problem import Problem
from editorial.profile_site import Access
from editorial.roster import Roster


def check_access(file: Path | None, access: Access, roster: Roster, today: date) -> Iterator[Problem]:
    """Yield where the server's list and the roster of a day differ: neither a stranger nor a member left out.

    file: None when nobody has said where it lies
    """
    if file is None:
        yield Problem("access-list-unknown", "warn", "ACCESS_LIST", access.clause)
        return
    try:
        named = names_in(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        yield Problem("access-list-unreadable", "fail", "ACCESS_LIST", access.clause, {"file": file})
        return
    members = {person.id for person in roster.people.values() if person.roles_on(today)}
    for name, line in named.items():
        if name not in members:
            yield Problem("access-stranger", "fail", f"{file}:{line}", access.clause, {"name": name})
    for member in sorted(members - named.keys()):
        yield Problem("access-lacking", "fail", str(file), access.clause, {"name": member})


def names_in(text: str) -> dict[str, int]:
    """Return each name with its line; a line that begins with "#" is a remark."""
    lines = ((number, line.strip()) for number, line in enumerate(text.split("\n"), 1))
    return {line.partition(":")[0]: number for number, line in lines if line and not line.startswith("#")}
