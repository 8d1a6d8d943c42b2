"""Take a public text away, with its kind, reason and clause."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date, datetime, timedelta

from desk import publish
from desk.log import item_on_record
from desk.screen import Screen
from desk.signer_key import add_key_arguments, open_signer
from editorial import urgent
from editorial.dates import VIETNAM, local_day
from editorial.office import Office, open_case, open_office
from editorial.problem import Problem, Refused
from editorial.profile_schema import REPLACED, SUPERSEDED, WITHDRAWALS, clause_in_words
from editorial.publication import load
from editorial.settings import Settings
from editorial.signing import (
    check_may_withdraw,
    check_withdrawal,
    confirm_withdrawal,
    to_withdraw,
    withdraw,
)
from editorial.signoffs import Withdrawal
from editorial.translations import translations_of
from editorial.workdays import YearNotLoaded, deadline, load_calendar

HELP = "gỡ một mục đang công khai"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("item", metavar="MỤC", help="mã của mục hoặc tệp trong content/")
    kinds = "; ".join(f"{kind}: {words}" for kind, words in WITHDRAWALS.items())
    parser.add_argument("--kind", choices=tuple(WITHDRAWALS), help=kinds)
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
    if not args.kind or not args.reason.strip():
        screen.error("Cần --kind và --reason để gỡ một mục. Xem “python -m desk withdraw --help”.")
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
    signoff = withdraw(office, item, signer, withdrawal, args.clause.strip(), datetime.now(VIETNAM))
    if not confirm_by:
        screen.done(f"Đã ghi việc gỡ “{signoff.item}”. Chạy make publish ngay để trang thay đổi.")
        return 0
    urgent.note(settings.records, item, confirm_by)
    screen.done(f"Đã ghi việc gỡ gấp “{item}”; người thứ hai xác nhận chậm nhất ngày {confirm_by:%d/%m/%Y}.")
    return publish.run(Namespace(by=signer.person.id, without=[]), settings, screen, urgent=True)


def confirm(args: Namespace, office: Office, item: str, screen: Screen, now: datetime) -> int:
    """Have a second person confirm an urgent withdrawal. Raises: Refused as confirm_withdrawal"""
    signer = open_signer(office, screen, now, args.as_, args.key)
    confirm_withdrawal(office, item, signer, datetime.now(VIETNAM))
    urgent.strike(office.settings.records, item)
    screen.done(f"Đã xác nhận việc gỡ gấp “{item}”.")
    return 0


def last_day_to_confirm(settings: Settings, today: date) -> date:
    """Return the last day for a second person. Raises: Refused for a year without its calendar"""
    try:
        return deadline(today, settings.urgent_days, load_calendar(settings.records))
    except YearNotLoaded:  # what is urgent does not wait for a calendar
        return today + timedelta(days=settings.urgent_days)


def show(office: Office, item: str, withdrawal: Withdrawal, screen: Screen, now: datetime) -> None:
    """Print what will happen to whom. Raises: Refused when nothing is public"""
    case = open_case(office, item, now)
    approval = to_withdraw(case.verdict)
    if approval is None:
        raise Refused(Problem("nothing-to-withdraw", "warn", item))
    edition = case.editions[approval.edition]
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
    except Refused:
        return ["chưa biết có bản dịch nào còn công khai, vì hồ sơ của mục khác bị hỏng: tự tìm ở thư mục content/"]
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
    return "nội dung ra khỏi trang, còn lời báo đã gỡ; bản gốc được lưu"


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
