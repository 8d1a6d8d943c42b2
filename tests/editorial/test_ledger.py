"""A ledger that was cut, altered, reordered or mixed up is refused; so is an edition with one other byte."""

import json
import os
import signal
from hashlib import sha256

import pytest
import rfc8785
from securesystemslib.dsse import Envelope

from editorial.messages import sentence
from editorial.problem import Refused
from editorial.publication import load
from editorial.signoffs import PAYLOAD_TYPE, ledger_path
from editorial.store import TornFile, append_line


@pytest.fixture
def signed(organisation):
    organisation.article("bai-mot")
    organisation.sign_all("bai-mot")
    return organisation


def refused_codes(organisation, **without) -> set[str]:
    with pytest.raises(Refused) as refused:
        load(organisation.settings, organisation.now, **without)
    return {problem.code for problem in refused.value.problems}


def change_lines(organisation, change) -> None:
    path = ledger_path(organisation.settings.records, "bai-mot")
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(change(lines)))


def test_a_torn_last_line_shuts_the_gate(signed):
    change_lines(signed, lambda lines: [*lines[:2], lines[2][:40]])
    assert refused_codes(signed) == {"ledger-torn"}


def test_a_torn_ledger_takes_no_further_line(signed):
    path = ledger_path(signed.settings.records, "bai-mot")
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(TornFile):
        append_line(path, "{}")


@pytest.mark.parametrize(
    "change",
    [lambda lines: lines[1:], lambda lines: [lines[0], lines[2]], lambda lines: [lines[1], lines[0], lines[2]],
     lambda lines: [lines[0], lines[0], *lines[1:]]],
    ids=["first dropped", "middle dropped", "reordered", "repeated"],
)  # fmt: skip
def test_a_dropped_moved_or_repeated_line_shuts_the_gate(signed, change):
    change_lines(signed, change)
    assert refused_codes(signed) == {"ledger-chain-broken"}


def test_a_line_that_is_no_signoff_shuts_the_gate(signed):
    change_lines(signed, lambda lines: [*lines, "xin chào\n"])
    assert refused_codes(signed) == {"ledger-line-unreadable"}


def test_a_ledger_of_another_item_counts_for_nothing(signed):
    path = ledger_path(signed.settings.records, "bai-mot")
    path.rename(ledger_path(signed.settings.records, "bai-hai"))
    assert refused_codes(signed) == {"ledger-chain-broken"}


def test_a_forged_last_line_does_not_count(signed):
    """The payload says one thing, the signature another."""

    def forge(lines: list[str]) -> list[str]:
        last = json.loads(lines[-1])
        other = json.loads(lines[0])
        last["signatures"][0]["sig"] = other["signatures"][0]["sig"]
        return [*lines[:-1], json.dumps(last) + "\n"]

    change_lines(signed, forge)
    publication = load(signed.settings, signed.now)
    assert publication.items == ()
    assert {p.code for p in publication.problems} == {"signature-wrong"}


def test_a_line_that_says_a_name_twice_shuts_the_gate(signed):
    """Its signature holds, but who reads the first of the two reads something else, and kiem_tra.py refuses it."""
    change_lines(signed, lambda lines: [*lines[:2], lines[2].replace("{", '{"payload": "e30=", ', 1)])
    assert refused_codes(signed) == {"ledger-line-unreadable"}


@pytest.mark.parametrize("put", [os.mkfifo, lambda path: path.symlink_to("/dev/zero")], ids=["a pipe", "a device"])
@pytest.mark.parametrize(("folder", "code"), [("signoffs", "ledger-unreadable"), ("editions", "edition-unreadable")])
def test_what_never_ends_is_not_waited_for_and_shuts_the_gate(signed, folder, code, put):
    for path in list((signed.settings.records / folder).glob("*.json*")):
        path.unlink()
        put(path)
    signal.setitimer(signal.ITIMER_REAL, 20)  # whoever waits ends with the signal
    try:
        assert refused_codes(signed, remember=False) == {code}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def test_one_byte_of_an_edition_shuts_the_gate(signed):
    (path,) = (signed.settings.records / "editions").glob("*.json")
    path.write_bytes(path.read_bytes().replace("Nội dung đã soạn".encode(), "Nội dung đã soặn".encode()))
    assert refused_codes(signed) == {"edition-altered"}


