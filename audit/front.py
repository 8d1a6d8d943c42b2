"""The real nginx on loopback with deploy/nginx.conf: the lines changed that an operator changes, and nothing else.

The site is reached at its own name over TLS, with a certificate made for the moment.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
HOST = "cchc.example.vn"

_WHOLE = """{user}daemon off; worker_processes 1; pid {base}/nginx.pid; error_log {base}/main.log crit;
events {{ worker_connections 600; }}
http {{ include /etc/nginx/mime.types; client_body_temp_path {base}/body; proxy_temp_path {base}/proxy;
fastcgi_temp_path {base}/f; uwsgi_temp_path {base}/u; scgi_temp_path {base}/s;
include {base}/cchc.conf; }}
"""


class NoFront(RuntimeError):
    """nginx is missing, refuses its configuration or does not listen."""


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def configuration(base: Path, output: Path, endpoint: Path, port: int, maps: Path) -> str:
    """Return the sample for loopback. Raises: NoFront when it lacks a line that is to be changed"""
    text = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    changes = {
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "    listen [::]:80;\n": "",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
        "    listen [::]:443 ssl http2;\n": "",
        "/etc/ssl/cchc/fullchain.pem": f"{base}/cert.pem",
        "/etc/ssl/cchc/privkey.pem": f"{base}/key.pem",
        "/srv/cchc/output": str(output),
        "/etc/nginx/cchc-maps": str(maps),
        "/run/cchc-endpoint/http.sock": str(endpoint),
        "/var/log/nginx/cchc.log": f"{base}/access.log",
        "/var/log/nginx/cchc-error.log": f"{base}/error.log",
    }
    for sample, here in changes.items():
        if sample not in text:
            raise NoFront(f"deploy/nginx.conf has no line with {sample!r}")
        text = text.replace(sample, here)
    return text


def start_nginx(
    base: Path, output: Path, endpoint: Path, maps: Path | None = None
) -> tuple[subprocess.Popen[bytes], int]:
    """Check the configuration and start nginx on it; return its process and port.

    base: a folder for certificate, configuration and logs; output: the site; endpoint: its socket, which need not be
    maps: folder of the maps that it reads, by default those of the site itself
    Raises: NoFront
    """
    if NGINX is None:
        raise NoFront("nginx is not installed: scripts/setup-system.sh")
    base.mkdir(parents=True, exist_ok=True)
    port = free_port()
    subject = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}", "-days", "2", "-nodes"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", *subject]
    subprocess.run([*made, "-keyout", base / "key.pem", "-out", base / "cert.pem"], check=True, capture_output=True)
    text = configuration(base, output, endpoint, port, maps or output / ".well-known/cchc")
    (base / "cchc.conf").write_text(text, encoding="utf-8")
    user = "user root; " if os.geteuid() == 0 else ""
    (base / "nginx.conf").write_text(_WHOLE.format(base=base, user=user), encoding="utf-8")
    command = command_of(base)
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    if checked.returncode != 0 or "warn" in checked.stderr:
        raise NoFront(checked.stderr)
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    for _ in range(100):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return process, port
        time.sleep(0.05)
    process.kill()
    raise NoFront("nginx does not listen")


def command_of(base: Path) -> list[str]:
    """Return how nginx is called with the configuration in a folder."""
    return [str(NGINX), "-p", str(base), "-c", str(base / "nginx.conf")]


@contextmanager
def serving(base: Path, output: Path) -> Iterator[int]:
    """Serve a site for the block, with no endpoint behind it; yield the port. Raises: NoFront"""
    process, port = start_nginx(base, output, base / "http.sock")
    try:
        yield port
    finally:
        process.send_signal(signal.SIGQUIT)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
