"""The outbox before a real SMTP server: no mail is lost, none is sent more than once too often."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from editorial.store import Busy, locked
from inquiries.sealing import new_identity, save_identity, seal
from tests.inquiries.mail_server import ID, TO, Mailbox, Post, keys, open_post, running
from tests.organisation import NOON, ROOT
from tests.refusing import refuses


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """An outbox before a server that takes everything until it is told otherwise."""
    mailbox = Mailbox()
    with running(mailbox) as controller:
        yield open_post(tmp_path / "outbox", controller, mailbox)


def test_a_mail_that_was_taken_is_sent_once_and_leaves_nothing(post: Post) -> None:
    post.queue()
    assert len(post.deliver().sent) == 1
    assert post.deliver().sent == []
    assert [envelope.rcpt_tos for envelope in post.mailbox.taken] == [[TO]]
    assert post.files() == []


def test_what_waits_tells_nobody_to_whom_it_goes(post: Post) -> None:
    post.queue()
    post.mailbox.answer_rcpt = f"550 5.1.1 <{TO}>: no such user"
    post.deliver()
    found = [file.read_bytes() for file in post.outbox.folder.rglob("*") if file.is_file()]
    assert [content for content in found if TO.encode() in content or b"nguoi.gui" in content] == []
    assert post.outbox.folder.stat().st_mode & 0o777 == 0o700


def test_a_mail_put_off_is_tried_after_5_and_30_minutes_and_then_laid_aside_with_its_reason(post: Post) -> None:
    name = post.queue()
    post.mailbox.answer_rcpt = "451 4.7.1 later"
    tries = []
    for minutes in range(60):
        done = post.deliver()
        if done.later or done.failed:
            tries.append(minutes)
        post.later(minutes=1)
    assert tries == [0, 5, 35]
    assert post.files() == [f"failed/{name}"]
    assert [(one.failed, one.inquiry, one.act) for one in post.outbox.failed()] == [("451", ID, "received")]
    assert post.mailbox.taken == []


def test_a_mail_put_off_once_is_sent_by_the_next_try(post: Post) -> None:
    post.queue()
    post.mailbox.answer_data = "452 4.3.1 full"
    assert len(post.deliver().later) == 1
    post.mailbox.answer_data = "250 OK"
    assert post.deliver().sent == []
    post.later(minutes=5)
    assert len(post.deliver().sent) == 1
    assert (len(post.mailbox.taken), post.files()) == (1, [])


@pytest.mark.parametrize("where", ["answer_rcpt", "answer_data"])
def test_a_mail_refused_for_good_is_laid_aside_at_once(post: Post, where: str) -> None:
    name = post.queue()
    setattr(post.mailbox, where, "554 5.7.1 no")
    assert [one.failed for one in post.deliver().failed] == ["554"]
    assert post.files() == [f"failed/{name}"]


def test_a_mail_laid_aside_can_be_sent_again(post: Post) -> None:
    post.queue()
    post.mailbox.answer_rcpt = "550 no"
    post.deliver()
    post.mailbox.answer_rcpt = "250 OK"
    assert post.outbox.again(post.now) == 1
    assert len(post.deliver().sent) == 1
    assert post.files() == []


@pytest.mark.parametrize("answer", [None, ""], ids=["hangs", "hangs up"])
def test_a_line_that_breaks_before_the_text_costs_one_try(post: Post, answer: str | None) -> None:
    post.queue()
    post.mailbox.answer_rcpt = answer
    assert [one.results for one in post.deliver().later] == [["dropped"]]
    post.mailbox.answer_rcpt = "250 OK"
    post.later(minutes=5)
    assert len(post.deliver().sent) == 1
    assert len(post.mailbox.taken) == 1


@pytest.mark.parametrize("answer", [None, ""], ids=["hangs", "hangs up"])
def test_a_line_that_breaks_after_the_text_costs_one_copy_too_many_and_never_two(
    post: Post, answer: str | None
) -> None:
    post.queue()
    post.mailbox.answer_data = answer
    assert [one.results for one in post.deliver().later] == [["unsure"]]
    post.later(minutes=5)
    assert [one.failed for one in post.deliver().failed] == ["unsure"]
    post.later(days=1)
    assert post.deliver().sent == []
    assert len(post.mailbox.taken) == 2
    first, second = post.mailbox.messages()
    assert first["Message-ID"] == second["Message-ID"]


PROGRAM = """
import sys
from datetime import datetime
from pathlib import Path
from inquiries.delivery import Server, deliver
from inquiries.outbox import Outbox
from inquiries.sealing import Recipients, load_identity

