"""/tra-cuu/…: whoever has a code follows the inquiry, adds to it, or asks for personal data.

Every code that leads nowhere gets the same 404, whose cost does not depend on it: one HMAC, one folder that is not
there. The code stands in no link and no redirect of ours; an address with ?ma=… is answered, and never kept.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from editorial.addresses import FOLLOW
from editorial.dates import local_day
from editorial.messages import sentence
from editorial.problem import Problem, Refused
from editorial.workdays import YearNotLoaded
from endpoint.counter import GUESS, RETRY_SECONDS, SEND, Counter, address, typed
from endpoint.frames import part
from inquiries.cleaning import clean_line, clean_text
from inquiries.clocks import choices, rights_due
from inquiries.codes import inquiry_id, read_code, show_code
from inquiries.events import RIGHTS, SENDER, Event
from inquiries.following import LONGEST_SUPPLEMENT, status
from inquiries.sealing import SealBroken, seal, unseal_for_sender
from inquiries.states import Inquiry, check, fold
from inquiries.store import Conflict, StoreFailed

Raw = Mapping[str, str]
Facts = Mapping[str, Any]

RESULT, SUPPLEMENT, RIGHT = FOLLOW + "ket-qua", FOLLOW + "bo-sung", FOLLOW + "quyen"
CODE, TEXT, WHICH, RIGHT_TEXT = "ma", "noi_dung", "quyen", "quyen_noi_dung"
"""Names of fields; the last is how the page tells its second text from its first."""
LONGEST_CODE = 100
TRIES = 5
"""How often a sender's act is tried again when staff were faster."""

SAID = {
    "supplemented": "Đã nhận phần ông/bà bổ sung.",
    "rights_requested": "Đã nhận yêu cầu của ông/bà. Cơ quan trả lời ở trang này, chậm nhất vào ngày ghi dưới đây.",
    "not-now": "Phần vừa gửi chưa được nhận: lúc này câu hỏi không chờ bổ sung, hoặc yêu cầu trước chưa được trả lời.",
}

log = logging.getLogger("endpoint")


@dataclass(frozen=True)
class Opened:
    """An inquiry whose code was told. code: canonical"""

    code: str
    inquiry: Inquiry
    events: tuple[Event, ...]


def tracking(counter: Counter) -> Blueprint:
    """Return the addresses that take a code."""
    blueprint = Blueprint("tracking", __name__)

    @blueprint.route(RESULT, methods=["GET", "POST"])
    def result() -> Response:
        return _answered(counter, lambda opened, raw: _status(counter, opened), counted=False)

    @blueprint.post(SUPPLEMENT)
    def supplement() -> Response:
        return _answered(counter, lambda opened, raw: _supplement(counter, opened, raw))

    @blueprint.post(RIGHT)
    def right() -> Response:
        return _answered(counter, lambda opened, raw: _right(counter, opened, raw))

    return blueprint


