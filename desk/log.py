"""Show every sign-off of an item and whether it counts; mend a ledger whose last line was cut off."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from desk.fingerprint import short
from desk.screen import Screen
from desk.wording import moment, refusal_words, role_title, rules_words, signer_words
from editorial.dates import VIETNAM
from editorial.ledger_repair import Tear, repair, tear_in, tears
from editorial.messages import sentence
from editorial.office import Case, Office, open_case, open_office
from editorial.problem import Problem, Refused
from editorial.profile_schema import ACTS, WITHDRAWALS, clause_in_words
from editorial.settings import Settings
from editorial.signing import find_item
from editorial.signoffs import Signoff, chained, ledger_items, ledger_path, read_ledger

HELP = "sổ ký của một mục; --repair phục hồi sổ bị cắt cụt"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("item", metavar="MỤC", nargs="?", default="", help="mã của mục hoặc tệp trong content/")
    parser.add_argument("--repair", action="store_true", help="tách dòng cuối bị cắt cụt (không có MỤC: ở mọi sổ)")
    parser.add_argument("--yes", action="store_true", help="không hỏi lại")


def run(args: Namespace, settings: Settings, screen: Screen) -> int:
    now = datetime.now(VIETNAM)
    if args.repair:
        return repair_ledgers(settings, args.item, args.yes, screen, now)
    if not args.item:
        screen.error("Cần mã của mục: “python -m desk log MỤC” (hoặc “python -m desk log --repair”).")
        return 2
    return show_log(settings, args.item, screen, now)


def show_log(settings: Settings, name: str, screen: Screen, now: datetime) -> int:
    """Print the sign-offs of an item; 1 when one of them does not count.

    Raises: Refused when there is no such item, or its ledger or an edition is damaged
    """
    office = open_office(settings)
    item = item_on_record(office, name)
    case = open_case(office, item, now)
    if not case.ledger.signoffs:
        screen.say(f"“{item}” chưa có chữ ký nào.")
        return 0
    screen.table(("", "Lúc", "Ai", "Làm gì", "Bản", "Được tính"), _rows(office, case), title=f"Sổ ký của “{item}”")
    for line in _rules_words(office, case.ledger.signoffs):
        screen.say(line)
    screen.say(_keys_words(office, case.ledger.signoffs))
    screen.problems(case.verdict.problems)
    return 1 if case.verdict.problems else 0


def item_on_record(office: Office, name: str) -> str:
    """Return the item's id: one that has a ledger, even when its file is gone, else a working item's."""
    path = ledger_path(office.settings.records, name)
    return name if "/" not in name and path.is_file() else find_item(office, name).id


def repair_ledgers(settings: Settings, name: str, yes: bool, screen: Screen, now: datetime) -> int:
    """Show every cut-off end, ask, and mend. Raises: Busy when somebody is signing"""
    if name:
        if "/" in name:
            raise Refused(Problem("item-unknown", "fail", name))
        found = [tear for tear in [tear_in(settings.records, name)] if tear]
    else:
        found = tears(settings.records)
    broken = list(_broken(settings.records, [name] if name else ledger_items(settings.records), found))
    screen.problems(broken)
    if not found:
        if not broken:
            screen.done("Không có sổ ký nào bị cắt cụt.")
        return 1 if broken else 0
    for tear in found:
        _say_tear(tear, screen)
    if not screen.confirm("Phục hồi các sổ trên?", yes):
        return 1
    for tear in found:
        kept = repair(settings.records, tear.item, now)
        screen.done(f"Đã phục hồi sổ ký của “{tear.item}”." + (f" Phần hỏng giữ ở {kept}." if kept else ""))
        screen.say(f"  Xem còn thiếu chữ ký nào: python -m desk status {tear.item}")
    return 1 if broken else 0


def _broken(records: Path, items: Iterable[str], torn: Iterable[Tear]) -> Iterator[Problem]:
    """Yield what only a backup mends: a line that was altered, dropped or put in between."""
    cut_off = {tear.item: tear for tear in torn}
    for item in items:
        try:
            if item in cut_off:
                chained(cut_off[item].whole.decode("utf-8", "replace").split("\n")[:-1], item)
            else:
                read_ledger(records, item)
        except Refused as refused:
            yield from refused.problems


def _say_tear(tear: Tear, screen: Screen) -> None:
    lines = tear.whole.count(b"\n")
    excerpt = tear.tail[:80].decode("utf-8", "backslashreplace")
    screen.say(f"Sổ ký của “{tear.item}”: {lines} dòng nguyên vẹn, rồi {len(tear.tail)} byte bị cắt cụt: {excerpt}…")
    if tear.is_signoff:
        screen.say("  Phần này là một chữ ký trọn vẹn, chỉ thiếu dấu xuống dòng. Sẽ thêm dấu đó, giữ nguyên chữ ký.")
    else:
        screen.say(
            "  Phần này chưa thành chữ ký. Sẽ chuyển sang signoffs/quarantine/ của hồ sơ; các dòng trên giữ nguyên."
        )


def _rows(office: Office, case: Case) -> Iterator[tuple[str, ...]]:
    faults = {problem.where: problem for problem in case.verdict.problems}
    for number, signoff in enumerate(case.ledger.signoffs, 1):
        fault = faults.get(f"signoffs/{case.ledger.item}.jsonl:{number}")
        yield (
            str(number),
            moment(signoff.at),
            signer_words(office, signoff),
            _act_words(office, signoff),
            short(signoff.edition),
            f"không: {sentence(fault)}" if fault else "có",
        )


def _rules_words(office: Office, signoffs: Sequence[Signoff]) -> Iterator[str]:
    """Yield under which regulation, as the office had adopted it, which lines were signed."""
    for digest in dict.fromkeys(signoff.rules for signoff in signoffs):
        numbers = [str(number) for number, signoff in enumerate(signoffs, 1) if signoff.rules == digest]
        lines = f"Dòng {', '.join(numbers)}" if len(numbers) < len(signoffs) else "Mọi dòng"
        rules = office.rules.get(digest)
        if rules is None:
            yield f"{lines}: theo bộ quy định {digest[:8]}, hồ sơ không có."
            continue
        yield f"{lines}: theo {rules_words(rules)}."


def _keys_words(office: Office, signoffs: Sequence[Signoff]) -> str:
    """Return which lines bear the signature of which key: who lost one or changed it has several."""
    lines: dict[str, list[str]] = {}
    for number, signoff in enumerate(signoffs, 1):
        lines.setdefault(signoff.key_id, []).append(str(number))
    told = (f"dòng {', '.join(numbers)} – {_key_words(office, id)}" for id, numbers in lines.items())
    return f"Khóa đã ký: {'; '.join(told)}."


def _key_words(office: Office, id: str) -> str:
    """Return "7a63d2bd… của truong-ban", as roster and messages name a key."""
    owned = office.roster.owner_of(id)
    return f"{owned[1].public[:8]}… của {owned[0].id}" if owned else f"{id[:8]}…, không có trong roster.toml"


def _act_words(office: Office, signoff: Signoff) -> str:
    """Return "phê duyệt – Trưởng Ban (CT-10)" with the reason of a refusal or withdrawal."""
    profile = office.rules.get(signoff.rules, office.profile)
    by = f"{role_title(profile, signoff.role)} ({clause_in_words(signoff.clause, profile.id)})"
    words = f"{ACTS.get(signoff.act, signoff.act)} – {by}"
    if signoff.refusal:
        words += f": {refusal_words(profile, signoff.refusal.code)}"
    if signoff.withdrawal:
        words += f": {WITHDRAWALS.get(signoff.withdrawal.kind, signoff.withdrawal.kind)}; {signoff.withdrawal.reason}"
        words += f" → {signoff.withdrawal.replacement}" if signoff.withdrawal.replacement else ""
    notes = [note for note in (signoff.refusal.note if signoff.refusal else "", signoff.note) if note]
    return f"{words} (“{'; '.join(notes)}”)" if notes else words
