"""The house opens where citizens' words are safe, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from editorial.messages import sentence
from editorial.problem import Refused
from editorial.settings import Settings, load_settings
from inquiries.house import House, open_house
from inquiries.sealing import identity_file, load_identity, new_identity, save_identity, seal, unseal
from tests.inquiries.trial_house import MORNING, Clock
from tests.organisation import ROOT, found

REAL = "https://cchc.example.vn"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return found(tmp_path).settings


@pytest.fixture
def opened(settings: Settings, clock: Clock) -> Callable[..., House]:
    """Open the house with some settings changed."""
    return lambda **changed: open_house(replace(settings, **changed), clock)


def codes(opening: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as refused:
        opening()
    assert all(sentence(problem) for problem in refused.value.problems)
    return [problem.code for problem in refused.value.problems]


def real_keys(settings: Settings, *roles: str) -> None:
    """Write records/inquiry-keys.toml and keep the private halves where staff keep theirs."""
    rows = ["schema = 1"]
    for role in roles:
        identity = new_identity(f"khoa-{role}")
        save_identity(identity_file(settings.keys, identity.name), identity)
        rows.append(
            f'\n[[keys]]\nname = "{identity.name}"\nrole = "{role}"\npublic = "{identity.public}"\nfrom = 2026-01-01'
        )
    (settings.records / "inquiry-keys.toml").write_text("\n".join(rows), encoding="utf-8")


def test_a_trial_makes_its_own_keys_and_says_so(opened: Callable[..., House], settings: Settings):
    house = opened()
    assert house.trial
    keys = house.recipients.on(MORNING.date())
    assert {key.role for key in keys} == {"duty", "escrow"}
    for role in ("duty", "escrow"):
        [path] = house.identity_files(role)
        assert path.is_relative_to(settings.inquiries / "keys")
        assert path.stat().st_mode & 0o777 == 0o600
        assert "KHÓA DÙNG THỬ" in path.read_text(encoding="utf-8")
        assert unseal(seal(b"x", keys), load_identity(path)) == b"x"
    assert opened().recipients == house.recipients, "they are made once"


def test_two_that_start_at_once_make_one_pair_of_keys(opened: Callable[..., House]):
    houses: list[House] = []
    start = threading.Barrier(4)

    def begin() -> None:
        start.wait()
        houses.append(opened())

    starts = [threading.Thread(target=begin) for _ in range(4)]
    for one in starts:
        one.start()
    for one in starts:
        one.join()
    assert len({house.recipients for house in houses}) == 1
    assert len({house.store.secret for house in houses}) == 1


def test_a_real_site_needs_real_keys_of_both_roles(opened: Callable[..., House], settings: Settings):
    assert codes(lambda: opened(siteurl=REAL)) == ["toml-missing"]
    for role in ("duty", "escrow"):
        real_keys(replace(settings, keys=settings.keys / role), role)
        assert codes(lambda: opened(siteurl=REAL)) == ["inquiry-key-wanting"]
    real_keys(settings, "duty", "escrow")
    house = opened(siteurl=REAL)
    assert not house.trial
    assert house.identity_files() == [settings.keys / "inbox-khoa-duty.age"]
    assert not (settings.inquiries / "keys").exists()


def test_a_real_site_seals_to_no_key_of_a_trial(opened: Callable[..., House], settings: Settings):
    real_keys(settings, "duty", "escrow")
    path = settings.records / "inquiry-keys.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("khoa-duty", "thu-truc"), encoding="utf-8")
    assert codes(lambda: opened(siteurl=REAL)) == ["inquiry-key-trial"]
    assert not opened().trial


def test_a_trial_with_keys_of_its_own_uses_them(opened: Callable[..., House], settings: Settings):
    real_keys(settings, "duty", "escrow")
    assert not opened().trial


def test_a_real_site_refuses_a_store_that_was_a_trial(opened: Callable[..., House], settings: Settings):
    opened()
    real_keys(settings, "duty", "escrow")
    assert codes(lambda: opened(siteurl=REAL)) == ["store-of-a-trial"]


@pytest.mark.parametrize("folder", ["output", "output.previous", "content", "records"])
@pytest.mark.parametrize("how", ["below", "the same", "above", "a link", "not there yet"])
def test_a_store_and_the_site_never_lie_in_each_other(
    opened: Callable[..., House], settings: Settings, tmp_path: Path, folder: str, how: str
):
    site = tmp_path / folder
    if how != "not there yet":
        site.mkdir(exist_ok=True)
    place = {
        "below": site / "a/b",
        "the same": site,
        "above": tmp_path,
        "a link": tmp_path / "link/inbox",
        "not there yet": site / "inbox",
    }[how]
    if how == "a link":
        (tmp_path / "link").symlink_to(site)
    assert "store-inside-site" in codes(lambda: opened(inquiries=place))
    assert not (site / "inbox").exists()
    assert not (site / "a").exists()


def test_a_store_below_the_theme_is_refused(opened: Callable[..., House]):
    assert codes(lambda: opened(inquiries=ROOT / "theme/static/inbox")) == ["store-inside-site"]
    assert not (ROOT / "theme/static/inbox").exists()


def test_a_mounted_folder_of_the_site_is_recognised(opened: Callable[..., House], settings: Settings, tmp_path: Path):
    if os.geteuid() != 0:
        pytest.skip("only root may mount a folder")
    settings.output.mkdir()
    place = tmp_path / "mounted"
    place.mkdir()
    mounted = subprocess.run(["mount", "--bind", settings.output, place], capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"this machine does not let root mount: {mounted.stderr.strip()}")
    try:
        assert codes(lambda: opened(inquiries=place / "inbox")) == ["store-inside-site"]
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def test_a_folder_that_others_may_read_is_refused(opened: Callable[..., House], settings: Settings):
    settings.inquiries.mkdir(parents=True)
    settings.inquiries.chmod(0o750)
    assert codes(opened) == ["store-open-to-others"]
    settings.inquiries.chmod(0o700)
    assert opened().store.ids() == []


def test_a_store_that_cannot_be_written_is_told(opened: Callable[..., House], settings: Settings):
    settings.state.mkdir()
    settings.inquiries.write_text("a file where the folder should be", encoding="utf-8")
    settings.inquiries.chmod(0o600)
    assert codes(opened) == ["store-failed"]


@pytest.mark.parametrize("regulation", ["ct", "st", "lc", "lx", "lch"])
def test_every_profile_opens_or_says_that_it_takes_no_inquiries(tmp_path: Path, clock: Clock, regulation: str):
    settings = found(tmp_path, regulation).settings
    try:
        house = open_house(settings, clock)
    except Refused as refused:
        assert [problem.code for problem in refused.problems] == ["inquiries-not-taken"]
        assert "[inquiry]" in sentence(refused.problems[0])
        assert not settings.inquiries.exists()
    else:
        assert house.profile.inquiry is not None
        assert house.form.fields


def test_the_setting_lies_in_the_state_unless_it_is_told_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("INQUIRIES", raising=False)
    monkeypatch.setenv("STATE", str(tmp_path / "state"))
    assert load_settings(ROOT).inquiries == tmp_path / "state/inquiries"
    monkeypatch.setenv("INQUIRIES", str(tmp_path / "elsewhere"))
    assert load_settings(ROOT).inquiries == tmp_path / "elsewhere"


def test_a_disk_that_takes_no_trial_key_is_told_in_a_sentence(settings: Settings, opened: Callable[..., House]) -> None:
    settings.inquiries.mkdir(parents=True, mode=0o700)
    (settings.inquiries / "keys").write_text("")
    assert codes(opened) == ["store-failed"]
