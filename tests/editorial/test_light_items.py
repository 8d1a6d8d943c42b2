"""A light item says what the whole one says."""

from __future__ import annotations

import marshal
from dataclasses import fields
from pathlib import Path

import pytest

from editorial.content import Item, parse_item
from editorial.content_files import markdown_files
from editorial.light_items import light, packed
from tests.organisation import ROOT

FILES = [*markdown_files(ROOT / "content"), *markdown_files(ROOT / "tests/data")]

DATED = """title: Một
id: bai-mot
kind: event_news
event_on: 2026-11-05
issued_on: 2026-11
effective_on: từ ngày ký
publish_at: 2026-12-01T08:00:00+07:00
received_on: [điền ngày nhận]
announced_on: hôm qua
menu: 3
beyond_authority: no
circulation: lạ
areas: the-che; to-chuc

Nội dung.
"""


def same(item: Item) -> None:
    data = marshal.loads(marshal.dumps(packed(item)))
    assert "body" not in data
    lazy = light(data, lambda: item)
    for field in fields(Item):
        assert getattr(lazy, field.name) == getattr(item, field.name), field.name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_content_file_reads_the_same(path: Path) -> None:
    try:
        item, _ = parse_item(path.read_text(encoding="utf-8-sig"), path.name)
    except UnicodeDecodeError:
        return
    if item:
        same(item)


def test_days_flags_and_what_cannot_be_read_are_the_same() -> None:
    item, problems = parse_item(DATED, "a.md")
    assert item and problems and item.issued_on and item.publish_at and item.circulation == "lạ"
    same(item)
