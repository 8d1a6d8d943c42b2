"""The acts as forms: which fields each has, and what was typed as the act takes it.

A form knows no rule: the act itself refuses, and its sentence stands above the form with everything typed kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from desk.inquiries import acts, routing
from desk.inquiries.clerk import Clerk, may
from desk.inquiries.doing import find, read
from desk.inquiries.erasing import erase
from desk.inquiries.reasons import CLASS_NAMES, CLOSING, REOPENING, RIGHT_OUTCOMES, SPAM
from editorial.problem import Problem, Refused, gathering
from inquiries.house import House
from inquiries.retention import REQUEST, SCHEDULE, due
from inquiries.states import Inquiry

SEEN = "thay"
"""The hidden field with the number of events that the clerk had before her."""

YES, NO = "co", "khong"

LIKELY: Mapping[str, str] = {"new": "classified", "quarantined": "released", "classified": "forwarded"}
"""What is mostly done next, by state; elsewhere the first form of FORMS."""

_DAY_PARTS = re.compile(r"[/.-]")
_DAY_HINT = "Ngày/tháng/năm, ví dụ 27/11/2026."


@dataclass(frozen=True)
class Field:
    """One field. sort: "text", "line", "day", "choice", "yes-no", "tick", "ticks", "inquiry"; value: what was typed"""

    name: str
    label: str
    sort: str = "line"
    hint: str = ""
    required: bool = False
    choices: Mapping[str, str] | None = None
    value: Any = ""


@dataclass(frozen=True)
class ActForm:
    """A form of one act. button: what it says; lead: what will happen"""

    act: str
    do: Callable[..., object]
    title: str
    button: str
    lead: str
    fields: tuple[Field, ...] = ()


_UNIT = Field("unit", "Đơn vị giải quyết", hint="Tên phòng, đơn vị; không ghi tên người gửi.")
_NOTE = Field("note", "Ghi chú nội bộ", "text", hint="Không bắt buộc; người gửi không đọc được.")
_TO_SENDER = "Người gửi đọc được khi tra cứu bằng mã."


def _reason(known: Mapping[str, str]) -> Field:
    return Field("reason", "Lý do", "choice", required=True, choices=known)


def _erase(house: House, who: Clerk, id: str, now: datetime, *, sure: bool, seen: int | None = None) -> None:
    """Erase what the clock or the sender's request says is to go. Raises: Refused where neither does"""
    if not sure:
        raise Refused(Problem("inbox-web-missing", "fail", id, facts={"field": "Đã đọc, và xóa vĩnh viễn"}))
    owed = due(read(house, id)[1], house.form)
    erase(house, who, id, now, owed.ground if owed else SCHEDULE, seen=seen)


