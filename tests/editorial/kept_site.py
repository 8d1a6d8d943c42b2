"""What the folder of `kept_site` holds, and its digests."""

from __future__ import annotations

from hashlib import sha256

NAMES = ("index.html", "van-ban/x/index.html", "van-ban/x/index.html.gz", "tim-kiem/a.bin")


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
