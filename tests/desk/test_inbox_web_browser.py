"""The inbox as a web page in a real browser, without JavaScript, and started as people start it."""

from __future__ import annotations

import http.client
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from desk.inquiries import acts
from tests.desk.inbox_fixture import Inbox
from tests.desk.inbox_web_fixture import WebDesk, content_files, events, web_desk
from tests.house import House


@contextmanager
def browsing(chromium: Any, desk: WebDesk, **how: Any) -> Iterator[Any]:
    """Open the link in a browser of its own, without JavaScript; what it complains about fails the test."""
    context = chromium.new_context(base_url=desk.place.origin, locale="vi-VN", java_script_enabled=False, **how)
    page = context.new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(desk.link)
    yield page
    context.close()
    assert complaints == []


def test_a_whole_round_from_the_form_to_the_draft_by_two_people(chromium: Any, inbox: Inbox) -> None:
    id = inbox.send(noi_dung="Tôi là Lê Thị Cẩm Tú. Xin hỏi thời hạn cấp bản sao văn bản?")
    with web_desk(inbox) as desk, browsing(chromium, desk) as page:
        page.click(f"text={id[:8]}")
        assert page.text_content("h1") == "Thời hạn cấp bản sao văn bản"
        page.check("text=Đơn giản")
        page.fill("#classified-unit", "Phòng Cải cách hành chính")
        page.click("text=Ghi phân loại")
        assert "Đã ghi: phân loại" in page.text_content("[role=status]")
        page.click("summary:has-text('Chuyển đơn vị giải quyết')")
        page.fill("#forwarded-letter_no", "12/SNV-CCHC")
        page.fill("#forwarded-reply_by", "27/11/2026")
        page.click("text=Ghi việc chuyển")
        page.click("text=In công văn chuyển")
        page.emulate_media(media="print")
        assert "12/SNV-CCHC" in page.text_content("body")
        page.emulate_media(media="screen")
        page.go_back()
        page.click("summary:has-text('Trả lời')")
        page.fill("#answered-text", "Thời hạn là 02 ngày làm việc. Bà Cẩm Tú gọi 0912 345 678 nếu cần.")
        page.check("input[name=general_concern][value=co]")
        page.click("text=Gửi câu trả lời")
        assert page.text_content(".d-state").strip() == "đã trả lời"
        page.click("text=Soạn bản đăng lên trang")
        page.click("text=Xem chỗ cần che")
        assert "0912 345 678" in page.locator("mark").all_text_contents()
        for mask in page.locator("section fieldset").all():
            mask.locator("text=Che:").click()
        page.click("text=Đưa người khác xác nhận")
        assert "đề xuất bản đăng" in page.text_content("[role=status]")
        page.click("text=Xem bản đăng đang chờ xác nhận")
        assert page.locator("text=Xác nhận và tạo tệp bài").count() == 0
    assert content_files(inbox) == []
    with web_desk(inbox, "truong-ban") as desk, browsing(chromium, desk) as page:
        page.click("text=Chờ đăng")
        page.click(f"text={id[:8]}")
        page.click("text=Xem bản đăng đang chờ xác nhận")
        page.click("text=Xác nhận và tạo tệp bài")
        done = page.text_content("[role=status]")
    assert "xác nhận bản đăng" in done
    [file] = content_files(inbox)
    assert f"{file.parent.name}/{file.name}" in done
    written = file.read_text(encoding="utf-8")
    assert "Thời hạn là 02 ngày làm việc." in written
    assert not any(trace in written for trace in ("912 345", "Cẩm", "Tú", id[:8]))
    assert events(inbox, id) == ["received", "classified", "forwarded", "answered", "draft_proposed", "draft_confirmed"]


def test_the_keyboard_alone_classifies(chromium: Any, inbox: Inbox) -> None:
    id = inbox.send()
    with web_desk(inbox) as desk, browsing(chromium, desk) as page:
        press = page.keyboard.press

        def tab_to(wanted: str) -> None:
            for _ in range(60):
                press("Tab")
                if page.locator(f"{wanted}:focus").count():
                    return
            raise AssertionError(f"the keyboard does not reach {wanted}")

        tab_to(f"a[href='/ho-so/{id}']")
        press("Enter")
        page.wait_for_url(f"**/{id}")
        tab_to("input[name=class_]")
        press("Space")
        tab_to("#classified-unit")
        page.keyboard.type("Phòng Một")
        press("Enter")
        page.wait_for_url("**xong=classified")
    assert events(inbox, id) == ["received", "classified"]


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_the_screen(chromium: Any, inbox: Inbox, width: int) -> None:
    id = inbox.send(noi_dung="a" * 2000, tieu_de="Tiêu đề " + "dài" * 60)
    acts.answer(inbox.house(), inbox.clerk(), id, inbox.now, text="b" * 500, general_concern=True, unit="Đơn vị" * 30)
    with web_desk(inbox) as desk:
        context = chromium.new_context(base_url=desk.place.origin, viewport={"width": width, "height": 800})
        page = context.new_page()
        page.goto(desk.link)
        for path in ("/", f"/ho-so/{id}", f"/ho-so/{id}/ban-dang", "/thu"):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            heights = "fields => fields.map(field => field.offsetHeight).filter(Boolean)"
            fields = page.locator("button, select, input[type=text]").evaluate_all(heights)
            assert min(fields, default=44) >= 44, path
        context.close()


def test_a_second_browser_with_the_same_link_is_kept_out(chromium: Any, inbox: Inbox) -> None:
    with web_desk(inbox) as desk, browsing(chromium, desk):
        other = chromium.new_context(base_url=desk.place.origin).new_page()
        assert other.goto(desk.link).status == 403
        assert other.goto("/").status == 403
        other.context.close()


class OtherProgram(BaseHTTPRequestHandler):
    """A page of another program on this machine, that keeps the cookies which it is sent."""

    cookies: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.cookies.append(self.headers.get("Cookie", ""))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: object) -> None: ...


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "hop-thu.localhost"])
def test_no_other_program_of_this_machine_is_given_the_session(chromium: Any, inbox: Inbox, name: str) -> None:
    OtherProgram.cookies.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), OtherProgram) as other, web_desk(inbox) as desk:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        with browsing(chromium, desk) as page:
            assert desk.place.cookie in {cookie["name"] for cookie in page.context.cookies()}
            assert page.context.new_page().goto(f"http://{name}:{other.server_port}/").status == 200
        other.shutdown()
    assert set(OtherProgram.cookies) == {""}


def test_the_command_prints_a_link_that_works_and_ends_cleanly(inbox: Inbox) -> None:
    house = House(inbox.desk.organisation)
    inbox.send()
    process = house.start("inbox", "web", "--as", "phong-cchc", environment=inquiries_of(inbox))
    assert process.stdout is not None
    try:
        printed = ""
        while "http://" not in printed:
            line = process.stdout.readline()
            assert line, printed
            printed += line
        found = re.search(r"http://(hop-thu-[0-9a-f]{16}\.localhost:(\d+))(/mo/[\w-]{22})\s", printed)
        assert found, printed
        line = http.client.HTTPConnection("127.0.0.1", int(found[2]), timeout=60)
        line.request("GET", found[3], headers={"Host": found[1]})
        assert line.getresponse().status == 303
        line.close()
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 0
    assert "Đã đóng hộp thư" in rest
    assert "Traceback" not in rest


def inquiries_of(inbox: Inbox) -> dict[str, str]:
    return {"INQUIRIES": str(inbox.desk.settings.inquiries), "PYTHONUNBUFFERED": "1"}
