"""Take a public text away, with its kind, reason and clause."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from desk.log import item_on_record
from desk.screen import Screen
from desk.signer_key import add_key_arguments, open_signer
from editorial.dates import VIETNAM
from editorial.office import Office, open_case, open_office
from editorial.problem import Problem, Refused
from editorial.profile_schema import WITHDRAWALS, clause_in_words
from editorial.settings import Settings
from editorial.signing import REPLACED, check_withdrawal, withdraw
from editorial.signoffs import Withdrawal

HELP = "gỡ một mục đang công khai"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("item", metavar="MỤC", help="mã của mục hoặc tệp trong content/")
    kinds = "; ".join(f"{kind}: {words}" for kind, words in WITHDRAWALS.items())
    parser.add_argument("--kind", choices=tuple(WITHDRAWALS), required=True, help=kinds)
    parser.add_argument("--reason", metavar="LỜI", required=True, help="lý do, in trên trang thông báo gỡ")
    parser.add_argument("--clause", metavar="CĂN-CỨ", default="", help="điều khoản hoặc văn bản yêu cầu gỡ")
    parser.add_argument("--replacement", metavar="MỤC|URL", default="", help="mục hoặc địa chỉ thay thế")
    add_key_arguments(parser)
    parser.add_argument("--yes", action="store_true", help="không hỏi lại")


def run(args: Namespace, settings: Settings, screen: Screen) -> int:
    now = datetime.now(VIETNAM)
    office = open_office(settings)
    item = item_on_record(office, args.item)
    withdrawal = Withdrawal(args.kind, args.reason.strip(), args.replacement.strip())
    check_withdrawal(office, item, withdrawal, now)
    signer = open_signer(office, screen, now, args.as_, args.key)
    show(office, item, withdrawal, screen, now)
    if not _is_meant(item, screen, args.yes):
        return 1
    signoff = withdraw(office, item, signer, withdrawal, args.clause.strip(), datetime.now(VIETNAM))
    screen.done(f"Đã ghi việc gỡ “{signoff.item}”. Chạy make publish ngay để trang thay đổi.")
    return 0


def show(office: Office, item: str, withdrawal: Withdrawal, screen: Screen, now: datetime) -> None:
    """Print what will happen to whom. Raises: Refused when nothing is public"""
    case = open_case(office, item, now)
    approval = case.verdict.public or case.verdict.embargoed
    if approval is None:
        raise Refused(Problem("nothing-to-withdraw", "warn", item))
    edition = case.editions[approval.edition]
    screen.say(f"Sắp gỡ: {edition.view().title} ({item})")
    screen.say(f"  Địa chỉ    {edition.address}")
    screen.say(f"  Hình thức  {WITHDRAWALS[withdrawal.kind]}: {_consequence(office, withdrawal)}")
    screen.say(f"  Lý do      {withdrawal.reason}")


def _consequence(office: Office, withdrawal: Withdrawal) -> str:
    if withdrawal.kind == REPLACED:
        return f"nội dung trên trang được thay bằng lời dẫn sang {withdrawal.replacement}"
    retention = office.profile.retention
    if withdrawal.kind == "superseded" and retention and retention.superseded:
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
