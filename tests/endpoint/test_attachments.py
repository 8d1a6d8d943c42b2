"""Files with a message, where the form allows them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from endpoint.app import BODY_BYTES, body_bytes
from inquiries.house import House
from inquiries.sealing import load_identity, unseal
from tests.endpoint.sender import QUESTION, SEND, Sender, code_on

PDF = b"%PDF-1.7\n" + b"mat-khau-7f3a" * 10
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 100


@pytest.fixture
def sender(inquiry_house: House) -> Sender:
    """Somebody before a form that takes files."""
    form = inquiry_house.form
    allowed = replace(form, attachments=replace(form.attachments, allowed=True))
    return Sender(replace(inquiry_house, form=allowed))


def post(sender: Sender, *named: tuple[bytes, str]) -> TestResponse:
    """Send the question with files, as a browser writes them."""
    parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in QUESTION.items()]
    parts += [f'name="tep"; filename="{name}"\r\n\r\n'.encode() + content for content, name in named]
    body = b"".join(b"--ranh\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts) + b"--ranh--\r\n"
    return sender.post(SEND, body, content_type="multipart/form-data; boundary=ranh")


def test_the_three_kinds_of_files_are_sealed_and_opened_again(sender: Sender):
    sent = ((PDF, "đơn.pdf"), (PNG, "C:\\\\anh\\\\hình.png"), (JPG, "../../anh\u202egpj.exe"))
    answer = post(sender, *sent)
    assert answer.status_code == 201, answer.text
    [event] = sender.events(code_on(answer))
    named = sender.opened(event)["files"]
    assert [file["name"] for file in named] == ["đơn.pdf", "hình.png", "anhgpj.exe"]
    assert [file["type"] for file in named] == ["application/pdf", "image/png", "image/jpeg"]
    identity = load_identity(sender.house.identity_files()[0])
    for (content, _), file in zip(sent, named, strict=True):
        sealed = sender.house.store.attachment(event.inquiry, file["sha256"])
        assert b"mat-khau-7f3a" not in sealed
        assert unseal(sealed, identity) == content
    assert not list(sender.house.store.verify())


def test_an_input_that_was_left_empty_is_no_file(sender: Sender):
    assert post(sender, (b"", "")).status_code == 201


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ([(b"MZ\x90\0", "anh.png")], "không phải loại pdf, jpg, png"),
        ([(b"<svg onload=x>", "anh.svg")], "không phải loại pdf, jpg, png"),
        ([(b"GIF89a%PDF-", "a.pdf")], "không phải loại pdf, jpg, png"),
        ([(PDF + b"\0" * 5 * 1024 * 1024, "lon.pdf")], "lớn hơn 5 MB"),
        ([(PDF, f"{number}.pdf") for number in range(4)], "Chỉ gửi kèm được nhiều nhất 3 tệp"),
    ],
)
def test_a_file_that_is_not_taken_is_named_and_nothing_is_stored(
    sender: Sender, sent: list[tuple[bytes, str]], words: str
):
    answer = post(sender, *sent)
    assert answer.status_code == 422
    assert words in answer.text and QUESTION["noi_dung"] in answer.text
    assert sender.house.store.ids() == []


def test_a_body_beyond_three_files_is_too_large(sender: Sender):
    assert body_bytes(sender.counter) == BODY_BYTES + 15 * 1024 * 1024
    answer = post(sender, *[(PDF + b"\0" * 6_000_000, "a.pdf")] * 3)
    assert answer.status_code == 413


def test_the_same_words_with_another_file_are_another_message(sender: Sender):
    codes = {code_on(post(sender, (one, "a"))) for one in (PDF, PNG, PDF)}
    assert len(codes) == 2
