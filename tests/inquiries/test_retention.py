"""Erasure: due when it was promised, complete to the last byte, and proved by a chain that still verifies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from inquiries.events import unpack
from inquiries.form import Form
from inquiries.house import House
from inquiries.retention import Due, all_due, due
from tests.inquiries.trial_house import CLERK, SECRET_WORDS, Box, received, sealed_for
from tests.refusing import refuses

TODAY = date(2026, 11, 23)


@pytest.fixture
def form(inquiry_house: House) -> Form:
    return inquiry_house.form


def due_of(box: Box, inquiry: str, form: Form) -> Due | None:
    current = box.store.inquiry(inquiry)
    assert current
    return due(current, form)


def ended(box: Box, act: str, facts: dict[str, Any], **received_facts: Any) -> str:
    inquiry = box.receive(**received_facts)
    box.act(inquiry, act, **facts)
    return inquiry


@pytest.mark.parametrize(
    ("act", "facts"),
    [
        ("answered", {"general_concern": False}),
        ("redirected", {"body": "Công an thành phố"}),
        ("spam", {"reason": "advertising"}),
    ],
)
def test_the_clock_starts_when_the_work_ends(box: Box, form: Form, act: str, facts: dict[str, Any]):
    inquiry = ended(box, act, facts)
    assert due_of(box, inquiry, form) == Due(inquiry, "schedule", TODAY + timedelta(days=form.keep_days))


def test_work_that_goes_on_is_never_due(box: Box, form: Form):
    waiting, trapped, again = (
        box.receive(),
        box.receive(flags=["trap"]),
        ended(box, "answered", {"general_concern": True}),
    )
    box.act(waiting, "asked")
    box.act(again, "reopened", reason="new_facts")
    box.clock.later(days=9999)
    assert [due_of(box, one, form) for one in (waiting, trapped, again)] == [None, None, None]
    assert all_due(box.store, form, box.clock().date()) == []


def test_the_last_ending_counts_and_later_acts_do_not(box: Box, form: Form):
    inquiry = ended(box, "answered", {"general_concern": True})
    box.clock.later(days=10)
    box.act(inquiry, "closed", reason="done")
    box.clock.later(days=10)
    box.act(inquiry, "draft_proposed", masks={})
    found = due_of(box, inquiry, form)
    assert found and found.on == TODAY + timedelta(days=10 + form.keep_days)


def test_a_promise_of_fewer_days_is_kept(box: Box, form: Form):
    shorter = ended(box, "answered", {"general_concern": False}, keep_days=30)
    longer = ended(box, "answered", {"general_concern": False}, keep_days=9999)
    for inquiry, days in ((shorter, 30), (longer, form.keep_days)):
        found = due_of(box, inquiry, form)
        assert found and found.on == TODAY + timedelta(days=days)


def test_an_open_request_to_see_the_data_stops_the_clock(box: Box, form: Form):
    inquiry = ended(box, "answered", {"general_concern": False})
    box.act(inquiry, "rights_requested", by="sender", right="access", due_on="2026-11-25")
    assert due_of(box, inquiry, form) is None
    box.act(inquiry, "rights_answered", outcome="done")
    found = due_of(box, inquiry, form)
    assert found and found.ground == "schedule"


def test_a_request_to_erase_is_listed_at_once_and_left_to_a_person(box: Box, form: Form):
    inquiry = box.receive()
    box.act(inquiry, "rights_requested", by="sender", text="Xin xóa", right="erase", due_on="2026-11-25")
    assert all_due(box.store, form, TODAY) == [Due(inquiry, "request", date(2026, 11, 25))]
    assert box.store.erase(inquiry, "request", CLERK).state == "erased"


@pytest.mark.parametrize(("outcome", "stands"), [("done", True), ("partly", True), ("refused", False)])
def test_a_request_to_erase_outlives_its_answer_unless_refused(box: Box, form: Form, outcome: str, stands: bool):
    """The answer comes first, since the sender's code goes with the data."""
    inquiry = box.receive()
    box.act(inquiry, "rights_requested", by="sender", text="Xin xóa", right="erase", due_on="2026-11-25")
    box.act(inquiry, "rights_answered", text="Sẽ xóa hôm nay.", outcome=outcome)
    wanted = Due(inquiry, "request", date(2026, 11, 25)) if stands else None
    assert due_of(box, inquiry, form) == wanted
    box.store.erase(inquiry, "request", CLERK)
    assert due_of(box, inquiry, form) is None


def test_what_the_clock_says_is_listed_on_its_day_and_not_before(box: Box, form: Form):
    later, kept = ended(box, "answered", {"general_concern": False}), box.receive()
    sooner = ended(box, "answered", {"general_concern": False}, keep_days=30)
    day = TODAY + timedelta(days=form.keep_days)
    assert [one.inquiry for one in all_due(box.store, form, day - timedelta(days=1))] == [sooner]
    assert [one.inquiry for one in all_due(box.store, form, day)] == [sooner, later]
    assert box.store.erase(sooner, "schedule", "system").steps[-1].by == "system"
    assert [one.inquiry for one in all_due(box.store, form, day)] == [later]
    assert [event.sealed != "" for event in box.store.events(kept)] == [True]


