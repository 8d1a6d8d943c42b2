"""What a run that broke off leaves behind is used or cleared by the next one."""

from __future__ import annotations

import shutil

import pytest

from desk.live_site import at_work, put_live
from editorial import exchange
from editorial.manifest import PLACE, make_manifest, site_digest
from editorial.settings import Settings
from tests.organisation import Organisation


def fresh(settings: Settings, text: str) -> str:
    """Make a site of one page in the workshop, put it live, and return its digest."""
    folder = settings.output.with_name(".build") / "output" / "spare"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / PLACE).parent.mkdir(parents=True)
    (folder / "index.html").write_text(text, encoding="utf-8")
    (folder / PLACE).write_bytes(make_manifest(folder, (), "").encode())
    digest = site_digest(folder)
    put_live(settings, folder)
    return digest


def test_a_swap_that_fails_half_way_keeps_the_old_site_for_the_next_run(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = organisation.settings
    with at_work(settings, print):
        old = fresh(settings, "cũ")

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt), at_work(settings, print):
        patch.setattr(exchange, "_keep", fail)
        fresh(settings, "mới")
    assert site_digest(settings.output) != old
    with at_work(settings, print):
        assert site_digest(settings.previous) == old


def test_what_an_earlier_run_left_is_cleared_and_the_spare_is_not(organisation: Organisation) -> None:
    workshop = organisation.settings.output.with_name(".build") / "output"
    for name in ("3f9c", "spare"):
        (workshop / name).mkdir(parents=True)
    with at_work(organisation.settings, print) as problems:
        assert problems == []
        assert [path.name for path in workshop.iterdir()] == ["spare"]
