"""A web server on loopback that counts what it sends, as a reader's connection would carry it.

Text is sent gzipped, as any web server sends it; what is packed already goes as it is. Nothing may be kept by the
browser, so every question costs what a first one does. The harness's own files, below /bench/, are not counted.
"""

from __future__ import annotations

import gzip
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

HARNESS = "bench"
HEADER_BYTES = 250
"""What a request and its answer cost besides the body, about: the same for all, however long their headers."""

BLANK = (
    b'<!doctype html><html lang="vi"><meta charset="utf-8"><link rel="icon" href="data:,"><title>bench</title></html>'
)
_PART = re.compile(r"bytes=(\d+)-(\d+)")
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".json": "application/json"}


@dataclass
class Wire:
    """What was sent since the last reset: path and bytes of each answer, headers included"""

    sent: list[tuple[str, int]] = field(default_factory=list)

    def reset(self) -> None:
        self.sent = []

    @property
    def total(self) -> int:
        return sum(size for _, size in self.sent)


@contextmanager
def serve(folders: Mapping[str, Path]) -> Iterator[tuple[str, Wire]]:
    """Serve folders, each below its name, while the block runs; give the address and the count."""
    wire = Wire()
    handler = type(
        "Handler", (_Handler,), {"folders": {**folders, HARNESS: Path(__file__).parent / "browser"}, "wire": wire}
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", wire
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave together; apart, the second waits for an answer to the first
    folders: Mapping[str, Path]
    wire: Wire

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        mount, _, name = path.strip("/").partition("/")
        if path == f"/{HARNESS}/":
            return self._send(200, BLANK, "text/html", packed=False)
        file = self.folders[mount] / name if mount in self.folders else None
        if file is None or ".." in name or not file.is_file():
            return self._send(404, b"", "text/plain", packed=False)
        body, status = sent(file), 200
        if part := _PART.fullmatch(self.headers.get("Range", "")):
            body, status = body[int(part[1]) : int(part[2]) + 1], 206
        if mount != HARNESS:
            self.wire.sent.append((path, len(body) + HEADER_BYTES))
        return self._send(status, body, TYPES.get(file.suffix, "application/octet-stream"), packed=file.suffix in TYPES)

    def _send(self, status: int, body: bytes, kind: str, packed: bool) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: the run prints its own progress."""


def sent(file: Path) -> bytes:
    """Return a file as it goes over the wire: text gzipped, anything else as it is."""
    return _packed(file) if file.suffix in TYPES else file.read_bytes()


@lru_cache(64)
def _packed(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), 9, mtime=0)
