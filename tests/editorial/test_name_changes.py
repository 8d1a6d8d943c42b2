"""A name written over another one in a registry is told, and so is one that went."""

from __future__ import annotations

from datetime import datetime

from editorial.dates import VIETNAM
from editorial.messages import sentence
from editorial.name_changes import name_changes
from tests.organisation import ROOT

AT = datetime(2026, 11, 20, 9, 30, tzinfo=VIETNAM)
BODIES = '[[bodies]]\nid = "so-cu"\nname = "Sở Cũ"\nkind = "department"\n'.encode()


def told(file: str, before: bytes, after: bytes) -> dict[str, str]:
    return {problem.code: sentence(problem) for problem in name_changes(file, before, after, AT)}


def test_an_office_that_became_another_in_place_is_told_and_how_it_is_written() -> None:
    said = told("bodies.toml", BODIES, BODIES.replace("Sở Cũ".encode(), "Sở Mới".encode()))
    assert said.keys() == {"registry-names-other"}
    assert "“so-cu” từ “Sở Cũ” thành “Sở Mới”" in said["registry-names-other"]
    assert "09:30 ngày 20/11/2026" in said["registry-names-other"]
    assert "“valid_to”" in said["registry-names-other"]


def test_the_way_of_the_handbook_is_told_by_nobody() -> None:
    heir = BODIES.replace(b"so-cu", b"so-moi").replace("Sở Cũ".encode(), "Sở Mới".encode())
    ended = BODIES + b'valid_to = 2026-11-01\nended_by = "1"\nsuccessors = ["so-moi"]\n'
    assert told("bodies.toml", BODIES, ended + heir) == {}


def test_what_went_is_told_and_a_file_that_cannot_be_read_is_not() -> None:
    assert "“so-cu” (Sở Cũ)" in told("bodies.toml", BODIES, b"schema = 1")["registry-names-gone"]
    assert told("bodies.toml", b"[[bodies", BODIES) == {}


def test_communes_and_acts_have_names_too_and_of_many_some_are_named() -> None:
    for file, name in (("acts.toml", "Luật Chuyển đổi số"), ("places.toml", "Phường Ninh Kiều")):
        text = (ROOT / "records" / file).read_bytes()
        said = told(file, text, text.replace(f'"{name}"'.encode(), b'"X"'))
        assert name in said["registry-names-other"]
    said = told(file, text, text.replace("Phường ".encode(), b""))
    assert "tên khác" in said["registry-names-other"]
