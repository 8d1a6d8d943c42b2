"""What every request must prove, and what every answer says, before a page is thought of.

Other programs and other web pages on this machine can send requests here too: a page whose name was pointed at
127.0.0.1 brings another Host, a form on a foreign page another Origin and no cookie.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_hex

from flask import Flask, Request, g, request
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from desk.inbox_web.door import Door

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}

FORM_KEY = "khoa"
"""The form field that carries the session's key."""

OPEN_ENDPOINTS = ("enter", "stylesheet")
"""What a stranger may ask for."""


class Late(Forbidden):
    """The session is over: nothing is written, what was typed is shown again."""


class Stranger(Forbidden):
    """No session, a foreign page, or a form that is not ours."""


@dataclass(frozen=True)
class Place:
    """Where the desk listens: a port of 127.0.0.1, under a name that nobody can guess.

    Browsers share cookies between the ports of a name, so that under a known one every other program of this machine
    which the clerk's browser visits would be given the session. They lead each name below "localhost" to this machine
    (RFC 6761) without asking any server.
    """

    port: int
    name: str = field(default_factory=lambda: f"hop-thu-{token_hex(8)}.localhost")

    @property
    def host(self) -> str:
        return f"{self.name}:{self.port}"

    @property
    def origin(self) -> str:
        return f"http://{self.host}"

    @property
    def cookie(self) -> str:
        """The cookie's name."""
        return f"hop-thu-{self.port}"


def guard(app: Flask, door: Door, place: Place) -> None:
    """Let the application answer proper requests of the one session only."""

    @app.before_request
    def admit() -> None:
        g.form_key = door.form_key
        check_place(request, place)
        if request.endpoint in OPEN_ENDPOINTS:
            return
        visitor = door.visitor(request.cookies.get(place.cookie, ""))
        if visitor == "stranger":
            raise Stranger
        if visitor == "late":
            raise Late
        if request.method == "POST" and not door.is_form_key(request.form.get(FORM_KEY, "")):
            raise Stranger

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def check_place(request: Request, place: Place) -> None:
    """Raise Stranger for another name than ours, and for what a foreign page sends."""
    if request.host != place.host:
        raise Stranger
    if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        raise Stranger
    if request.method == "POST" and request.headers.get("Origin") != place.origin:
        raise Stranger


def set_session(response: Response, place: Place, session: str) -> None:
    """Give the session to the browser: for this host only, out of reach of scripts and of other sites.

    No "Secure", since nothing but this machine hears the plain line, and no age: it ends with the browser.
    """
    response.set_cookie(place.cookie, session, path="/", httponly=True, samesite="Strict")


def policy_of_print(page: str) -> str:
    """Return the policy of a page for printing: its own style, named by its digest, and nothing else."""
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
