"""Lighthouse on a page: the four scores on a phone with a slow line, how far things move, and when words stand."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import urlopen

from audit.browser import URL, flags
from audit.front import ROOT, free_port
from audit.line import Line

LIGHTHOUSE = ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"
LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
LATEST_MS = 2500
SLOW_3G = Line(round_trip=0.4, rate=400 * 1024 / 8)
SLOW_PHONE = (
    "--only-categories=performance",
    "--throttling-method=devtools",
    "--throttling.requestLatencyMs=0",
    "--throttling.downloadThroughputKbps=0",
    "--throttling.uploadThroughputKbps=0",
    "--throttling.cpuSlowdownMultiplier=4",
)
"""Only the processor is slowed by Lighthouse: the line is really slow (audit.line), for every handshake and every byte.

Lighthouse's model of a slow line takes whatever came before the first paint for something that the paint waited for.
On this machine fonts come within a frame; on a real line nothing waits for them (font-display: optional).
"""
TRIES = 3
"""A busy machine makes a page look slow, never fast: the best of so many runs counts."""


class NoLighthouse(RuntimeError):
    """Lighthouse or its browser does not run."""


@dataclass(frozen=True)
class Scores:
    """What a run told. scores: 0-100 by category; lcp_ms; cls: 0 where nothing moves; lost: audits that cost points"""

    scores: dict[str, int]
    lcp_ms: float
    cls: float
    lost: tuple[str, ...]

    def faults(self, slow: bool) -> Iterator[str]:
        """Yield the measures that are not met; slow: only when the largest words are there."""
        if slow:
            if self.lcp_ms > LATEST_MS:
                yield f"largest contentful paint after {self.lcp_ms:.0f} ms, not {LATEST_MS}"
            return
        for category, least in LEAST.items():
            if self.scores[category] < least:
                yield f"{category} {self.scores[category]}, not {least} ({', '.join(self.lost)})"
        if round(self.cls, 2) > 0:
            yield f"things move by {self.cls:.3f}"


@contextmanager
def listening_chromium(port: int) -> Iterator[int]:
    """Yield the debugging port of a Chromium that finds the site. port: of the served site. Raises: NoLighthouse"""
    debugging = free_port()
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            shutil.which("chromium") or "chromium",
            "--headless=new",
            "--disable-background-networking",
            "--disable-component-update",
            "--no-first-run",
            f"--remote-debugging-port={debugging}",
            f"--user-data-dir={profile}",
            *flags(port),
            "about:blank",
        ]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            for _ in range(150):
                with suppress(OSError), urlopen(f"http://127.0.0.1:{debugging}/json/version", timeout=2):
                    break
                time.sleep(0.2)
            else:
                raise NoLighthouse("Chromium does not listen")
            yield debugging
        finally:
            process.terminate()
            process.wait(timeout=20)


def measure(address: str, debugging: int, slow: bool = False) -> Scores:
    """Return the best of a few runs on a page, one run where it is good at once. slow: on a slow phone

    Raises: NoLighthouse
    """
    best: Scores | None = None
    wrong = ""
    for _ in range(TRIES):
        try:
            now = _run(address, debugging, slow)
        except NoLighthouse as error:
            wrong = str(error)
            continue
        if best is None or (sum(now.scores.values()), -now.lcp_ms) > (sum(best.scores.values()), -best.lcp_ms):
            best = now
        if not list(best.faults(slow)):
            break
    if best is None:
        raise NoLighthouse(wrong)
    return best


def _run(address: str, debugging: int, slow: bool) -> Scores:
    if not LIGHTHOUSE.exists():
        raise NoLighthouse("node_modules/lighthouse is missing: scripts/setup-system.sh")
    words = ["--quiet", "--output=json", "--output-path=stdout", "--no-enable-error-reporting", f"--port={debugging}"]
    command = ["node", str(LIGHTHOUSE), f"{URL}{address}", *words, *(SLOW_PHONE if slow else ())]
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240, cwd=ROOT)
    except subprocess.TimeoutExpired as error:
        raise NoLighthouse("no answer after 240 s") from error
    try:
        report = json.loads(run.stdout)
    except ValueError as error:
        raise NoLighthouse(run.stderr[-500:]) from error
    if report.get("runtimeError"):
        raise NoLighthouse(report["runtimeError"]["message"])
    return _scores(report)


def _scores(report: dict[str, Any]) -> Scores:
    audits, categories = report["audits"], report["categories"]
    lost = [
        ref["id"]
        for category in categories.values()
        for ref in category["auditRefs"]
        if ref["weight"] and (audits[ref["id"]]["score"] or 0) < 0.9 and audits[ref["id"]]["score"] is not None
    ]
    return Scores(
        {name: round(100 * (category["score"] or 0)) for name, category in categories.items()},
        audits["largest-contentful-paint"]["numericValue"],
        audits["cumulative-layout-shift"]["numericValue"],
        tuple(lost),
    )