FORMS: tuple[ActForm, ...] = (
    ActForm("released", acts.release, "Đưa khỏi mục chờ xem lại", "Đưa vào xử lý", "Hồ sơ được xử lý như bình thường."),
    ActForm(
        "rights_answered",
        acts.answer_right,
        "Trả lời yêu cầu về dữ liệu cá nhân",
        "Gửi trả lời",
        "",
        (
            Field("outcome", "Kết quả", "choice", required=True, choices=RIGHT_OUTCOMES),
            Field("text", "Nội dung trả lời", "text", _TO_SENDER, required=True),
        ),
    ),
    ActForm(
        "routing_approved",
        routing.approve_routing,
        "Duyệt việc chuyển",
        "Duyệt",
        "Đồng ý chuyển đến đơn vị đã phân loại.",
    ),
    ActForm("unit_confirmed", routing.confirm_unit, "Đơn vị xác nhận câu trả lời", "Ghi xác nhận", ""),
    ActForm(
        "answered",
        acts.answer,
        "Trả lời",
        "Gửi câu trả lời",
        "",
        (
            Field("text", "Câu trả lời", "text", _TO_SENDER, required=True),
            Field(
                "general_concern",
                "Vấn đề có liên quan chung?",
                "yes-no",
                "“Có” thì câu trả lời phải được đăng lên trang, đã bỏ hết dữ liệu cá nhân.",
                required=True,
            ),
            _UNIT,
        ),
    ),
    ActForm(
        "noticed",
        acts.notice,
        "Thông báo quá trình xử lý",
        "Gửi thông báo",
        "Ngày nêu trong thông báo thành hạn trả lời mới.",
        (
            Field("text", "Nội dung thông báo", "text", _TO_SENDER, required=True),
            Field("new_due_on", "Sẽ trả lời chậm nhất ngày", "day", _DAY_HINT, required=True),
        ),
    ),
    ActForm(
        "forwarded",
        routing.forward,
        "Chuyển đơn vị giải quyết",
        "Ghi việc chuyển",
        "Ghi lại rằng hồ sơ đã chuyển; sau khi ghi, in công văn bằng nút ở trên.",
        (
            _UNIT,
            Field("letter_no", "Số công văn chuyển"),
            Field("reply_by", "Đề nghị đơn vị gửi ý kiến trước ngày", "day", _DAY_HINT),
        ),
    ),
    ActForm(
        "asked",
        acts.ask,
        "Đề nghị bổ sung",
        "Gửi đề nghị",
        "",
        (Field("text", "Cần người gửi cho biết thêm", "text", _TO_SENDER, required=True),),
    ),
    ActForm(
        "classified",
        routing.classify,
        "Phân loại",
        "Ghi phân loại",
        "Khiếu nại, tố cáo và việc ngoài phạm vi không trả lời tại đây; sau khi phân loại, hướng dẫn người gửi.",
        (
            Field("class_", "Phân loại", "choice", required=True, choices=CLASS_NAMES),
            _UNIT,
            Field("tags", "Nhãn", "ticks"),
            Field("sensitive", "Nhạy cảm: lãnh đạo xem trước", "tick"),
            Field(
                "duplicate_of",
                "Trùng với hồ sơ",
                "inquiry",
                hint="Chỉ khi phân loại là “trùng”: ít nhất 6 ký tự đầu của mã.",
            ),
        ),
    ),
    ActForm(
        "redirected",
        acts.redirect,
        "Hướng dẫn gửi nơi có thẩm quyền",
        "Gửi hướng dẫn và đóng hồ sơ",
        "Việc ngoài phạm vi phải báo ngay cho người gửi.",
        (
            Field("body", "Cơ quan có thẩm quyền", required=True),
            Field("text", "Hướng dẫn", "text", _TO_SENDER, required=True),
        ),
    ),
    ActForm(
        "unit_received",
        routing.unit_received,
        "Đơn vị đã nhận",
        "Ghi ngày nhận",
        "",
        (Field("on", "Ngày nhận", "day", _DAY_HINT, required=True),),
    ),
    ActForm(
        "coordination_requested",
        routing.request_coordination,
        "Đề nghị phối hợp",
        "Ghi đề nghị",
        "",
        (
            replace(_UNIT, label="Đơn vị phối hợp", required=True),
            Field("on", "Ngày đề nghị", "day", _DAY_HINT, required=True),
        ),
    ),
    ActForm(
        "coordination_answered",
        routing.answer_coordination,
        "Nhận ý kiến phối hợp",
        "Ghi ý kiến",
        "",
        (
            replace(_UNIT, label="Đơn vị phối hợp", required=True),
            Field("on", "Ngày nhận", "day", _DAY_HINT, required=True),
        ),
    ),
    ActForm("closed", acts.close, "Đóng hồ sơ", "Đóng hồ sơ", "", (_reason(CLOSING), _NOTE)),
    ActForm(
        "erased",
        _erase,
        "Xóa dữ liệu của người gửi",
        "Xóa vĩnh viễn",
        "Nội dung, câu trả lời, tệp kèm và thư chờ gửi bị xóa, không lấy lại được. Chỉ còn bằng chứng đã xóa.",
        (Field("sure", "Đã đọc, và xóa vĩnh viễn", "tick", required=True),),
    ),
    ActForm("reopened", acts.reopen, "Mở lại hồ sơ", "Mở lại", "", (_reason(REOPENING), _NOTE)),
    ActForm("spam", acts.mark_spam, "Đánh dấu thư rác", "Đánh dấu và đóng", "", (_reason(SPAM), _NOTE)),
)
"""Every form, the likeliest act of each state first. Drafts have a page of their own."""


