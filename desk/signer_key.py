"""Whose key signs: which file, opened by which passphrase, and who that is in the roster."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from desk.screen import Screen
from editorial.keys import is_protected, load_key, public_hex
from editorial.office import Office
from editorial.problem import Problem, Refused
from editorial.sample_keys import SAMPLE_KEYS
from editorial.settings import Settings, at_home
from editorial.signing import Signer, identify
from editorial.text import suggestion

PASSPHRASE = "CCHC_PASSPHRASE"
"""Environment variable that gives a script's passphrase."""

SAMPLES = "sample-keys"


def add_key_arguments(parser: ArgumentParser) -> None:
    """Let a verb be told whose key to use."""
    parser.add_argument("--as", dest="as_", metavar="MÃ-NGƯỜI", default="", help="ký bằng khóa MÃ-NGƯỜI.pem")
    parser.add_argument("--key", metavar="TỆP", default="", help="ký bằng tệp khóa này")


def key_file(
    settings: Settings, person: str = "", key: str = "", known: Iterable[str] = (), waits: Iterable[str] = ()
) -> Path:
    """Return the key file: the one named, the person's own, the person's sample, else the only one there is.

    known: ids of the roster, for a person mistyped; waits: ids of those whose step it is, for one not named
    Raises: Refused when none is found, or when there are several to choose from
    """
    if key:
        return at_home(key)
    if person:
        if not person.replace("-", "").isalnum():
            raise Refused(_nobody(settings, person, known))
        own = settings.keys / f"{person}.pem"
        sample = settings.records / SAMPLES / f"{person}.pem"
        found = next((path for path in (own, sample) if path.is_file()), None)
        if found is None:
            raise Refused(_nobody(settings, person, known))
        return found
    files = sorted(settings.keys.glob("*.pem"))
    if len(files) == 1:
        return files[0]
    code = "key-to-choose" if files else "key-none"
    hint = f" (bước này chờ: {', '.join(waits)})" if waits else ""
    facts = {"names": ", ".join(path.stem for path in files), "waits": hint}
    raise Refused(Problem(code, "fail", str(settings.keys), facts=facts))


def _nobody(settings: Settings, person: str, known: Iterable[str]) -> Problem:
    """Return that there is no key for this id, and which id was probably meant."""
    ids = list(known)
    hint = "" if person in ids else suggestion(person, ids)
    return Problem("key-of-nobody", "fail", person, facts={"folder": settings.keys, "hint": hint})


def open_signer(
    office: Office,
    screen: Screen,
    now: datetime,
    person: str = "",
    key: str = "",
    waits: Iterable[str] = (),
) -> Signer:
    """Return who signs, saying loudly when the key is one of the published samples.

    waits: as key_file takes it
    Raises: Refused for a key that cannot be opened, is nobody's today, or may not sign on the real site
    """
    path = key_file(office.settings, person, key, office.roster.people, waits)
    signer = identify(office, load_key(path, ask_passphrase(path, screen)), now)
    if person and signer.person.id != person:
        raise Refused(
            Problem("key-of-another", "fail", str(path), facts={"person": person, "owner": signer.person.name})
        )
    if public_hex(signer.key) in SAMPLE_KEYS:
        if not office.settings.trial:
            raise Refused(Problem("roster-sample", "fail", str(path), facts={"person": signer.person.name}))
        screen.warn(
            f"ĐANG DÙNG KHÓA MẪU của “{signer.person.name}” ({path}). Khóa này ai cũng có, chỉ để dùng thử; "
            "chữ ký mẫu không có giá trị trên trang thật."
        )
    return signer


def ask_passphrase(path: Path, screen: Screen) -> str:
    """Return what opens the file: "" for an open key, else CCHC_PASSPHRASE or what is typed."""
    return screen.passphrase(path, PASSPHRASE) if path.is_file() and is_protected(path) else ""
