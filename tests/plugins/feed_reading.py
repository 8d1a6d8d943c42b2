"""How tests read feeds: the names of their formats, and Atom's schema."""

from __future__ import annotations

from xml.etree import ElementTree

from lxml import etree

from tests.organisation import ROOT

ATOM = "{http://www.w3.org/2005/Atom}"
ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"
DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
SCHEMA = etree.RelaxNG(etree.parse(ROOT / "tests" / "data" / "atom.rng"))


def texts(element: ElementTree.Element, path: str) -> list[str]:
    """Return the words of every element at the path."""
    return [one.text or "" for one in element.findall(path)]