def test_a_damaged_item_can_be_left_out_by_name(signed):
    (path,) = (signed.settings.records / "editions").glob("*.json")
    path.write_bytes(b"{}")
    assert load(signed.settings, signed.now, without={"bai-mot"}).items == ()


@pytest.mark.parametrize(("gone", "code"), [("signoffs", "ledger-folder-missing"), ("roster.toml", "roster-missing")])
def test_without_ledgers_or_roster_nothing_is_judged(signed, gone, code):
    place = signed.settings.records / gone
    place.rename(place.with_name("cat-di"))
    assert refused_codes(signed) == {code}


def test_a_key_taken_from_the_roster_voids_its_signatures(signed):
    signed.roster_text(lambda t: t.replace(f'public = "{_public(signed, "truong-ban")}"', f'public = "{"ab" * 32}"'))
    publication = load(signed.settings, signed.now)
    assert publication.items == ()
    assert "signature-key-unknown" in {p.code for p in publication.problems}


def _public(organisation, person: str) -> str:
    return str(organisation.keys[person].public_key.keyval["public"])


def signed_anew(organisation, signoff, **changed) -> str:
    """Return a line that a holder of a key makes by hand after the sign-off."""
    payload = json.loads(signoff.envelope.payload) | {"previous": signoff.digest} | changed
    envelope = Envelope(json.dumps(payload).encode(), PAYLOAD_TYPE, {})
    envelope.sign(organisation.keys["phong-cchc"])
    return json.dumps(envelope.to_dict())


@pytest.mark.parametrize(
    "changed",
    [
        {"at": "9999-12-31T23:59:59-12:00"},
        {"at": "0001-01-01T00:00:00+14:00"},
        {"edition": ["a"]},
        {"role": {}},
        {"rules": {}},
        {"person": ["phong-cchc"]},
        {"note": 5},
        {"checklist": [{}]},
        {"on_behalf_of": ["truong-ban"]},
        {"paper": {"reference": {}, "signed_on": "2026-11-20", "entered_by": "van-thu"}},
        {"withdrawal": {"kind": ["error"], "reason": ""}},
    ],
    ids=str,
)
def test_a_line_of_other_types_is_named_and_shuts_the_gate(organisation, changed):
    """A holder of one key cannot make the desk stumble over a line without saying over which."""
    organisation.article("bai-mot")
    line = signed_anew(organisation, organisation.sign("bai-mot", "phong-cchc"), **changed)
    change_lines(organisation, lambda lines: [*lines, line + "\n"])
    assert refused_codes(organisation) == {"ledger-line-unreadable"}


def test_two_machines_that_signed_at_once_are_told_how_to_merge_and_either_side_holds(signed):
    marked = ("<<<<<<< HEAD\n", "=======\n", ">>>>>>> may-khac\n")
    change_lines(signed, lambda lines: [*lines[:2], marked[0], lines[2], marked[1], lines[2], marked[2]])
    with pytest.raises(Refused) as refused:
        load(signed.settings, signed.now)
    [problem] = refused.value.problems
    assert (problem.code, problem.where) == ("ledger-merge-unfinished", "signoffs/bai-mot.jsonl:3")
    assert "Giữ một trong hai đoạn" in sentence(problem)
    change_lines(signed, lambda lines: [*lines[:2], lines[3]])
    assert load(signed.settings, signed.now).items


