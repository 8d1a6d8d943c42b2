"""The store: what it acknowledged is there, and of two clerks one is told."""

from __future__ import annotations

import json
import os
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from editorial.messages import sentence
from editorial.problem import Refused
from inquiries.codes import inquiry_id, new_code, read_code, show_code
from inquiries.events import Event
from inquiries.house import House
from inquiries.sealing import load_identity, unseal
from inquiries.states import OPEN, STATES, fold
from inquiries.store import Conflict, InquiryStore, StoreFailed, Unknown
from tests.inquiries.trial_house import CLERK, OTHER_CLERK, SECRET_WORDS, Box, Clock, received
from tests.refusing import refuses


def test_what_was_received_is_found_by_its_code_and_opened_by_both_keys(inquiry_house: House, box: Box):
    event, files, code = received(box.store, box.keys, attached=(b"%PDF-1.7 scan",))
    box.store.receive(event, files)
    found = inquiry_id(box.store.secret, read_code(show_code(code).lower()) or "")
    [kept] = box.again().store.events(found)
    assert kept == event
    for role in ("duty", "escrow"):
        [path] = inquiry_house.identity_files(role)
        plain = json.loads(unseal(kept.sealed, load_identity(path)))
        assert (plain["code"], plain["values"]["noi_dung"]) == (code, SECRET_WORDS)
        [file] = kept.facts["files"]
        assert unseal(box.store.attachment(found, file), load_identity(path)) == b"%PDF-1.7 scan"
    assert box.problems() == []


def test_nothing_that_was_typed_lies_open_in_the_folder(box: Box):
    event, files, code = received(box.store, box.keys, attached=(SECRET_WORDS.encode(),))
    box.store.receive(event, files)
    box.store.inquiries()
    for path in (path for path in box.store.folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        for word in (*SECRET_WORDS.split(", "), code, show_code(code)):
            assert word.encode() not in content, path


def test_an_unknown_code_finds_nothing_and_touches_nothing(box: Box):
    box.receive()
    before = sorted(box.store.folder.rglob("*"))
    unknown = inquiry_id(box.store.secret, new_code())
    assert box.store.events(unknown) == ()
    assert box.store.inquiry(unknown) is None
    for name in ("../audit", "", "x" * 32, unknown.upper(), unknown + "/.."):
        assert box.store.inquiry(name) is None
    with pytest.raises(Unknown):
        box.store.attachment(unknown, "0" * 64)
    with pytest.raises(Unknown):
        box.store.attachment("..", "../secret")
    with pytest.raises(Unknown):
        box.store.append(Event(unknown, 2, "classified", box.clock(), CLERK, {"class": "simple"}))
    assert sorted(box.store.folder.rglob("*")) == before


def test_a_wrong_event_is_a_bug_or_refused_and_never_stored(box: Box):
    event, files, _ = received(box.store, box.keys, attached=(b"a",))
    for wrong in ([], [*files, b"more"], [b"other"]):
        with pytest.raises(ValueError, match="expected event 1 with 1 files"):
            box.store.receive(event, wrong)
    inquiry = box.receive()
    with pytest.raises(ValueError, match="expected event 2"):
        box.store.append(Event(inquiry, 3, "classified", box.clock(), CLERK, {"class": "simple"}))
    with pytest.raises(ValueError, match=r"wrong facts\.dien_thoai"):
        box.act(inquiry, "classified", class_="simple", dien_thoai="0912345678")
    with refuses("inquiry-act-not-now"):
        box.act(inquiry, "forwarded", unit="Thanh tra Sở")
    assert len(box.store.events(inquiry)) == 1
    assert box.store.ids() == [inquiry]
    assert (box.drafts(), box.problems()) == ([], [])


def test_the_second_of_two_clerks_is_told(box: Box):
    inquiry = box.receive()
    mine = box.next(inquiry, "classified", CLERK, class_="simple")
    theirs = box.next(inquiry, "spam", OTHER_CLERK, reason="advertising")
    box.store.append(mine)
    with pytest.raises(Conflict) as conflict:
        box.again().store.append(theirs)
    assert "Người khác vừa xử lý" in sentence(conflict.value.problems[0])
    assert [event.by for event in box.store.events(inquiry)] == ["sender", CLERK]
    assert box.problems() == []


def test_of_many_clerks_at_once_exactly_one_wins(box: Box):
    inquiry = box.receive()
    events = [box.next(inquiry, "classified", f"clerk-{number}", class_="simple") for number in range(8)]
    start, won, told = threading.Barrier(8), [], []

    def act(event: Event) -> None:
        store = box.again().store
        start.wait()
        try:
            store.append(event)
            won.append(event.by)
        except Conflict:
            told.append(event.by)

    clerks = [threading.Thread(target=act, args=(event,)) for event in events]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    assert (len(won), len(told)) == (1, 7)
    assert [event.by for event in box.store.events(inquiry)] == ["sender", *won]
    assert (box.drafts(), box.problems()) == ([], [])


def test_one_code_is_taken_once(box: Box):
    event, files, _ = received(box.store, box.keys, attached=(b"a",))
    box.store.receive(event, files)
    with pytest.raises(Conflict):
        box.store.receive(event, files)
    assert box.problems() == []


def test_staff_name_an_inquiry_by_the_first_six_letters(box: Box):
    inquiry, other = box.receive(), box.receive()
    assert box.store.ids() == sorted((inquiry, other))
    assert box.store.find(inquiry[:6].upper() + " ") == [inquiry]
    assert box.store.find(inquiry) == [inquiry]
    assert box.store.find(inquiry[:5]) == []
    assert box.store.find("zzzzzz") == []


def test_lists_show_what_the_events_say_now(box: Box):
    first, second = sorted(box.receive() for _ in range(2))
    trap = box.receive(flags=["trap"])
    assert [one.id for one in box.store.inquiries()] == [first, second]
    assert [one.id for one in box.store.inquiries(("quarantined",))] == [trap]
    box.act(first, "classified", class_="complex", tags=["thái độ phục vụ"])
    box.again().act(second, "answered", general_concern=False)
    box.again().act(second, "rights_requested", by="sender", right="access", due_on="2026-11-25")
    for box_again in (box, box.again()):
        everything = box_again.store.inquiries(STATES)
        assert everything == [fold(box.store.events(one)) for one in box.store.ids()]
        assert [one.id for one in box_again.store.inquiries(OPEN)] == [first]


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 100, None])
def test_a_lost_or_damaged_cache_is_made_anew(box: Box, damage: bytes | None):
    inquiry = box.receive()
    box.store.inquiries()
    index = box.store.folder / "index.sqlite"
    assert index.stat().st_mode & 0o777 == 0o600
    index.unlink() if damage is None else index.write_bytes(damage)
    assert [one.id for one in box.again().store.inquiries()] == [inquiry]


