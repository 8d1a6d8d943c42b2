"""From a form that is filled in rightly to an inquiry that is stored, and what its sender is told."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from editorial.dates import local_day
from editorial.problem import Refused
from editorial.workdays import YearNotLoaded
from endpoint.attachments import Attachment
from inquiries.clocks import Promise
from inquiries.codes import inquiry_id, new_code, show_code
from inquiries.events import SENDER, Event
from inquiries.filling import Filling
from inquiries.following import Receipt
from inquiries.form import OTHER_AREA, YES
from inquiries.house import House
from inquiries.mails import write_mail
from inquiries.outbox import Outbox
from inquiries.sealing import seal, seal_file
from inquiries.store import OUTBOX

log = logging.getLogger("endpoint")


@dataclass(frozen=True)
class Message:
    """What was sent. flags: why a person must look at it before anything else, () mostly"""

    filling: Filling
    files: tuple[Attachment, ...] = ()
    flags: tuple[str, ...] = ()


def receive(house: House, message: Message, now: datetime) -> Receipt:
    """Return the receipt of a message that is stored, sealed, audited and durable.

    Raises: StoreFailed when the disk does not take it; Refused when there is no key to seal it to
    """
    recipients = house.recipients.on(local_day(now))
    promised = promise_on(house, local_day(now))
    code = new_code()
    inquiry = inquiry_id(house.store.secret, code)
    files = [seal_file(file.content, recipients) for file in message.files]
    digests = [sha256(file).hexdigest() for file in files]
    named = [
        {"name": file.name, "type": file.type, "bytes": len(file.content), "sha256": digest}
        for file, digest in zip(message.files, digests, strict=True)
    ]
    private = {"code": code, "values": dict(message.filling.values), "files": named}
    sealed = seal(json.dumps(private, ensure_ascii=False).encode(), recipients)
    facts = facts_of(house, message, promised) | {"files": digests}
    house.store.receive(Event(inquiry, 1, "received", now, SENDER, facts, sealed), files)
    if house.settings.mail and message.filling.contact == "email" and not message.flags:
        _queue_mail(house, inquiry, message.filling.values["email"], promised.due_on, now)
    return Receipt(show_code(code), promised, message.filling.contact)


def facts_of(house: House, message: Message, promised: Promise) -> dict[str, object]:
    """Return what stands open on the disk: nothing of what was typed but the choices."""
    values = message.filling.values
    facts: dict[str, object] = {
        "kind": values["loai"],
        "area": values.get("linh_vuc", OTHER_AREA),
        "contact": message.filling.contact,
        "consent": house.form.version if values.get("dong_y") == YES else "",
        "may_publish": values.get("cong_khai") == YES,
        "form": house.form.version,
        "keep_days": house.form.keep_days,
        "flags": list(message.flags),
    }
    if sender := values.get("nguoi_gui"):
        facts["sender_type"] = sender
    if promised.clause:
        facts["due_clause"] = promised.clause
    if promised.due_on:
        facts |= {"due_on": promised.due_on.isoformat(), "due_days": promised.days}
    return facts


def promise_on(house: House, day: date) -> Promise:
    """Return what is promised; a year without a calendar takes the date away, never the message."""
    try:
        return house.promise(day)
    except YearNotLoaded as missing:
        log.error("records/holidays/%d.toml is missing: messages are taken without a date", missing.year)
        limit = house.profile.inquiry_rules.answer
        clause = limit.clause if limit else ""
        words = "Chưa tính được hạn trả lời vì chưa có đủ lịch nghỉ. "
        return Promise(None, 0, clause, words + "Khi tính được, hạn hiện ở trang Tra cứu câu hỏi.")


def _queue_mail(house: House, inquiry: str, address: str, due_on: date | None, now: datetime) -> None:
    """Queue the mail on receipt; a message that is stored stays received when that fails."""
    try:
        mail = write_mail("received", address, house.form.controller, house.settings.siteurl, due_on)
        Outbox(house.store.folder / OUTBOX, house.recipients).put(inquiry, "received", mail, now)
    except (OSError, Refused, ValueError) as error:
        log.error("mail on receipt not queued: %s", type(error).__name__)
