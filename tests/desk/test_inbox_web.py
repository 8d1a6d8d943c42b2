"""The inbox as a web page: who gets in, what a foreign page can do, and a whole round in a real browser."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from desk.inbox_web.door import IDLE_SECONDS, TOKEN_BYTES, Door
from desk.inbox_web.forms import FORMS, SEEN
from desk.inbox_web.guard import FORM_KEY
from desk.inquiries import acts
from inquiries.states import ACTS, TRANSITIONS
from tests.desk.inbox_fixture import Inbox
from tests.desk.inbox_web_fixture import WebDesk, web_desk

TEXT = "Trả lời câu hỏi của ông/bà như sau."


@pytest.fixture
def web(inbox: Inbox) -> Iterator[WebDesk]:
    """The web page of the reform office's clerk, its link not used yet."""
    with web_desk(inbox) as desk:
        yield desk


@pytest.fixture
def known(web: WebDesk) -> WebDesk:
    """The same with an open session."""
    assert web.enter().status == 303
    return web


def events(inbox: Inbox, id: str) -> list[str]:
    return [event.act for event in inbox.house().store.events(id)]


# --- the door -------------------------------------------------------------------------------------


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
    late = known.post(f"/ho-so/{id}/answered", {"text": "Một giờ gõ <b>chữ</b>", "general_concern": "co", SEEN: 1})
    assert late.status == 403
    assert "Một giờ gõ &lt;b&gt;chữ&lt;/b&gt;" in late.body
    assert "CHƯA được ghi" in late.body
    assert events(inbox, id) == ["received"]
    known.seconds[0] = 0
    assert known.get("/").status == 403, "over is over, whatever the clock says"


def test_closing_ends_the_session_and_forgets_the_key(known: WebDesk) -> None:
    assert known.post("/dong", {}).status == 200
    assert known.get("/").status == 403
    known.counter.leave()
    assert known.counter.clerk.identity is None


# --- foreign pages --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1:{port}.evil.example", "[::1]:{port}"],
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
    for act in ("received", "supplemented", "recomputed", "erased", "draft_confirmed", "__class__", "x" * 300):
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


def test_what_a_sender_wrote_is_text_and_nothing_else(known: WebDesk, inbox: Inbox) -> None:
    nasty = "<script>alert(1)</script>{{7*7}}\"'><img src=x onerror=alert(1)>"
    id = inbox.send(tieu_de=nasty, noi_dung=nasty, ho_ten=nasty, dia_chi=nasty)
    body = known.get(f"/ho-so/{id}").body
    assert "<script" not in body
    assert "<img" not in body
    assert "&lt;script&gt;alert(1)" in body
    assert "{{7*7}}" in body


# --- the work -------------------------------------------------------------------------------------


def test_every_act_of_staff_has_a_form_or_a_page_of_its_own() -> None:
    by_staff = {act for act, transition in TRANSITIONS.items() if "staff" in transition.by}
    assert by_staff - {form.act for form in FORMS} == {"draft_proposed", "draft_confirmed", "erased"}
    assert {form.act for form in FORMS} <= set(ACTS)


def test_only_what_the_state_takes_now_is_offered(known: WebDesk, inbox: Inbox) -> None:
    id = inbox.send()
    offered = set(re.findall(rf'action="/ho-so/{id}/(\w+)"', known.get(f"/ho-so/{id}").body))
    assert offered == {"classified", "asked", "noticed", "redirected", "answered", "spam"}
    known.post(f"/ho-so/{id}/classified", {"class_": "denunciation", SEEN: 1})
    offered = re.findall(rf'action="/ho-so/{id}/(\w+)"', known.get(f"/ho-so/{id}").body)
    assert offered[0] == "redirected"
    assert not {"answered", "forwarded"} & set(offered)


