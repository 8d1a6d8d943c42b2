"""The application: which address is answered by whom, and what every answer carries.

What readers type is never logged: Werkzeug's own request log is not used, and a failure is logged without the query.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Request, Response, jsonify, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from editorial.addresses import BROKEN, NO_ANSWER, file_of
from editorial.settings import Settings
from endpoint.counter import PRIVATE, Counter
from endpoint.files import answer_file, answer_not_found
from endpoint.inquiries import ADDRESS, send
from endpoint.live_site import LiveSite, NoSearch
from endpoint.search_results import RESULTS, results_page
from endpoint.tracking import tracking

BODY_BYTES = 300_000
FORM_PARTS = 40

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
UNAVAILABLE = "Máy chủ đang gặp sự cố. Xin thử lại sau ít phút, hoặc về trang chủ: /\n"
"""When the site has not even the page that says so."""

log = logging.getLogger("endpoint")


class FormRequest(Request):
    """A request whose files stay in memory: what is not sealed yet never touches a disk."""

    def _get_file_stream(self, *args: Any, **kwargs: Any) -> BytesIO:
        return BytesIO()


def create_app(
    settings: Settings, now: Callable[[], datetime], with_site: bool = False, counter: Counter | None = None
) -> Flask:
    """Return the WSGI application over the live site.

    now: the clock; with_site: serve the site's files as well; counter: None where no inquiries are taken
    """
    app = _flask(body_bytes(counter))
    live = LiveSite(settings)

    @app.get(RESULTS)
    def search() -> Response:
        return Response(results_page(live, request.args), mimetype="text/html", headers=PRIVATE)

    @app.get("/healthz")
    def health() -> AnyResponse:
        return _health(live, now())

    if counter:
        app.register_blueprint(tracking(counter))
        app.add_url_rule(ADDRESS, view_func=partial(send, counter, request), endpoint="send", methods=["POST"])
        app.wsgi_app = _Shortcut(app.wsgi_app, counter)  # type: ignore[method-assign]

    if with_site:

        @app.get("/")
        @app.get("/<path:path>")
        def file(path: str = "") -> AnyResponse:
            return answer_file(settings.output, path)

    app.after_request(_add_headers)
    app.register_error_handler(HTTPStatus.NOT_FOUND, lambda _: answer_not_found(settings.output))
    app.register_error_handler(HTTPException, _refuse)
    app.register_error_handler(Exception, lambda error: _fail(settings.output, request, error))
    return app


def _flask(most_bytes: int) -> Flask:
    """Return an application without an address: no body is larger, and no address is answered for another's."""
    app = Flask("endpoint", static_folder=None, template_folder=None)
    app.request_class = FormRequest
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = most_bytes
    app.config["MAX_FORM_PARTS"] = FORM_PARTS
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = True
    app.url_map.merge_slashes = False
    return app


class _Shortcut:
    """Messages are answered without Flask's dispatch, which costs more than sealing them; nothing else is different.

    Their answers are whole pages with a length and no way back into the request, so that Werkzeug, which looks through
    every header anew for line breaks, has nothing to add; waitress refuses a header with one.
    """

    def __init__(self, others: WSGIApplication, counter: Counter) -> None:
        self._others = others
        self._counter = counter
        self._most = body_bytes(counter)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != ADDRESS or environ["REQUEST_METHOD"] != "POST":
            return self._others(environ, start_response)
        message = FormRequest(environ)
        message.max_content_length = message.max_form_memory_size = self._most
        message.max_form_parts = FORM_PARTS
        answer: AnyResponse
        try:
            answer = send(self._counter, message)
        except HTTPException as error:
            answer = _refuse(error)
        except Exception as error:
            answer = _fail(self._counter.house.settings.output, message, error)
        start_response(answer.status, [*answer.headers, *HEADERS.items()])
        return [answer.get_data()]


def body_bytes(counter: Counter | None) -> int:
    """Return the size of the largest body that is read."""
    attachments = counter.house.form.attachments if counter else None
    files = attachments.most * attachments.most_bytes if attachments and attachments.allowed else 0
    return BODY_BYTES + files


def _health(live: LiveSite, at: datetime) -> AnyResponse:
    """Say whether searches are answered: 200 and how many pages are found, else 503."""
    try:
        pages = live.engine().reader.manifest.documents
    except NoSearch:
        return Response('{"status":"no search index"}', HTTPStatus.SERVICE_UNAVAILABLE, PRIVATE, "application/json")
    answer = jsonify(status="ok", pages=pages, at=at.isoformat(timespec="seconds"))
    answer.headers.update(PRIVATE)
    return answer


def _add_headers(response: AnyResponse) -> AnyResponse:
    response.headers.update(HEADERS)
    return response


def _refuse(error: HTTPException) -> AnyResponse:
    """Answer what is no proper request in one line."""
    code = error.code or HTTPStatus.BAD_REQUEST
    if code < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    text = f"Máy chủ không nhận yêu cầu này ({code}). Về trang chủ: /\n"
    response = Response(text, code, PRIVATE, "text/plain")
    if isinstance(allowed := getattr(error, "valid_methods", None), list):
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _fail(output: Path, request: Request, error: Exception) -> Response:
    """Say that it did not work, and where else to look; what was typed stays out of the log, so no message of it."""
    steps = traceback.extract_tb(error.__traceback__)[-6:]
    where = " < ".join(f"{Path(step.filename).name}:{step.lineno} {step.name}" for step in reversed(steps))
    log.error("%s failed: %s at %s", request.endpoint or "send", type(error).__name__, where)
    headers = PRIVATE | {"Retry-After": "60"}
    try:
        page = (output / file_of(NO_ANSWER if request.path == RESULTS else BROKEN)).read_text(encoding="utf-8")
    except OSError:
        return Response(UNAVAILABLE, HTTPStatus.SERVICE_UNAVAILABLE, headers, "text/plain")
    return Response(page, HTTPStatus.SERVICE_UNAVAILABLE, headers, "text/html")
