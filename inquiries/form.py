"""The one schema of the form: it makes the page, the validation, the privacy notice and the erasure clock.

The fields stand in data/form.toml; what is to choose from comes from the profile: kinds and senders from its
[inquiry], areas from its [areas]. Terms: a *notice* tells what happens to personal data; its *version* is a digest
of all that it says, so that a consent is to exactly one text.

1. A field without a purpose is refused when the file is read (PS-D1).
2. hoi_dap, phan_anh and kien_nghi are offered wherever the profile has an [inquiry]; other kinds where it has them.
3. Never both telephone and e-mail are asked for (PS-D4); neither is where anonymous senders are allowed.
4. The trap is no field: people do not see it, and what stands in it is not kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, field, replace
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import rfc8785

from editorial.addresses import TAKING_PART
from editorial.frozen import frozen
from editorial.profile import Profile
from editorial.profile_schema import CLAUSES, clause_in_words, is_inherited, place_in_words, whose_in_words
from editorial.text import capitalised, slug
from editorial.toml_document import read_document
from editorial.typed_toml import AtLeast, Fault, Reader, Schema, Words, named_twice

FORM_FILE = Path(__file__).parent / "data" / "form.toml"

TRAP = "website"
"""The honeypot: hidden from people, filled by simple robots."""
FILES = "tep"
"""The name of the file input, where attachments are allowed."""
OTHER_AREA = "khac"
THIS_SITE = "website"
"""How a profile's [intake] names this site as a way for material to come in (CT-7)."""
YES = "co"
"""The value of a ticked box."""
AT_RECEIPT = "received_on"
"""The day from which a profile's answer is counted so that the receipt can already name its last day."""
RULES, RULES_PAGE = "{rules}", "Quy chế tham gia và "
"""Where a label names the rules for who takes part, and how: only where the profile has such a page (CT-8.2-2)."""

FIELD_KINDS = MappingProxyType({
    "choice": "chọn loại",
    "area": "chọn lĩnh vực",
    "sender": "chọn người gửi",
    "line": "một dòng",
    "text": "nhiều dòng",
    "telephone": "số điện thoại",
    "email": "địa chỉ thư điện tử",
    "consent": "đồng ý",
    "tick": "đánh dấu",
})  # fmt: skip
PARTS = MappingProxyType({
    "subject": "Điều ông/bà muốn gửi",
    "sender": "Người gửi",
    "consent": "Đồng ý và gửi",
})  # fmt: skip
CHOOSING = frozenset({"choice", "area", "sender"})
TICKS = frozenset({"consent", "tick"})
OFFERED_WHEN = MappingProxyType({
    "always": "luôn có",
    "listed": "khi quy chế kể tên",
    "comments_to": "khi quy chế có nơi nhận góp ý",
    "impersonation": "khi quy chế có nơi nhận tin báo giả mạo",
    "intake": "khi quy chế nhận tin, bài gửi qua trang",
})  # fmt: skip
MEDIA_TYPES = MappingProxyType({"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"})

_CONCERN: Mapping[str, str] = {
    "general_concern": "Câu trả lời cho vấn đề có liên quan chung được đăng trên trang",
    "approved": "Câu trả lời được đăng trên trang sau khi được duyệt",
}


@frozen
class Choice:
    """One thing to choose. clause: which asks for it, "" for a choice of the product."""

    value: str
    label: str
    hint: str = ""
    clause: str = ""


@frozen
class Kind:
    """A kind of inquiry. names: how profiles call it"""

    value: str
    label: str
    hint: str
    when: Annotated[str, Words(OFFERED_WHEN, "trường hợp có loại này")]
    names: tuple[str, ...] = ()


