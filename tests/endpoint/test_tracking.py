"""What somebody sees who has a code, and somebody who has none."""

from __future__ import annotations

import statistics
import time

import pytest

from inquiries.codes import ALPHABET, new_code, read_code, show_code
from inquiries.house import House
from tests.endpoint.sender import RESULT, RIGHT, SUPPLEMENT, Sender, typed_on
from tests.inquiries.trial_house import Clock


@pytest.fixture
def sender(inquiry_house: House) -> Sender:
    """Somebody before an empty house."""
    return Sender(inquiry_house)


def asked(sender: Sender) -> str:
    """Return the code of an inquiry that waits for its sender."""
    code = sender.code()
    sender.act(code, "classified", class_="simple")
    sender.act(code, "asked", text="Xin cho biết <b>xã</b> nào?")
    return code


def test_a_code_shows_state_date_and_history_and_nothing_of_the_sender(sender: Sender):
    code = sender.code()
    answer = sender.follow(code)
    assert answer.status_code == 200
    assert "Đã tiếp nhận, đang phân loại" in answer.text and "14/12/2026" in answer.text and "15 ngày" in answer.text
    for typed in ("Kiều", "912 345", "912345", "hồ sơ qua mạng"):
        assert typed not in answer.text
    assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("no-store", "same-origin")


def test_a_code_is_read_kindly_and_by_an_address_as_well(sender: Sender):
    code = sender.code()
    for written in (code.lower(), code.replace("-", " "), f"  {code}\n", code.replace("1", "l").replace("0", "o")):
        assert sender.follow(written).status_code == 200
    answer = sender.browser.get(RESULT, query_string={"ma": code})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_the_office_s_words_are_shown_as_words(sender: Sender):
    answer = sender.follow(asked(sender))
    assert "Xin cho biết &lt;b&gt;xã&lt;/b&gt; nào?" in answer.text
    assert "Đang chờ ông/bà bổ sung" in answer.text


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFGH-JKLMN", "😀" * 13, "' OR 1=1 --", "A" * 5_000])
def test_what_can_be_no_code_is_told_so(sender: Sender, typed: str):
    answer = sender.follow(typed)
    assert answer.status_code == 422
    assert "gõ chưa đúng" in answer.text


def test_every_code_that_leads_nowhere_gets_the_same_page(sender: Sender):
    pages = set()
    for _ in range(5):
        code = show_code(new_code())
        answer = sender.follow(code)
        assert answer.status_code == 404
        pages.add((answer.text.replace(code, ""), tuple(answer.headers)))
    assert len(pages) == 1


def test_whoever_guesses_must_wait_and_whoever_knows_need_not(sender: Sender):
    code = sender.code()
    for _ in range(40):
        assert sender.follow(code).status_code == 200
    statuses = [sender.follow(show_code(new_code())).status_code for _ in range(21)]
    assert statuses == [404] * 20 + [429]
    refused = sender.follow(code)
    assert refused.status_code == 429 and int(refused.headers["Retry-After"]) > 500
    assert sender.post(RESULT, {"ma": code}, at="198.51.100.9").status_code == 200


def test_an_unknown_code_costs_the_same_whether_others_are_near_it_or_not(sender: Sender):
    known = read_code(sender.code())
    assert known
    near = [_mended(known[:6] + new_code()[6:12]) for _ in range(60)]
    far = [new_code() for _ in near]
    times: dict[str, list[float]] = {"near": [], "far": []}
    for pair in zip(near, far, strict=True):
        for name, code in zip(times, pair, strict=True):
            begun = time.perf_counter()
            answer = sender.post(RESULT, {"ma": code}, at=f"2001:db8:{len(times[name])}::1")
            times[name].append(time.perf_counter() - begun)
            assert answer.status_code == 404
    ratio = statistics.median(times["near"]) / statistics.median(times["far"])
    assert 0.7 < ratio < 1.4


def _mended(letters: str) -> str:
    """Return the code that begins with the twelve letters."""
    return next(code for last in ALPHABET if read_code(code := letters + last))


def test_the_sender_adds_what_was_asked_for_once(sender: Sender):
    code = asked(sender)
    for _ in range(2):  # a double click
        answer = sender.post(SUPPLEMENT, {"ma": code, "noi_dung": "Xã Mỹ Khánh."})
        assert answer.status_code == 200 and "Đã nhận phần ông/bà bổ sung" in answer.text
    assert [event.act for event in sender.events(code)] == ["received", "classified", "asked", "supplemented"]
    assert sender.opened(sender.events(code)[-1]) == {"text": "Xã Mỹ Khánh."}
    assert sender.inquiry(code).state == "classified"


def test_the_same_words_to_another_question_are_another_answer(sender: Sender):
    """Asked again within minutes, whoever answers "Đúng." a second time was told that it is in; it was kept nowhere."""
    code = asked(sender)
    for count in (1, 2):
        answer = sender.post(SUPPLEMENT, {"ma": code, "noi_dung": "Đúng."})
        assert answer.status_code == 200 and "Đã nhận phần ông/bà bổ sung" in answer.text
        assert [event.act for event in sender.events(code)].count("supplemented") == count
        sender.act(code, "asked", text="Có đúng không?")


