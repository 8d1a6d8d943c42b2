"""Sealing: the endpoint can write what citizens send and never read it back.

Terms: a *recipient* is a public age key of the office, with a role: "duty" reads every day, "escrow" lies in a safe
for the day on which the duty key is lost. Whatever is sealed, is sealed to all recipients of the day.

1. For staff: age (X25519) to one duty and one escrow key at least; a missing role is an error, never a weaker seal.
2. For the sender: ChaCha20-Poly1305 under a key made from the tracking code; inquiry and number are bound to it, so
   that nobody can move a sealed answer to another inquiry.
3. Trial keys (records/inquiry-keys.toml is missing) lie beside the store and are good for nothing else.

records/inquiry-keys.toml:

    schema = 1

    [[keys]]
    name = "truc"           # names the private half: <KEYS>/inbox-truc.age
    role = "duty"           # or "escrow"
    public = "age1…"
    from = 2026-01-01       # until = …: last day on which it is still sealed to
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from editorial.problem import Problem, Refused
from editorial.store import write_private
from editorial.toml_document import read_document
from editorial.typed_toml import AtLeast, Fault, Form, Lasting, Reader, Schema, Words, named_twice
from inquiries.codes import sender_key

KEYS_FILE = "inquiry-keys.toml"
ROLES = {"duty": "khóa trực", "escrow": "khóa dự phòng"}

_NONCE_BYTES = 12
_PUBLIC = Form(r"age1[02-9ac-hj-np-z]{58}", "khóa công khai age", "age1… (62 ký tự)")
_NAME = Form(r"[a-z0-9][a-z0-9-]{0,39}", "tên ngắn", "truc")


class SealBroken(Exception):
    """What was sealed cannot be opened: another key, another place, or changed bytes."""


@dataclass(frozen=True)
class Recipient(Lasting):
    """A public key of the office, from a first to a last day (both counted)."""

    name: Annotated[str, _NAME]
    role: Annotated[str, Words(ROLES, "vai trò của khóa")]
    public: Annotated[str, _PUBLIC]
    from_: date
    until: date | None = None

    def faults(self) -> Iterator[Fault]:
        yield from super().faults()
        try:
            _parsed(self.public)
        except ValueError:
            yield Fault("inquiry-key-mistyped", ("public",), {"name": self.name})


@dataclass(frozen=True)
class Recipients:
    """The keys of records/inquiry-keys.toml; trial: the generated ones, whose private halves lie beside the store."""

    schema: Schema
    keys: Annotated[tuple[Recipient, ...], AtLeast(1)]
    trial: bool = field(default=False, metadata={"toml": False})

    def faults(self) -> Iterator[Fault]:
        yield from named_twice("keys", [key.name for key in self.keys])
        yield from named_twice("keys", [key.public for key in self.keys])

    def on(self, day: date) -> tuple[Recipient, ...]:
        """Return the keys of the day. Raises: Refused when a role has none, since nothing may be sealed to less."""
        current = tuple(key for key in self.keys if key.period.covers(day))
        held = {key.role for key in current}
        missing = [
            Problem("inquiry-key-wanting", "fail", KEYS_FILE, "PS-D5", {"role": name, "day": day})
            for role, name in ROLES.items()
            if role not in held
        ]
        if missing:
            raise Refused(*missing)
        return current


@dataclass(frozen=True)
class Identity:
    """Both halves of a key. The private one is never printed: repr() leaves it out."""

    name: str
    secret: pyrage.x25519.Identity

    @property
    def public(self) -> str:
        """The public half, "age1…"."""
        return str(self.secret.to_public())

    def __repr__(self) -> str:
        return f"Identity({self.name!r}, {self.public!r})"


def load_recipients(records: Path) -> Recipients:
    """Read records/inquiry-keys.toml. Raises: Refused with every fault"""
    return Reader(read_document(records / KEYS_FILE)).read(Recipients)


def seal(plain: bytes, recipients: tuple[Recipient, ...]) -> str:
    """Return the bytes sealed to all the keys, as base64 for an event; recipients: Recipients.on(day)."""
    return base64.b64encode(seal_file(plain, recipients)).decode()


def seal_file(plain: bytes, recipients: tuple[Recipient, ...]) -> bytes:
    """Return an attachment sealed to all the keys, an age file that the common `age` tool opens as well."""
    if {key.role for key in recipients} != set(ROLES):
        raise ValueError(f"expected a key for each of {', '.join(ROLES)}, got {[key.name for key in recipients]}")
    return bytes(pyrage.encrypt(plain, [_parsed(key.public) for key in recipients]))


def unseal(sealed: str | bytes, identity: Identity) -> bytes:
    """Return what was sealed, from an event (base64) or an attachment. Raises: SealBroken"""
    try:
        raw = base64.b64decode(sealed, validate=True) if isinstance(sealed, str) else sealed
        return bytes(pyrage.decrypt(raw, [identity.secret]))
    except (ValueError, pyrage.DecryptError) as error:
        raise SealBroken(identity.name) from error


def seal_for_sender(plain: bytes, code: str, inquiry: str, number: int) -> str:
    """Return the bytes sealed for whoever knows the code, bound to one event of one inquiry."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = ChaCha20Poly1305(sender_key(code)).encrypt(nonce, plain, _place(inquiry, number))
    return base64.b64encode(nonce + sealed).decode()