@frozen
class Field:
    """One datum. who, contact: needed only where anonymous senders are not allowed, of contact one will do.

    keep_days: days from the end of the work until it is erased; least, most: characters after cleaning
    short: its name where the label is a sentence
    """

    name: str
    part: Annotated[str, Words(PARTS, "phần của biểu mẫu")]
    kind: Annotated[str, Words(FIELD_KINDS, "kiểu ô")]
    label: str
    purpose: str
    keep_days: Annotated[int, AtLeast(1)]
    hint: str = ""
    short: str = ""
    required: bool = False
    who: bool = False
    contact: bool = False
    least: Annotated[int, AtLeast(0)] = 0
    most: Annotated[int, AtLeast(0)] = 0
    autocomplete: str = ""
    choices: tuple[Choice, ...] = field(default=(), metadata={"toml": False})

    @property
    def datum(self) -> str:
        """What the notice calls it."""
        return self.short or self.label

    def faults(self) -> Iterator[Fault]:
        typed = self.kind not in CHOOSING | TICKS
        if typed and not self.most:
            yield Fault("inquiry-field-endless", (), {"name": self.name})


@frozen
class Attachments:
    """Files with a message; off by default."""

    allowed: bool
    most: Annotated[int, AtLeast(1)]
    mebibytes: Annotated[int, AtLeast(1)]
    types: Annotated[tuple[Annotated[str, Words(MEDIA_TYPES, "loại tệp")], ...], AtLeast(1)]

    @property
    def most_bytes(self) -> int:
        """Bytes of one file."""
        return self.mebibytes * 1024 * 1024


@frozen
class Notice:
    """What the sender is told about personal data besides the table of the fields."""

    laws: Annotated[tuple[str, ...], AtLeast(1)]
    access: str
    rights: str
    duties: str
    logs: str


@frozen
class FormFile:
    """data/form.toml as it is written."""

    schema: Schema
    anonymous: bool
    kinds: Annotated[tuple[Kind, ...], AtLeast(1)]
    fields: Annotated[tuple[Field, ...], AtLeast(1)]
    attachments: Attachments
    notice: Notice

    def faults(self) -> Iterator[Fault]:
        yield from named_twice("kinds", [kind.value for kind in self.kinds])
        yield from named_twice("fields", [one.name for one in self.fields])


@frozen
class Form:
    """The form of one organisation.

    controller: the unit that answers for the data; publishing: what becomes public, in words, with its clause
    rules: address of the rules for who takes part, "" where the profile has none
    version: of the notice, "tb-" and 12 hex digits
    dated: whether the receipt says by when there is an answer; elsewhere the days begin later, or are not counted
    """

    fields: tuple[Field, ...]
    anonymous: bool
    attachments: Attachments
    notice: Notice
    controller: str
    publishing: str
    rules: str = ""
    version: str = ""
    dated: bool = False

    def field(self, name: str) -> Field | None:
        """Return the field of that name."""
        return next((one for one in self.fields if one.name == name), None)

    def label(self, name: str, value: str) -> str:
        """Return what people read for a chosen or ticked value; the value itself when no longer offered."""
        one = self.field(name)
        if one and one.kind in TICKS:
            return "có" if value == YES else "không"
        if one is None and value == OTHER_AREA:
            return ""  # where the regulation names no areas nothing was chosen
        choices = one.choices if one else ()
        return next((choice.label for choice in choices if choice.value == value), value)

    @property
    def parts(self) -> Mapping[str, tuple[Field, ...]]:
        """The fields by the heading they stand under."""
        return {PARTS[name]: tuple(one for one in self.fields if one.part == name) for name in PARTS}

    @property
    def keep_days(self) -> int:
        """Days from the end of the work until all is erased: the fields are sealed together, so the shortest counts."""
        return min(one.keep_days for one in self.fields)


def load_form(profile: Profile, path: Path = FORM_FILE) -> Form:
    """Return the form of the profile. Raises: Refused with every fault of the file; ValueError without [inquiry]"""
    if profile.inquiry is None:
        raise ValueError(f"profile {profile.id} takes no inquiries")
    written = Reader(read_document(path)).read(FormFile)
    answer, contact = profile.inquiry.answer, profile.site.contact
    needs_rules = bool(profile.inquiry.rules_page and profile.inquiry.rules_page.required)
    form = Form(
        fields=tuple(_fields(profile, written, needs_rules)),
        anonymous=written.anonymous,
        attachments=written.attachments,
        notice=written.notice,
        controller=contact.unit if contact else profile.site.name,
        publishing=_publishing(profile),
        rules=TAKING_PART if needs_rules else "",
        dated=answer is not None and answer.from_ == AT_RECEIPT,
    )
    return replace(form, version=_version(form))


