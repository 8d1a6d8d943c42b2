"""Sign the next step of an item, or of several one after another: show what becomes public, ask, sign, say who comes
next."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import dataclass, replace
from datetime import date, datetime

from desk.fingerprint import compared, in_words, short
from desk.screen import Screen
from desk.signer_key import add_key_arguments, open_signer
from desk.text_changes import show_changes
from desk.typed import day
from desk.wording import count, moment, person_name, refused_words, role_title, signer_words, step_words
from editorial.content_fields import FIELDS
from editorial.dates import VIETNAM, local_day
from editorial.office import Office, open_case, open_office
from editorial.problem import Problem, Refused
from editorial.profile_schema import clause_in_words
from editorial.settings import Settings
from editorial.signing import NextStep, Signer, check_assigned, current_rules, next_step, sign, stands_for
from editorial.signoffs import Paper, Signoff
from editorial.submission import Submission, submit
from editorial.verdict import CHECKED_ACTS

HELP = "ký bước kế tiếp của một hoặc nhiều mục"

PASSAGES_SHOWN = 5
BEYOND_ITS_PAGE = ("alert_until", "pinned_until", "first_published_on", "old_address")
"""What an item does to other pages and to its own past, which nobody sees who reads its text."""
STAND_IN_LINES = {"absent": "khối [[absences]] ghi người ấy vắng mặt", "delegated": "khối [[delegations]] ghi ủy quyền"}


@dataclass(frozen=True)
class OnPaper:
    """A signature on paper: reference of the slip, who signed (id, or name of somebody outside), when."""

    reference: str
    person: str
    signed_on: date


@dataclass(frozen=True)
class Sitting:
    """What a signer has before him: whose signature it will be, for which step, and for whom he stands in, or ""."""

    office: Office
    submission: Submission
    step: NextStep
    signer: Signer
    paper: OnPaper | None
    holder: str = ""

    @property
    def person(self) -> str:
        """Id or name of the one who decides: the signer, or who signed on paper."""
        return self.paper.person if self.paper else self.signer.person.id

    @property
    def done(self) -> tuple[Signoff, ...]:
        """The steps of this edition that were signed under the rules in use."""
        done = self.submission.case.verdict.progress.get(self.submission.edition.digest, ())
        return tuple(signoff for signoff in done if signoff.rules == self.office.profile.rules_digest)

    @property
    def checklist(self) -> tuple[str, ...]:
        """The lines that the regulation wants confirmed at this step."""
        asked = self.office.profile.approval.checklist
        return asked.list if asked and self.step.step.act in CHECKED_ACTS else ()


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "items", metavar="MỤC", nargs="+", help="mã của mục hoặc tệp trong content/; nhiều mục thì máy hỏi từng mục"
    )
    add_key_arguments(parser)
    parser.add_argument("--yes", action="store_true", help="không hỏi lại trước khi ký")
    parser.add_argument(
        "--checked", action="store_true", help="đã soát đủ mọi điều trong bảng kiểm, và mã in trên phiếu giấy"
    )
    parser.add_argument("--note", metavar="LỜI", default="", help="ghi chú kèm chữ ký")
    parser.add_argument("--paper", metavar="SỐ-PHIẾU", default="", help="nhập chữ ký trên phiếu trình giấy")
    parser.add_argument("--person", metavar="AI", default="", help="người đã ký giấy: mã trong danh sách, hoặc họ tên")
    parser.add_argument("--signed-on", metavar="NGÀY", type=day, help="ngày ký giấy, ví dụ 20/11/2026")


def run(args: Namespace, settings: Settings, screen: Screen) -> int:
    on_paper = (args.paper, args.person, args.signed_on)
    if any(on_paper) and not all(on_paper):
        screen.error("Nhập chữ ký giấy cần đủ ba điều: --paper SỐ-PHIẾU --person AI --signed-on NGÀY.")
        return 2
    paper = OnPaper(*on_paper) if args.paper else None
    if len(args.items) == 1:
        return sign_one(args, args.items[0], settings, screen, paper)
    if paper:
        screen.error("Chữ ký giấy nhập từng mục một: mỗi phiếu trình là của một bản.")
        return 2
    return sign_several(args, settings, screen)


def sign_several(args: Namespace, settings: Settings, screen: Screen) -> int:
    """Sign one after another, with a key that is opened once; 1 when one was left unsigned. Raises: Refused"""
    signer = open_signer(open_office(settings), screen, datetime.now(VIETNAM), args.as_, args.key)
    left = []
    for item in dict.fromkeys(args.items):
        try:
            if sign_one(args, item, settings, screen, None, signer):
                left.append(item)
        except Refused as refused:
            screen.problems(refused.problems)
            left.append(item)
    signed = len(dict.fromkeys(args.items)) - len(left)
    screen.say(f"\nĐã ký {signed} mục." + (f" Chưa ký {len(left)} mục: {', '.join(left)}." if left else ""))
    return 1 if left else 0


def sign_one(
    args: Namespace, item: str, settings: Settings, screen: Screen, paper: OnPaper | None, signer: Signer | None = None
) -> int:
    """Show, ask and sign; 1 when the answer was no. Raises: Refused"""
    office, now = open_office(settings), datetime.now(VIETNAM)
    sitting = sit(office, item, screen, now, args.as_, args.key, paper, signer)
    show(sitting, screen)
    if not confirm(sitting, screen, args.yes, args.checked):
        return 1
    # The reading above may have taken an hour: the signature bears the time at which it is given.
    signoff = put_signature(sitting, datetime.now(VIETNAM), args.note)
    tell_next(sitting.office, signoff, screen)
    return 0


def sit(
    office: Office,
    name: str,
    screen: Screen,
    now: datetime,
    person: str = "",
    key: str = "",
    paper: OnPaper | None = None,
    signer: Signer | None = None,
) -> Sitting:
    """Return what is to be signed by whom.

    person, key: whose key signs, see desk.signer_key; signer: who has opened it already
    Raises: Refused when something holds the text, or this step is somebody else's
    """
    current_rules(office)
    submission = submit(office, name, now)
    day = paper.signed_on if paper else local_day(now)
    step = next_step(office, submission.edition, submission.case, day)
    waits = [] if paper else [one.id for one in step.people]  # a paper is entered by a clerk, whose step it is not
    signer = signer or open_signer(office, screen, now, person, key, waits=waits)
    sitting = Sitting(office, submission, step, signer, paper)
    if paper:
        _refuse_paper(sitting, paper, local_day(now))
    _refuse_others(sitting, day)
    who = office.roster.people.get(sitting.person)
    check_assigned(office, filter(None, (signer.person, who)))
    holder = stands_for(office, who, step.step.role, submission.edition.kind, day)
    return replace(sitting, holder=holder or "")


def show(sitting: Sitting, screen: Screen) -> None:
    """Print what will be signed."""
    submission, edition = sitting.submission, sitting.submission.edition
    profile = sitting.office.profile
    name = person_name(sitting.office, sitting.person)
    if sitting.holder:
        name += f", ký thay {person_name(sitting.office, sitting.holder)}"
    if sitting.paper:
        name += f" (trên giấy {sitting.paper.reference}, {sitting.signer.person.name} nhập)"
    screen.say(f"\n{submission.item.title}")
    screen.say(f"  Mục          {edition.item}, tệp content/{submission.item.path}")
    screen.say(f"  Địa chỉ      {edition.address}")
    screen.say(f"  Bước         {sitting.step.number}/{sitting.step.of}: {step_words(sitting.step.step, profile)}")
    screen.say(f"  Người ký     {name}")
    if submission.item.publish_at:
        screen.say(f"  Hẹn đăng     {moment(submission.item.publish_at)}")
    besides = [f"{FIELDS[key].label}: {edition.metadata[key]}" for key in BEYOND_ITS_PAGE if key in edition.metadata]
    if besides:
        screen.say(f"  Kèm theo     {'; '.join(besides)}")
    for file in edition.attachments:
        screen.say(f"  Tệp          {file.name}, {count(file.size)} byte, {short(file.sha256)}")
    screen.say(f"  Mã bản       {compared(edition.digest)}\n               ({in_words(edition.digest)})")
    if submission.changes is None:
        screen.say(f"  Thay đổi     mục mới, {count(len(edition.body.split()))} chữ")
    else:
        screen.say(f"  Thay đổi     {submission.changes.summary()}")
        show_changes(submission.changes, screen, PASSAGES_SHOWN)
    screen.say("  Đọc toàn văn: make serve (đầu trang có đúng mã bản này), hoặc in bằng “python -m desk slip”")
    screen.problems(submission.warnings)
    refused = submission.case.verdict.refused.get(edition.digest)
    if refused:
        screen.warn(refused_words(sitting.office, refused))


def confirm(sitting: Sitting, screen: Screen, yes: bool, checked: bool) -> bool:
    """Ask each line of the checklist, then for the signature itself; say what is missing.

    checked: the lines, and on paper the code of the slip, were compared already; yes answers neither
    """
    if sitting.paper and not screen.confirm(
        f"Mã in trên phiếu có đúng là {compared(sitting.submission.edition.digest)} không?", checked, "--checked"
    ):
        if screen.is_live:
            screen.error("Phiếu là của bản khác thì in phiếu mới bằng “python -m desk slip” và trình lại.")
        return False
    if sitting.checklist and not checked:
        screen.say("Người ký xác nhận đã soát từng điều:")
        for line in sitting.checklist:
            if not screen.is_live:
                screen.say(f"  – {line}")
            elif not screen.confirm(f"  {line}?", yes=False):
                screen.error(f"Chưa ký: chưa xác nhận “{line}”.")
                return False
        if not screen.is_live:
            screen.error("Chưa ký: cần xác nhận các điều trên. Đã soát đủ thì thêm --checked.")
            return False
    code = compared(sitting.submission.edition.digest)
    return screen.confirm("Ghi chữ ký giấy này?" if sitting.paper else f"Ký bản {code}?", yes)


def put_signature(sitting: Sitting, now: datetime, note: str = "") -> Signoff:
    """Sign what was shown, and nothing else. Raises: Refused; Busy"""
    entered = sitting.paper
    return sign(
        sitting.office,
        sitting.submission.item,
        sitting.submission.frozen,
        sitting.signer,
        now,
        checklist=sitting.checklist,
        note=note,
        paper=Paper(entered.reference, entered.signed_on, sitting.signer.person.id) if entered else None,
        person=sitting.person if entered else "",
        shown=sitting.step.step,
    )


def tell_next(office: Office, signoff: Signoff, screen: Screen) -> None:
    """Say what was recorded and who comes next."""
    screen.done(f"Đã ghi chữ ký của {signer_words(office, signoff)}, bản {short(signoff.edition)}.")
    case = open_case(office, signoff.item, signoff.at)
    if case.verdict.embargoed and case.verdict.embargoed.edition == signoff.edition:
        at = case.editions[signoff.edition].view().publish_at
        until = f"hẹn đăng từ {moment(at)}. Chạy make publish từ lúc ấy." if at else "chờ được phép phổ biến công khai."
        screen.say(f"Đủ chữ ký; {until}")
    elif case.verdict.public and case.verdict.public.edition == signoff.edition:
        screen.say("Đủ chữ ký: chạy make publish để đưa lên trang.")
    else:
        step = next_step(office, case.editions[signoff.edition], case, local_day(signoff.at))
        names = ", ".join(person.name for person in step.people) or "chưa ai trong danh sách"
        screen.say(f"Bước kế tiếp {step.number}/{step.of}: {step_words(step.step, office.profile)}: {names}")


def _refuse_paper(sitting: Sitting, paper: OnPaper, today: date) -> None:
    """Raise Refused for a paper that the verdict would not count, before its questions are asked."""
    office, clerk = sitting.office, sitting.signer.person
    if paper.signed_on > today:
        raise Refused(Problem("paper-from-the-future", "fail", paper.reference, facts={"day": paper.signed_on}))
    facts: dict[str, object] = {"person": person_name(office, paper.person), "clerk": clerk.name}
    code, done = "", sitting.done
    if paper.person == clerk.id or not clerk.holds(office.profile.approval.publisher.role, today):
        code = "paper-clerk-not-allowed"
    elif done and paper.signed_on < done[-1].day:
        code = "paper-before-step"
        facts |= {"signed_on": paper.signed_on, "above": done[-1].day}
    if code:
        raise Refused(Problem(code, "fail", sitting.submission.item.at(), sitting.step.step.clause, facts))


def _refuse_others(sitting: Sitting, day: date) -> None:
    """Raise Refused when the step was not this person's on the day, before he is asked anything."""
    office, step, paper = sitting.office, sitting.step.step, sitting.paper
    if paper and step.act == "confirm" and paper.person not in office.roster.people:
        return
    if sitting.person in {person.id for person in sitting.step.people}:
        return
    profile = office.profile
    waits = ", ".join(person.name for person in sitting.step.people)
    way = _way_to_stand_in(sitting, day)
    facts = {
        "step": step_words(step, profile),
        "person": person_name(office, sitting.person),
        "names": waits,
        "way": way,
        "day": f"ngày {day:%d/%m/%Y}" if paper else "hôm nay",
    }
    is_second = profile.approval.distinct is not None and profile.approval.distinct.signers
    if is_second and sitting.person in {signoff.person for signoff in sitting.done}:
        code = "step-needs-another"
    else:
        code = "step-of-others" if waits else "step-by-nobody"
    raise Refused(Problem(code, "fail", sitting.submission.item.at(), step.clause, facts))


def _way_to_stand_in(sitting: Sitting, day: date) -> str:
    """Return when the regulation lets this person sign for who holds the step's role, "" when it never does."""
    profile, step = sitting.office.profile, sitting.step.step
    person = sitting.office.roster.people.get(sitting.person)
    given = profile.approval.delegation
    for held in person.roles_on(day) if person else ():
        role = profile.role(held)
        cases, clause = ((), "") if role is None or role.stands_in_for != step.role else (role.when, role.clause)
        if not cases and given and given.by == step.role and held in given.to:
            cases, clause = ("delegated",), given.clause
        if cases:
            lines = " hoặc ".join(STAND_IN_LINES[case] for case in cases)
            words = f"{role_title(profile, held)} ký thay {role_title(profile, step.role)}"
            return f" {words} khi roster.toml có {lines} ({clause_in_words(clause, profile.id)})."
    return ""
