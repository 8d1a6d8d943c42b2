"""POST /gui-cau-hoi/gui: somebody sends a question, a report, a petition.

201 with the code, the date and its clause; 422 with what to mend; 403, 413, 415, 429 and 503 as endpoint.counter says.
A filled trap or a hit of the filter looks the same to the sender (LC-8.4c: a neutral receipt).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus

from flask import Request, Response
from werkzeug.exceptions import RequestEntityTooLarge

from editorial.addresses import SEND as FORM_PAGE
from editorial.addresses import file_of
from editorial.problem import Refused
from endpoint.attachments import read_attachments
from endpoint.counter import RETRY_SECONDS, SEND, Counter, address, typed
from endpoint.frames import Part, part
from endpoint.rates import networks_of
from endpoint.receiving import Message, receive
from inquiries.filling import fill
from inquiries.form import FILES, Form
from inquiries.word_filter import flags_of

ADDRESS = FORM_PAGE + "gui"

log = logging.getLogger("endpoint")


def send(counter: Counter, request: Request) -> Response:
    """Answer a message. request: whether Flask is at work or not (endpoint.app)"""
    if status := counter.refused(request):
        return _refused(counter, status)
    try:
        raw = typed(request)
    except RequestEntityTooLarge:
        return _refused(counter, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if seconds := counter.wait(request):
        return _given_back(counter, HTTPStatus.TOO_MANY_REQUESTS, raw, seconds)
    try:
        return _take(counter, request, raw)
    except (Refused, OSError) as error:
        counter.rates.forgive(SEND, address(request))
        log.error("message not stored: %s", error if isinstance(error, Refused) else type(error).__name__)
        return _given_back(counter, HTTPStatus.SERVICE_UNAVAILABLE, raw, RETRY_SECONDS)


def _take(counter: Counter, request: Request, raw: Mapping[str, str]) -> Response:
    """Store a message that is filled in rightly. Raises: Refused, OSError when it was not stored"""
    form = counter.house.form
    filling = fill(form, raw)
    uploads = request.files.getlist(FILES) if form.attachments.allowed else ()
    files, fault = read_attachments(form.attachments, uploads)
    faults = {**filling.faults, **({FILES: fault} if fault else {})}
    if faults:
        counter.rates.forgive(SEND, address(request))
        page = part("inquiry_form", _shown(counter), filling.values, faults)
        return counter.answer(HTTPStatus.UNPROCESSABLE_ENTITY, FORM_PAGE, "Cần sửa", page)
    message = Message(filling, files, flags_of(filling, counter.house.profile))
    network = networks_of(address(request))[0][0]
    same = {**filling.values, "": " ".join((network, *message.flags, *(file.digest for file in files)))}
    receipt = counter.receipts.answer(same, counter.seconds(), lambda: receive(counter.house, message, counter.now()))
    return counter.answer(HTTPStatus.CREATED, FORM_PAGE, "Đã nhận", part("inquiry_receipt", receipt))


def _refused(counter: Counter, status: HTTPStatus) -> Response:
    return counter.answer(status, FORM_PAGE, "Chưa nhận", counter.refusal(status), _form(counter, {}))


def _given_back(counter: Counter, status: HTTPStatus, raw: Mapping[str, str], seconds: int) -> Response:
    """Say that it did not work, with everything that was typed."""
    values = fill(counter.house.form, raw).values
    refusal = counter.refusal(status, seconds)
    return counter.answer(status, FORM_PAGE, "Chưa nhận", refusal, _form(counter, values), wait=seconds)


def _form(counter: Counter, values: Mapping[str, str]) -> Part:
    return part("inquiry_form", _shown(counter), values, {})


def _shown(counter: Counter) -> Form:
    """Return the form as the live site can show it: without a link to rules that are not published."""
    form = counter.house.form
    rules = counter.house.settings.output / file_of(form.rules)
    return form if not form.rules or rules.is_file() else replace(form, rules="")
