"""Private signing keys: Ed25519 in a PEM file of the signer's own, with or without a passphrase."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from securesystemslib.signer import CryptoSigner

from editorial.problem import Problem, Refused
from editorial.store import write_private


def new_key(path: Path, passphrase: str = "") -> CryptoSigner:
    """Make a key and keep it at the path, readable by its owner only.

    Raises: Refused when there is a file already: a key is never overwritten
    """
    key = Ed25519PrivateKey.generate()
    protection: KeySerializationEncryption = (
        BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    )
    content = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, protection)
    try:
        write_private(path, content)
    except FileExistsError as error:
        raise Refused(Problem("key-exists", "fail", str(path))) from error
    return CryptoSigner(key)


def load_key(path: Path, passphrase: str = "") -> CryptoSigner:
    """Return the signer of a key file.

    Raises: Refused when it is missing, not an Ed25519 key, or the passphrase is wrong or wanting
    """
    try:
        key = load_pem_private_key(path.read_bytes(), passphrase.encode() if passphrase else None)
    except OSError as error:
        raise Refused(Problem("key-missing", "fail", str(path))) from error
    except TypeError as error:
        raise Refused(Problem("key-passphrase-needed", "fail", str(path))) from error
    except ValueError as error:
        if b"PRIVATE KEY-----" not in path.read_bytes():
            raise Refused(Problem("key-other-file", "fail", str(path))) from error
        raise Refused(Problem("key-passphrase-wrong", "fail", str(path))) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused(Problem("key-not-ed25519", "fail", str(path)))
    return CryptoSigner(key)


def is_protected(path: Path) -> bool:
    """True when the key file needs a passphrase."""
    return b"ENCRYPTED" in path.read_bytes()


def public_hex(signer: CryptoSigner) -> str:
    """Return the public key as the roster writes it: 64 hexadecimal digits."""
    return str(signer.public_key.keyval["public"])
