"""The application: which address is answered by whom, and what every answer carries.

What readers type is never logged: Werkzeug's own request log is not used, and a failure is logged without the query.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from editorial.addresses import NO_ANSWER, file_of
from editorial.settings import Settings
from endpoint.files import answer_file, answer_not_found
from endpoint.live_site import LiveSite, NoSearch
from endpoint.search_results import RESULTS, results_page

BODY_BYTES = 300_000

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
"""For answers to what one reader typed."""

UNAVAILABLE = "Máy chủ tìm kiếm đang gặp sự cố. Mời bạn thử lại sau ít phút, hoặc về trang chủ: /\n"
"""When the site has not even the page that says so."""

log = logging.getLogger("endpoint")


def create_app(settings: Settings, now: Callable[[], datetime], with_site: bool = False) -> Flask:
    """Return the WSGI application over the live site.

    now: the clock; with_site: serve the site's files as well
    """
    app = Flask("endpoint", static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = BODY_BYTES
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = True
    app.url_map.merge_slashes = False
    live = LiveSite(settings)

    @app.get(RESULTS)
    def search() -> Response:
        return Response(results_page(live, request.args), mimetype="text/html", headers=PRIVATE)

    @app.get("/healthz")
    def health() -> AnyResponse:
        return _health(live, now())

    if with_site:

        @app.get("/")
        @app.get("/<path:path>")
        def file(path: str = "") -> AnyResponse:
            return answer_file(settings.output, path)

    app.after_request(_add_headers)
    app.register_error_handler(HTTPStatus.NOT_FOUND, lambda _: answer_not_found(settings.output))
    app.register_error_handler(HTTPException, _refuse)
    app.register_error_handler(Exception, lambda error: _fail(settings.output, error))
    return app


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


def _fail(output: Path, error: Exception) -> Response:
    """Say that it did not work, and where else to look; the query stays out of the log."""
    log.error("%s failed: %s", request.path, type(error).__name__, exc_info=error)
    headers = PRIVATE | {"Retry-After": "60"}
    try:
        page = (output / file_of(NO_ANSWER)).read_text(encoding="utf-8")
    except OSError:
        return Response(UNAVAILABLE, HTTPStatus.SERVICE_UNAVAILABLE, headers, "text/plain")
    return Response(page, HTTPStatus.SERVICE_UNAVAILABLE, headers, "text/html")
