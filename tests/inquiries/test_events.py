"""Event files: one way to write each, read strictly, and described by their JSON Schema."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from desk.inquiries.step_log import log_step
from editorial.dates import VIETNAM
from editorial.messages import sentence
from editorial.problem import Refused
from inquiries.events import FACTS, Event, pack, unpack, without_sealed
from inquiries.house import House
from inquiries.mails import Mail
from inquiries.outbox import BEGUN, Outbox
from inquiries.sealing import load_identity, unseal
from tests.inquiries.every_act import DIGEST, EXAMPLES
from tests.inquiries.trial_house import MORNING, Box

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "inquiries/schema"
CONTRACT = (ROOT / "docs/inquiries.md").read_text(encoding="utf-8")
ID = "0123456789abcdef" * 2
ACTS = sorted(FACTS)


@cache
def schema(name: str) -> Draft202012Validator:
    content = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(content)
    return Draft202012Validator(content)


def event(act: str = "received", **changed: Any) -> Event:
    values: dict[str, Any] = {"inquiry": ID, "number": 3, "act": act, "at": MORNING, "by": "van-thu"}
    return Event(**{**values, "facts": EXAMPLES[act], "sealed": "c2VhbGVk", "for_sender": "Zm9y", **changed})


def raw(act: str = "received", **changed: Any) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(pack(event(act)))
    return {**content, **changed}


def codes(content: bytes) -> list[str]:
    with pytest.raises(Refused) as refused:
        unpack(content, "inquiries/x/0003.json")
    assert all(sentence(problem) for problem in refused.value.problems)
    assert {problem.where for problem in refused.value.problems} == {"inquiries/x/0003.json"}
    return [problem.code for problem in refused.value.problems]


def test_the_examples_name_every_act_and_every_fact():
    assert set(EXAMPLES) == set(FACTS)
    for act, facts in EXAMPLES.items():
        assert {name.removesuffix("?") for name in FACTS[act]} == set(facts), act


@pytest.mark.parametrize("act", ACTS)
def test_the_contract_names_every_fact_of_the_act(act: str):
    [row] = (line for line in CONTRACT.splitlines() if re.match(rf"\| (`\w+`, )*`{act}`.* \|.*\|.*\|.*\|", line))
    assert set(re.findall("[a-z_]+", row)) >= {name.removesuffix("?") for name in FACTS[act]}


@pytest.mark.parametrize("act", ACTS)
def test_what_is_packed_is_read_back(act: str):
    one = event(act)
    content = pack(one)
    assert pack(unpack(content)) == content
    assert unpack(content) == one
    assert schema("event").is_valid(json.loads(content))


@pytest.mark.parametrize("act", ACTS)
def test_only_facts_that_may_be_absent_may_be_absent(act: str):
    for name in FACTS[act]:
        fact = name.removesuffix("?")
        left = {key: value for key, value in EXAMPLES[act].items() if key != fact}
        content = raw(act, facts=left)
        assert schema("event").is_valid(content) is name.endswith("?")
        if name.endswith("?"):
            assert unpack(rfc8785.dumps(content)).facts == left
        else:
            assert codes(rfc8785.dumps(content)) == ["event-shape"]


@pytest.mark.parametrize("act", ACTS)
def test_a_fact_that_no_act_carries_is_refused(act: str):
    """A telephone number among the open facts would be there for ever."""
    content = raw(act, facts={**EXAMPLES[act], "dien_thoai": "0912345678"})
    assert codes(rfc8785.dumps(content)) == ["event-shape"]
    assert not schema("event").is_valid(content)


WRONG: dict[type, list[Any]] = {
    str: [None, 7, [], "Một\ncâu", "x" * 301],
    bool: [None, 1, "true"],
    int: [None, -1, 7.5, "1", True],
    list: [None, "ab", [7], [[]], ["Một\ncâu"]],
    dict: [None, [], {"Họ và tên": 1}, {"name": -1}],
}


@pytest.mark.parametrize(
    ("act", "name", "wrong"),
    [(act, name, wrong) for act, facts in EXAMPLES.items() for name in facts for wrong in WRONG[type(facts[name])]],
)
def test_a_fact_of_another_shape_is_refused(act: str, name: str, wrong: Any):
    content = raw(act, facts={**EXAMPLES[act], name: wrong})
    assert codes(rfc8785.dumps(content)) == ["event-shape"]
    # "Printable" is the one thing that JSON Schema has no word for.
    assert not schema("event").is_valid(content) or "Một\ncâu" in (wrong, *(wrong if isinstance(wrong, list) else ()))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"schema": 2}, "event-schema"),
        ({"schema": None}, "event-schema"),
        ({"schema": True}, "event-shape"),
        ({"act": "deleted"}, "event-act"),
        ({"act": ["received"]}, "event-act"),
        ({"inquiry": "../../etc/passwd"}, "event-shape"),
        ({"inquiry": ID.upper()}, "event-shape"),
        ({"number": 0}, "event-shape"),
        ({"number": True}, "event-shape"),
        ({"at": "2026-11-23T09:15:00"}, "event-shape"),
        ({"at": "hôm nay"}, "event-shape"),
        ({"by": "Nguyễn Văn A"}, "event-shape"),
        ({"facts": []}, "event-shape"),
        ({"sealed": "không phải base64"}, "event-shape"),
        ({"sealed": ""}, "event-shape"),
        ({"erased": DIGEST}, "event-shape"),
        ({"note": "thêm"}, "event-shape"),
        ({"at": "2026-11-23T02:15:00+00:00"}, "event-not-canonical"),
        ({"at": "2026-11-23T09:15:00.000000+07:00"}, "event-not-canonical"),
    ],
)
def test_what_is_no_event_is_refused(changed: dict[str, Any], code: str):
    content = {**raw(), **changed}
    assert codes(rfc8785.dumps(content)) == [code]
    assert not schema("event").is_valid(content)


def test_bytes_that_are_not_the_canonical_form_are_refused():
    content = pack(event())
    for other in (
        content + b"\n",
        content.replace(b'":', b'": ', 1),
        json.dumps(json.loads(content), ensure_ascii=True).encode(),
        content[:-1] + b',"number":3}',
    ):
        assert codes(other) == ["event-not-canonical"]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[]", b"null", b"[" * 100_000, b"\0" * 64])
def test_what_is_no_json_object_is_refused(content: bytes):
    assert codes(content) == ["event-unreadable"]


@given(st.binary(max_size=60), st.integers(0, 400))
def test_no_damage_goes_unnoticed(noise: bytes, place: int):
    content = pack(event())
    damaged = content[:place] + noise + content[place + len(noise) :]
    try:
        assert pack(unpack(damaged)) == damaged
    except Refused:
        assert damaged != content


def test_a_program_cannot_pack_what_it_could_not_read():
    for wrong in (event(number=0), event(by="Văn thư"), event(facts={}), event(sealed="ô")):
        with pytest.raises(ValueError, match="wrong"):
            pack(wrong)


@given(st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2090, 1, 1)), st.integers(-12, 14))  # noqa: DTZ001
def test_every_moment_is_written_in_vietnams_time(moment: datetime, hours: int):
    at = (moment.replace(tzinfo=UTC) + timedelta(hours=hours)).replace(microsecond=0)
    read = unpack(pack(event(at=at))).at
    assert read == at
    assert read.utcoffset() == at.astimezone(VIETNAM).utcoffset()


def test_an_erased_event_keeps_its_facts_and_names_what_it_was():
    content = pack(event())
    left = without_sealed(unpack(content), content)
    assert (left.sealed, left.for_sender, left.facts) == ("", "", event().facts)
    assert left.erased == sha256(content).hexdigest()
    assert schema("event").is_valid(json.loads(pack(left)))


def test_the_opened_part_of_what_was_received_fits_its_schema(inquiry_house: House, box: Box):
    inquiry = box.receive(attached=(b"%PDF-1.7",))
    [path] = inquiry_house.identity_files()
    schema("received-sealed").validate(json.loads(unseal(box.store.events(inquiry)[0].sealed, load_identity(path))))


def test_every_file_of_a_used_store_fits_its_schema(inquiry_house: House, box: Box):
    inquiry = box.receive(attached=(b"%PDF-1.7",))
    outbox = Outbox(box.store.folder / "outbox", inquiry_house.recipients)
    outbox.put(inquiry, "received", Mail("an@vidu.example.vn", "Đã nhận", "Đã nhận câu hỏi."), box.clock())
    [waiting] = outbox.waiting()
    outbox.note(outbox.note(waiting, BEGUN, box.clock()), "450", box.clock())
    schema("outbox-mail").validate(json.loads((outbox.folder / waiting.name).read_bytes()))
    log_step(box.store.folder, box.clock(), "van-thu", "show", inquiry)
    [line] = (box.store.folder / "log/2026-11-23.jsonl").read_bytes().splitlines()
    schema("step-log-line").validate(json.loads(line))
    box.clock.later(days=2)
    box.act(inquiry, "classified", text="Thư gửi Sở", class_="simple")
    box.store.erase(inquiry, "request", "van-thu")
    folder = box.store.folder
    events = list(folder.glob("inquiries/*/*.json"))
    lines = [line for path in folder.glob("audit/2*.jsonl") for line in path.read_bytes().splitlines()]
    anchors = (folder / "audit/anchors.jsonl").read_bytes().splitlines()
    assert (len(events), len(lines), len(anchors)) == (3, 7, 1)
    for name, contents in (
        ("event", [path.read_bytes() for path in events]),
        ("audit-line", lines),
        ("anchor", anchors),
    ):
        for content in contents:
            schema(name).validate(json.loads(content))
