"""Which key signs, and whose it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desk.signer_key import key_file, open_signer
from editorial.keys import new_key
from editorial.messages import sentence
from editorial.problem import Refused
from tests.desk.office_fixture import Desk
from tests.organisation import ROOT, reopened
from tests.refusing import refuses


def test_the_only_key_of_the_folder_is_used(desk: Desk, tmp_path: Path) -> None:
    alone = replace(desk.settings, keys=tmp_path / "alone")
    with refuses("key-none"):
        key_file(alone)
    new_key(alone.keys / "toi.pem")
    assert key_file(alone) == alone.keys / "toi.pem"
    new_key(alone.keys / "nguoi-khac.pem")
    with refuses("key-to-choose"):
        key_file(alone)


def test_who_is_not_named_or_mistyped_is_told_whom_the_step_waits_for(desk: Desk) -> None:
    office = desk.organisation.office()
    with pytest.raises(Refused) as refused:
        open_signer(office, desk.screen, desk.now, waits=["truong-ban"])
    assert "AS=mã-người (bước này chờ: truong-ban)" in sentence(refused.value.problems[0])
    with pytest.raises(Refused) as refused:
        open_signer(office, desk.screen, desk.now, "truong-bn")
    assert "Ý bạn là “truong-ban”?" in sentence(refused.value.problems[0])


def test_a_person_is_no_path(desk: Desk) -> None:
    with refuses("key-of-nobody"):
        key_file(desk.settings, "../keys/van-thu")


def test_somebody_elses_key_under_ones_name_is_told(desk: Desk) -> None:
    path = str(desk.settings.keys / "van-thu.pem")
    with refuses("key-of-another"):
        open_signer(desk.organisation.office(), desk.screen, desk.now, "truong-ban", path)


def test_a_sample_key_is_said_loudly_and_refused_on_the_real_site(desk: Desk) -> None:
    samples, records = ROOT / "records/sample-keys", desk.settings.records
    (records / "sample-keys").symlink_to(samples)
    (desk.settings.keys / "truong-ban.pem").unlink()
    (records / "roster.toml").write_bytes((ROOT / "records/roster.toml").read_bytes())
    open_signer(desk.organisation.office(), desk.screen, desk.now, "truong-ban")
    assert "KHÓA MẪU" in desk.said()
    real = reopened(desk.organisation, siteurl="https://vi-du.gov.vn")
    with refuses("roster-sample"):
        open_signer(real.office(), desk.screen, desk.now, "truong-ban")


def test_a_passphrase_comes_from_the_environment_or_not_at_all(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk.settings.keys / "co-mat-khau.pem"
    new_key(path, "câu dài dễ nhớ")
    for given in ("", "câu khác hẳn"):
        monkeypatch.setenv("CCHC_PASSPHRASE", given)
        with pytest.raises(Refused):
            open_signer(desk.organisation.office(), desk.screen, desk.now, key=str(path))
    monkeypatch.setenv("CCHC_PASSPHRASE", "câu dài dễ nhớ")
    with refuses("key-not-in-roster"):
        open_signer(desk.organisation.office(), desk.screen, desk.now, key=str(path))


def test_a_file_that_is_no_key_is_told_as_such(desk: Desk) -> None:
    path = desk.settings.keys / "thu.pem"
    path.write_text("Đây là lá thư.", encoding="utf-8")
    with refuses("key-other-file"):
        open_signer(desk.organisation.office(), desk.screen, desk.now, key=str(path))
