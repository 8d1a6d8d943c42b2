"""The forwarding letter as one page made for A4; nothing outside the file is loaded."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from inquiries.letters import ForwardingLetter

TEMPLATE = "letter_page.html"


def letter_page(letter: ForwardingLetter) -> str:
    """Return the HTML of the letter."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template(TEMPLATE).render(letter=letter)
