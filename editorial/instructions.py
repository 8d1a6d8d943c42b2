"""By whose instruction what the site says of itself was changed, where the regulation wants one (LCh-6.1).

Name and rules of a site stand in the regulation's file. records/rules/instructions.jsonl has a line for each state of
that file that somebody was told to bring about; a real site goes out only under the last of them. Emblem and banner
belong to a signed page (LCh-6.5).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from pathlib import Path

from editorial.frozen import frozen
from editorial.problem import Problem, Refused
from editorial.profile import Profile
from editorial.store import TornFile, append_line, read_lines

LEAST_LETTERS = 10
"""“CV số 12/VP” says which instruction; “theo sếp” does not."""


@frozen
class Instruction:
    """sha256: of the regulation's file after the change; instruction: in the words of who wrote it down"""

    on: str
    file: str
    sha256: str
    instruction: str


def is_wanting(records: Path, regulation: Path, profile: Profile) -> bool:
    """True when the regulation asks for an instruction and the last one was for other bytes. Raises: Refused"""
    if profile.approval.changes_by is None:
        return False
    given = [one.sha256 for one in load_instructions(records) if one.file == regulation.name]
    return given[-1:] != [_digest(regulation)]


def write_down(records: Path, regulation: Path, instruction: str, today: date) -> None:
    """Add the instruction under which the file became what it is; the caller holds the lock of the rules."""
    told = Instruction(today.isoformat(), regulation.name, _digest(regulation), instruction)
    append_line(_file(records), json.dumps(asdict(told), ensure_ascii=False))


def load_instructions(records: Path) -> list[Instruction]:
    """Return what was written down, oldest first. Raises: Refused when a line cannot be read"""
    try:
        return [Instruction(**json.loads(line)) for line in read_lines(_file(records))]
    except (TornFile, ValueError, TypeError) as error:
        raise Refused(Problem("instructions-unreadable", "fail", "rules/instructions.jsonl")) from error


def check_instructed(records: Path, regulation: Path, profile: Profile) -> Iterator[Problem]:
    """Yield that the regulation's file was changed without an instruction. Source: LCh-6.1"""
    giver = profile.approval.changes_by
    if giver and is_wanting(records, regulation, profile):
        facts = {"role": profile.roles[giver.role].title}
        yield Problem("change-not-instructed", "fail", profile.file, giver.clause, facts)


def _digest(regulation: Path) -> str:
    return sha256(regulation.read_bytes()).hexdigest()


def _file(records: Path) -> Path:
    return records / "rules" / "instructions.jsonl"
