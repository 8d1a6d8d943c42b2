"""Swapping a site in: whoever is killed at whichever step, what is live is whole, and the next start ends it."""

from __future__ import annotations

import errno
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from editorial import exchange as module
from editorial.exchange import exchange, recover, replace, swap_in
from editorial.manifest import PLACE, make_manifest, site_digest


def make_site(folder: Path, text: str) -> str:
    """Make a site of one page in a folder of its own and return its digest."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(text, encoding="utf-8")
    (folder / PLACE).parent.mkdir(parents=True)
    (folder / PLACE).write_bytes(make_manifest(folder, (), "").encode())
    return site_digest(folder)


@pytest.fixture
def places(tmp_path: Path) -> dict[str, Path]:
    """Where swap_in finds its four places."""
    names = {"fresh": ".build/x", "live": "output", "kept": "output.previous", "note": ".state/swap.json"}
    return {name: tmp_path / place for name, place in names.items()}


@pytest.fixture(params=[True, False], ids=["atomic", "by renames"])
def is_atomic(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether this system exchanges names in one step."""
    if not request.param:

        def cannot(one: Path, other: Path) -> None:
            raise OSError(errno.ENOSYS, "not on this system")

        monkeypatch.setattr(module, "_exchange_atomically", cannot)
    return bool(request.param)


@pytest.mark.usefixtures("is_atomic")
def test_two_folders_change_names(tmp_path: Path) -> None:
    one, other = make_site(tmp_path / "a", "một"), make_site(tmp_path / "b", "hai")
    exchange(tmp_path / "a", tmp_path / "b")
    assert (site_digest(tmp_path / "a"), site_digest(tmp_path / "b")) == (other, one)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_this_machine_exchanges_in_one_step(tmp_path: Path) -> None:
    make_site(tmp_path / "a", "một")
    make_site(tmp_path / "b", "hai")
    module._exchange_atomically(tmp_path / "a", tmp_path / "b")


@pytest.mark.usefixtures("is_atomic")
def test_the_replaced_site_is_kept_and_the_one_before_is_left_to_be_brought_up_to_date(places: dict[str, Path]) -> None:
    digests = []
    for text in ("một", "hai", "ba"):
        digests.append(make_site(places["fresh"], text))
        swap_in(**places)
    assert [site_digest(places[name]) for name in ("fresh", "kept", "live")] == digests
    assert not places["note"].exists()


@pytest.mark.usefixtures("is_atomic")
def test_a_damaged_site_that_is_replaced_is_not_kept(places: dict[str, Path]) -> None:
    old = make_site(places["kept"], "cũ")
    damaged, new = make_site(places["live"], "hỏng"), make_site(places["fresh"], "lành")
    replace(places["fresh"], places["live"], places["note"])
    assert [site_digest(places[name]) for name in ("fresh", "kept", "live")] == [damaged, old, new]
    assert not places["note"].exists()


def run_killed_at(step: int, act: Callable[[], None]) -> bool:
    """Run the act in a process that dies before its step-th change of the disk; True when it came to its end."""
    child = os.fork()
    if child == 0:
        left = step

        def counted(change: Callable[..., Any]) -> Callable[..., Any]:
            def before(*args: Any, **named: Any) -> Any:
                nonlocal left
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return change(*args, **named)

            return before

        os.rename = counted(os.rename)
        os.rmdir = counted(os.rmdir)
        os.unlink = counted(os.unlink)
        os.replace = counted(os.replace)
        module._exchange_atomically = counted(module._exchange_atomically)
        act()
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_killed_before_any_step_the_live_site_is_old_or_new(places: dict[str, Path], is_atomic: bool) -> None:
    oldest = make_site(places["fresh"], "một")
    swap_in(**places)
    old = make_site(places["fresh"], "hai")
    swap_in(**places)
    for step in range(50):
        new = make_site(places["fresh"], f"bản {step}")
        finished = run_killed_at(step, lambda: swap_in(**places))
        if is_atomic:
            assert site_digest(places["live"]) in (old, new), f"step {step}"
        recover(places["live"], places["kept"], places["note"])
        found = tuple(site_digest(places[name]) for name in ("live", "kept", "fresh"))
        assert found in ((old, oldest, new), (new, old, oldest)), f"step {step}"
        assert sorted(path.name for path in places["live"].parent.iterdir() if path.name[0] != ".") == [
            "output",
            "output.previous",
        ]
        assert [path.name for path in places["fresh"].parent.iterdir()] == ["x"]
        assert not places["note"].exists()
        if found[0] == new:
            oldest, old = old, new
        if finished:
            assert step > 3
            return
    pytest.fail("the swap never came to its end")


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_killed_before_any_step_of_a_replacement_nothing_is_lost(places: dict[str, Path], is_atomic: bool) -> None:
    kept = make_site(places["kept"], "cũ")
    for step in range(50):
        damaged, new = make_site(places["live"], "hỏng"), make_site(places["fresh"], "lành")
        finished = run_killed_at(step, lambda: replace(places["fresh"], places["live"], places["note"]))
        if is_atomic:
            assert site_digest(places["live"]) in (damaged, new), f"step {step}"
        recover(places["live"], places["kept"], places["note"])
        found = tuple(site_digest(places[name]) for name in ("live", "fresh", "kept"))
        assert found in ((damaged, new, kept), (new, damaged, kept)), f"step {step}"
        if finished:
            assert step > 1
            return
    pytest.fail("the replacement never came to its end")


def test_recovering_when_nothing_was_interrupted_changes_nothing(places: dict[str, Path]) -> None:
    digest = make_site(places["live"], "một")
    recover(places["live"], places["kept"], places["note"])
    assert site_digest(places["live"]) == digest
    assert not places["kept"].exists()


def test_a_rollback_by_renames_that_was_killed_is_undone(tmp_path: Path) -> None:
    live, kept = tmp_path / "output", tmp_path / "output.previous"
    digest = make_site(live, "một")
    make_site(kept, "hai")
    live.rename(tmp_path / "output.previous.aside")
    recover(live, kept, tmp_path / "swap.json")
    assert site_digest(live) == digest
    assert kept.exists()
