"""What a page says when it cannot do what was asked; whatever a clerk typed is shown again, never lost."""

from __future__ import annotations

from http import HTTPStatus
from traceback import format_exception

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from desk.inbox_web.counter import Counter
from desk.inbox_web.guard import FORM_KEY, Late, Stranger
from desk.inbox_web.pages import render, told
from editorial.problem import Refused
from editorial.store import Busy, TornFile, write_whole

WORTH_KEEPING = 20
"""Letters from which on a typed text is shown again: what is shorter is a choice or a name."""


def add_errors(app: Flask, counter: Counter) -> None:
    """Answer every failure with a page in Vietnamese."""
    app.register_error_handler(Stranger, _strange)
    app.register_error_handler(Late, _late)
    app.register_error_handler(Busy, _busy)
    app.register_error_handler(OSError, _disk)
    app.register_error_handler(TornFile, _disk)
    app.register_error_handler(HTTPException, _wrong)

    @app.errorhandler(Refused)
    def refused(error: Refused) -> AnyResponse:
        problems = told(error.problems, counter.house.profile.id)
        status = HTTPStatus.NOT_FOUND if request.method == "GET" else HTTPStatus.UNPROCESSABLE_ENTITY
        return Response(render(counter, "refused.html", problems=problems, kept=typed_texts()), status)

    @app.errorhandler(Exception)
    def failed(error: Exception) -> AnyResponse:
        place = counter.settings.errors / f"{counter.now():%Y%m%d-%H%M%S}.txt"
        write_whole(place, "".join(format_exception(error)).encode())
        text = (
            "Phần mềm gặp lỗi ngoài dự kiến. Quay lại danh sách và xem lịch sử hồ sơ để biết việc vừa làm đã được ghi "
            f"chưa. Gửi tệp {place} cho người kỹ thuật."
        )
        return _answer("Có lỗi của phần mềm", text, HTTPStatus.INTERNAL_SERVER_ERROR)


def bare(title: str, text: str, kept: list[str] | None = None) -> str:
    """Return a page that knows nothing of anybody. kept: what was typed"""
    return render_template("bare.html", title=title, text=text, kept=kept or [])


def typed_texts() -> list[str]:
    """Return the longer texts of the form that was sent."""
    sent = [text for name, text in request.form.items(multi=True) if name != FORM_KEY]
    return [text for text in sent if len(text.strip()) >= WORTH_KEEPING]


def _answer(title: str, text: str, status: int) -> AnyResponse:
    return Response(bare(title, text, typed_texts()), status)


def _strange(error: Stranger) -> AnyResponse:
    text = (
        "Trang này chỉ mở bằng đường dẫn in trong cửa sổ lệnh, và đường dẫn ấy chỉ dùng được một lần. "
        "Gõ lại make inbox rồi mở đường dẫn mới."
    )
    return Response(bare("Chưa vào được hộp thư", text), HTTPStatus.FORBIDDEN)


def _late(error: Late) -> AnyResponse:
    lost = "" if request.method == "GET" else "Việc vừa gửi CHƯA được ghi. "
    text = (
        f"Đã lâu không có thao tác nên hộp thư tự đóng. {lost}"
        "Ở cửa sổ lệnh, bấm Ctrl+C, gõ lại make inbox rồi mở đường dẫn mới."
    )
    return _answer("Phiên làm việc đã hết", text, HTTPStatus.FORBIDDEN)


def _busy(error: Busy) -> AnyResponse:
    text = "Người khác đang ghi cùng lúc, nên việc này chưa làm. Đợi vài giây rồi quay lại và làm lại."
    return _answer("Hộp thư đang bận", text, HTTPStatus.SERVICE_UNAVAILABLE)


def _disk(error: Exception) -> AnyResponse:
    text = "Máy không đọc hoặc ghi được kho hồ sơ. Nhờ người kỹ thuật xem ổ đĩa và chạy “python -m desk inbox verify”."
    return _answer("Ổ đĩa có lỗi", text, HTTPStatus.SERVICE_UNAVAILABLE)


def _wrong(error: HTTPException) -> AnyResponse:
    code = error.code or HTTPStatus.BAD_REQUEST
    if code < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    text = "Không có trang này, hoặc dữ liệu gửi lên quá lớn. Bấm nút quay lại của trình duyệt."
    return Response(bare(f"Không mở được ({code})", text), code)
