"""Take a public text away, with its kind, reason and clause."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from contextlib import suppress
from datetime import date, datetime

from desk import publish
from desk.log import item_on_record
from desk.progress import Steps
from desk.screen import Screen
from desk.signer_key import add_key_arguments, open_signer
from desk.typed import choices
from desk.upload import NotUploaded, is_owed
from desk.wording import user_of_machine
from editorial import urgent
from editorial.dates import VIETNAM, local_day
from editorial.manifest import read_manifest
from editorial.office import Case, Office, open_case, open_office
from editorial.problem import Problem, Refused
from editorial.profile_schema import PERSONAL_DATA, REPLACED, SUPERSEDED, WITHDRAWALS, clause_in_words
from editorial.publication import load
from editorial.published import read_log
from editorial.settings import Settings
from editorial.signing import (
    check_may_withdraw,
    check_withdrawal,
    confirm_withdrawal,
    to_withdraw,
    withdraw,
)
from editorial.signoffs import Withdrawal
from editorial.system_errors import reason_words
from editorial.translations import translations_of
from editorial.workdays import WorkCalendar, WorkYear, deadline, load_calendar

HELP = "gỡ một mục đang công khai"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("item", metavar="MỤC", help="mã của mục hoặc tệp trong content/")
    parser.add_argument("--kind", choices=tuple(WITHDRAWALS), help=choices(WITHDRAWALS))
    parser.add_argument("--reason", metavar="LỜI", default="", help="lý do, in ở lời báo đã gỡ")
    parser.add_argument("--clause", metavar="CĂN-CỨ", default="", help="điều khoản hoặc văn bản yêu cầu gỡ")
    parser.add_argument("--replacement", metavar="MỤC|URL", default="", help="mục hoặc địa chỉ thay thế")
    parser.add_argument(
        "--urgent", action="store_true", help="gỡ gấp: không hỏi lại, đưa trang lên ngay; người thứ hai xác nhận sau"
    )
    parser.add_argument("--confirm", action="store_true", help="xác nhận việc gỡ gấp của người khác")
    add_key_arguments(parser)
    parser.add_argument("--yes", action="store_true", help="không hỏi lại")


def run(args: Namespace, settings: Settings, screen: Screen) -> int:
    now = datetime.now(VIETNAM)
    office = open_office(settings)
    item = item_on_record(office, args.item)
    if args.confirm:
        return confirm(args, office, item, screen, now)
    if args.urgent and _is_not_out_yet(settings, office, item, now):
        screen.say(f"Việc gỡ “{item}” đã được ký từ trước; đưa trang lên.")
        return _take_down(settings, item, args.as_ or "", screen)
    if not args.kind or not args.reason.strip():
        say_kinds(office, screen)
        return 2
    confirm_by = last_day_to_confirm(settings, local_day(now)) if args.urgent else None
    told = confirm_by.isoformat() if confirm_by else ""
    withdrawal = Withdrawal(args.kind, args.reason.strip(), args.replacement.strip(), told)
    check_withdrawal(office, item, withdrawal, now)
    signer = open_signer(office, screen, now, args.as_, args.key)
    check_may_withdraw(office, item, signer, now)
    show(office, item, withdrawal, screen, now)
    _remind_of_order(office, args.clause.strip(), screen)
    if not _is_meant(item, screen, args.yes or args.urgent):
        return 1
    seen, clause = _seen(settings, item), args.clause.strip()
    signoff = withdraw(office, item, signer, withdrawal, clause, datetime.now(VIETNAM), seen)
    if not confirm_by:
        screen.done(f"Đã ghi việc gỡ “{signoff.item}”. Chạy make publish ngay để trang thay đổi.")
        return 0
    with suppress(OSError):  # the ledger tells it at the next publish
        urgent.note(settings.records, item, confirm_by)
    screen.done(f"Đã ghi việc gỡ gấp “{item}”; người thứ hai xác nhận chậm nhất ngày {confirm_by:%d/%m/%Y}.")
    return _take_down(settings, item, signer.person.id, screen)


def confirm(args: Namespace, office: Office, item: str, screen: Screen, now: datetime) -> int:
    """Have a second person confirm an urgent withdrawal. Raises: Refused as confirm_withdrawal"""
    signer = open_signer(office, screen, now, args.as_, args.key)
    confirm_withdrawal(office, item, signer, datetime.now(VIETNAM))
    urgent.strike(office.settings.records, item)
    screen.done(f"Đã xác nhận việc gỡ gấp “{item}”.")
    return 0


def last_day_to_confirm(settings: Settings, today: date) -> date:
    """Return the last day for a second person; where no calendar tells, every Monday to Friday counts."""
    try:
        return deadline(today, settings.urgent_days, load_calendar(settings.records))
    except Refused:  # what is urgent does not wait for a calendar
        years = range(today.year, today.year + 2 + settings.urgent_days // 250)
        bare = WorkCalendar({year: WorkYear(year, "estimated", (), {}) for year in years})
        return deadline(today, settings.urgent_days, bare)


def say_kinds(office: Office, screen: Screen) -> None:
    """Print the kinds of withdrawal, and what readers will see after each."""
    given = {REPLACED: "bài ghi ở --replacement"}
    rows = (
        (kind, words, _consequence(office, Withdrawal(kind, "", given.get(kind, ""), "")))
        for kind, words in WITHDRAWALS.items()
    )
    screen.table(
        ("--kind", "Vì sao gỡ", "Sau khi gỡ"), rows, title="Thêm --reason (lý do in trên trang) và một --kind:"
    )


def show(office: Office, item: str, withdrawal: Withdrawal, screen: Screen, now: datetime) -> None:
    """Print what will happen to whom. Raises: Refused when nothing is public"""
    case = open_case(office, item, now)
    edition = to_withdraw(case, _seen(office.settings, item))
    if edition is None:
        raise Refused(Problem("nothing-to-withdraw", "warn", item))
    screen.say(f"Sắp gỡ: {edition.view().title} ({item})")
    screen.say(f"  Địa chỉ    {edition.address}")
    screen.say(f"  Hình thức  {WITHDRAWALS[withdrawal.kind]}: {_consequence(office, withdrawal)}")
    screen.say(f"  Lý do      {withdrawal.reason}")
    for told in _translations(office, item, now):
        screen.say(f"  Bản dịch   {told}")


def _translations(office: Office, item: str, now: datetime) -> list[str]:
    """Return what is told of its translations; what is wrong with other records keeps nobody from withdrawing."""
    try:
        found = [one.item for one in translations_of(load(office.settings, now)) if one.original == item]
    except (Refused, OSError):
        return [
            "chưa biết có bản dịch nào còn công khai, vì chưa đọc được hồ sơ của mọi mục: tự tìm ở thư mục content/"
        ]
    return [f"{translation} vẫn công khai; cũng phải gỡ thì gỡ riêng bằng mã ấy" for translation in found]


def _remind_of_order(office: Office, clause: str, screen: Screen) -> None:
    """Say that nothing tells who ordered the removal, where the regulation keeps for good what nobody ordered away."""
    content = office.profile.retention.content if office.profile.retention else None
    if content and content.unless and not clause:
        rule = clause_in_words(content.clause, office.profile.id)
        screen.say(f"  Căn cứ     chưa ghi văn bản yêu cầu gỡ ({rule}); nếu có thì dừng lại, thêm --clause rồi gỡ")


def _consequence(office: Office, withdrawal: Withdrawal) -> str:
    if withdrawal.kind == REPLACED:
        return f"nội dung trên trang được thay bằng lời dẫn sang {withdrawal.replacement}"
    retention = office.profile.retention
    if withdrawal.kind == SUPERSEDED and retention and retention.superseded:
        clause = clause_in_words(retention.superseded.clause, office.profile.id)
        if retention.superseded.do == "banner":
            return f"nội dung được giữ, phía trên ghi rõ không còn phù hợp, theo {clause}"
        return f"nội dung ra khỏi trang, còn lời báo đã gỡ; bản gốc được lưu, theo {clause}"
    gone = "nội dung ra khỏi trang, còn lời báo đã gỡ; bản gốc được lưu"
    return f"{gone}; các trang cũ trên máy này cũng bị xóa" if withdrawal.kind == PERSONAL_DATA else gone


def _is_meant(item: str, screen: Screen, yes: bool) -> bool:
    """Have the item's id typed: taking a text away is not done by a habit of pressing a key."""
    if yes:
        return True
    if not screen.is_live:
        screen.error("Cần người gõ lại mã của mục để xác nhận; nếu đã chắc, thêm --yes.")
        return False
    if screen.out.input(f"Gõ lại mã của mục ({item}) để gỡ: ").strip() == item:
        return True
    screen.error("Mã không khớp; chưa gỡ gì.")
    return False


