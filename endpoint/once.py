"""The same message sent twice gets the same answer: a double click, a reload, a retry on a bad line.

Only a digest under a key of this process is kept, ten minutes long. The sender's network is part of it, so that two
people who write the same words do not share a tracking code.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from threading import Lock
from typing import Generic, TypeVar

SECONDS = 600
MESSAGES = 4_000
"""The oldest ones make room sooner than that only where more than six a second come in for ten minutes."""

_OPEN = nullcontext()

_DIGEST_BYTES = 16
"""Of a keyed digest: nobody can look for two messages that share one."""

Answer = TypeVar("Answer")


class _Entry(Generic[Answer]):
    """lock: held while the answer is being made, so that the second of two clicks waits; made_at: None until it is

    An answer that is made has nobody to keep out, and a lock would take as much memory as all the rest of its entry.
    """

    __slots__ = ("answer", "lock", "made_at")

    def __init__(self) -> None:
        self.lock: AbstractContextManager[object] = Lock()
        self.made_at: float | None = None
        self.answer: Answer

    def is_old(self, now: float) -> bool:
        """True for an answer that counts no more."""
        return self.made_at is not None and self.made_at <= now - SECONDS


class Once(Generic[Answer]):
    """Answers of the last ten minutes by the digest of what was sent."""

    def __init__(self, messages: int = MESSAGES) -> None:
        self._key = secrets.token_bytes(32)
        self._messages = messages
        self._entries: OrderedDict[bytes, _Entry[Answer]] = OrderedDict()
        self._lock = Lock()

    def answer(self, message: Mapping[str, str], now: float, make: Callable[[], Answer]) -> Answer:
        """Return what was answered to the message, else what make returns; what it raises is not kept."""
        with self._lock:
            entry = self._entry(self._digest(message), now)
        with entry.lock:
            if entry.made_at is None:
                entry.answer = make()
                entry.made_at = now
                entry.lock = _OPEN
            return entry.answer

    def _entry(self, digest: bytes, now: float) -> _Entry[Answer]:
        """Return the message's entry, a new one where its answer counts no more; let go of the oldest ones."""
        entry = self._entries.pop(digest, None)
        while self._entries and next(iter(self._entries.values())).is_old(now):
            self._entries.popitem(last=False)
        if entry is None or entry.is_old(now):
            entry = _Entry()
        self._entries[digest] = entry
        while len(self._entries) > self._messages:
            self._entries.popitem(last=False)
        return entry

    def _digest(self, message: Mapping[str, str]) -> bytes:
        # JSON keeps fields apart: joined words of two fields could be those of two others.
        return hmac.digest(self._key, json.dumps(message, sort_keys=True).encode(), "sha256")[:_DIGEST_BYTES]
