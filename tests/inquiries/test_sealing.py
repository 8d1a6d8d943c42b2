"""Seals: opened by every key they were made for, and by nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from editorial.messages import sentence
from editorial.problem import Refused
from inquiries.codes import new_code
from inquiries.sealing import (
    KEYS_FILE,
    Identity,
    Recipient,
    Recipients,
    SealBroken,
    identity_file,
    load_identity,
    load_recipients,
    needs_passphrase,
    new_identity,
    save_identity,
    seal,
    seal_file,
    seal_for_sender,
    unseal,
    unseal_for_sender,
)
from tests.refusing import refuses

TEXT = "Nguyễn Thị Kín hỏi về bằng lái".encode()
SINCE = date(2026, 1, 1)


@pytest.fixture(scope="module")
def duty() -> Identity:
    return new_identity("truc")


@pytest.fixture(scope="module")
def escrow() -> Identity:
    return new_identity("du-phong")


@pytest.fixture(scope="module")
def keys(duty: Identity, escrow: Identity) -> tuple[Recipient, ...]:
    return Recipient("truc", "duty", duty.public, SINCE), Recipient("du-phong", "escrow", escrow.public, SINCE)


def test_each_key_opens_what_was_sealed_to_both(keys: tuple[Recipient, ...], duty: Identity, escrow: Identity):
    for identity in (duty, escrow):
        assert unseal(seal(TEXT, keys), identity) == TEXT
        assert unseal(seal_file(TEXT, keys), identity) == TEXT


def test_another_key_opens_nothing(keys: tuple[Recipient, ...]):
    with pytest.raises(SealBroken):
        unseal(seal(TEXT, keys), new_identity("la"))


def test_a_changed_byte_breaks_the_seal(keys: tuple[Recipient, ...], duty: Identity):
    sealed = bytearray(seal_file(TEXT, keys))
    sealed[-1] ^= 1
    with pytest.raises(SealBroken):
        unseal(bytes(sealed), duty)
    with pytest.raises(SealBroken):
        unseal("không phải base64", duty)


def test_two_seals_of_one_text_differ_and_hide_it(keys: tuple[Recipient, ...]):
    first, second = seal_file(TEXT, keys), seal_file(TEXT, keys)
    assert first != second
    assert TEXT not in first


def test_nothing_is_sealed_to_less_than_duty_and_escrow(keys: tuple[Recipient, ...]):
    with pytest.raises(ValueError, match="a key for each"):
        seal(TEXT, keys[:1])
    with pytest.raises(ValueError, match="a key for each"):
        seal_file(TEXT, ())


def test_the_sender_opens_with_the_code_and_only_at_its_place():
    code = new_code()
    sealed = seal_for_sender(TEXT, code, "a" * 32, 3)
    assert unseal_for_sender(sealed, code, "a" * 32, 3) == TEXT
    for other in ((new_code(), "a" * 32, 3), (code, "b" * 32, 3), (code, "a" * 32, 4)):
        with pytest.raises(SealBroken):
            unseal_for_sender(sealed, *other)
    for broken in ("", "AAAA", "không", sealed[:-4]):
        with pytest.raises(SealBroken):
            unseal_for_sender(broken, code, "a" * 32, 3)


def test_a_key_outside_its_days_is_not_sealed_to(keys: tuple[Recipient, ...]):
    old = replace(keys[0], name="cu", public=new_identity("cu").public, until=date(2026, 6, 30))
    recipients = Recipients(1, (old, *keys))
    assert [key.name for key in recipients.on(date(2026, 6, 30))] == ["cu", "truc", "du-phong"]
    assert [key.name for key in recipients.on(date(2026, 7, 1))] == ["truc", "du-phong"]


@pytest.mark.parametrize(("kept", "wanting"), [(0, "khóa dự phòng"), (1, "khóa trực")])
def test_a_day_without_a_role_is_refused(keys: tuple[Recipient, ...], kept: int, wanting: str):
    with refuses("inquiry-key-wanting") as refused:
        Recipients(1, (keys[kept],)).on(date(2026, 7, 1))
    assert wanting in sentence(refused.value.problems[0])


def written(folder: Path, *keys: str) -> Path:
    (folder / KEYS_FILE).write_text("\n".join(["schema = 1", *keys]), encoding="utf-8")
    return folder


def entry(name: str, role: str, public: str, more: str = "") -> str:
    return f'\n[[keys]]\nname = "{name}"\nrole = "{role}"\npublic = "{public}"\nfrom = 2026-01-01\n{more}'


def test_the_file_of_keys_is_read(tmp_path: Path, duty: Identity, escrow: Identity):
    written(
        tmp_path, entry("truc", "duty", duty.public), entry("du-phong", "escrow", escrow.public, "until = 2027-12-31")
    )
    recipients = load_recipients(tmp_path)
    assert [(key.name, key.role, key.until) for key in recipients.keys] == [
        ("truc", "duty", None),
        ("du-phong", "escrow", date(2027, 12, 31)),
    ]
    assert not recipients.trial


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("until = 2025-01-01", "table-days-reversed"),
        ("trial = true", "table-key-unknown"),
    ],
)
def test_a_faulty_key_is_refused_with_its_line(tmp_path: Path, duty: Identity, more: str, code: str):
    with refuses(code):
        load_recipients(written(tmp_path, entry("truc", "duty", duty.public, more)))


def test_a_mistyped_key_is_noticed(tmp_path: Path, duty: Identity):
    typed = duty.public[:-1] + ("q" if duty.public[-1] != "q" else "p")
    with refuses("inquiry-key-mistyped"):
        load_recipients(written(tmp_path, entry("truc", "duty", typed)))


def test_one_key_in_two_roles_is_refused(tmp_path: Path, duty: Identity):
    """An escrow key that is the duty key is lost with it."""
    with refuses("table-name-twice"):
        load_recipients(written(tmp_path, entry("truc", "duty", duty.public), entry("du-phong", "escrow", duty.public)))


@pytest.mark.parametrize("passphrase", ["", "mưa chiều Ninh Kiều"])
def test_a_kept_key_opens_what_was_sealed_before(
    tmp_path: Path, keys: tuple[Recipient, ...], duty: Identity, passphrase: str
):
    path = identity_file(tmp_path / "keys", "truc")
    save_identity(path, duty, passphrase)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert needs_passphrase(path) is bool(passphrase)
    opened = load_identity(path, passphrase)
    assert (unseal(seal(TEXT, keys), opened), opened.name) == (TEXT, "truc")


def test_a_key_is_never_overwritten(tmp_path: Path, duty: Identity):
    path = identity_file(tmp_path, "truc")
    save_identity(path, duty)
    before = path.read_bytes()
    with pytest.raises(Refused):
        save_identity(path, new_identity("truc"))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "passphrase", "code"),
    [
        (None, "", "key-missing"),
        (b"", "", "inquiry-key-no-age"),
        (b"AGE-SECRET-KEY-1AAAA", "", "inquiry-key-no-age"),
        (b"\xff\xfe", "", "inquiry-key-no-age"),
        (b"age-encryption.org/v1\nhong", "mat khau", "key-passphrase-wrong"),
        (b"age-encryption.org/v1\nhong", "", "key-passphrase-needed"),
    ],
)
def test_what_is_no_key_is_told(tmp_path: Path, content: bytes | None, passphrase: str, code: str):
    path = tmp_path / "inbox-truc.age"
    if content is not None:
        path.write_bytes(content)
    with refuses(code):
        load_identity(path, passphrase)


def test_a_key_is_not_shown_by_accident(duty: Identity):
    assert "AGE-SECRET-KEY" not in f"{duty!r} {duty}"
    assert duty.public in repr(duty)