def _seen(settings: Settings, item: str) -> str:
    """Return the edition that the live site shows of an item, "" for none: by the log, or else by its manifest."""
    seen = ""
    with suppress(Refused):
        seen = read_log(settings.published_log).editions.get(item, "")
    with suppress(Refused):
        seen = seen or read_manifest(settings.output).editions.get(item, "")
    return seen


def _is_not_out_yet(settings: Settings, office: Office, item: str, now: datetime) -> bool:
    """True when the item's withdrawal counts and readers see it: no publish has known of that, or none reached them."""
    case = open_case(office, item, now)
    return case.verdict.withdrawn is not None and (_is_up(settings, case) or is_owed(settings))


def _is_up(settings: Settings, case: Case) -> bool:
    """True while the live site is older than an item's last sign-off; also where no log tells."""
    ledger = case.ledger
    try:
        log = read_log(settings.published_log)
    except Refused:
        return True
    known = log.ledgers.get(ledger.item) == (len(ledger.signoffs), ledger.head)
    return not known and _seen(settings, ledger.item) != ""


def _take_down(settings: Settings, item: str, by: str, screen: Screen) -> int:
    """Publish; where something else stands against that, take from the live site what was withdrawn, and nothing else.

    Raises: Refused, OSError for what came after readers had got the site; NotUploaded
    """
    try:
        return publish.run(Namespace(by=by, without=[]), settings, screen, urgent=True)
    except NotUploaded:
        raise
    except (Refused, OSError) as stood:
        if not _is_not_out_yet(settings, open_office(settings), item, datetime.now(VIETNAM)):
            raise
        screen.problems(_told(stood))
    except KeyboardInterrupt:
        screen.error(f"Việc gỡ “{item}” đã được ghi, nhưng trang có thể CHƯA đổi: gõ lại đúng lệnh này.")
        raise
    from desk.release_less import release_less  # here, since every other verb starts faster without it

    try:
        with Steps(screen, 3) as steps:
            again = f"python -m desk withdraw {item} --urgent"
            less = release_less(settings, datetime.now(VIETNAM), by or user_of_machine(), steps, again)
    except NotUploaded:
        raise
    except (Refused, OSError) as stood:
        screen.problems(_told(stood))
        screen.error(
            f"Việc gỡ “{item}” đã được ghi, nhưng trang CHƯA đổi. Sửa điều trên rồi gõ lại đúng lệnh này, máy không ký "
            "lần nữa. Chưa sửa được ngay thì nhờ người quản trị tạm đóng trang (docs/operations.md)."
        )
        return 1
    screen.problems((*less.problems, *(Problem("less-left-out", "warn", f"signoffs/{one}.jsonl") for one in less.left)))
    screen.done(
        f"Đã gỡ “{item}” khỏi trang đang có. Vì những điều nêu trên, mọi mục khác vẫn như lần xuất bản trước: sửa rồi "
        "chạy make publish."
    )
    return 0


def _told(stood: Refused | OSError) -> tuple[Problem, ...]:
    if isinstance(stood, Refused):
        return stood.problems
    facts = {"reason": reason_words(stood)}
    return (Problem("publish-disk-error", "fail", str(stood.filename or "publish"), "product", facts),)
