"""desk inbox web: the inbox as a page of this machine, for clerks who do not like terminals (make inbox)."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from datetime import datetime

from desk.inquiries.step_log import log_step
from desk.inquiries.terminal import Sitting, add_person
from editorial.dates import VIETNAM


def add_arguments(parser: ArgumentParser) -> None:
    add_person(parser)


def run(sitting: Sitting) -> int:
    """Serve until it is closed. Raises: Refused for who may not act"""
    from desk.inbox_web.counter import Counter  # here, since the other verbs start faster without Flask
    from desk.inbox_web.serving import serve

    counter = Counter(sitting.office, sitting.house, sitting.clerk, lambda: datetime.now(VIETNAM))
    who = sitting.clerk.person.id
    log_step(sitting.house.store.folder, counter.now(), who, "web-opened")
    for closing in (signal.SIGTERM, signal.SIGHUP):  # the window is closed, the machine shut down
        signal.signal(closing, signal.default_int_handler)
    try:
        return serve(counter, sitting.screen)
    finally:
        log_step(sitting.house.store.folder, counter.now(), who, "web-closed")