def test_a_list_of_what_has_not_changed_writes_nothing(box: Box):
    inquiry = box.receive()
    box.store.inquiries()
    index = box.store.folder / "index.sqlite"
    before = index.stat().st_mtime_ns
    assert [one.id for one in box.store.inquiries()] == [inquiry]
    assert index.stat().st_mtime_ns == before
    box.act(inquiry, "classified", class_="simple")
    assert [one.steps[-1].act for one in box.store.inquiries()] == ["classified"]
    assert index.stat().st_mtime_ns > before


def test_a_cache_of_another_chain_is_made_anew(box: Box):
    """After a backup was restored the cache may be ahead of the truth."""
    kept = box.receive()
    audit = next(box.store.folder.glob("audit/2*.jsonl"))
    before = audit.read_bytes()
    gone = box.receive()
    assert len(box.store.inquiries()) == 2
    audit.write_bytes(before)
    for path in (box.store.folder / "inquiries" / gone).iterdir():
        path.unlink()
    assert [one.id for one in box.again().store.inquiries()] == [kept]


def test_one_damaged_file_hides_no_other_inquiry(box: Box):
    good, bad = box.receive(), box.receive()
    path = box.store.folder / "inquiries" / bad / "0001.json"
    content = path.read_bytes()
    path.write_bytes(content[:100])
    assert [one.id for one in box.store.inquiries()] == [good]
    assert box.store.unreadable() == [bad]
    with pytest.raises(Refused) as refused:
        box.store.inquiry(bad)
    assert refused.value.problems[0].where == f"inquiries/{bad}/0001.json"
    path.write_bytes(content)
    assert len(box.store.inquiries()) == 2
    assert box.store.unreadable() == []


def test_a_file_that_vanishes_while_it_is_read_is_a_failing_disk(box: Box):
    """A folder that somebody restores or moves under a running store."""
    inquiry = box.receive()
    (box.store.folder / "inquiries" / inquiry / "0002.json").symlink_to("nowhere")
    with pytest.raises(StoreFailed) as failed:
        box.store.inquiry(inquiry)
    assert sentence(failed.value.problems[0])
    assert box.problems() == [("store-file-missing", f"inquiries/{inquiry}/0002.json")]