def forms_for(house: House, who: Clerk, inquiry: Inquiry, today: date) -> list[ActForm]:
    """Return the forms of what its state takes now and this person may do, filled with what is known."""
    allowed = {act for act in acts.allowed(inquiry, house.profile) if may(who.person, house.profile, act, today)}
    owed = due(inquiry, house.form)
    allowed |= {"erased"} if owed and (owed.ground == REQUEST or owed.on <= today) else set()
    forms = [fit(form, house, inquiry) for form in FORMS if form.act in allowed]
    return sorted(forms, key=lambda form: form.act != _likely(inquiry))


def _likely(inquiry: Inquiry) -> str:
    """Return what is mostly done next."""
    if inquiry.class_ in ("out_of_scope", "denunciation"):
        return "redirected"
    return LIKELY.get(inquiry.state, "")


def fit(form: ActForm, house: House, inquiry: Inquiry) -> ActForm:
    """Return the form as this regulation and this inquiry need it."""
    rules = house.profile.inquiry_rules
    tags = rules.tags.list if rules.tags else ()
    letter = bool(rules.routing and rules.routing.letter)
    known = {"class_": inquiry.class_, "unit": inquiry.unit, "tags": inquiry.tags, "sensitive": inquiry.sensitive}
    fields = []
    for field in form.fields:
        if field.sort == "ticks" and not tags:
            continue
        if field.name == "tags":
            field = replace(field, choices={tag: tag for tag in tags})
        if field.name in ("letter_no", "reply_by"):
            field = replace(field, required=letter)
        if field.name in known and not (field.name == "unit" and form.act.startswith("coordination")):
            field = replace(field, value=known[field.name])
        fields.append(field)
    return replace(form, fields=tuple(fields))


def typed(form: ActForm, raw: MultiDict[str, str]) -> ActForm:
    """Return the form with what was typed standing in it."""
    fields = []
    for field in form.fields:
        value: Any = raw.getlist(field.name) if field.sort == "ticks" else raw.get(field.name, "")
        fields.append(replace(field, value=value == YES if field.sort == "tick" else value))
    return replace(form, fields=tuple(fields))


def number_in(raw: Mapping[str, str], name: str) -> int:
    """Return the number that a field was sent with, 0 for one without: no event that the clerk saw, no page."""
    text = raw.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def values(form: ActForm, house: House) -> dict[str, Any]:
    """Return what was typed as the act takes it. Raises: Refused, naming every field that cannot be read"""
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for field in form.fields:
        with gathering(problems):
            found[field.name] = _value(field, house)
    problems += _missing(form.fields)
    if problems:
        raise Refused(*problems)
    return found


def _value(field: Field, house: House) -> Any:
    match field.sort:
        case "day":
            return _day(field)
        case "yes-no":
            return {YES: True, NO: False}.get(field.value)
        case "inquiry":
            return find(house, field.value) if field.value.strip() else ""
    return field.value


def _day(field: Field) -> date | None:
    """Return a day typed as 27/11/2026: a date field of the browser would show it in the browser's own order."""
    words = field.value.strip()
    if not words:
        return None
    try:
        day, month, year = (int(part) for part in _DAY_PARTS.split(words))
        return date(year, month, day)
    except (ValueError, OverflowError):  # the latter for a year of twenty digits
        raise Refused(Problem("inbox-web-day", "fail", field.label, facts={"field": field.label})) from None


def _missing(fields: Iterable[Field]) -> Iterator[Problem]:
    """Yield every field that must not stay empty, by the name it has on the page: an act names its options instead."""
    for field in fields:
        if field.required and field.sort != "tick" and not field.value.strip():
            yield Problem("inbox-web-missing", "fail", field.label, facts={"field": field.label})
