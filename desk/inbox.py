"""desk inbox: what citizens sent, and everything that staff do with it; one word after it names the act."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import datetime

from desk.inquiries import erasing, exporting, key_making, listing, mailing, publishing, rights, showing, webbing
from desk.inquiries.act_verbs import ACT_VERBS, Verb
from desk.inquiries.checking import CHECKS
from desk.inquiries.terminal import Sitting
from desk.screen import Screen
from editorial.dates import VIETNAM
from editorial.settings import Settings

HELP = "hộp thư: câu hỏi, phản ánh, kiến nghị của người dân"

DEFAULT = "list"

_MODULES = {
    "list": listing,
    "show": showing,
    "publish": publishing,
    "rights": rights,
    "erase": erasing,
    "export": exporting,
    "mail": mailing,
    "web": webbing,
    "key": key_making,
}
_READING = ("list", "show")


def _verbs() -> dict[str, Verb]:
    """Return every word that may follow, in the order of an inquiry's way."""
    of_module = {word: Verb(module.HELP, module.add_arguments, module.run) for word, module in _MODULES.items()}
    reading = {word: of_module.pop(word) for word in _READING}
    return {**reading, **ACT_VERBS, **of_module, **CHECKS}


SUBS: Mapping[str, Verb] = _verbs()


def add_arguments(parser: ArgumentParser) -> None:
    """Add every act; without one the list is shown, with its filters."""
    listing.add_arguments(parser)
    subs = parser.add_subparsers(dest="sub", metavar="VIỆC", parser_class=type(parser))
    for word, verb in SUBS.items():
        verb.add_arguments(subs.add_parser(word, help=verb.help, description=verb.help))


def run(args: Namespace, settings: Settings, screen: Screen) -> int:
    """Do the act. Raises: Refused; Busy; OSError"""
    return SUBS[args.sub or DEFAULT].run(Sitting(settings, screen, datetime.now(VIETNAM), args))
