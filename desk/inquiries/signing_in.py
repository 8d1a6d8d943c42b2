"""Who acts at the terminal: proved by a signing key of the roster, as for signatures."""

from __future__ import annotations

from datetime import datetime

from desk.inquiries.clerk import Clerk, open_clerk
from desk.screen import Screen
from desk.signer_key import ask_passphrase, key_file
from editorial.keys import load_key, public_hex
from editorial.office import Office
from editorial.problem import Problem, Refused
from editorial.sample_keys import SAMPLE_KEYS
from editorial.signing import identify
from inquiries.house import House
from inquiries.sealing import Identity


def sign_in(
    house: House, office: Office, screen: Screen, now: datetime, as_: str, key: str, identity: Identity | None
) -> Clerk:
    """Return who acts. as_, key: as `desk sign` takes them

    Raises: Refused for who has no key, or no part in inquiries today
    """
    settings = office.settings
    path = key_file(settings, as_, key, office.roster.people)
    signer = identify(office, load_key(path, ask_passphrase(path, screen)), now)
    if as_ and signer.person.id != as_:
        facts = {"person": as_, "owner": signer.person.name}
        raise Refused(Problem("key-of-another", "fail", str(path), facts=facts))
    if public_hex(signer.key) in SAMPLE_KEYS:
        if not settings.trial:
            raise Refused(Problem("roster-sample", "fail", str(path), facts={"person": signer.person.name}))
        screen.warn(f"ĐANG LÀM BẰNG KHÓA MẪU của “{signer.person.name}”: ai cũng có, chỉ để dùng thử.")
    return open_clerk(house, office.roster, signer.person.id, now, identity)