def test_what_was_sealed_after_an_erasure_is_erased_in_its_turn(box: Box, form: Form):
    inquiry = box.receive()
    box.store.erase(inquiry, "request", CLERK)
    assert due_of(box, inquiry, form) is None
    box.act(inquiry, "rights_requested", by="sender", text="Đã xóa chưa?", right="access", due_on="2026-11-25")
    box.act(inquiry, "rights_answered", text="Đã xóa.", outcome="done")
    assert due_of(box, inquiry, form) == Due(inquiry, "schedule", TODAY + timedelta(days=form.keep_days))
    box.store.erase(inquiry, "schedule", "system")
    assert not any(event.sealed for event in box.store.events(inquiry))
    assert box.problems() == []


def bytes_of(folder: Path) -> bytes:
    return b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_nothing_sealed_is_left_in_any_byte_and_the_chain_still_verifies(box: Box):
    """Pieces of each seal are found before, and in no file of the folder afterwards, caches and drafts included."""
    event, files, code = received(box.store, box.keys, attached=(SECRET_WORDS.encode(), b"%PDF"))
    box.store.receive(event, files)
    inquiry = event.inquiry
    asked = box.next(inquiry, "asked", text="Bạn cho biết thêm")
    box.store.append(replace(asked, for_sender=sealed_for(code, asked, "Bạn cho biết thêm")))
    box.act(inquiry, "supplemented", by="sender", text="Số nhà 12")
    mails = [f"outbox/20261123T091500-{inquiry}.json", f"outbox/failed/20261120T091500-{inquiry}.json"]
    mails.append(f"outbox/.20261123T091500-{inquiry}.json.k3w_x")  # what a killed writer of the queue left
    another = f"outbox/20261123T091500-{'f' * 32}.json"
    for path in (*mails, another):
        box.store.blobs.put_if_absent(path, f"mail of {path}".encode()).settle()
    box.store.inquiries()
    seals = [part for one in box.store.events(inquiry) for part in (one.sealed, one.for_sender) if part]
    assert len(seals) == 4
    pieces = [seal[place : place + 24].encode() for seal in seals for place in (-60, -36)]
    pieces += [file[-40:] for file in files] + [f"mail of {path}".encode() for path in mails]
    before = bytes_of(box.store.folder)
    assert all(piece in before for piece in pieces)
    assert box.store.erase(inquiry, "request", CLERK).state == "erased"
    after = bytes_of(box.store.folder)
    assert [piece for piece in pieces if piece in after] == []
    assert (box.problems(), box.drafts()) == ([], [])
    assert box.store.blobs.list("outbox") == [another.removeprefix("outbox/"), "failed"]


def test_the_proof_names_everything_that_is_gone(box: Box):
    inquiry = box.receive(attached=(b"%PDF",))
    box.act(inquiry, "classified", class_="simple")
    path = f"inquiries/{inquiry}/0001.json"
    audited = box.store.audit.find(path)
    assert audited
    [file] = box.store.events(inquiry)[0].facts["files"]
    box.store.erase(inquiry, "request", CLERK)
    first, second, proof = box.store.events(inquiry)
    assert (proof.act, proof.by, proof.facts["ground"]) == ("erased", CLERK, "request")
    assert proof.facts["events"] == [{"number": 1, "sha256": audited.sha256}]
    assert proof.facts["files"] == [file]
    assert (first.erased, second.erased) == (audited.sha256, "")
    line = box.store.audit.find(path)
    assert line and (line.act, line.was) == ("erased", audited.sha256)
    assert unpack(box.store.blobs.get(path)).facts["kind"] == "hoi_dap", "figures can still be counted"


def test_a_file_that_comes_back_from_an_old_backup_is_told(box: Box):
    inquiry = box.receive(attached=(b"%PDF",))
    folder = box.store.folder
    event, [file] = folder / "inquiries" / inquiry / "0001.json", list((folder / "files" / inquiry).iterdir())
    kept = event.read_bytes(), file.read_bytes()
    box.store.erase(inquiry, "request", CLERK)
    file.parent.mkdir(mode=0o700)
    event.write_bytes(kept[0])
    file.write_bytes(kept[1])
    file.chmod(0o600)
    assert sorted(box.problems()) == [
        ("store-file-back", file.relative_to(folder).as_posix()),
        ("store-file-changed", f"inquiries/{inquiry}/0001.json"),
    ]


def test_erasing_is_for_known_grounds_and_known_inquiries(box: Box):
    inquiry = box.receive()
    with pytest.raises(ValueError, match="expected one of"):
        box.store.erase(inquiry, "why not", CLERK)
    with refuses("inquiry-unknown"):
        box.store.erase("0" * 32, "request", CLERK)
    with refuses("inquiry-act-not-theirs"):
        box.store.erase(inquiry, "request", "sender")
    assert len(box.store.events(inquiry)) == 1
