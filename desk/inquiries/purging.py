"""desk inbox purge-log: the log of who looked at what, deleted once the regulation's years are over (LC-8.4c, A30)."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date

from desk.inquiries.doing import refuse_stranger
from desk.inquiries.step_log import drop_days, log_step, logged_days
from desk.inquiries.terminal import Sitting, add_person
from desk.wording import count
from editorial.dates import local_day
from editorial.problem import Problem, Refused
from editorial.profile import Profile


def add_arguments(parser: ArgumentParser) -> None:
    told = "giữ lại ngần này năm gần nhất (mặc định, và ít nhất: số năm quy chế đặt ra)"
    parser.add_argument("--years", metavar="SỐ", type=_years, default=0, help=told)
    parser.add_argument("--yes", action="store_true", help="không hỏi lại")
    add_person(parser)


def _years(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 100):
        raise ArgumentTypeError(f"“{text}” không phải là số năm; viết một số từ 1, ví dụ 3")
    return int(text)


def run(sitting: Sitting) -> int:
    """Say what will go, ask, log that it goes, delete. Raises: Refused"""
    house, who, screen = sitting.house, sitting.clerk, sitting.screen
    refuse_stranger(house, who, "log", "erased", sitting.now)
    before = years_before(local_day(sitting.now), years_kept(house.profile, sitting.args.years))
    days = logged_days(house.store.folder, before)
    if not days:
        screen.done(f"Không có nhật ký nào trước ngày {before:%d/%m/%Y}.")
        return 0
    screen.say(f"Nhật ký của {count(len(days))} ngày, từ {days[0]:%d/%m/%Y} đến {days[-1]:%d/%m/%Y}, đã quá hạn giữ.")
    screen.say(f"Theo đồng hồ máy, hôm nay là ngày {local_day(sitting.now):%d/%m/%Y}; sai thì dừng lại, chỉnh đồng hồ.")
    if not screen.confirm("Xóa vĩnh viễn các nhật ký ấy?", sitting.args.yes):
        return 1
    log_step(house.store.folder, sitting.now, who.person.id, "log-purged", reason=f"{days[0]}..{days[-1]}, {len(days)}")
    drop_days(house.store.folder, days)
    screen.done(f"Đã xóa nhật ký của {count(len(days))} ngày; việc xóa được ghi lại, hồ sơ giữ nguyên.")
    return 0


def years_kept(profile: Profile, asked: int) -> int:
    """Return for how many years steps are kept. asked: 0 for as long as the regulation wants

    Raises: Refused below the regulation's years, or where neither it nor the person names any
    """
    rule = profile.retention.log if profile.retention else None
    if rule and 0 < asked < rule.min_years:
        facts = {"least": rule.min_years, "asked": asked}
        raise Refused(Problem("inbox-log-young", "fail", "--years", rule.clause, facts))
    years = asked or (rule.min_years if rule else 0)
    if not years:
        raise Refused(Problem("inbox-log-no-term", "fail", "--years"))
    return years


def years_before(day: date, years: int) -> date:
    """Return the same day of an earlier year; 29 February becomes the 28th, so that nothing goes too early."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
