"""The pages and their addresses. Nothing here decides: acts and reading do, and what they refuse is shown."""

from __future__ import annotations

from http import HTTPStatus
from io import BytesIO
from pathlib import Path

from flask import Flask, Response, redirect, request, send_file, url_for
from jinja2 import StrictUndefined
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from desk.inbox_web.counter import Counter
from desk.inbox_web.door import Door
from desk.inbox_web.drafting import confirm_draft, draft_page, first_texts, propose_draft
from desk.inbox_web.errors import add_errors, bare
from desk.inbox_web.forms import FORMS, SEEN, fit, number_in, typed, values
from desk.inbox_web.guard import Place, Stranger, guard, policy_of_print, set_session
from desk.inbox_web.mails import mails_page, sent_page
from desk.inbox_web.pages import attachment, exported, inquiry_page, letter_to_unit, list_page
from desk.inquiries.doing import find, read
from editorial.problem import Refused

BODY_BYTES = 300_000
STYLES = ("tokens.css",)
"""The site's own colours and sizes come first, so that both look alike."""


def create_app(counter: Counter, door: Door, place: Place) -> Flask:
    """Return the desk's web application for one clerk, one session and one port."""
    app = Flask("inbox", root_path=str(Path(__file__).parent), static_folder=None, template_folder="templates")
    app.config.update(MAX_CONTENT_LENGTH=BODY_BYTES, MAX_FORM_MEMORY_SIZE=BODY_BYTES, MAX_FORM_PARTS=60)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.strict_slashes = True
    app.url_map.merge_slashes = False
    guard(app, door, place)
    _add_doors(app, counter, door, place)
    _add_pages(app, counter)
    add_errors(app, counter)
    return app


def _add_doors(app: Flask, counter: Counter, door: Door, place: Place) -> None:
    @app.get("/mo/<token>")
    def enter(token: str) -> AnyResponse:
        session = door.enter(token)
        if not session:
            raise Stranger
        response = redirect(url_for("inbox"), HTTPStatus.SEE_OTHER)
        set_session(response, place, session)
        return response

    @app.get("/desk.css")
    def stylesheet() -> AnyResponse:
        theme = counter.settings.root / "theme" / "static" / "css"
        files = (*(theme / name for name in STYLES), Path(__file__).parent / "desk.css")
        return Response("\n".join(file.read_text(encoding="utf-8") for file in files), mimetype="text/css")

    @app.post("/dong")
    def leave() -> AnyResponse:
        door.close()
        return Response(bare("Đã đóng hộp thư", "Có thể đóng cửa sổ này. Muốn làm tiếp, gõ lại make inbox."))


def _add_pages(app: Flask, counter: Counter) -> None:
    @app.get("/")
    def inbox() -> str:
        return list_page(counter, request.args)

    @app.get("/tim")
    def search() -> AnyResponse:
        return redirect(url_for("inquiry", id=find(counter.house, request.args.get("ma", ""))), HTTPStatus.SEE_OTHER)

    @app.get("/ho-so/<id>")
    def inquiry(id: str) -> str:
        return inquiry_page(counter, id, done=request.args.get("xong", ""))

    @app.get("/ho-so/<id>/tep/<digest>")
    def file(id: str, digest: str) -> AnyResponse:
        name, content = attachment(counter, id, digest)
        return send_file(BytesIO(content), "application/octet-stream", as_attachment=True, download_name=name)

    @app.get("/ho-so/<id>/phieu-chuyen")
    def print_letter(id: str) -> AnyResponse:
        page = letter_to_unit(counter, id)
        return Response(page, headers={"Content-Security-Policy": policy_of_print(page)})

    @app.get("/ho-so/<id>/ban-dang")
    def draft(id: str) -> str:
        return draft_page(counter, id, raw=None if not request.args.get("sua") else first_texts(counter, id))

    @app.post("/ho-so/<id>/ban-dang/<work>")
    def drafting(id: str, work: str) -> AnyResponse:
        return _draft(counter, id, work)

    @app.post("/xuat")
    def table() -> AnyResponse:
        name, content = exported(counter, request.form)
        return send_file(BytesIO(content), "application/octet-stream", as_attachment=True, download_name=name)

    @app.get("/thu")
    def mails() -> str:
        return mails_page(counter)

    @app.post("/thu/<work>")
    def mail(work: str) -> AnyResponse:
        if work not in ("gui", "gui-lai"):
            raise NotFound
        return Response(sent_page(counter, again=work == "gui-lai"))

    @app.post("/ho-so/<id>/<act>")
    def act(id: str, act: str) -> AnyResponse:
        return _act(counter, id, act)


def _act(counter: Counter, id: str, act: str) -> AnyResponse:
    """Do one act on what the clerk had before her; refused, show why with everything typed kept."""
    form = next((one for one in FORMS if one.act == act), None)
    if form is None:
        raise NotFound
    _, inquiry = read(counter.house, id)
    form = typed(fit(form, counter.house, inquiry), request.form)
    try:
        given = values(form, counter.house)
        form.do(counter.house, counter.clerk, id, counter.now(), seen=number_in(request.form, SEEN), **given)
    except Refused as refused:
        if all(problem.severity == "warn" for problem in refused.problems):  # done, but something beside it was not
            return Response(inquiry_page(counter, id, done=act, problems=refused.problems))
        page = inquiry_page(counter, id, problems=refused.problems, filled=form)
        return Response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(url_for("inquiry", id=id, xong=act), HTTPStatus.SEE_OTHER)


def _draft(counter: Counter, id: str, work: str) -> AnyResponse:
    """Look for masks, propose, or confirm; refused, show why with everything typed kept."""
    seen, raw = number_in(request.form, SEEN), request.form
    works = {"de-xuat": (propose_draft, "draft_proposed"), "xac-nhan": (confirm_draft, "draft_confirmed")}
    if work == "xem":
        return Response(draft_page(counter, id, raw))
    if work not in works:
        raise NotFound
    do, act = works[work]
    try:
        do(counter, id, raw, seen)
    except Refused as refused:
        page = draft_page(counter, id, raw if work == "de-xuat" else None, refused.problems)
        return Response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(url_for("inquiry", id=id, xong=act), HTTPStatus.SEE_OTHER)
