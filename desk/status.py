"""What waits for whose signature, since when, and how many working days are left."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from desk.screen import Screen
from desk.typed import row_count
from desk.upload import owed
from desk.wording import STATES, author_words, embargo_words, left_words, refusal_words, step_words
from editorial.dates import VIETNAM, local_day
from editorial.deadlines import Due, due_day
from editorial.ended import TOLD_DAYS, citing_at, ended_problems
from editorial.problem import Problem, Refused, gathering, worst
from editorial.profile_process import Step
from editorial.profile_schema import is_inherited
from editorial.publication import Publication, load
from editorial.published import read_log
from editorial.publishing import check_files, reverted
from editorial.settings import Settings
from editorial.signing import stands_for
from editorial.submission import problems_of, stops
from editorial.waiting import Waiting, waiting
from editorial.workdays import WorkCalendar, YearNotLoaded, load_calendar, missing_ahead, working_days_between
from editorial.working import read_working

HELP = "việc gì đang chờ ai ký, từ khi nào, còn mấy ngày làm việc"

SHOWN = 40
"""So many rows a screen can be scrolled back to; the most urgent stand first."""

PUBLIC, WITHDRAWN, ABSENT = "công khai", "đã gỡ", "có chữ ký nhưng không còn tệp"
HELD, READY, STILL_UP = "bị giữ lại, đủ chữ ký", "trang chưa có, đủ chữ ký", "trang vẫn còn, đã ký gỡ"
DOUBTFUL = "trang vẫn còn, chữ ký không còn được tính"
STILL_TOLD = "hết hạn báo ở đầu trang, trang vẫn báo"


@dataclass(frozen=True)
class Row:
    """One line of the table; waits: whose act; due: the day of the regulation, None when no clock runs."""

    id: str
    title: str
    state: str
    waits: str = ""
    since: datetime | None = None
    due: Due | None = None
    passed: int | None = None
    left: int | None = None
    is_late: bool = False


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("item", metavar="MỤC", nargs="?", default="", help="chỉ một mục: mã hoặc tệp trong content/")
    parser.add_argument("--all", action="store_true", help="cả mục đang công khai và đã gỡ")
    parser.add_argument("--mine", metavar="MÃ-NGƯỜI", default="", help="chỉ việc mà người này ký được hôm nay")
    parser.add_argument(
        "--limit", metavar="SỐ", type=row_count, default=SHOWN, help=f"số việc in ra (mặc định {SHOWN}); 0: in tất cả"
    )


def run(args: Namespace, settings: Settings, screen: Screen) -> int:
    everything = args.all or bool(args.item)
    return show_status(settings, screen, datetime.now(VIETNAM), args.item, everything, args.mine, args.limit)


def show_status(
    settings: Settings,
    screen: Screen,
    now: datetime,
    name: str = "",
    everything: bool = False,
    mine: str = "",
    limit: int = 0,
) -> int:
    """Print the table and what is wrong with sign-offs; 1 when anything is.

    name: only this item; everything: also what waits for nobody; mine: only what this person may sign
    limit: rows of the table, 0 for all
    Raises: Refused when records are damaged, or the item or person is unknown
    """
    publication = load(settings, now)
    if mine and mine not in publication.roster.people:
        raise Refused(Problem("person-unknown", "fail", mine))
    working = read_working(settings)
    items = working.items
    waits = list(waiting(publication, working, now))
    faults, problems = _faults(publication, waits, now)
    if mine:
        waits = [wait for wait in waits if wait.item.path not in faults and _may_sign(publication, wait, mine, now)]
    rows, undated = _rows(publication, waits, faults, now)
    problems += undated
    if not mine:
        titles = {item.id: item.title for item in items}
        with gathering(problems):  # who waits for whom is told in any case
            rows += _not_on_the_site(publication, titles, local_day(now))
        rows += _settled(publication, titles, {row.id for row in rows}) if everything else []
    if name:
        wanted = {item.id for item in items if name.removeprefix("content/") in (item.id, item.path)} or {name}
        rows = [row for row in rows if row.id in wanted]
        if not rows:
            raise Refused(Problem("item-unknown", "fail", name))
    _say_rows(rows, publication, screen, mine, limit)
    shown = [wait for wait in waits if wait.item.id in {row.id for row in rows}]
    _say_signers([wait for wait in shown if wait.item.path not in faults], publication, screen)
    if any(wait.item.path in faults for wait in shown):
        screen.say("Xem lỗi và cách sửa từng tệp: python -m desk check; sửa xong mới trình ký được.")
    told = (*publication.problems, *working.problems, *check_files(publication, items))
    if not name and not mine:
        problems += owed(settings)
        days = None if everything else TOLD_DAYS
        told = (*told, *ended_problems(publication, citing_at(publication, now), local_day(now), days))
    problems += [p for p in told if not name or name in p.where]
    screen.problems(problems)
    _say_totals(rows, screen)
    return 1 if worst(problems) not in (None, "warn") else 0


def _may_sign(publication: Publication, wait: Waiting, person: str, now: datetime) -> bool:
    """True when the person may do the next step today; who signed a step before may be shut out of it."""
    office = publication.office
    who = office.roster.people[person]
    if wait.step is None or stands_for(office, who, wait.step.role, wait.item.kind, local_day(now)) is None:
        return False
    return wait.state != "begun" or who.name in wait.people


def _faults(publication: Publication, waits: Sequence[Waiting], now: datetime) -> tuple[dict[str, int], list[Problem]]:
    """Return by path how many faults keep an item from its signers, and why that could not be told."""
    items = [wait.item for wait in waits if wait.step]
    try:
        found = problems_of(publication.office, items, publication.cases, now) if items else {}
    except Refused as refused:
        return {}, list(refused.problems)
    counts = {path: sum(map(stops, problems)) for path, problems in found.items()}
    return {path: count for path, count in counts.items() if count}, []


def _rows(
    publication: Publication, waits: Sequence[Waiting], faults: Mapping[str, int], now: datetime
) -> tuple[list[Row], list[Problem]]:
    """Return the rows of what waits, the most urgent first, and why a day could not be counted."""
    problems: dict[str, Problem] = {}
    calendar: WorkCalendar | None = None
    try:
        calendar = load_calendar(publication.office.settings.records)
    except Refused as refused:
        problems = {problem.where: problem for problem in refused.problems}
    if calendar:
        problems = {problem.where: problem for problem in missing_ahead(calendar, local_day(now))}
    rows: list[Row] = []
    for wait in waits:
        count = faults.get(wait.item.path)
        waits_for = author_words(count) if count else _waits_for(wait, publication)
        since = wait.since if wait.step else None
        row = Row(wait.item.id, wait.item.title, _state(wait, publication), waits_for, since)
        try:
            if calendar:
                row = _due(row, wait, publication, calendar, local_day(now))
                row = _counted(row, calendar, local_day(now))
        except YearNotLoaded as error:
            problems |= {problem.where: replace(problem, severity="warn") for problem in error.problems}
        rows.append(row)
    rows.sort(key=lambda row: (row.due.due_on if row.due else date.max, row.id))
    return rows, list(problems.values())


def _due(row: Row, wait: Waiting, publication: Publication, calendar: WorkCalendar, today: date) -> Row:
    """Return the row with its due day. Raises: YearNotLoaded"""
    due = due_day(wait.item, wait.is_public, publication.profile, calendar)
    return replace(row, due=due, is_late=due.is_missed(today)) if due else row


def _counted(row: Row, calendar: WorkCalendar, today: date) -> Row:
    """Return the row with the working days passed and left. Raises: YearNotLoaded"""
    passed = working_days_between(local_day(row.since), today, calendar) if row.since else None
    return replace(row, passed=passed, left=row.due.days_left(today, calendar) if row.due else None)


def _state(wait: Waiting, publication: Publication) -> str:
    words = STATES[wait.state]
    if wait.refusal:
        words += f": {refusal_words(publication.profile, wait.refusal.code)}"
        words += f" ({wait.refusal.note})" if wait.refusal.note else ""
    return words + ("; trang còn hiện bản cũ" if wait.is_public else "")


def _waits_for(wait: Waiting, publication: Publication) -> str:
    if wait.step is None:
        return embargo_words(wait)
    return "người soạn sửa bài" if wait.state == "refused" else step_words(wait.step, publication.profile)


def _not_on_the_site(publication: Publication, titles: Mapping[str, str], today: date) -> list[Row]:
    """Return the rows of what has its signatures while the site that was published last shows something else.

    A file that is edited meanwhile has a row of its own besides, since it waits for others.
    Raises: Refused when the published log is damaged
    """
    log = read_log(publication.office.settings.published_log)
    public, older = publication.editions, reverted(log, publication)
    rows = []
    for item, standing in publication.standings.items():
        if standing.public and item not in public:
            state, waits = HELD, "người soạn sửa lỗi nêu bên dưới"
        elif item in older:
            state, waits = DOUBTFUL, "xem lỗi nêu bên dưới"
        elif log.last and item in public and log.editions.get(item) != public[item]:
            state, waits = READY, "make publish"
        elif log.last and item not in public and item in log.editions:
            state, waits = (STILL_UP, "make publish") if standing.withdrawn else (DOUBTFUL, "xem lỗi nêu bên dưới")
        else:
            continue
        since = None if state == DOUBTFUL else standing.last_at
        rows.append(Row(item, _title(publication, titles, item), state, waits, since))
    for alert in publication.saying("alert_until"):
        until = alert.item.alert_until
        if log.last and until and local_day(log.last.at) <= until < today:
            rows.append(Row(alert.id, _title(publication, titles, alert.id), STILL_TOLD, "make publish"))
    return rows


def _settled(publication: Publication, titles: Mapping[str, str], told: Collection[str]) -> list[Row]:
    """Return the rows of items that wait for nobody. told: ids that stand in the table already"""
    rows = []
    for item, standing in publication.standings.items():
        if item in told:
            continue
        state = PUBLIC if standing.public else WITHDRAWN if standing.withdrawn else ABSENT
        shown = standing.shown if standing.public else None
        since = datetime.fromisoformat(shown.published_at) if shown else standing.last_at
        rows.append(Row(item, _title(publication, titles, item), state, since=since))
    return rows


def _title(publication: Publication, titles: Mapping[str, str], item: str) -> str:
    """Return the title of the working file, else the one that was signed last."""
    return titles.get(item) or (publication.cases[item].title if publication.standings[item].latest else "")


def _say_rows(rows: Sequence[Row], publication: Publication, screen: Screen, mine: str, limit: int) -> None:
    if not rows:
        screen.done("Không có việc gì chờ ký.")
        return
    cells = (
        (f"{row.title}\n{row.id}", _since(row), row.waits, _until(row, publication.profile.id))
        for row in rows[: limit or None]
    )
    screen.table(("Mục", "Tình trạng", "Chờ", "Hạn đăng"), cells)
    if limit and len(rows) > limit:
        screen.say(f"… và {len(rows) - limit} việc khác. Xem tất cả: thêm --limit 0")
    if mine and len(rows) > 1:
        screen.say(f"Ký lần lượt từng mục: python -m desk sign {' '.join(row.id for row in rows)} --as {mine}")


def _since(row: Row) -> str:
    """Return the state and since when: "đang trình ký từ 20/11/2026, 2 ngày làm việc"."""
    since = f" từ {row.since.astimezone(VIETNAM):%d/%m/%Y}" if row.since else ""
    return row.state + since + (f", {row.passed} ngày làm việc" if row.passed else "")


def _until(row: Row, profile_id: str) -> str:
    """Return the due day, what is left of it, and its clause: "24/11/2026, còn 2 ngày làm việc (ST-10.1c)".

    Where no calendar counts the days left, only whether it is over.
    """
    if row.due is None:
        return ""
    day = f"{row.due.due_on:%d/%m/%Y}{' (dự kiến)' if row.due.is_estimated else ''}"
    day = day if row.due.is_legal else f"đăng ngay, nhắc từ {day}"
    inherited = ", mặc định" if is_inherited(row.due.clause, profile_id) else ""
    left = left_words(row.left, row.is_late) if row.left is not None else "quá hạn" if row.is_late else ""
    return f"{day}{', ' if left else ''}{left} ({row.due.clause}{inherited})"


def _say_signers(waits: Sequence[Waiting], publication: Publication, screen: Screen) -> None:
    """Say once for every step that is waited for who may sign it today."""
    people = publication.roster.people.values()
    signers: dict[Step, dict[str, None]] = {}
    for wait in waits:
        if wait.step and wait.state != "refused":
            signers.setdefault(wait.step, {}).update(dict.fromkeys(wait.people))
    for step, names in signers.items():
        nobody = "chưa ai trong danh sách; ghi người giữ vai trò ấy vào roster.toml"
        if step.act == "confirm":
            nobody = "chưa ai trong danh sách; người ở ngoài thì ký giấy, nhập bằng “python -m desk sign --paper”"
        named = [f"{name} ({', '.join(one.id for one in people if one.name == name)})" for name in names]
        screen.say(f"Ký được hôm nay, {step_words(step, publication.profile)}: {', '.join(named) or nobody}")


def _say_totals(rows: Sequence[Row], screen: Screen) -> None:
    late = sum(row.is_late for row in rows)
    waits = sum(bool(row.waits) for row in rows)
    public = sum(row.state == PUBLIC for row in rows)
    parts = [f"{waits} việc đang chờ, {late} việc trễ hạn"] + ([f"{public} mục công khai"] if public else [])
    screen.say(f"Tổng: {'; '.join(parts)}.")
