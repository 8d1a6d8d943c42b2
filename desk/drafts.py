"""What editors work on, seen beside what is public: what is wrong with it, and what waits for whom.

A publish looks at it in a process of its own while the site is built, so all of it is words and numbers that travel.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from desk.wording import STATES, author_words, embargo_words, step_words
from editorial.frozen import frozen
from editorial.problem import Problem, Refused
from editorial.profile import Profile
from editorial.publication import Publication
from editorial.publishing import check_working
from editorial.settings import Settings
from editorial.system_errors import reason_words
from editorial.waiting import Waiting, unsettled_of, waiting
from editorial.working import read_working

Row = tuple[str, str, str]
"""Of a text that is not public: its title, its state, whom it waits for."""


@frozen
class Drafts:
    """problems: all that was found; settled: those of texts that are public as they stand

    waiting: every text that is not public yet, in the order of the files; withdrawn: how many files were taken away
    until: moment (POSIX) at which time alone changes what is said of them, 0 for never
    """

    problems: tuple[Problem, ...]
    settled: tuple[Problem, ...]
    waiting: tuple[Row, ...]
    withdrawn: int
    until: float = 0.0


def look_at_drafts(settings: Settings, publication: Publication, now: datetime) -> Drafts:
    """Check the working files against what is public, and find what waits. Raises: Refused as check_working does"""
    working = read_working(settings)
    unsettled = unsettled_of(publication, working)
    problems = tuple(check_working(publication, working, now, unsettled))
    waits = list(waiting(publication, working, now, unsettled))
    waiting_files = {wait.item.path for wait in waits}
    faults = _faults(problems) if waits else Counter()
    public = {f"content/{item.path}" for item in working.items if item.path not in waiting_files}
    standings = publication.standings
    comes = [item.publish_at for item in unsettled]
    return Drafts(
        problems,
        tuple(_of_files(problems, public)),
        tuple(_row(wait, faults[f"content/{wait.item.path}"], publication.profile) for wait in waits),
        sum(item.id in standings and standings[item.id].withdrawn for item in working.items),
        min((at.timestamp() for at in comes if at and at > now), default=0.0),
    )


def in_any_case(look: Callable[[], Drafts]) -> Drafts:
    """Return what a look finds, or only why it fails: what is urgent does not wait for the working files."""
    try:
        return look()
    except Refused as refused:
        return Drafts(refused.problems, (), (), 0)
    except Exception as error:  # whatever it is, it concerns nothing that was signed
        reason = reason_words(error) if isinstance(error, OSError) else type(error).__name__
        place = str(getattr(error, "filename", None) or "content/")
        return Drafts((Problem("drafts-unread", "warn", place, "product", {"reason": reason}),), (), (), 0)


def _of_files(problems: Iterable[Problem], files: set[str]) -> Iterator[Problem]:
    return (problem for problem in problems if _file_of(problem) in files)


def _faults(problems: Iterable[Problem]) -> Counter[str]:
    """Return how many faults keep each file from its signers."""
    from editorial.submission import stops  # here, since a publishing for which nothing waits needs no check at all

    return Counter(_file_of(problem) for problem in problems if stops(problem))


def _file_of(problem: Problem) -> str:
    return problem.where.partition(":")[0]


def _row(wait: Waiting, faults: int, profile: Profile) -> Row:
    state = STATES[wait.state] + (" – trang còn hiện bản cũ đã duyệt" if wait.is_public else "")
    if wait.step is None:
        return wait.item.title, state, embargo_words(wait)
    if faults:
        return wait.item.title, state, author_words(faults)
    if wait.state == "refused":
        return wait.item.title, state, "người soạn sửa bài"
    people = ", ".join(wait.people) or "chưa có ai giữ vai trò này"
    return wait.item.title, state, f"{step_words(wait.step, profile)}: {people}"
