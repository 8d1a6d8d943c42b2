"""A line between the browser and the server: what is sent on this machine arrives as late as it would from afar."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass

SEGMENT = 1460
"""Bytes that are handed on at once."""


@dataclass
class Line:
    """round_trip: seconds there and back; rate: bytes a second to the browser, shared by all connections

    free_at: when what was sent before is through
    """

    round_trip: float
    rate: float = float("inf")
    free_at: float = 0.0

    def due(self, now: float, size: int) -> float:
        """Return when bytes that are sent now arrive at the browser."""
        self.free_at = max(self.free_at, now) + size / self.rate
        return self.free_at + self.round_trip / 2


@contextmanager
def far_away(port: int, line: Line) -> Iterator[int]:
    """Yield a port of this machine from which a line leads to another one; a connection costs a round trip."""
    listening: Future[tuple[int, Callable[[], object]]] = Future()
    thread = threading.Thread(target=lambda: asyncio.run(_serve(port, line, listening)))
    thread.start()
    near, stop = listening.result(timeout=20)
    try:
        yield near
    finally:
        stop()
        thread.join(timeout=20)


async def _serve(port: int, line: Line, listening: Future[tuple[int, Callable[[], object]]]) -> None:
    """Tell, once it listens, the port and how it is stopped; what is underway then is dropped."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()

    def there(now: float, size: int) -> float:
        return now + line.round_trip / 2

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = [writer]
        with suppress(OSError, asyncio.CancelledError):
            await asyncio.sleep(line.round_trip)
            answers, server = await asyncio.open_connection("127.0.0.1", port)
            ends.append(server)
            await asyncio.gather(_carry(reader, server, there), _carry(answers, writer, line.due))
        for end in ends:
            end.close()
        await asyncio.gather(*(end.wait_closed() for end in ends), return_exceptions=True)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    listening.set_result((server.sockets[0].getsockname()[1], lambda: loop.call_soon_threadsafe(ended.set)))
    await ended.wait()
    server.close()
    underway = asyncio.all_tasks() - {asyncio.current_task()}
    for task in underway:
        task.cancel()
    await asyncio.gather(*underway, return_exceptions=True)


async def _carry(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, due: Callable[[float, int], float]
) -> None:
    """Hand on what comes, each part when it is due and in its order, until the end."""
    loop = asyncio.get_running_loop()
    underway: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def arrive() -> None:
        while True:
            at, part = await underway.get()
            await asyncio.sleep(at - loop.time())
            if not part:
                return
            writer.write(part)
            await writer.drain()

    arriving = asyncio.create_task(arrive())
    with suppress(OSError):
        while part := await reader.read(SEGMENT):
            underway.put_nowait((due(loop.time(), len(part)), part))
    underway.put_nowait((due(loop.time(), 0), b""))
    with suppress(OSError):
        await arriving
    writer.close()
