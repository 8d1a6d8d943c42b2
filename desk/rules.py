"""Print a regulation's rules and what became of its legal bases, check the profiles, keep the rules in use."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

from desk.screen import Screen
from editorial.acts import basis_problems, load_acts
from editorial.dates import VIETNAM
from editorial.instructions import LEAST_LETTERS, is_wanting, write_down
from editorial.numbers import shown
from editorial.problem import Problem, Refused, gathering
from editorial.profile import Profile, load_profile, load_rules, rules_file
from editorial.profile_checks import check_profile
from editorial.profile_schema import WRITTEN_FOR, Origin, clause_in_words, origin
from editorial.profile_words import rules_in_words
from editorial.settings import Settings
from editorial.store import locked, put_blob
from editorial.toml_document import read_document

HELP = "in quy chế đang áp dụng: quy định riêng, mặc định lấy từ nơi khác, lựa chọn của phần mềm"

GROUPS: tuple[tuple[Origin, str], ...] = (
    ("own", "QUY ĐỊNH CỦA CHÍNH QUY CHẾ NÀY"),
    ("inherited", "MẶC ĐỊNH, THEO QUY CHẾ KHÁC"),
    ("product", "LỰA CHỌN CỦA PHẦN MỀM, KHÔNG CÓ VĂN BẢN"),
)


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar="MÃ", help="mã quy chế: ct, st, lc, lx, lch (mặc định: đang áp dụng)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="kiểm tra mọi tệp trong regulations/")
    what.add_argument("--adopt", action="store_true", help="lưu bộ quy định này vào hồ sơ, để chữ ký dựa vào")
    parser.add_argument(
        "--instruction",
        metavar="CHỈ_ĐẠO",
        default="",
        help="dùng với --adopt, nơi quy chế chỉ cho đổi khi có chỉ đạo: số văn bản hoặc ngày, và nội dung",
    )
    parser.add_argument("--yes", action="store_true", help="không hỏi lại")


def run(args: Namespace, settings: Settings, screen: Screen) -> int:
    if args.instruction and not args.adopt:
        screen.error("“--instruction” chỉ dùng cùng “--adopt”; chưa ghi gì. Thêm --adopt rồi chạy lại.")
        return 2
    if args.check:
        return check_all(settings, screen)
    path = _file(settings, args.id)
    if args.adopt:
        return adopt(path, settings, datetime.now(VIETNAM).date(), args.yes, screen, args.instruction)
    profile = load_profile(path)
    print_rules(profile, screen)
    screen.problems(basis_problems(profile, load_acts(settings.records), datetime.now(VIETNAM).date()))
    return 0


def print_rules(profile: Profile, screen: Screen) -> None:
    """Print the act and its rules in three groups, each rule with its clause."""
    act = profile.regulation
    screen.say(act.title)
    screen.say(
        f"Số {shown(act.number)}, {act.issued.vietnamese()}, {act.issuer}; viết cho {WRITTEN_FOR[act.written_for]}."
    )
    roles = "; ".join(f"{key} ({role.title})" for key, role in profile.roles.items())
    screen.say(f"Vai trò để ghi ở roster.toml: {roles}.")
    for source, heading in GROUPS:
        group = [rule for rule in rules_in_words(profile) if origin(rule.clause, profile.id) == source]
        screen.say(f"\n{heading} ({len(group)})")
        for topic, rules in groupby(group, key=lambda rule: rule.topic):
            screen.say(f"  {topic}")
            for rule in rules:
                # the heading of the inherited group says for all that they are inherited
                clause = clause_in_words(rule.clause, profile.id, marked=source == "own")
                screen.say(f"    - {rule.text} [{clause}]")
    screen.say(f"\nMã của bộ quy định về ký duyệt: {profile.rules_digest}")


def check_all(settings: Settings, screen: Screen) -> int:
    """Read every profile and say what is wrong with any of them; return the exit code."""
    problems: list[Problem] = []
    owners: dict[str, str] = {}
    for path in sorted((settings.root / "regulations").glob("*.toml")):
        with gathering(problems):
            profile = load_profile(path)
            unfit = list(check_profile(path, profile))
            if (owner := owners.setdefault(profile.id, path.name)) != path.name:
                facts = {"id": profile.id, "file": owner}
                unfit.append(Problem("profile-id-twice", "fail", read_document(path).at(("id",)), "product", facts))
            if unfit:
                raise Refused(*unfit)
            screen.done(f"{path.stem}: {len(rules_in_words(profile))} quy định, không có lỗi.")
    screen.problems(problems)
    return 1 if problems else 0


def adopt(path: Path, settings: Settings, today: date, yes: bool, screen: Screen, instruction: str = "") -> int:
    """Keep the profile among the records, once for each set of rules on who signs what.

    instruction: by which the profile was changed, where the regulation wants one (LCh-6.1)
    Raises: Refused when the profile or a kept set of rules has faults, or the instruction is wanting
    """
    profile, told = load_profile(path), " ".join(instruction.split())
    if unfit := list(check_profile(path, profile)):
        raise Refused(*unfit)
    with locked(settings.state / "rules.lock"):
        kept = load_rules(settings.records).get(profile.rules_digest)
        is_new = kept is None or not kept.is_adopted  # what was adopted, and replaced since, is adopted anew
        instructed = _is_to_be_written(path, settings, profile, told)
        if told and not instructed:
            screen.say("Chỉ đạo vừa nhập không được ghi: quy chế này không đòi, hoặc đã ghi chỉ đạo cho tệp này rồi.")
        if kept is not None and not is_new and not instructed:
            screen.done(f"Bộ quy định này đã lưu ở {kept.file}; không có gì thay đổi.")
            return 0
        folder = settings.records / "rules"
        nth = 1 + sum(1 for _ in folder.glob(f"{today.isoformat()}*.toml"))
        target = folder / rules_file(profile, today, nth)
        if is_new:
            _say_new(profile, target.name, today, screen)
        if instructed:
            screen.say(f"Sẽ ghi chỉ đạo cho thay đổi này: {told}")
        if not screen.confirm("Lưu bộ quy định này?" if is_new else "Ghi chỉ đạo này?", yes):
            return 1
        if is_new:
            put_blob(target, path.read_bytes())
        if instructed:
            write_down(settings.records, path, told, today)
    screen.done(f"Đã lưu {target.name}." if is_new else "Đã ghi chỉ đạo.")
    return 0


def _say_new(profile: Profile, name: str, today: date, screen: Screen) -> None:
    """Say what a set of rules does once it is adopted, before anybody is asked."""
    first = profile.regulation.effective_on
    if first and first > today:
        screen.warn(
            f"Quy chế này ghi có hiệu lực từ {first:%d/%m/%Y}; ghi nhận hôm nay là áp dụng ngay. Chưa đến ngày "
            "thì chưa ghi nhận."
        )
    screen.say(f"Sẽ lưu {profile.file} thành {name} trong hồ sơ quy định. Chữ ký từ nay dựa vào bộ này;")
    screen.say("mục đã đủ chữ ký vẫn theo bộ quy định lúc ký, mục đang trình dở phải ký lại từ bước đầu.")


def _is_to_be_written(path: Path, settings: Settings, profile: Profile, instruction: str) -> bool:
    """True when the file has no instruction yet and needs one. Raises: Refused when none was given"""
    giver = profile.approval.changes_by
    if giver is None or not is_wanting(settings.records, path, profile):
        return False
    if len(instruction) < LEAST_LETTERS:
        facts = {"role": profile.roles[giver.role].title, "letters": LEAST_LETTERS}
        raise Refused(Problem("instruction-missing", "fail", "--instruction", giver.clause, facts))
    return True


def _file(settings: Settings, name: str | None) -> Path:
    if not name:
        return settings.regulation_file
    # only a name, so that nothing outside the folder is read
    return settings.root / "regulations" / f"{Path(name).name.lower()}.toml"
