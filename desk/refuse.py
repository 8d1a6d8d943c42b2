"""Refuse a text with one of the regulation's reasons; it goes back to whoever wrote it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from desk.fingerprint import short
from desk.screen import Screen
from desk.signer_key import add_key_arguments, open_signer
from desk.wording import refusal_words
from editorial.dates import VIETNAM
from editorial.freezing import Frozen
from editorial.office import Office, open_case, open_office
from editorial.problem import Problem, Refused
from editorial.profile_schema import clause_in_words
from editorial.settings import Settings
from editorial.signing import Signer, current_rules, find_item, prepare, refuse, role_in_chain
from editorial.signoffs import Refusal, Signoff
from editorial.text import suggestion

HELP = "từ chối đăng tải một mục, theo lý do của quy chế"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("item", metavar="MỤC", help="mã của mục hoặc tệp trong content/")
    parser.add_argument("--reason", metavar="LÝ-DO", default="", help="mã lý do; bỏ trống để xem danh sách")
    parser.add_argument("--note", metavar="LỜI", default="", help="điều cần sửa, cho người soạn")
    add_key_arguments(parser)
    parser.add_argument("--yes", action="store_true", help="không hỏi lại")


def run(args: Namespace, settings: Settings, screen: Screen) -> int:
    office = open_office(settings)
    known = [refusal.code for refusal in office.profile.approval.refusals]
    if args.reason not in known:
        if args.reason and known:
            screen.error(f"Không có lý do từ chối “{args.reason}”.{suggestion(args.reason, known)}")
        say_reasons(office, screen)
        return 2
    now = datetime.now(VIETNAM)
    signer = open_signer(office, screen, now, args.as_, args.key)
    frozen = read_for_refusal(office, args.item, now)
    role_in_chain(office, frozen.edition, signer.person, now)
    screen.say(
        f"{signer.person.name} từ chối đăng tải “{frozen.edition.view().title}”, bản {short(frozen.edition.digest)}."
    )
    screen.say(f"  Lý do    {refusal_words(office.profile, args.reason)}")
    if args.note:
        screen.say(f"  Ghi chú  {args.note}")
    if not screen.confirm("Ghi lời từ chối này?", args.yes):
        return 1
    refuse_text(office, frozen, signer, Refusal(args.reason, args.note.strip()), datetime.now(VIETNAM))
    screen.done("Đã ghi. Bài trở về người soạn; sửa xong thì trình ký lại từ bước đầu.")
    return 0


def say_reasons(office: Office, screen: Screen) -> None:
    """Print the reasons that the regulation gives."""
    refusals = office.profile.approval.refusals
    if not refusals:
        screen.error("Quy chế này không nêu lý do từ chối nào. Hãy trao đổi điều cần sửa trực tiếp với người soạn.")
        return
    rows = ((r.code, r.text, clause_in_words(r.clause, office.profile.id)) for r in refusals)
    screen.table(("Mã", "Lý do", "Điều khoản"), rows, title="Thêm --reason và một trong các mã sau:")


def read_for_refusal(office: Office, name: str, now: datetime) -> Frozen:
    """Return the text as it lies now. Raises: Refused when there is none, or it is approved already"""
    item = find_item(office, name)
    case = open_case(office, item.id, now)
    frozen = prepare(office, item, case, now)
    approvals = (case.verdict.public, case.verdict.embargoed)
    if any(approval and approval.edition == frozen.edition.digest for approval in approvals):
        raise Refused(Problem("refuse-approved", "fail", item.at()))
    return frozen


def refuse_text(office: Office, frozen: Frozen, signer: Signer, refusal: Refusal, now: datetime) -> Signoff:
    """Refuse the text that was read.

    Raises: Refused for a reason that the regulation does not know, or a person without a say; Busy
    """
    current_rules(office)
    office.store.put(frozen.edition, frozen.files)  # nobody may have signed it yet, and a refusal names what it refuses
    return refuse(office, frozen.edition, signer, refusal, now)
