"""Eight writers on one store, killed in the middle of it, again and again."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inquiries.store import InquiryStore
from tests.inquiries.traced import apart
from tests.inquiries.trial_house import CLERK, Box, received

WRITERS, ROUNDS = 8, 6


def write_for_ever(box: Box, told: int) -> bytes:
    """Take in, act, erase, without an end; tell each thing once the store has acknowledged it."""
    mine = box.again()
    while True:
        event, files, _ = received(mine.store, mine.keys, attached=(b"x",))
        mine.store.receive(event, files)
        os.write(told, f"{event.inquiry} 1 \n".encode())
        mine.act(event.inquiry, "classified", class_="simple")
        os.write(told, f"{event.inquiry} 2 \n".encode())
        if random.random() < 0.3:
            mine.store.erase(event.inquiry, "request", CLERK)
            os.write(told, f"{event.inquiry} 3 erased\n".encode())


@contextmanager
def writers(box: Box, told: int) -> Iterator[list[int]]:
    """Start the writers; whatever happens, none of them outlives the block."""
    started = [apart(lambda: write_for_ever(box, told)) for _ in range(WRITERS)]
    try:
        for _, go, _ in started:
            os.write(go, b"!")
        yield [process for process, _, _ in started]
    finally:
        for process, go, answer in started:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            os.close(go)
            os.close(answer)


def test_no_storm_of_kills_loses_what_was_acknowledged(box: Box, tmp_path: Path):
    log = tmp_path / "told"
    told = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for _ in range(ROUNDS):
        with writers(box, told):
            time.sleep(random.uniform(0.2, 0.6))
        again = InquiryStore.open(box.store.folder, box.clock)
        assert again.blobs.list("tmp") == []
    os.close(told)
    acknowledged: dict[str, str] = {}
    for line in log.read_text().splitlines():
        inquiry, _, rest = line.partition(" ")
        acknowledged[inquiry] = rest
    assert len(acknowledged) > 20
    for inquiry, rest in acknowledged.items():
        events = again.events(inquiry)
        number, _, erased = rest.partition(" ")
        assert len(events) >= int(number)
        assert not erased or not any(event.sealed for event in events)
    assert list(again.verify()) == []
    assert all(again.events(inquiry) for inquiry in again.ids())
