"""Files with what citizens wrote, made for one person: readable by the owner only, never near what is published."""

from __future__ import annotations

from pathlib import Path

from editorial.problem import Problem, Refused
from editorial.settings import Settings, at_home
from editorial.store import write_private

LETTERS, EXPORTS = "letters", "exports"


def write_apart(settings: Settings, path: Path, content: bytes) -> Path:
    """Write a new file of the owner's own and return its whole path.

    Raises: Refused where something published would lie around it, or a file is there already; OSError
    """
    place = at_home(path).resolve()
    for folder in (settings.content, settings.output, settings.previous, settings.records, settings.root / "theme"):
        if place.is_relative_to(folder.resolve()):
            raise Refused(Problem("inbox-file-public", "fail", str(path), facts={"folder": folder}))
    try:
        write_private(place, content)
    except FileExistsError as error:
        raise Refused(Problem("inbox-file-exists", "fail", str(path))) from error
    return place


def letter_file(settings: Settings, inquiry: str, number: int) -> Path:
    """Return where the letter of an inquiry goes."""
    return settings.state / LETTERS / f"{inquiry}-{number:04}.html"


def drop_letters(settings: Settings, inquiry: str) -> int:
    """Delete the letters of an inquiry that is erased; return how many."""
    files = list((settings.state / LETTERS).glob(f"{inquiry}-*.html"))
    for file in files:
        file.unlink(missing_ok=True)
    return len(files)