folder, key, port, now = sys.argv[1:]
now = datetime.fromisoformat(now)
server = Server("127.0.0.1", int(port), "hoidap@coquan.example.vn")
print("sending", flush=True)
deliver(Outbox(Path(folder), Recipients(1, ())), load_identity(Path(key)), server, "Cơ quan", lambda: now)
"""


def killed_while_sending(post: Post, key: Path) -> int:
    """Deliver in a process that is killed after the server took the text and before it says so."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            PROGRAM,
            str(post.outbox.folder),
            str(key),
            str(post.server.port),
            post.now.isoformat(),
        ],
        cwd=ROOT,
    )

    async def kill() -> None:
        os.kill(process.pid, signal.SIGKILL)
        await asyncio.sleep(0.05)

    post.mailbox.before_answer = kill
    code = process.wait(timeout=30)
    post.mailbox.before_answer = None
    return code


def test_a_crash_between_sending_and_removing_costs_one_copy_too_many_and_no_loss(post: Post, tmp_path: Path) -> None:
    key = tmp_path / "inbox-truc.age"
    save_identity(key, post.identity)
    name = post.queue()
    assert killed_while_sending(post, key) == -signal.SIGKILL
    assert post.files() == [name], "a mail of which nobody knows is still there"
    assert post.deliver().sent == [], "not at once: the first copy may be on its way"
    post.later(minutes=5)
    assert len(post.deliver().sent) == 1
    assert (len(post.mailbox.taken), post.files()) == (2, [])


def test_two_crashes_lay_the_mail_aside_for_a_person(post: Post, tmp_path: Path) -> None:
    key = tmp_path / "inbox-truc.age"
    save_identity(key, post.identity)
    name = post.queue()
    killed_while_sending(post, key)
    post.later(minutes=5)
    killed_while_sending(post, key)
    post.later(hours=1)
    assert [one.failed for one in post.deliver().failed] == ["unsure"]
    assert (len(post.mailbox.taken), post.files()) == (2, [f"failed/{name}"])


def test_a_server_that_is_away_or_does_not_take_our_sender_costs_no_try(post: Post) -> None:
    name = post.queue()
    before = (post.outbox.folder / name).read_bytes()
    post.mailbox.answer_mail = "550 5.7.1 not yours"
    with refuses("mail-no-sender"):
        post.deliver()
    away = replace(post.server, port=1)
    for _ in range(5):
        with refuses("mail-no-connect"):
            replace_server(post, away).deliver()
    assert (post.outbox.folder / name).read_bytes() == before
    post.mailbox.answer_mail = "250 OK"
    assert len(post.deliver().sent) == 1


def replace_server(post: Post, server: object) -> Post:
    return replace(post, server=server)  # type: ignore[arg-type]


def test_a_mail_that_the_key_does_not_open_waits_for_the_right_key_and_holds_no_other(post: Post) -> None:
    post.queue()
    post.queue()
    assert len(post.deliver(new_identity("khac")).closed) == 2
    foreign = post.outbox.waiting()[0]
    post.outbox.write(replace(foreign, sealed=seal(b"{}", keys()[1].on(post.now.date()))))
    done = post.deliver()
    assert (len(done.closed), len(done.sent)) == (1, 1)
    assert json.loads((post.outbox.folder / foreign.name).read_bytes())["tries"] == []


@pytest.mark.parametrize(
    "plain",
    [
        {"to": "a@vidu.vn, b@vidu.vn", "subject": "x", "text": "x"},
        {"to": "a@vidu.vn\r\nBcc: b@vidu.vn", "subject": "x", "text": "x"},
        {"to": TO, "subject": "x\r\nBcc: b@vidu.vn", "text": "x"},
        {"to": "", "subject": "x", "text": "x"},
        {"subject": "x"},
        [],
    ],
)
def test_a_mail_that_is_no_proper_mail_is_never_sent(post: Post, plain: object) -> None:
    """Whoever has the public key can seal anything: what is opened is not believed either."""
    post.queue()
    waiting = post.outbox.waiting()[0]
    post.outbox.write(replace(waiting, sealed=seal(json.dumps(plain).encode(), post.outbox.recipients.on(NOON.date()))))
    assert [one.failed for one in post.deliver().failed] == ["malformed"]
    assert post.mailbox.taken == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"schema": 2}', b"\xff\x00", b"null"])
def test_a_damaged_file_is_named_and_holds_no_other_mail_up(post: Post, content: bytes) -> None:
    (post.outbox.folder / (name := post.queue())).write_bytes(content)
    post.queue()
    assert len(post.deliver().sent) == 1
    assert post.outbox.damaged() == [name]
    assert post.files() == [name]


def test_two_who_deliver_at_once_do_not_send_twice(post: Post) -> None:
    post.queue()
    with locked(post.outbox.folder / ".lock"), pytest.raises(Busy):
        post.deliver()
    assert post.mailbox.taken == []


def test_a_mail_erased_while_it_was_on_its_way_does_not_come_back(post: Post) -> None:
    name = post.queue()

    async def erase() -> None:
        (post.outbox.folder / name).unlink()

    post.mailbox.answer_data, post.mailbox.before_answer = "451 later", erase
    assert len(post.deliver().later) == 1
    assert post.files() == []
