"""Show who may do what today, and what the regulation asks of the list."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise

from desk.screen import Screen
from desk.wording import moment, person_name, role_title
from editorial.access_list import check_access
from editorial.authority import kept_roster
from editorial.dates import VIETNAM, Period
from editorial.office import Office, open_office
from editorial.problem import Refused, worst
from editorial.profile_schema import KIND_NAMES
from editorial.published import read_log
from editorial.roster import ROSTER, Person
from editorial.roster_changes import roster_changes
from editorial.roster_checks import check_real, check_roster, idle_delegations, roles_beside
from editorial.sample_keys import SAMPLE_KEYS
from editorial.settings import Settings

HELP = "danh sách Ban Biên tập: ai giữ vai trò gì, khóa còn hạn không"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="chỉ kiểm tra, không in danh sách")
    parser.add_argument("--history", action="store_true", help="danh sách đã đổi những gì qua các lần xuất bản")


def run(args: Namespace, settings: Settings, screen: Screen) -> int:
    if args.history:
        return show_history(settings, screen)
    return show_roster(settings, screen, datetime.now(VIETNAM).date(), only_check=args.check)


def show_roster(settings: Settings, screen: Screen, today: date, only_check: bool = False) -> int:
    """Print the roster as it stands today and its problems; 1 when one is grave. Raises: Refused"""
    office = open_office(settings)
    roster = office.roster
    if not only_check:
        title = f"{roster.organisation}, ngày {today:%d/%m/%Y}" + (" – DANH SÁCH MẪU" if roster.sample else "")
        screen.table(("Mã", "Tên", "Vai trò hôm nay", "Khóa"), _people(office, today), title=title)
        for line in _cover(office, today):
            screen.say(line)
    for line in _empty_roles(office, today, only_check):
        screen.say(line)
    beside = roles_beside(settings.regulation_file.parent, office.rules)
    problems = [*check_roster(roster, office.profile, beside), *idle_delegations(roster, office.profile, today)]
    if not settings.trial:
        problems += check_real(roster)
    if office.profile.site.access and (settings.access_list or not settings.trial):
        problems += check_access(settings.access_list, office.profile.site.access, roster, today)
    screen.problems(problems)
    is_grave = worst(problems) not in (None, "warn")
    if not is_grave:
        screen.done("Danh sách dùng được.")
    return 1 if is_grave else 0


def show_history(settings: Settings, screen: Screen) -> int:
    """Print what changed of the roster from run to run, as the published log and the texts kept beside it tell.

    Raises: Refused for a log that is not whole
    """
    log, profile = read_log(settings.published_log), open_office(settings).profile
    noted = [(run, run.authority[ROSTER]) for run in log.runs if run.authority.get(ROSTER)]
    if not noted:
        screen.say("Nhật ký xuất bản chưa ghi danh sách nào. Danh sách được ghi từ lần xuất bản tới.")
        return 0
    first = noted[0][0]
    screen.say(f"{moment(first.at)}: danh sách được ghi lần đầu ({noted[0][1][:12]}), {first.by} xuất bản.")
    lost = 0
    for (before, was), (run, now) in pairwise(noted):
        screen.say(f"{moment(run.at)}: danh sách đổi thành {now[:12]}, {run.by} xuất bản.")
        try:
            was_roster, roster = kept_roster(settings.published_log, was), kept_roster(settings.published_log, now)
            problems = list(roster_changes(was_roster, roster, profile, before.at))
        except Refused as refused:
            problems, lost = list(refused.problems), 1
        screen.problems(problems)
    return lost


def _people(office: Office, today: date) -> Iterator[tuple[str, ...]]:
    for person in office.roster.people.values():
        roles = ", ".join(role_title(office.profile, role) for role in person.roles_on(today))
        yield person.id, f"{person.name}\n{person.position}", roles or "(không có)", "\n".join(_keys(person, today))


def _keys(person: Person, today: date) -> Iterator[str]:
    if not person.keys:
        yield "(chưa có khóa)"
    for key in person.keys:
        kind = " khóa mẫu" if key.public in SAMPLE_KEYS else ""
        yield f"{key.public[:8]}…{kind} {_period(key.period, today)}"


def _period(period: Period, today: date) -> str:
    if today < period.first:
        return f"từ {period.first:%d/%m/%Y}"
    if period.last is None:
        return "không định hạn"
    if period.is_over(today):
        return f"HẾT HẠN {period.last:%d/%m/%Y}"
    return f"đến {period.last:%d/%m/%Y}"


def _cover(office: Office, today: date) -> Iterator[str]:
    """Yield delegations, absences and assignments that run today or lie ahead."""
    for given in office.roster.delegations:
        if not given.period.is_over(today):
            kinds = "mọi loại" if "*" in given.kinds else ", ".join(KIND_NAMES.get(kind, kind) for kind in given.kinds)
            by, to = person_name(office, given.by), person_name(office, given.to)
            yield f"Ủy quyền: {by} cho {to}, {kinds}, {given.period.vietnamese()} ({given.reference})"
    for absence in office.roster.absences:
        if not absence.period.is_over(today):
            name = person_name(office, absence.person)
            yield f"Vắng mặt: {name}, {absence.period.vietnamese()} ({absence.reference})"
    for given_to in office.roster.assignments:
        if not given_to.period.is_over(today):
            name, areas = person_name(office, given_to.person), ", ".join(given_to.areas)
            yield f"Phân công: {name} phụ trách {areas}, {given_to.period.vietnamese()} ({given_to.reference})"


def _empty_roles(office: Office, today: date, only_check: bool) -> Iterator[str]:
    """Yield the steps of the chain that nobody of the list can sign. only_check: but those of people outside it"""
    for step in office.profile.approval.steps:
        on_paper = step.act == "confirm"
        if not office.roster.holders(step.role, today) and not (on_paper and only_check):
            way = "ký trên giấy, nhập bằng “python -m desk sign --paper”" if on_paper else "chưa ai ký được bước này"
            yield f"Hôm nay danh sách không có {role_title(office.profile, step.role)}: {way}."