def test_a_gap_in_the_numbers_is_refused(box: Box):
    inquiry = box.receive()
    for _ in range(2):
        box.act(inquiry, "classified", class_="simple")
    folder = box.store.folder / "inquiries" / inquiry
    (folder / "0002.json").unlink()
    with refuses("event-misplaced"):
        box.store.events(inquiry)
    assert ("store-file-missing", f"inquiries/{inquiry}/0002.json") in box.problems()


def test_an_event_moved_to_another_inquiry_is_refused(box: Box):
    one, other = box.receive(), box.receive()
    folder = box.store.folder / "inquiries"
    (folder / one / "0001.json").write_bytes((folder / other / "0001.json").read_bytes())
    with refuses("event-misplaced"):
        box.store.inquiry(one)


def test_the_secret_is_made_once_and_never_replaced(box: Box):
    secret = box.store.secret
    assert len(secret) == 32
    assert box.again().store.secret == secret
    path = box.store.folder / "secret"
    assert path.stat().st_mode & 0o777 == 0o600
    box.receive()
    path.write_bytes(secret[:31])
    for code in ("store-secret-damaged", "store-secret-missing"):
        with refuses(code) as refused:
            box.again()
        assert sentence(refused.value.problems[0])
        path.unlink(missing_ok=True)


def test_another_secret_is_told_and_nothing_is_taken_with_it(box: Box):
    """A code made with a secret that the next start does not have would lead nowhere."""
    inquiry = box.receive()
    path, events = box.store.folder / "secret", box.store.events(inquiry)
    secret = path.read_bytes()
    path.write_bytes(bytes(32))
    assert box.problems() == [("store-secret-changed", "secret")]
    for take in (box.receive, lambda: box.act(inquiry, "asked", text="Gửi thêm ảnh"), box.again):
        with refuses("store-secret-changed"):
            take()
    assert box.store.events(inquiry) == events
    path.write_bytes(secret)
    assert box.receive() and box.again().problems() == []


def test_a_store_of_an_older_edition_gets_the_digest_of_its_secret(box: Box):
    digest = box.store.folder / "secret.sha256"
    digest.unlink()
    assert box.problems() == [("store-file-missing", "secret.sha256")]
    assert box.again().problems() == []
    assert digest.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_gone_takes_nothing_and_calls_no_code_unknown(box: Box):
    inquiry = box.receive()
    folder = box.store.folder
    away = folder.rename(folder.with_name("away"))
    for do in (box.receive, lambda: box.store.events(inquiry)):
        with pytest.raises(StoreFailed):
            do()
    assert not folder.exists()
    away.rename(folder)
    assert box.receive() and box.store.events(inquiry)


def test_a_clock_that_jumps_orders_nothing(box: Box):
    inquiry = box.receive()
    for days in (40, -400, 3, -1):
        box.clock.later(days=days)
        box.act(inquiry, "classified", class_="simple")
        box = box.again()
    assert [step.number for step in box.store.inquiry(inquiry).steps] == [1, 2, 3, 4, 5]  # type: ignore[union-attr]
    assert box.problems() == []


# --- size ----------------------------------------------------------------------------------------


def many(folder: Path, clock: Clock, template: bytes, inquiry: str, size: int) -> None:
    """Lay down copies of one inquiry under other ids, as if they had come in long ago."""
    for number in range(size):
        name = f"{number:032x}"
        place = folder / "inquiries" / name
        place.mkdir(mode=0o700)
        descriptor = os.open(place / "0001.json", os.O_WRONLY | os.O_CREAT, 0o600)
        os.write(descriptor, template.replace(inquiry.encode(), name.encode()))
        os.close(descriptor)


def test_a_start_reads_no_inquiry(box: Box, clock: Clock):
    """With 100,000 inquiries a start takes a second at most, since it looks at none of them."""
    inquiry = box.receive()
    template = (box.store.folder / "inquiries" / inquiry / "0001.json").read_bytes()
    many(box.store.folder, clock, template, inquiry, 2000)
    began = time.process_time()
    again = box.again()
    took = time.process_time() - began
    assert took < 0.2
    assert len(again.store.ids()) == 2001
    (box.store.folder / "inquiries" / f"{7:032x}" / "0001.json").write_bytes(b"damaged")
    InquiryStore.open(box.store.folder, lambda: clock() + timedelta(days=1))
