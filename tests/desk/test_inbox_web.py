"""The inbox as a web page: who gets in, and what a foreign page can do."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from desk.inbox_web.door import IDLE_SECONDS, TOKEN_BYTES, Door
from desk.inbox_web.forms import SEEN
from desk.inbox_web.guard import FORM_KEY
from desk.inbox_web.serving import serve
from inquiries.states import TRANSITIONS
from tests.desk.inbox_fixture import Inbox
from tests.desk.inbox_web_fixture import WebDesk, events
from tests.organisation import lend


def test_the_link_holds_128_random_bits_and_no_other_lets_in(web: WebDesk) -> None:
    assert TOKEN_BYTES * 8 == 128
    assert Door(lambda: 0.0).token != Door(lambda: 0.0).token
    for token in ("", "x", web.door.token[:-1], web.door.token + "x", web.door.token.swapcase(), "%00", "é"):
        answer = web.ask("GET", f"/mo/{quote(token)}")
        assert answer.status in (403, 404)
        assert "Set-Cookie" not in answer.headers
    assert web.enter().status == 303


def test_the_link_works_once(web: WebDesk) -> None:
    first = web.enter()
    assert (first.status, first.headers["Location"]) == (303, "/")
    again = web.ask("GET", f"/mo/{web.door.token}")
    assert again.status == 403
    assert "Set-Cookie" not in again.headers
    assert "make inbox" in again.body
    assert web.get("/").status == 200, "whoever came first stays in"


def test_of_many_who_bring_the_link_at_once_one_gets_in() -> None:
    door = Door(lambda: 0.0)
    with ThreadPoolExecutor(16) as pool:
        sessions = list(pool.map(door.enter, [door.token] * 64))
    assert len([session for session in sessions if session]) == 1


def test_the_session_cookie_is_for_this_host_and_out_of_reach(web: WebDesk) -> None:
    cookie = web.enter().headers["Set-Cookie"]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert parts == {"httponly", "samesite=strict", "path=/"}
    assert web.door.token not in cookie
    assert cookie.startswith(f"hop-thu-{web.place.port}=")


@pytest.mark.parametrize("path", ["/", "/tim?ma=123456", "/thu", f"/ho-so/{'0' * 32}", "/khong-co", "/xuat/csv"])
def test_nobody_sees_anything_without_the_session(web: WebDesk, inbox: Inbox, path: str) -> None:
    inbox.send()
    for cookie in ("", f"hop-thu-{web.place.port}=", f"hop-thu-{web.place.port}=x", "hop-thu-1=x"):
        answer = web.ask("GET", path, {"Cookie": cookie})
        assert answer.status == 403
        assert inbox.desk.organisation.office().roster.organisation not in answer.body


def test_an_idle_session_ends_and_what_is_sent_late_is_kept_on_the_page_only(known: WebDesk, inbox: Inbox) -> None:
    id = inbox.send()
    known.seconds[0] += IDLE_SECONDS - 1
    assert known.get("/").status == 200
    known.seconds[0] += IDLE_SECONDS + 1
    late = known.post(
        f"/ho-so/{id}/answered", {"text": "Một giờ gõ <b>chữ</b> không được mất", "general_concern": "co", SEEN: 1}
    )
    assert late.status == 403
    assert "Một giờ gõ &lt;b&gt;chữ&lt;/b&gt;" in late.body
    assert "CHƯA được ghi" in late.body
    assert events(inbox, id) == ["received"]
    known.seconds[0] = 0
    assert known.get("/").status == 403, "over is over, whatever the clock says"


def test_closing_ends_the_session_and_the_command_and_forgets_the_key(known: WebDesk, inbox: Inbox) -> None:
    assert known.counter.clerk.identity is not None
    assert known.post("/dong", {}).status == 200
    assert known.get("/").status == 403
    assert serve(known.counter, inbox.desk.screen, known.door) == 0
    assert known.counter.clerk.identity is None
    assert "Đã đóng hộp thư" in inbox.desk.said()


# --- foreign pages --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost:{port}",
        "hop-thu.localhost:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1:{port}",
        "127.0.0.1:{port}.evil.example",
        "[::1]:{port}",
    ],
)
def test_a_name_that_was_pointed_at_this_machine_reads_nothing(known: WebDesk, host: str) -> None:
    name = host.format(port=known.place.port)
    assert known.get("/", Host=name).status == 403
    assert known.ask("GET", f"/mo/{known.door.token}", {"Host": name}).status == 403


@pytest.mark.parametrize(
    "changed",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://localhost"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example"},
        {"Cookie": ""},
    ],
    ids=str,
)
def test_a_form_of_a_foreign_page_does_nothing(known: WebDesk, inbox: Inbox, changed: dict[str, str]) -> None:
    id = inbox.send()
    answer = known.post(f"/ho-so/{id}/spam", {"reason": "advert", SEEN: 1}, changed)
    assert answer.status == 403
    assert events(inbox, id) == ["received"]


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "application/x-www-form-urlencoded; charset=utf-7", ""]
)
def test_a_body_that_is_no_form_of_ours_does_nothing(known: WebDesk, inbox: Inbox, kind: str) -> None:
    id = inbox.send()
    own = {"Cookie": known.cookie, "Origin": known.place.origin, "Content-Type": kind}
    for body in ('{"reason": "advert"}', f"{FORM_KEY}=x&reason=advert&{SEEN}=1", "", "%", "&" * 2000):
        assert known.ask("POST", f"/ho-so/{id}/spam", own, body).status in (400, 403, 413)
    assert events(inbox, id) == ["received"]


@pytest.mark.parametrize("key", ["", "x", "é"])
def test_a_form_without_the_session_s_key_does_nothing(known: WebDesk, inbox: Inbox, key: str) -> None:
    id = inbox.send()
    for fields in ({FORM_KEY: key}, {FORM_KEY: [key, known.door.form_key]}):
        assert known.post(f"/ho-so/{id}/spam", {"reason": "advert", SEEN: 1} | fields).status == 403
    assert events(inbox, id) == ["received"]


def test_a_link_from_a_foreign_page_opens_nothing(known: WebDesk) -> None:
    assert known.get("/", **{"Sec-Fetch-Site": "cross-site"}).status == 403
    assert known.get("/", **{"Sec-Fetch-Site": "none"}).status == 200


def test_no_act_is_done_by_following_a_link(known: WebDesk, inbox: Inbox) -> None:
    id = inbox.send()
    for act in TRANSITIONS:
        assert known.get(f"/ho-so/{id}/{act}?reason=advert&{FORM_KEY}={known.door.form_key}&{SEEN}=1").status in (
            404,
            405,
        )
    assert known.get("/dong").status == 405
    assert events(inbox, id) == ["received"]


@pytest.mark.parametrize(
    "path",
    [
        "/ho-so/../secret", "/ho-so/..%2f..%2fsecret", "/ho-so/%2e%2e", "//ho-so/x", "/templates/base.html",
        "/ho-so/" + "0" * 32 + "/tep/../../secret", "/ho-so/" + "0" * 32 + "/tep/" + "..%2F" * 4 + "secret",
        "/desk.css/../app.py", "/static/desk.css",
        "/ho-so/" + "A" * 32, "/ho-so/" + "0" * 5000, "/ho-so/%00", "/ho-so/%ff", "/ho-so/{{7*7}}", "/mo/../",
        "/ho-so/" + "0" * 32 + "/phieu-chuyen", "/ho-so/" + "0" * 32 + "/ban-dang",
    ],
)  # fmt: skip
def test_tricks_with_paths_find_nothing(known: WebDesk, path: str) -> None:
    answer = known.get(path)
    assert answer.status in (400, 404, 405)
    assert "Traceback" not in answer.body


def test_acts_that_do_not_exist_or_are_not_staff_s_are_not_found(known: WebDesk, inbox: Inbox) -> None:
    id = inbox.send()
    for act in ("received", "supplemented", "recomputed", "draft_confirmed", "__class__", "x" * 300):
        assert known.post(f"/ho-so/{id}/{act}", {SEEN: 1}).status == 404
    assert events(inbox, id) == ["received"]


def test_a_form_that_is_too_large_is_refused_and_the_page_goes_on(known: WebDesk, inbox: Inbox) -> None:
    id = inbox.send()
    assert known.post(f"/ho-so/{id}/asked", {"text": "a" * 400_000, SEEN: 1}).status == 413
    assert known.get("/").status == 200
    assert events(inbox, id) == ["received"]


def test_only_this_machine_is_listened_to(web: WebDesk) -> None:
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in others:
        if address.startswith("127."):
            continue
        with socket.socket() as line:
            line.settimeout(1)
            assert line.connect_ex((address, web.place.port)) != 0


def test_every_answer_says_that_it_is_private_and_runs_no_script(known: WebDesk, inbox: Inbox) -> None:
    id = inbox.send()
    for path in ("/", f"/ho-so/{id}", "/thu", "/khong-co", "/desk.css", f"/mo/{known.door.token}"):
        headers = known.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script-src" not in policy
        assert "unsafe" not in policy
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Access-Control-Allow-Origin" not in headers


def test_the_page_tells_whether_the_stated_place_lies_in_the_territory(known: WebDesk, inbox: Inbox) -> None:
    """CT-4.2/2"""
    lend(inbox.desk.settings.records, "acts.toml", "places.toml")
    page = known.get(f"/ho-so/{inbox.send(dia_chi='tỉnh Cà Mau')}").body
    assert "<dt>Địa bàn (phần mềm đối chiếu)</dt><dd>ngoài địa bàn, cán bộ xem lại</dd>" in page


def test_what_a_sender_wrote_is_text_and_nothing_else(known: WebDesk, inbox: Inbox) -> None:
    nasty = "<script>alert(1)</script>{{7*7}}\"'><img src=x onerror=alert(1)>"
    id = inbox.send(tieu_de=nasty, noi_dung=nasty, ho_ten=nasty, dia_chi=nasty)
    body = known.get(f"/ho-so/{id}").body
    assert "<script" not in body
    assert "<img" not in body
    assert "&lt;script&gt;alert(1)" in body
    assert "{{7*7}}" in body