def _answered(counter: Counter, do: Callable[[Opened, Raw], Response], counted: bool = True) -> Response:
    """Return what do answers for the inquiry of the code that was told, else why not. counted: as something sent"""
    if request.method == "POST" and (status := counter.refused(request)):
        return _refused(counter, status)
    try:
        raw = typed(request) if request.method == "POST" else request.args.to_dict(flat=True)
    except RequestEntityTooLarge:
        return _refused(counter, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if counted and (seconds := counter.wait(request)):
        return _refused(counter, HTTPStatus.TOO_MANY_REQUESTS, seconds, raw)
    try:
        opened = _open(counter, raw)
        return opened if isinstance(opened, Response) else do(opened, raw)
    except (Refused, OSError) as error:
        log.error("code not answered: %s", error if isinstance(error, Refused) else type(error).__name__)
        return _refused(counter, HTTPStatus.SERVICE_UNAVAILABLE, RETRY_SECONDS, raw)


def _open(counter: Counter, raw: Raw) -> Opened | Response:
    """Return the inquiry of a code, or the answer to one that leads nowhere. Raises: Refused, OSError"""
    code = read_code(raw.get(CODE, "")[:LONGEST_CODE])
    if code is None:
        return _lookup(counter, HTTPStatus.UNPROCESSABLE_ENTITY, raw, "endpoint-code-malformed")
    if seconds := counter.rates.take(GUESS, address(request), counter.seconds()):
        return _refused(counter, HTTPStatus.TOO_MANY_REQUESTS, seconds, raw)
    store = counter.house.store
    events = store.events(inquiry_id(store.secret, code))
    if not events:
        return _lookup(counter, HTTPStatus.NOT_FOUND, raw, "endpoint-code-unknown")
    counter.rates.forgive(GUESS, address(request))
    return Opened(code, fold(events), events)


def _supplement(counter: Counter, opened: Opened, raw: Raw) -> Response:
    text = clean_text(raw.get(TEXT, ""))
    if fault := _text_fault(text, needed=True):
        counter.rates.forgive(SEND, address(request))
        return _status(counter, opened, HTTPStatus.UNPROCESSABLE_ENTITY, values={TEXT: text}, faults={TEXT: fault})
    return _act(counter, opened, "supplemented", {}, text, {TEXT: text})


def _right(counter: Counter, opened: Opened, raw: Raw) -> Response:
    which, text = clean_line(raw.get(WHICH, "")), clean_text(raw.get(TEXT, ""))
    faults = {RIGHT_TEXT: fault} if (fault := _text_fault(text, needed=False)) else {}
    if which not in RIGHTS:
        faults = {WHICH: sentence(Problem("endpoint-right-missing", "fail", WHICH))} | faults
    values = {WHICH: which, RIGHT_TEXT: text}
    if faults:
        counter.rates.forgive(SEND, address(request))
        return _status(counter, opened, HTTPStatus.UNPROCESSABLE_ENTITY, values=values, faults=faults)
    facts = {"right": which, "due_on": _right_due(counter).isoformat(), "due_clause": choices().rights.clause}
    return _act(counter, opened, "rights_requested", facts, text, values)


def _right_due(counter: Counter) -> date:
    """Return by when the office answers; without a calendar of the year the plain days, which end no later."""
    today = local_day(counter.now())
    try:
        return rights_due(today, counter.house.calendar)
    except YearNotLoaded:
        return today + timedelta(days=choices().rights.days)


def _act(counter: Counter, opened: Opened, act: str, facts: Facts, text: str, values: Raw) -> Response:
    """Store what the sender does, once for two clicks, and show the inquiry after it."""
    # The same words after another word of the office are another answer: they are no second click.
    office = max((event.number for event in opened.events if event.by != SENDER), default=0)
    same = {"act": act, "code": opened.code, "after": str(office), **values}
    try:
        counter.acts.answer(same, counter.seconds(), lambda: _store(counter, opened, act, facts, text))
    except StoreFailed as failed:
        counter.rates.forgive(SEND, address(request))
        log.error("act of a sender not stored: %s", failed)
        return _status(counter, opened, HTTPStatus.SERVICE_UNAVAILABLE, values=values)
    except NotNow:
        said = SAID["not-now"] + (f" Điều đã gõ, để chép lại: {text}" if text else "")
        return _status(counter, _again(counter, opened), HTTPStatus.UNPROCESSABLE_ENTITY, said, values)
    return _status(counter, _again(counter, opened), said=SAID[act])


class NotNow(Exception):
    """The state of the inquiry does not take the act."""


def _store(counter: Counter, opened: Opened, act: str, facts: Facts, text: str) -> None:
    """Append the act, behind whatever staff did meanwhile. Raises: NotNow, StoreFailed, Conflict"""
    now, house = counter.now(), counter.house
    sealed = seal(json.dumps({"text": text}, ensure_ascii=False).encode(), house.recipients.on(local_day(now)))
    for last in reversed(range(TRIES)):
        inquiry = opened.inquiry
        event = Event(inquiry.id, inquiry.number + 1, act, now, SENDER, facts, sealed)
        if check(inquiry, event) or (act == "rights_requested" and (inquiry.rights or inquiry.state == "erased")):
            raise NotNow
        try:
            house.store.append(event)
            return
        except Conflict:
            if not last:
                raise
            opened = _again(counter, opened)


def _again(counter: Counter, opened: Opened) -> Opened:
    """Return the inquiry as it is now."""
    events = counter.house.store.events(opened.inquiry.id)
    return Opened(opened.code, fold(events), events)


def _status(
    counter: Counter,
    opened: Opened,
    answer: HTTPStatus = HTTPStatus.OK,
    said: str = "",
    values: Raw = MappingProxyType({}),
    faults: Raw = MappingProxyType({}),
) -> Response:
    """Return the page of an inquiry."""
    house = counter.house
    shown = status(
        show_code(opened.code),
        opened.inquiry,
        dict(_texts(opened)),
        house.form,
        house.profile,
        house.calendar,
        local_day(counter.now()),
    )
    shown = replace(shown, said=said, values=values, faults=faults)
    failed = answer == HTTPStatus.SERVICE_UNAVAILABLE
    parts = [counter.refusal(answer)] if failed else []
    parts.append(part("inquiry_status", shown))
    return counter.answer(answer, FOLLOW, "Câu hỏi của ông/bà", *parts, wait=RETRY_SECONDS if failed else 0)


def _texts(opened: Opened) -> Iterator[tuple[int, str]]:
    """Yield the texts for the sender by the number of their event."""
    for event in opened.events:
        if event.for_sender:
            try:
                plain = unseal_for_sender(event.for_sender, opened.code, event.inquiry, event.number)
                yield event.number, plain.decode()
            except (SealBroken, UnicodeDecodeError):
                log.error("event %d of %s cannot be opened by its sender", event.number, event.inquiry[:8])


def _text_fault(text: str, needed: bool) -> str:
    """Return what is wrong with a text, "" for nothing."""
    over = len(text) - LONGEST_SUPPLEMENT
    if over > 0:
        facts = {"length": len(text), "most": LONGEST_SUPPLEMENT, "over": over}
        return sentence(Problem("endpoint-text-long", "fail", TEXT, "product", facts))
    return sentence(Problem("endpoint-text-missing", "fail", TEXT)) if needed and not text else ""


def _lookup(counter: Counter, answer: HTTPStatus, raw: Raw, code: str) -> Response:
    """Return the form that asks for a code, with what is wrong with the one that was typed."""
    fault = sentence(Problem(code, "fail", CODE))
    return counter.answer(answer, FOLLOW, "Cần sửa", part("inquiry_lookup", _typed_code(raw), fault))


def _refused(counter: Counter, answer: HTTPStatus, seconds: int = 0, raw: Raw = MappingProxyType({})) -> Response:
    lookup = part("inquiry_lookup", _typed_code(raw), "")
    refusal = counter.refusal(answer, seconds, clean_text(raw.get(TEXT, "")))
    return counter.answer(answer, FOLLOW, "Chưa nhận", refusal, lookup, wait=seconds)


def _typed_code(raw: Raw) -> str:
    return clean_line(raw.get(CODE, "")[:LONGEST_CODE])
