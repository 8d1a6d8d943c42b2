"""Refusing: a reason of the regulation, told to the editor, and the chain starts again."""

from __future__ import annotations

from argparse import ArgumentParser

import pytest

from desk.refuse import add_arguments, read_for_refusal, refuse_text, run, say_reasons
from desk.sign import show
from desk.signer_key import open_signer
from desk.status import show_status
from editorial.problem import Refused
from editorial.publication import load
from editorial.signoffs import Refusal, Signoff, ledger_path
from tests.desk.office_fixture import Desk
from tests.refusing import refuses


def refuse_as(desk: Desk, person: str, reason: str = "unverified", note: str = "") -> Signoff:
    office, now = desk.organisation.office(), desk.organisation.later(seconds=1)
    signer = open_signer(office, desk.screen, now, person)
    return refuse_text(office, read_for_refusal(office, "bai-mot", now), signer, Refusal(reason, note), now)


def test_the_reasons_come_from_the_regulation_with_their_clause(desk: Desk) -> None:
    """ST-6.3b, taken over by Cần Thơ as a default."""
    say_reasons(desk.organisation.office(), desk.screen)
    said = desk.said()
    assert "needs_verification" in said and "ST-6.3b (mặc định, theo quy chế khác)" in said


def test_an_unknown_reason_is_no_reason(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    with refuses("refusal-unknown"):
        refuse_as(desk, "truong-ban", reason="khong-thich")


def test_a_reason_mistyped_is_told_before_anything_is_asked(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    parser = ArgumentParser()
    add_arguments(parser)
    assert run(parser.parse_args(["bai-mot", "--reason", "need_verification"]), desk.settings, desk.screen) == 2
    said = desk.said()
    assert "Ý bạn là “needs_verification”?" in said and "Ghi lời từ chối" not in said


def test_who_signs_a_refused_text_unchanged_is_told_of_the_refusal(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    refuse_as(desk, "truong-ban", note="Thiếu bảng số liệu")
    desk.said()
    show(desk.sit("bai-mot", "phong-cchc"), desk.screen)
    said = desk.said()
    assert "Bản này đã bị" in said and "từ chối ngày 20/11/2026" in said and "“Thiếu bảng số liệu”" in said


def test_a_text_can_be_refused_before_anybody_signed_it(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    refuse_as(desk, "phong-cchc", note="Thiếu bảng số liệu")
    show_status(desk.settings, desk.screen, desk.now)
    said = desk.said()
    assert "bị từ chối" in said and "Thiếu bảng số liệu" in said and "người soạn sửa bài" in said


def test_somebody_without_a_step_refuses_nothing(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    with refuses("signer-has-no-step"):
        refuse_as(desk, "thanh-vien")
    assert not ledger_path(desk.settings.records, "bai-mot").exists()


def test_somebody_without_a_step_is_told_before_anything_is_asked(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    parser = ArgumentParser()
    add_arguments(parser)
    args = parser.parse_args(["bai-mot", "--reason", "unverified", "--as", "thanh-vien"])
    with refuses("signer-has-no-step"):
        run(args, desk.settings, desk.screen)
    assert "từ chối đăng tải" not in desk.said()


def test_refused_then_edited_then_signed_it_becomes_public(desk: Desk) -> None:
    desk.organisation.article("bai-mot", body="Câu còn sai.")
    desk.sign("bai-mot", "phong-cchc")
    refuse_as(desk, "truong-ban")
    desk.organisation.article("bai-mot", body="Câu đã sửa.")
    assert [signoff.act for signoff in desk.sign_all("bai-mot")] == ["screen", "approve", "consent"]
    (public,) = load(desk.settings, desk.now).items
    assert public.edition.body.strip() == "Câu đã sửa."


def test_after_a_refusal_the_same_text_needs_every_step_again(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.sign("bai-mot", "phong-cchc")
    desk.sign("bai-mot", "truong-ban")
    refuse_as(desk, "lanh-dao-so")
    with pytest.raises(Refused):
        desk.sit("bai-mot", "lanh-dao-so")
    assert desk.sign("bai-mot", "phong-cchc").act == "screen"


def test_what_is_approved_is_withdrawn_not_refused(desk: Desk) -> None:
    desk.organisation.article("bai-mot")
    desk.sign_all("bai-mot")
    with refuses("refuse-approved"):
        refuse_as(desk, "truong-ban")
    assert load(desk.settings, desk.now).items