def unseal_for_sender(sealed: str, code: str, inquiry: str, number: int) -> bytes:
    """Return what was sealed for the sender. Raises: SealBroken for another code or another place"""
    try:
        raw = base64.b64decode(sealed, validate=True)
        return ChaCha20Poly1305(sender_key(code)).decrypt(
            raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _place(inquiry, number)
        )
    except (ValueError, InvalidTag) as error:
        raise SealBroken(f"{inquiry} {number}") from error


def new_identity(name: str) -> Identity:
    """Return a fresh key."""
    return Identity(name, pyrage.x25519.Identity.generate())


def identity_file(keys: Path, name: str) -> Path:
    """Return where the private half of a key is kept: <KEYS>/inbox-<name>.age."""
    return keys / f"inbox-{name}.age"


def identity_text(identity: Identity, note: str = "") -> bytes:
    """Return the key as age-keygen writes it, below a note."""
    lines = [f"# {note}"] if note else []
    return "\n".join([*lines, f"# public key: {identity.public}", str(identity.secret), ""]).encode()


def save_identity(path: Path, identity: Identity, passphrase: str = "") -> None:
    """Keep a private key in a file of its owner only; with a passphrase the file is sealed.

    Raises: Refused when there is a file already: a key is never overwritten
    """
    content = identity_text(identity)
    if passphrase:
        content = bytes(pyrage.passphrase.encrypt(content, passphrase))
    try:
        write_private(path, content)
    except FileExistsError as error:
        raise Refused(Problem("key-exists", "fail", str(path))) from error


def needs_passphrase(path: Path) -> bool:
    """True when the key file is sealed with a passphrase. Raises: Refused when it is missing"""
    return _read(path).startswith(b"age-encryption.org/")


def load_identity(path: Path, passphrase: str = "") -> Identity:
    """Return the private key of a file named inbox-<name>.age.

    Raises: Refused when it is missing, no age key, or the passphrase is wrong or wanting
    """
    content = _read(path)
    if content.startswith(b"age-encryption.org/"):
        if not passphrase:
            raise Refused(Problem("key-passphrase-needed", "fail", str(path)))
        try:
            content = bytes(pyrage.passphrase.decrypt(content, passphrase))
        except pyrage.DecryptError as error:
            raise Refused(Problem("key-passphrase-wrong", "fail", str(path))) from error
    try:
        [line] = [line for line in content.decode().splitlines() if line and not line.startswith("#")]
        return Identity(path.stem.removeprefix("inbox-"), pyrage.x25519.Identity.from_str(line.strip()))
    except (ValueError, pyrage.IdentityError) as error:
        raise Refused(Problem("inquiry-key-no-age", "fail", str(path))) from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(Problem("key-missing", "fail", str(path))) from error


def _place(inquiry: str, number: int) -> bytes:
    return f"{inquiry} {number}".encode()


@lru_cache(maxsize=32)
def _parsed(public: str) -> pyrage.x25519.Recipient:
    """Return the key as age holds it. Raises: ValueError for a mistyped one (its last letters check the others)"""
    try:
        return pyrage.x25519.Recipient.from_str(public)
    except pyrage.RecipientError as error:
        raise ValueError(public) from error
