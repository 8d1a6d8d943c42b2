"""Who is let in: the first browser that brings the printed link, for as long as something is done.

1. The link works once; a second visit, or a guess, is refused. Whoever comes too late starts the desk anew.
2. After a time without a request the session is over for good. What a clerk then sends is not written down, but is
   shown to her again, since she may have typed for an hour.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from hmac import compare_digest
from threading import Lock
from typing import Literal

TOKEN_BYTES = 16
IDLE_SECONDS = 45 * 60

Visitor = Literal["known", "late", "stranger"]


class Door:
    """One link, one session. clock: monotonic seconds; was_closed: by the clerk, not by the time"""

    def __init__(self, clock: Callable[[], float], idle_seconds: float = IDLE_SECONDS) -> None:
        self.idle_seconds = idle_seconds
        self.token = secrets.token_urlsafe(TOKEN_BYTES)
        self.form_key = secrets.token_urlsafe(TOKEN_BYTES)
        self._clock = clock
        self._lock = Lock()
        self._spent = False
        self._session = ""
        self._closed = self.was_closed = False
        self._last = clock()

    def enter(self, token: str) -> str:
        """Return a new session for the link's token, "" when it is wrong or spent."""
        with self._lock:
            if self._spent or self._is_over() or not _same(token, self.token):
                return ""
            self._spent = True
            self._session = secrets.token_urlsafe(TOKEN_BYTES)
            self._last = self._clock()
            return self._session

    def visitor(self, session: str) -> Visitor:
        """Say who holds this session; one who is known stays so for another while."""
        with self._lock:
            if not self._session or not _same(session, self._session):
                return "stranger"
            if self._is_over():
                return "late"
            self._last = self._clock()
            return "known"

    def is_form_key(self, key: str) -> bool:
        """True for the key that every form of this session carries."""
        return _same(key, self.form_key)

    def close(self) -> None:
        """End the session."""
        with self._lock:
            self._closed = self.was_closed = True

    @property
    def is_over(self) -> bool:
        """True once nobody is let in any more."""
        with self._lock:
            return self._is_over()

    def _is_over(self) -> bool:
        self._closed = self._closed or self._clock() - self._last > self.idle_seconds
        return self._closed


def _same(given: str, wanted: str) -> bool:
    return compare_digest(given.encode(errors="replace"), wanted.encode())
