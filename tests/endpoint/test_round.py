"""A full round with a real browser without JavaScript: send, code, follow, classified and answered by the desk, read.

Afterwards nothing of what was typed is found in any byte that is not sealed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inquiries.codes import read_code
from tests.endpoint.live import Live, live
from tests.house import House, house_of
from tests.organisation import Organisation, lend

CANARIES = {
    "tieu_de": "Hỏi về việc kẽo-kẹt-31a",
    "noi_dung": "Xin hỏi nộp hồ sơ ở đâu, tôi là người kẽo-kẹt-31b đang cần gấp.",
    "ho_ten": "Lò Thị Kẽo Kẹt",
    "email": "keo.ket.31c@example.vn",
    "dia_chi": "xã Kẽo Kẹt 31d",
}
TRACES = [*CANARIES.values(), "kẽo-kẹt", "keo.ket", "Kẽo Kẹt", "Kẽo"]


@pytest.fixture(scope="module")
def house(published_site: Organisation, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A published site of its own."""
    base = tmp_path_factory.mktemp("round")
    house = house_of(published_site, base)
    lend(house.site.settings.records, "holidays")
    return house


@pytest.fixture(scope="module")
def running(house: House) -> Iterator[Live]:
    """The site and its endpoint on one port, as `make endpoint` shows them."""
    with live(house.site, "--with-site", PROXY="") as server:
        yield server


@pytest.fixture
def page(chromium: Any, running: Live) -> Iterator[Any]:
    """A page of a browser that runs no script."""
    with chromium.new_context(java_script_enabled=False, base_url=f"http://127.0.0.1:{running.port}") as context:
        yield context.new_page()


def test_nothing_that_was_typed_is_found_outside_a_seal(page: Any, running: Live, house: House):
    """The whole round in one test, since each step needs the one before."""
    code = send(page)
    look(page, code)
    answer(page, code, running, house)
    leave_no_trace(code, running, house)


def send(page: Any) -> str:
    """Send a form with a fault, which comes back filled, then the mended one; return the code."""
    page.goto("/")
    page.click("text=Gửi câu hỏi")
    page.check("[name=loai][value=hoi_dap]")
    for name, text in CANARIES.items():
        page.fill(f"[name={name}]", text)
    page.click("button:has-text('Gửi')")
    assert page.title().startswith("Cần sửa – ")
    for name, text in CANARIES.items():
        assert page.input_value(f"[name={name}]") == text
    assert not page.is_checked("[name=dong_y]")
    page.check("[name=dong_y]")
    page.click("main button:has-text('Gửi')")
    code = page.text_content(".cc-code__letters").strip()
    assert read_code(code)
    assert "/gui-cau-hoi/gui" in page.url and code not in page.url
    return str(code)


def look(page: Any, code: str) -> None:
    """Type the code and see the state."""
    page.goto("/tra-cuu/")
    page.fill("[name=ma]", code.lower())
    page.click("main button:has-text('Tra cứu')")
    assert "Đã tiếp nhận" in page.text_content("h1")
    assert code not in page.url


def answer(page: Any, code: str, running: Live, house: House) -> None:
    """Let the desk answer and read it with the code."""
    inquiry = running.id_of(code)
    who = ("--as", "phong-cchc")
    for words in (
        ("classify", "--class", "simple", *who, inquiry[:12]),
        (
            "answer",
            "--text",
            "Nộp tại Bộ phận một cửa <b>xã</b>.",
            "--general-concern",
            "có",
            "--yes",
            *who,
            inquiry[:12],
        ),
    ):
        done = house.desk("inbox", *words)
        assert done.code == 0, done.said
    page.goto("/tra-cuu/")
    page.fill("[name=ma]", code)
    page.click("main button:has-text('Tra cứu')")
    assert "Đã có câu trả lời" in page.text_content("h1")
    assert "Nộp tại Bộ phận một cửa <b>xã</b>." in page.text_content(".cc-message__text")


def leave_no_trace(code: str, running: Live, house: House) -> None:
    """Find nothing of what was typed in any byte of the site, the store and the process."""
    settings = house.site.settings
    assert house.desk("publish").code == 0
    assert running.follow(code).status == 200
    files = [path for path in settings.output.parent.rglob("*") if path.is_file() and path.parent.name != "keys"]
    assert any(path.is_relative_to(settings.inquiries) for path in files)
    traces = [trace.encode() for trace in (*TRACES, code, read_code(code) or "")]
    found = [(path, trace.decode()) for path in files for trace in traces if trace in path.read_bytes()]
    assert found == []
    assert _in_memory_files(running.process.pid, traces) == []


def _in_memory_files(process: int, traces: list[bytes]) -> list[str]:
    """Return files that the process holds open, deleted ones too, with a trace in them."""
    found = []
    for entry in Path(f"/proc/{process}/fd").iterdir():
        if re.match(r"/(?!dev|proc)", str(entry.readlink())):
            content = entry.read_bytes()
            found += [f"{entry.readlink()}" for trace in traces if trace in content]
    return found