def _fields(profile: Profile, written: FormFile, needs_rules: bool) -> Iterator[Field]:
    """Yield the fields with what there is to choose; one with nothing to choose is left out."""
    chosen = {
        "choice": tuple(_kinds(profile, written.kinds)),
        "area": tuple(_areas(profile)),
        "sender": tuple(_senders(profile)),
    }
    for one in written.fields:
        if one.kind not in CHOOSING or chosen[one.kind]:
            yield replace(
                one,
                label=one.label.replace(RULES, RULES_PAGE if needs_rules else ""),
                choices=chosen.get(one.kind, ()),
                required=one.required or (one.who and not written.anonymous),
            )


def _kinds(profile: Profile, kinds: tuple[Kind, ...]) -> Iterator[Choice]:
    listed = profile.inquiry_rules.kinds
    impersonation = profile.channels.impersonation if profile.channels else None
    for kind in kinds:
        is_listed = bool(listed and set(kind.names) & set(listed.list))
        clause = listed.clause if listed and is_listed else ""
        if kind.when == "comments_to":
            clause = profile.regulation.comments_to.clause
        elif kind.when == "impersonation":
            clause = impersonation.clause if impersonation else ""
        elif kind.when == "intake":
            senders = profile.intake.from_ if profile.intake else ()
            clause = next((sender.clause for sender in senders if THIS_SITE in sender.by), "")
        if clause or kind.when == "always":
            yield Choice(kind.value, kind.label, kind.hint, clause)


def _areas(profile: Profile) -> Iterator[Choice]:
    """Yield the areas and what lies in none of them; nothing where the regulation names no areas."""
    if profile.areas:
        yield from (Choice(area.slug, area.name, clause=profile.areas.clause) for area in profile.areas.list)
        yield Choice(OTHER_AREA, "Lĩnh vực khác, hoặc chưa rõ")


def _senders(profile: Profile) -> Iterator[Choice]:
    senders = profile.inquiry_rules.senders
    for name in senders.list if senders else ():
        yield Choice(slug(name).replace("-", "_"), capitalised(name), clause=senders.clause if senders else "")


def clause_words(clause: str, profile: Profile) -> str:
    """Return a clause for the sender, to stand in brackets: "điểm d khoản 1 Điều 10 Quy chế"."""
    if not CLAUSES.fullmatch(clause):
        return clause  # a law, named in full
    return " và ".join(_one_in_words(one, profile) for one in clause.split())


def _one_in_words(clause: str, profile: Profile) -> str:
    """Return LX-10.1d as "điểm d khoản 1 Điều 10" and whose it is; what is no article keeps the sign it has."""
    place = place_in_words(clause)
    if not place:
        return clause_in_words(clause, profile.id, marked=False)
    if is_inherited(clause, profile.id):
        return f"{place} {whose_in_words(clause, profile.borrowed)}"
    return f"{place} Quy chế"


def _publishing(profile: Profile) -> str:
    """Return in words what becomes public, and that personal data never does."""
    rule = profile.inquiry_rules.publish
    if rule is None:
        return "Quy chế không đặt ra việc đăng câu hỏi và câu trả lời; nội dung ông/bà gửi không được đăng."
    what = _CONCERN[rule.when]
    if rule.what != "answer":
        what = what.replace("Câu trả lời", "Nội dung phản ánh, kiến nghị và câu trả lời")
    return (
        f"{what} ({clause_words(rule.clause, profile)}), "
        "luôn bỏ tên, cách liên hệ, địa chỉ và mọi chi tiết khiến người khác nhận ra ông/bà. "
        "Nếu ông/bà không đánh dấu ô đồng ý đăng câu hỏi, cán bộ chỉ nêu lại vấn đề bằng lời chung."
    )


def _version(form: Form) -> str:
    """Return the digest of what the notice says: data, purposes, terms, controller, rights."""
    said: dict[str, Any] = {
        "fields": [[one.name, one.label, one.purpose, one.keep_days, one.required] for one in form.fields],
        "notice": asdict(form.notice),
        "controller": form.controller,
        "publishing": form.publishing,
        "attachments": form.attachments.allowed,
    }
    return "tb-" + sha256(rfc8785.dumps(said)).hexdigest()[:12]
