"""Measure the site as readers meet it: build it from the sample content, serve it by nginx, look at it in Chromium.

python -m audit [--only CHECK …] [--template NAME …] [--keep FOLDER]

One line a check and page; exit code 0 when all is well, 1 when something is wrong, 2 for a wrong call, 3 when a tool
is missing. Checks: axe, width, keyboard, plain (no script), quiet (console, requests), budget, markup, lighthouse.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from audit import budgets, lighthouse
from audit.browser import LARGE, NARROWEST, VIEWS, View, browsing, opened
from audit.front import NoFront, serving
from audit.line import far_away
from audit.markup import markup_faults
from audit.page_checks import axe_violations, in_views, keyboard_faults, too_wide, unreadable_without_script
from audit.sample_site import NotBuilt, SampleSite, build_sample

CHECKS = ("axe", "width", "keyboard", "plain", "quiet", "budget", "markup", "lighthouse")
MEASURED = ("home", "article", "document", "register", "archive", "inquiry")
"""Templates whose pages Lighthouse judges: home, item, document, register, archive, form."""


class Report:
    """Prints a line each, and counts what is wrong."""

    def __init__(self) -> None:
        self.wrong = 0
        self.begun = time.monotonic()

    def tell(self, check: str, what: str, faults: Iterable[str]) -> None:
        """Print whether a check was met."""
        found = list(dict.fromkeys(faults))
        self.wrong += bool(found)
        print(f"{'✗' if found else '✓'} {check:<10} {what}", flush=True)
        for fault in found[:8]:
            print(f"    {fault}", flush=True)
        if len(found) > 8:
            print(f"    … and {len(found) - 8} more", flush=True)


def main(words: Sequence[str]) -> int:
    """Run the audit and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m audit", description=__doc__.partition("\n\n")[0])
    parser.add_argument(
        "--only", nargs="+", choices=CHECKS, default=CHECKS, help="which checks; all of them if left out"
    )
    parser.add_argument("--template", nargs="+", default=(), help="only pages of these templates")
    parser.add_argument("--keep", type=Path, help="build into this new folder and leave it there")
    asked = parser.parse_args(words)
    if asked.keep and asked.keep.exists():
        parser.error(f"{asked.keep} is there already")
    report = Report()
    try:
        with TemporaryDirectory(prefix="cchc-audit-", ignore_cleanup_errors=True) as place:
            base = asked.keep or Path(place) / "house"
            site = build_sample(base)
            print(f"  {len(site.templates)} pages of {len(site.one_of_each())} templates", flush=True)
            _audit(site, base, set(asked.only), set(asked.template), report)
    except (NoFront, NotBuilt, FileNotFoundError, lighthouse.NoLighthouse) as error:
        print(f"✗ the audit could not be made: {error}", file=sys.stderr)
        return 3
    seconds = time.monotonic() - report.begun
    print(f"{'✗' if report.wrong else '✓'} {report.wrong} lines with faults, {seconds:.0f} s")
    return 1 if report.wrong else 0


def _audit(site: SampleSite, base: Path, checks: set[str], templates: set[str], report: Report) -> None:
    pages = {name: at for name, at in site.one_of_each().items() if not templates or name in templates}
    if "budget" in checks:
        report.tell("budget", f"{len(site.templates)} pages", over_budget(site))
    if "markup" in checks:
        report.tell("markup", f"{len(site.templates)} pages", markup_faults(site.output))
    with serving(base / "nginx", site.output) as port:
        if checks & {"axe", "width", "keyboard", "plain", "quiet"}:
            with browsing(port) as browser:
                for template, address in sorted(pages.items()):
                    _look_at(browser, template, address, checks, report)
        if "lighthouse" in checks:
            _measure(port, {name: at for name, at in pages.items() if name in MEASURED}, report)


def _look_at(browser: Any, template: str, address: str, checks: set[str], report: Report) -> None:
    what = f"{template} {address}"
    quiet: list[str] = []
    with opened(browser, address, quiet) as page:
        if "axe" in checks:
            report.tell("axe", f"{what} at 360 and 1280 px, light and dark", in_views(page, VIEWS, axe_violations))
        if "width" in checks:
            narrow = in_views(page, [View(NARROWEST), *LARGE], too_wide)
            report.tell("width", f"{what} at {NARROWEST} px, and in large letters", narrow)
        if "keyboard" in checks:
            report.tell("keyboard", what, in_views(page, [View()], keyboard_faults))
    if "plain" in checks:
        with opened(browser, address, quiet, script=False) as page:
            report.tell("plain", f"{what} without a script", unreadable_without_script(page))
    if "quiet" in checks:
        report.tell("quiet", f"{what} complains of nothing and asks no other server", quiet)


def over_budget(site: SampleSite) -> Iterator[str]:
    """Yield the pages that weigh too much."""
    for name, template in sorted(site.templates.items()):
        for fault in budgets.over_budget(budgets.weigh(site.output, name), template):
            yield f"{name}: {fault}"


def _measure(port: int, pages: dict[str, str], report: Report) -> None:
    if "article" in pages:
        with far_away(port, lighthouse.SLOW_3G) as far, lighthouse.listening_chromium(far) as debugging:
            found = lighthouse.measure(pages["article"], debugging, slow=True)
            report.tell("lighthouse", f"article on slow 3G: LCP {found.lcp_ms:.0f} ms", found.faults(slow=True))
    with lighthouse.listening_chromium(port) as debugging:
        for template, address in sorted(pages.items()):
            found = lighthouse.measure(address, debugging)
            told = ", ".join(f"{name} {score}" for name, score in found.scores.items())
            report.tell("lighthouse", f"{template} {address}: {told}, CLS {found.cls:.3f}", found.faults(slow=False))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
