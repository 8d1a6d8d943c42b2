"""What an attacker sends to the real process on loopback; every load is small and ends by itself."""

from __future__ import annotations

import json
import re
import socket
import time
import unicodedata
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import quote, urlencode

import pytest

from inquiries.codes import new_code, show_code
from inquiries.sealing import load_identity, unseal
from tests.endpoint.live import Live, empty_site, live
from tests.endpoint.sender import QUESTION, RESULT, SEND

HEAD = (
    f"POST {SEND} HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\n"
)
FORM = urlencode(QUESTION)
FORMS = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One server for all attacks; each sends from addresses of its own."""
    with live(empty_site(tmp_path_factory.mktemp("attacked"))) as running:
        yield running


@pytest.fixture(autouse=True)
def still_honest(server: Live) -> Iterator[None]:
    """After every attack an honest sender is served and the log has no trace."""
    yield
    assert server.send(time.monotonic_ns() % 16_000_000).status == 201
    log = server.log.read_text()
    assert "Traceback" not in log and "exception" not in log


# --- slow clients ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(f"POST {SEND} HTTP/1.1\r\nHost: x\r\nX-A: ".encode(), id="half a head"),
        pytest.param(f"{HEAD}Content-Length: 5000\r\n\r\nloai=".encode(), id="half a body"),
    ],
)
def test_three_hundred_slow_clients_do_not_keep_an_honest_one_waiting(server: Live, sent: bytes):
    with ExitStack() as held:
        slow = [held.enter_context(server.open()) for _ in range(300)]
        for connection in slow:
            connection.sendall(sent)
        waits = []
        for number in range(20):
            begun = time.perf_counter()
            assert server.send(1_000_000 + number + len(sent) * 100).status == 201
            waits.append(time.perf_counter() - begun)
            slow[number].sendall(b"a") if sent else None
        assert sorted(waits)[-2] < 10  # who waits for a slow one waits for 20; benchmarks/endpoint.md has more


def test_clients_that_never_read_do_not_block(server: Live):
    with ExitStack() as held:
        for _ in range(60):
            connection = held.enter_context(server.open())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            connection.sendall(f"POST {RESULT} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n".encode() * 20)
        begun = time.perf_counter()
        assert server.send(2_000_000).status == 201
        assert time.perf_counter() - begun < 10  # see above


# --- malformed, oversized, smuggled ---------------------------------------------------------------

SMUGGLED = f"GET {RESULT}?ma=SMUGGLED HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize(
    "lengths",
    [
        pytest.param("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", id="both"),
        pytest.param("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n", id="both, turned"),
        pytest.param("Content-Length: 4\r\nContent-Length: 400\r\n\r\nabcd", id="two lengths"),
        pytest.param("Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd", id="the same length twice"),
        pytest.param("Content-Length: 4, 4\r\n\r\nabcd", id="a list of lengths"),
        pytest.param("Content-Length: +4\r\n\r\nabcd", id="signed"),
        pytest.param("Content-Length: 0x4\r\n\r\nabcd", id="hexadecimal"),
        pytest.param("Content-Length: -1\r\n\r\n", id="negative"),
        pytest.param("Content-Length : 4\r\n\r\nabcd", id="a blank before the colon"),
        pytest.param("Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", id="unknown coding"),
        pytest.param("Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", id="chunked not last"),
        pytest.param("Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n", id="a control letter before the coding"),
        pytest.param("Transfer-Encoding: chunked\r\n\r\n4;\n\r\nabcd\r\n0\r\n\r\n", id="a bare line feed in a chunk"),
        pytest.param("Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n", id="an endless chunk"),
        pytest.param("Transfer-Encoding: chunked\r\n\r\n-4\r\nabcd\r\n0\r\n\r\n", id="a negative chunk"),
        pytest.param("Content-Length: 4\r\n Transfer-Encoding: chunked\r\n\r\nabcd", id="a folded line"),
        pytest.param("Content-Length: 4\nTransfer-Encoding: chunked\r\n\r\nabcd", id="a bare line feed"),
    ],
)
def test_a_request_whose_end_is_doubtful_is_refused_and_nothing_behind_it_is_read(server: Live, lengths: str):
    answer = server.raw((HEAD + lengths + SMUGGLED).encode("latin-1"))
    assert re.findall(rb"HTTP/1\.[01] (\d{3})", answer)[:1] == [b"400"]
    assert answer.count(b"HTTP/1.") == 1 and b"SMUGGLED" not in answer


@pytest.mark.parametrize(
    "request_",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"POST " + SEND.encode() + b"\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /tra-cuu/ket-qua?ma=%ff%00%0d%0aX: HTTP/1.1\r\nHost: x\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"TRACE / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 9_000 + b"\r\n",
        b"GET / HTTP/1.1\r\n" + b"X" * 70_000,
    ],
    ids=range(13),
)
def test_what_is_no_proper_request_is_no_failure(server: Live, request_: bytes):
    answer = server.raw(request_)
    assert not re.search(rb"HTTP/1\.[01] 5\d\d", answer)
    assert b"Traceback" not in answer


def test_a_body_is_read_to_its_end_or_the_connection_is_closed(server: Live):
    """What follows a refused body is never taken for a request."""
    large = HEAD + f"Content-Length: 9000000\r\n\r\n{SMUGGLED}"
    wrong = HEAD.replace("x-www-form-urlencoded", "json") + f"Content-Length: {len(SMUGGLED)}\r\n\r\n{SMUGGLED}"
    for request in (large, wrong):
        answer = server.raw(request.encode())
        assert answer.count(b"HTTP/1.") == 1 and b"SMUGGLED" not in answer


@pytest.mark.parametrize(
    "body",
    [
        b'--x\r\nContent-Disposition: form-data; name="noi_dung"\r\n\r\n' + b"a" * 290_000,
        b"--x\r\n" * 60_000,
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n' * 4_000 + b"--x--",
        b"--x\r\n" + b"A: b\r\n" * 40_000 + b"\r\n",
        b'--x\r\nContent-Disposition: form-data; name="' + b"n" * 200_000 + b'"\r\n\r\nb\r\n--x--',
        b'--x\r\nContent-Disposition: form-data; name="noi_dung"; filename="../../etc/passwd"\r\n\r\nb\r\n--x--',
        b'--x\r\nContent-Disposition: form-data; name="\xff\xfe"\r\nContent-Type: a/b; charset=utf-7\r\n\r\nb\r\n--x--',
        b"",
    ],
    ids=range(8),
)
@pytest.mark.parametrize("boundary", ["x", "", '"' + "y" * 300, "x; a=" + ";" * 5_000])
def test_a_bomb_of_parts_is_defused_quickly(server: Live, body: bytes, boundary: str):
    begun = server.processor_seconds()
    answer = server.ask("POST", SEND, body, FORMS | {"Content-Type": f"multipart/form-data; boundary={boundary}"})
    assert answer.status in (413, 422, 415, 400)
    assert server.processor_seconds() - begun < 2


def test_a_form_of_many_thousand_fields_is_read_quickly(server: Live):
    begun = server.processor_seconds()
    assert server.ask("POST", SEND, "&".join(["a=b"] * 70_000), FORMS).status in (413, 422)
    assert server.processor_seconds() - begun < 2


# --- headers, logs, texts -------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["tieu_de", "ho_ten", "email", "dien_thoai", "loai", "linh_vuc", "website"])
def test_lines_in_a_field_make_no_header_and_no_line_of_a_log(server: Live, field: str):
    before = server.log.read_text()
    answer = server.send(3_000_000 + len(field) * 7, **{field: "x\r\nSet-Cookie: a=b\r\n\r\n<p>\n2026 CRITICAL giả"})
    assert answer.status in (201, 422)
    assert "set-cookie" not in answer.head and "Set-Cookie: a=b\r\n" not in answer.text
    assert server.log.read_text() == before


TRICKS = {
    "bidi": "Tôi \u202eđảo\u202c chữ \u2066ở\u2069 đây",
    "zero width": "Tôi\u200b gõ\u200d chữ\ufeff ẩn\u2060 ở đây",
    "tags": "Tôi gõ thẻ ẩn \U000e0041\U000e0042 ở đây",
    "decomposed": unicodedata.normalize("NFD", "Tôi hỏi về thủ tục ở đây"),
    "heaped": "Tôi hỏi o" + "\u0323\u0302\u0300" * 50 + " ở đây",
    "controls": "Tôi hỏi\x00\x1b[31m\x85\x9f ở\u2028đây\u2029 ạ",
    "fillers": "Tôi\u3164\u115f\uffa0 hỏi ở đây nhé",
    "unassigned": "Tôi hỏi \U000e0fff\ufdd0\uffff ở đây nhé",
}


@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_with_letters_is_stored_as_plain_text(server: Live, trick: str):
    answer = server.send(4_000_000 + len(trick), noi_dung=TRICKS[trick] + " và nội dung đủ dài.")
    assert answer.status == 201, answer.text
    house = server.house()
    [event] = house.store.events(server.id_of(answer.code))
    text = json.loads(unseal(event.sealed, load_identity(house.identity_files()[0])))["values"]["noi_dung"]
    assert text == unicodedata.normalize("NFC", text)
    assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn") and c != "\n"]
    assert "và nội dung đủ dài." in text


@pytest.mark.parametrize("bytes_", ["%ED%A0%80", "%FF%FE", "%C0%AF", "%F8%88%80%80%80", "%00", "%E2%82"])
def test_bytes_that_are_no_text_are_no_failure(server: Live, bytes_: str):
    body = FORM.replace("Ki%E1%BB%81u", bytes_) + f"&tieu_de={bytes_}&{bytes_}=x"
    at = {"X-Forwarded-For": f"10.99.0.{len(bytes_)}"}
    assert server.ask("POST", SEND, body, FORMS | at).status in (201, 422, 429)
    assert server.ask("GET", f"{RESULT}?ma={bytes_}").status == 422


def test_a_character_by_an_endless_number_is_no_failure(server: Live):
    assert server.send(4_500_000, noi_dung=f"Tôi hỏi về &#{'9' * 4900}; ở đây nhé").status == 201


@pytest.mark.parametrize(
    "attack",
    ["<script>alert(1)</script>", '"><img src=x onerror=y>', "</textarea><b>", "{{7777*7777}}", "<!--/form-->"],
)
def test_what_was_typed_comes_back_as_words(server: Live, attack: str):
    answer = server.send(5_000_000 + len(attack), **dict.fromkeys(("tieu_de", "ho_ten", "dia_chi", "email"), attack))
    assert answer.status == 422
    assert attack == "{{7777*7777}}" or attack not in answer.text.replace("<!--/form-->", "", 1)
    assert "60481729" not in answer.text
    code = server.ask("GET", f"{RESULT}?ma={quote(attack)}")
    assert attack == "{{7777*7777}}" or attack not in code.text.replace("<!--/form-->", "", 1)


# --- who sends ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lie",
    [
        "{0}, 10.77.0.1",  # what the client wrote stands before what the proxy saw
        "1.1.1.{0}, 8.8.8.8, 10.77.0.2",
        "2001:db8:77::{0}",
        "::ffff:10.77.0.3",
        '"10.77.0.4"',
        "unknown{0}",
        "[2001:db8:78::{0}]:{0}",
    ],
)
def test_a_lie_about_the_address_gets_round_no_limit(server: Live, lie: str):
    statuses = []
    for number in range(12):
        fields = urlencode(QUESTION | {"tieu_de": f"Nói dối {number}"})
        statuses.append(server.ask("POST", SEND, fields, FORMS | {"X-Forwarded-For": lie.format(number)}).status)
    assert statuses.count(201) <= 8 and statuses[-1] == 429, statuses


@pytest.mark.parametrize(
    "header", ["Forwarded: for=1.2.3.4", "X-Real-IP: 1.2.3.4", "X-Forwarded-Host: x", "X_Forwarded_For: 1.2.3.4"]
)
def test_no_other_header_is_believed(server: Live, header: str):
    name, _, value = header.partition(": ")
    at = {"X-Forwarded-For": f"10.88.0.{len(header)}"}
    statuses = [
        server.ask(
            "POST", SEND, urlencode(QUESTION | {"tieu_de": f"Câu {n}"}), FORMS | at | {name: f"{value}{n}"}
        ).status
        for n in range(10)
    ]
    assert statuses == [201] * 8 + [429] * 2


def test_the_same_post_replayed_is_one_inquiry(server: Live):
    before = server.stored()
    answers = [server.send(6_000_000) for _ in range(5)]
    assert len({answer.code for answer in answers}) == 1
    assert len(server.stored() - before) == 1


def test_codes_cannot_be_counted_through(server: Live):
    codes = [server.send(7_000_000 + number).code for number in range(5)]
    assert len({code[:4] for code in codes}) == 5
    guesses = [
        server.ask("GET", f"{RESULT}?ma={show_code(new_code())}", headers={"X-Forwarded-For": "10.66.0.1"})
        for _ in range(25)
    ]
    assert [guess.status for guess in guesses] == [404] * 20 + [429] * 5