@pytest.mark.parametrize("is_first", [True, False])
def test_who_merges_two_machines_is_told_which_side_took_the_text_away(signed, is_first):
    """Else a text that one of them withdrew may be public again, and nobody can read the lines."""
    path = ledger_path(signed.settings.records, "bai-mot")
    before = path.read_text()
    signed.withdraw("bai-mot")
    taken = path.read_text().removeprefix(before)
    path.write_text(before)
    signed.article("bai-mot", body="Nội dung khác.")
    signed.sign("bai-mot", "phong-cchc")
    other = path.read_text().removeprefix(before)
    upper, lower = (taken, other) if is_first else (other, taken)
    path.write_text(f"{before}<<<<<<< HEAD\n{upper}=======\n{lower}>>>>>>> may-khac\n")
    with pytest.raises(Refused) as refused:
        load(signed.settings, signed.now)
    side = "trên" if is_first else "dưới"
    assert f"Giữ đoạn {side} dòng “=======”: đoạn ấy có việc gỡ bài" in sentence(refused.value.problems[0])


@pytest.mark.parametrize(
    "line",
    ["[" * 100_000, '{"payload": 5, "payloadType": "x", "signatures": []}', '{"payload": ' + "9" * 10_000 + "}"],
    ids=["nested", "number", "huge number"],
)
def test_a_line_that_is_no_envelope_is_named_and_shuts_the_gate(signed, line):
    change_lines(signed, lambda lines: [*lines, line + "\n"])
    assert refused_codes(signed) == {"ledger-line-unreadable"}


@pytest.mark.parametrize(
    "changed",
    [
        {"address": "/../"},
        {"address": "/index.html"},
        {"address": 5},
        {"html": 5},
        {"metadata": {"title": 5}},
        {"attachments": [{"name": "a", "sha256": "0" * 64, "size": 1, "media_type": "x/y", "address_name": "../a.js"}]},
        {"attachments": [{"name": "a", "sha256": "../roster", "size": 1, "media_type": "x/y", "address_name": "a"}]},
    ],
    ids=str,
)
def test_an_edition_that_freezing_cannot_give_shuts_the_gate_whoever_signed_it(organisation, changed):
    organisation.article("bai-mot")
    first = organisation.sign("bai-mot", "phong-cchc")
    editions = organisation.settings.records / "editions"
    made = rfc8785.dumps(json.loads((editions / f"{first.edition}.json").read_bytes()) | changed)
    assert refused_for(organisation, first, made) == {"edition-unreadable"}


@pytest.mark.parametrize("put", [b' {"a', b'{"item":"khac",'], ids=["space", "key twice"])
def test_an_edition_in_another_form_shuts_the_gate(organisation, put):
    organisation.article("bai-mot")
    first = organisation.sign("bai-mot", "phong-cchc")
    editions = organisation.settings.records / "editions"
    content = (editions / f"{first.edition}.json").read_bytes()
    made = content.replace(b'{"a', put, 1) if put.startswith(b" ") else content.replace(b"{", put, 1)
    assert made != content and json.loads(made) == json.loads(content)
    assert refused_for(organisation, first, made) == {"edition-unreadable"}


def refused_for(organisation, first, made):
    """Return why records are refused in which the signer of a first line has signed these bytes as an edition too."""
    digest = sha256(made).hexdigest()
    (organisation.settings.records / f"editions/{digest}.json").write_bytes(made)
    change_lines(organisation, lambda lines: [*lines, signed_anew(organisation, first, edition=digest) + "\n"])
    return refused_codes(organisation)


def test_a_withdrawal_that_no_longer_counts_still_keeps_the_text_away(signed):
    """Somebody deleted the leader who withdrew it from the roster: in doubt the gate stays shut."""
    signed.withdraw("bai-mot", by="lanh-dao-so")
    signed.roster_text(lambda t: t.replace(f'public = "{_public(signed, "lanh-dao-so")}"', f'public = "{"ab" * 32}"'))
    assert load(signed.settings, signed.now).items == ()