def test_of_two_clerks_at_once_one_wins_and_the_other_is_told_and_keeps_what_she_typed(
    known: WebDesk, inbox: Inbox
) -> None:
    id = inbox.send()
    acts.classify(inbox.house(), inbox.clerk("van-thu"), id, inbox.now, class_="simple", unit="Phòng A")
    answer = known.post(f"/ho-so/{id}/answered", {"text": TEXT, "general_concern": "khong", SEEN: 1})
    assert answer.status == 422
    assert "van-thu" in answer.body
    assert ACTS["classified"] in answer.body
    assert TEXT in answer.body
    assert f'name="{SEEN}" value="2"' in answer.body
    assert events(inbox, id) == ["received", "classified"]
    assert known.post(f"/ho-so/{id}/answered", {"text": TEXT, "general_concern": "khong", SEEN: 2}).status == 303


def test_a_form_sent_twice_acts_once(known: WebDesk, inbox: Inbox) -> None:
    id = inbox.send()
    sent = {"text": TEXT, SEEN: 1}
    assert known.post(f"/ho-so/{id}/asked", sent).status == 303
    assert known.post(f"/ho-so/{id}/asked", sent).status == 422
    assert events(inbox, id) == ["received", "asked"]


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("answered", {"text": TEXT}),
        ("answered", {"text": "  ", "general_concern": "co"}),
        ("noticed", {"text": TEXT, "new_due_on": ""}),
        ("noticed", {"text": TEXT, "new_due_on": "31/02/2027"}),
        ("noticed", {"text": TEXT, "new_due_on": "ngày mai"}),
        ("noticed", {"text": TEXT, "new_due_on": "20/11/2020"}),
        ("classified", {}),
        ("classified", {"class_": "khac"}),
        ("classified", {"class_": "duplicate", "duplicate_of": "abcdef"}),
        ("spam", {"reason": "khac"}),
        ("redirected", {"text": TEXT, "body": ""}),
        ("forwarded", {"unit": "Phòng A"}),
        ("answered", {"text": TEXT, "general_concern": "co", SEEN: "x"}),
    ],
)
def test_a_form_filled_in_wrongly_is_shown_again_with_a_sentence(
    known: WebDesk, inbox: Inbox, act: str, fields: dict[str, str]
) -> None:
    id = inbox.send()
    answer = known.post(f"/ho-so/{id}/{act}", {SEEN: 1} | fields)
    assert answer.status == 422
    assert 'role="alert"' in answer.body
    assert events(inbox, id) == ["received"]


def test_without_the_duty_key_facts_are_shown_and_nothing_is_opened(inbox: Inbox) -> None:
    id = inbox.send()
    with web_desk(inbox) as desk:
        desk.enter()
        desk.counter.leave()
        body = desk.get(f"/ho-so/{id}").body
        assert "còn niêm phong" in body
        assert "Cẩm Tú" not in body
        assert desk.get(f"/ho-so/{id}/ban-dang").status == 404


def test_the_list_counts_and_filters_by_what_is_urgent(known: WebDesk, inbox: Inbox) -> None:
    organisation = inbox.desk.organisation
    now = organisation.now
    organisation.now = now - timedelta(days=40)
    late = inbox.send()
    organisation.now = now
    fresh, kept = inbox.send(), inbox.send(flags=("links",))

    def shown(query: str) -> list[str]:
        return re.findall(r'href="/ho-so/([0-9a-f]{32})"', known.get(f"/{query}").body)

    assert shown("")[0] == late
    assert set(shown("")) == {late, fresh, kept}
    assert shown("?loc=qua-han") == [late]
    assert shown("?loc=xem-lai") == [kept]
    assert shown("?trang-thai=answered") == []
    assert "quá " in known.get("/").body
    for query in ("?loc=<x>", "?trang=-1", "?trang=" + "9" * 400, "?trang=x", "?linh-vuc=%ff", "?trang=%C2%B2"):
        assert known.get(f"/{query}").status == 200