def test_nothing_is_added_where_nothing_was_asked_for(sender: Sender):
    code = sender.code()
    answer = sender.post(SUPPLEMENT, {"ma": code, "noi_dung": "Thêm."})
    assert answer.status_code == 422 and "chưa được nhận" in answer.text
    assert len(sender.events(code)) == 1


@pytest.mark.parametrize("text", ["", "  \u200b ", "a" * 5_001])
def test_an_empty_or_endless_supplement_comes_back(sender: Sender, text: str):
    code = asked(sender)
    answer = sender.post(SUPPLEMENT, {"ma": code, "noi_dung": text})
    assert answer.status_code == 422
    assert len(typed_on(answer)["noi_dung"]) in (0, 5_001)
    assert len(sender.events(code)) == 3


def test_a_request_about_personal_data_is_answered_in_two_working_days(sender: Sender, clock: Clock):
    code = sender.code()
    clock.later(days=4)  # Friday
    for _ in range(2):
        answer = sender.post(RIGHT, {"ma": code, "quyen": "erase", "noi_dung": "Xin xóa."})
        assert answer.status_code == 200 and "01/12/2026" in answer.text
    request = sender.events(code)[-1]
    assert (request.act, request.facts["right"], request.facts["due_on"]) == ("rights_requested", "erase", "2026-12-01")
    assert len(sender.events(code)) == 2
    assert sender.post(RIGHT, {"ma": code, "quyen": "access"}).status_code == 422  # one at a time


@pytest.mark.parametrize("which", ["", "admin", "<script>"])
def test_an_unknown_right_comes_back_with_what_was_typed(sender: Sender, which: str):
    answer = sender.post(RIGHT, {"ma": sender.code(), "quyen": which, "noi_dung": "Chữ đã gõ."})
    assert answer.status_code == 422 and "Chữ đã gõ." in answer.text and "<script>" not in answer.text


@pytest.mark.parametrize("address", [SUPPLEMENT, RIGHT, RESULT])
def test_another_site_can_neither_act_nor_ask(sender: Sender, address: str):
    code = asked(sender)
    answer = sender.post(address, {"ma": code, "noi_dung": "x", "quyen": "erase"}, {"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert len(sender.events(code)) == 3


@pytest.mark.parametrize("address", [SUPPLEMENT, RIGHT])
def test_acts_on_an_unknown_code_lead_nowhere(sender: Sender, address: str):
    told = {"ma": show_code(new_code()), "noi_dung": "x", "quyen": "erase"}
    assert sender.post(address, told).status_code == 404


def test_a_clerk_who_is_faster_does_not_lose_the_sender_s_words(sender: Sender, monkeypatch: pytest.MonkeyPatch):
    code = asked(sender)
    store, append = sender.house.store, sender.house.store.append
    noticed = iter([True])

    def slower(event: object) -> object:
        if next(noticed, False):
            sender.act(code, "noticed", text="Đang xử lý.", new_due_on="2026-12-20")
        return append(event)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "append", slower)
    assert sender.post(SUPPLEMENT, {"ma": code, "noi_dung": "Xã Mỹ Khánh."}).status_code == 200
    assert [event.act for event in sender.events(code)][-2:] == ["noticed", "supplemented"]


def test_a_damaged_inquiry_says_so_without_a_trace(sender: Sender):
    code = sender.code()
    inquiry = sender.events(code)[0].inquiry
    place = sender.house.store.folder / "inquiries" / inquiry / "0001.json"
    place.chmod(0o600)
    place.write_bytes(b"{")
    answer = sender.follow(code)
    assert answer.status_code == 503 and "Traceback" not in answer.text
    assert "Retry-After" in answer.headers


def test_no_redirect_and_no_link_holds_the_code(sender: Sender):
    code = asked(sender)
    sender.follow(code)
    sender.post(SUPPLEMENT, {"ma": code, "noi_dung": "Xã."})
    for answer in sender.answers:
        assert answer.status_code not in range(300, 400)
        for found in (code, read_code(code) or ""):
            assert f"ma={found}" not in answer.text and found not in str(answer.headers)


@pytest.mark.parametrize("address", [SUPPLEMENT, RIGHT])
def test_words_that_are_not_taken_are_given_back_wherever_it_stops(sender: Sender, address: str):
    code = sender.code()
    sent = {"ma": code, "quyen": "access", "noi_dung": "Lần {} <b>Xã Phong Điền</b>"}
    given_back = "Lần {} &lt;b&gt;Xã Phong Điền&lt;/b&gt;"
    statuses = []
    for number in range(12):
        answer = sender.post(address, sent | {"noi_dung": sent["noi_dung"].format(number)})
        statuses.append(answer.status_code)
        assert answer.status_code == 200 or given_back.format(number) in answer.text
    assert {422, 429} <= set(statuses)
    folder = sender.house.store.folder
    folder.rename(folder.with_name("cho-khac"))
    answer = sender.post(address, sent, at="203.0.113.99")
    assert answer.status_code == 503 and given_back in answer.text
