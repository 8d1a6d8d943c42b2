"""desk inbox mail: the queue at the terminal, before a real mail server, with the settings that an office gives."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from desk.inquiries import acts
from editorial.settings import MailSettings
from tests.desk.inbox_fixture import Inbox
from tests.house import Done, House
from tests.inquiries.mail_server import Mailbox, running

PASSWORD = "mật khẩu rất dài"


@pytest.fixture
def queued(inbox: Inbox) -> Inbox:
    """An inbox with one mail in its queue."""
    settings = replace(
        inbox.desk.settings, mail=MailSettings("127.0.0.1", "1", "hoidap@coquan.example.vn", "", "", "no")
    )
    own = Inbox(replace(inbox.desk, organisation=replace(inbox.desk.organisation, settings=settings)))
    id = own.send()
    acts.answer(own.house(), own.clerk(), id, own.now, text="Trả lời.", general_concern=False)
    return own


def mail(inbox: Inbox, *words: str, **settings: str) -> Done:
    """Run the command as make does."""
    environment = {"INQUIRIES": str(inbox.desk.settings.inquiries), "SMTP_HOST": "127.0.0.1", "STARTTLS": "no"}
    environment |= {"SMTP_FROM": "hoidap@coquan.example.vn"} | settings
    process = House(inbox.desk.organisation).start("inbox", "mail", *words, environment=environment)
    said, _ = process.communicate(timeout=60)
    return Done(process.returncode, said)


def files(inbox: Inbox) -> list[Path]:
    return sorted((inbox.desk.settings.inquiries / "outbox").rglob("*.json"))


def test_without_a_server_nothing_is_sent_and_it_is_said_how_to_name_one(queued: Inbox) -> None:
    done = mail(queued, SMTP_HOST="")
    assert done.code == 1
    assert "SMTP_HOST" in done.said
    assert len(files(queued)) == 1


def test_the_queue_is_shown_without_an_address(queued: Inbox) -> None:
    done = mail(queued, "--list")
    assert done.code == 0
    assert "trả lời" in done.said
    assert "camtu" not in done.said
    assert len(files(queued)) == 1


def test_a_server_that_is_away_is_told_and_the_mail_waits(queued: Inbox) -> None:
    done = mail(queued, SMTP_PORT="1")
    assert done.code == 1
    assert "127.0.0.1:1" in done.said
    assert "1 thư vẫn chờ" in done.said
    assert len(files(queued)) == 1


def test_what_is_due_is_sent_and_the_log_keeps_the_proof(queued: Inbox) -> None:
    mailbox = Mailbox()
    with running(mailbox) as server:
        done = mail(queued, SMTP_PORT=str(server.port))
    assert (done.code, len(mailbox.taken), files(queued)) == (0, 1, [])
    lines = [
        json.loads(line)
        for log in (queued.desk.settings.inquiries / "log").glob("*.jsonl")
        for line in log.read_text(encoding="utf-8").splitlines()
    ]
    assert [(line["step"], line["reason"]) for line in lines if line["by"] == "system"] == [("mailed", "answered")]
    assert not any("camtu" in str(line) for line in lines)


def test_what_failed_is_told_and_sent_again_only_when_asked(queued: Inbox) -> None:
    mailbox = Mailbox(answer_rcpt="550 no")
    with running(mailbox) as server:
        failed = mail(queued, SMTP_PORT=str(server.port))
        mailbox.answer_rcpt = "250 OK"
        left = mail(queued, SMTP_PORT=str(server.port))
        again = mail(queued, "--again", SMTP_PORT=str(server.port))
    assert (failed.code, left.code, again.code) == (1, 1, 0)
    assert "mã 550" in failed.said
    assert len(mailbox.taken) == 1


def test_a_wrong_password_is_told_without_a_word_of_it(queued: Inbox, tmp_path: Path) -> None:
    file = tmp_path / "mat-khau"
    file.write_text(PASSWORD, encoding="utf-8")
    file.chmod(0o600)
    with running(Mailbox()) as server:
        done = mail(queued, SMTP_PORT=str(server.port), SMTP_USER="ai", SMTP_PASSWORD_FILE=str(file))
    assert done.code == 1
    assert "SMTP_USER" in done.said
    assert PASSWORD not in done.said
    assert "Traceback" not in done.said
    assert len(files(queued)) == 1