def test_an_inquiry_is_found_by_the_first_digits_of_its_id(known: WebDesk, inbox: Inbox) -> None:
    id = inbox.send()
    found = known.get(f"/tim?ma={id[:8]}")
    assert (found.status, found.headers["Location"]) == (303, f"/ho-so/{id}")
    for wrong in ("", "abc", "zzzzzz", "../../..", "%00%00%00%00%00%00"):
        assert known.get(f"/tim?ma={wrong}").status == 404


def content_files(inbox: Inbox) -> list[Path]:
    return sorted(inbox.desk.settings.content.rglob("*.md"))


def draft_of(known: WebDesk, inbox: Inbox) -> str:
    id = inbox.send()
    known.post(f"/ho-so/{id}/answered", {"text": TEXT, "general_concern": "co", SEEN: 1})
    return id


def test_a_draft_waits_for_another_person_and_masks_are_decided_one_by_one(known: WebDesk, inbox: Inbox) -> None:
    id = draft_of(known, inbox)
    texts = {
        "title": "Thời hạn cấp bản sao",
        "question": "Bà Cẩm Tú, số 0912 345 678, hỏi về bản sao.",
        "answer": TEXT,
        SEEN: 2,
    }
    assert known.post(f"/ho-so/{id}/ban-dang/de-xuat", texts).status == 422, "nobody looked at the masks"
    looked = known.post(f"/ho-so/{id}/ban-dang/xem", texts)
    assert "<mark>0912 345 678</mark>" in looked.body
    texts["da-xem"] = re.findall(r'name="da-xem" value="(\w+)"', looked.body)[0]
    undecided = known.post(f"/ho-so/{id}/ban-dang/de-xuat", texts)
    assert undecided.status == 422, "a name is nobody's default"
    names = dict.fromkeys(re.findall(r'name="((?:title|question|answer)-\d+)"', looked.body), "che")
    assert known.post(f"/ho-so/{id}/ban-dang/de-xuat", texts | names | {"answer": "Khác"}).status == 422
    assert known.post(f"/ho-so/{id}/ban-dang/de-xuat", texts | names).status == 303
    own = known.get(f"/ho-so/{id}/ban-dang").body
    assert "0912" not in own
    assert "ban-dang/xac-nhan" not in own
    assert known.post(f"/ho-so/{id}/ban-dang/xac-nhan", {SEEN: 3}).status == 422
    assert content_files(inbox) == []
    with web_desk(inbox, "truong-ban") as other:
        other.enter()
        assert "ban-dang/xac-nhan" in other.get(f"/ho-so/{id}/ban-dang").body
        assert other.post(f"/ho-so/{id}/ban-dang/xac-nhan", {SEEN: 3}).status == 303
    [file] = content_files(inbox)
    written = file.read_text(encoding="utf-8")
    assert TEXT in written
    assert not any(trace in written for trace in ("0912", "Cẩm", "Tú", id[:8]))


def test_what_was_left_open_must_be_looked_at_by_the_other_person(known: WebDesk, inbox: Inbox) -> None:
    id = draft_of(known, inbox)
    texts = {"title": "Thời hạn", "question": "", "answer": "Gọi số 0292 3 820 500 để được hướng dẫn.", SEEN: 2}
    looked = known.post(f"/ho-so/{id}/ban-dang/xem", texts).body
    texts |= {"da-xem": re.findall(r'name="da-xem" value="(\w+)"', looked)[0], "answer-0": "giu"}
    assert known.post(f"/ho-so/{id}/ban-dang/de-xuat", texts).status == 303
    with web_desk(inbox, "truong-ban") as other:
        other.enter()
        assert "<mark>0292 3 820 500</mark>" in other.get(f"/ho-so/{id}/ban-dang").body
        assert other.post(f"/ho-so/{id}/ban-dang/xac-nhan", {SEEN: 3}).status == 422
        assert other.post(f"/ho-so/{id}/ban-dang/xac-nhan", {SEEN: 3, "answer-0": "giu"}).status == 303
    assert len(content_files(inbox)) == 1
