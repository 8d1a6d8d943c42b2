"""desk inbox publish: mask by mask with one person, then the whole text before another."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from desk.inquiries.doing import name_of, read
from desk.inquiries.drafts import Draft, confirm, first_draft, propose, proposed
from desk.inquiries.reading import letter, personal
from desk.inquiries.terminal import Sitting, add_id, add_person, read_text
from desk.screen import NO, YES
from editorial.checks_context import open_context
from editorial.finding import excerpt
from editorial.problem import Problem, Refused
from editorial.text import fold
from inquiries.cleaning import clean_line
from inquiries.masks import ASKED_ALWAYS, KINDS, Mask, apply, count
from inquiries.masks import propose as masks_of


def add_arguments(parser: ArgumentParser) -> None:
    add_id(parser)
    add_person(parser)
    parser.add_argument("--title", metavar="TIÊU-ĐỀ", default="", help="tiêu đề bài đăng (mặc định: tiêu đề người gửi)")
    parser.add_argument("--question", metavar="TỆP", type=Path, help="câu hỏi đã biên tập, lấy từ tệp chữ")
    parser.add_argument("--answer", metavar="TỆP", type=Path, help="câu trả lời đã biên tập, lấy từ tệp chữ")
    parser.add_argument(
        "--keep", metavar="CHỮ", action="append", default=[], help="không che chữ này; dùng được nhiều lần"
    )
    parser.add_argument("--yes", action="store_true", help="che mọi chỗ máy đề nghị, trừ tên người")
    parser.add_argument("--names", action="store_true", help="đã xem và đồng ý che mọi tên người máy đề nghị")
    parser.add_argument(
        "--confirm", action="store_true", help="xác nhận bản người khác đã soạn, ghi thành tệp trong content/"
    )


def run(sitting: Sitting) -> int:
    """Propose or confirm. Raises: Refused"""
    return _confirm(sitting) if sitting.args.confirm else _propose(sitting)


def _propose(sitting: Sitting) -> int:
    house, who, id, args = sitting.house, sitting.clerk, sitting.id, sitting.args
    opened = letter(house, who, id)
    first, known, applied = first_draft(house, opened), personal(opened), list[Mask]()
    texts = {
        "Tiêu đề": clean_line(args.title) or first.title,
        "Hỏi": read_text(args.question) if args.question else first.question,
        "Đáp": read_text(args.answer) if args.answer else first.answer,
    }
    if not texts["Tiêu đề"]:
        raise Refused(Problem("inbox-draft-empty", "fail", id))
    masked = {name: _masked(name, text, known, sitting, applied) for name, text in texts.items()}
    if None in masked.values():
        return 1
    draft = Draft(*(text or "" for text in masked.values()))
    _show(draft, sitting)
    if not sitting.screen.confirm("Đưa bản này cho người khác xác nhận?", args.yes):
        return 1
    propose(house, who, id, sitting.now, draft=draft, masks=count(applied), seen=opened.inquiry.number)
    sitting.screen.done("Đã ghi bản đề xuất. Người khác trong Ban Biên tập xem và xác nhận:")
    sitting.screen.say(f"  python -m desk inbox publish {id[:8]} --confirm --as MÃ-NGƯỜI")
    return 0


def _confirm(sitting: Sitting) -> int:
    house, who, id, screen = sitting.house, sitting.clerk, sitting.id, sitting.screen
    _, inquiry = read(house, id)
    if inquiry.draft_by == who.person.id:
        raise Refused(Problem("inquiry-draft-same-person", "fail", id, "product", {"inquiry": id[:8]}))
    draft, known = proposed(house, who, id), personal(letter(house, who, id))
    screen.say(f"Bản do {name_of(inquiry.draft_by, sitting.office.roster)} soạn:")
    _show(draft, sitting)
    left = [mask for text in (draft.title, draft.question, draft.answer) for mask in masks_of(text, known)]
    for mask in left:
        screen.warn(
            f"Còn để nguyên {KINDS[mask.kind]}: “{mask.found}”. Nếu là thông tin riêng của ai thì trả lời “không”."
        )
    if left and sitting.args.yes and not sitting.args.names and any(mask.kind in ASKED_ALWAYS for mask in left):
        screen.error("Còn tên người trong bản này. Đã xem từng tên và đồng ý đăng thì thêm --names.")
        return 1
    if not screen.confirm("Ghi bản này thành tệp để trình ký?", sitting.args.yes):
        return 1
    context, _ = open_context(sitting.settings, sitting.now)
    event, path = confirm(house, who, id, sitting.now, context=context, seen=inquiry.number)
    shown = path.relative_to(sitting.settings.root) if path.is_relative_to(sitting.settings.root) else path
    screen.done(f"Đã tạo {shown} (mã {event.facts['item']}), chưa ai ký, chưa lên trang.")
    screen.say("Việc tiếp theo:")
    screen.say(f"  1. Xem lại lĩnh vực, tác giả, nguồn ở đầu tệp; kiểm tra: python -m desk check {shown}")
    screen.say(f"  2. Trình ký như mọi bài: python -m desk sign {event.facts['item']}")
    return 0


def _show(draft: Draft, sitting: Sitting) -> None:
    for name, text in (("Tiêu đề", draft.title), ("Hỏi", draft.question), ("Đáp", draft.answer)):
        sitting.screen.say(f"{name}:")
        for line in text.splitlines() or ["(không đăng câu hỏi, chỉ đăng câu trả lời)"]:
            sitting.screen.say(f"    {line}")


def _masked(name: str, text: str, known: dict[str, str], sitting: Sitting, applied: list[Mask]) -> str | None:
    """Return the text with the masks that were confirmed; None when one was left undecided. applied: gets them"""
    taken: list[Mask] = []
    for mask in masks_of(text, known):
        if mask.found in sitting.args.keep:
            sitting.screen.say(f"{name}: để nguyên {KINDS[mask.kind]} “{mask.found}”.")
            continue
        decided = _decide(name, text, mask, sitting)
        if decided is None:
            return None
        if decided:
            taken.append(mask)
    applied += taken
    return apply(text, taken)


def _decide(name: str, text: str, mask: Mask, sitting: Sitting) -> bool | None:
    """Ask about one mask; None when nobody is there to answer."""
    args, screen = sitting.args, sitting.screen
    told = f"{name}: che {KINDS[mask.kind]} “{mask.found}”"
    if args.names if mask.kind in ASKED_ALWAYS else args.yes:
        screen.say(f"{told}.")
        return True
    if not screen.is_live:
        option = "--names" if mask.kind in ASKED_ALWAYS else "--yes"
        screen.error(f"{told}? Cần người trả lời; đồng ý thì thêm {option}, để nguyên thì thêm --keep “{mask.found}”.")
        return None
    screen.say(f"    {excerpt(text, mask.start, mask.end)}")
    while True:
        try:
            typed = fold(screen.out.input(f"{told}? (có/không) ", markup=False).strip())
        except EOFError:
            return None
        if typed in YES | NO:
            return typed in YES
        screen.say("Gõ “có” hoặc “không”.")
