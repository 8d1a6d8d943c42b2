"""Mails to senders: their words tell nothing personal, their headers hold nothing foreign, their line is private."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from editorial.messages import sentence
from editorial.problem import Refused
from editorial.settings import MailSettings, load_settings
from inquiries.delivery import read_server
from inquiries.mails import MAILS, TRACKING, Mail, compose, is_address, write_mail
from tests.inquiries.mail_server import OFFICE, SENDER, TO, Mailbox, open_post, running
from tests.organisation import NOON, ROOT

SITE = "https://vidu.example.vn"
DUE = date(2026, 12, 11)


@pytest.mark.parametrize("act", MAILS)
def test_every_mail_says_who_writes_what_is_new_and_where_to_look(act: str) -> None:
    mail = write_mail(act, TO, OFFICE, SITE, DUE)
    assert OFFICE in mail.subject
    assert mail.text.startswith("Kính gửi: Ông/Bà\n")
    assert f"{SITE}{TRACKING}" in mail.text
    assert "{" not in mail.subject + mail.text
    assert ("11/12/2026" in mail.text) == bool(MAILS[act].dated)
    assert TO not in mail.subject + mail.text


def test_a_mail_arrives_as_plain_vietnamese_to_one_address_and_says_that_a_machine_wrote_it(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with running(mailbox) as controller:
        post = open_post(tmp_path / "outbox", controller, mailbox)
        post.queue(due_on=DUE)
        post.deliver()
    [message] = mailbox.messages()
    [envelope] = mailbox.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == (SENDER, [TO])
    assert (message["To"], message["Auto-Submitted"]) == (TO, "auto-generated")
    assert message["From"].addresses[0].addr_spec == SENDER
    assert message["From"].addresses[0].display_name == OFFICE
    assert message["Subject"] == f"{OFFICE} đã nhận nội dung ông/bà gửi"
    assert message.get_content_type() == "text/plain"
    assert message.get_content_charset() == "utf-8"
    assert message.get_content().replace("\r\n", "\n") == write_mail("received", TO, OFFICE, SITE, DUE).text
    assert not any(message[name] for name in ("Cc", "Bcc", "Reply-To"))
    assert max(len(line) for line in envelope.content.split(b"\r\n")) <= 998  # type: ignore[union-attr, arg-type]
    assert b"\n" not in envelope.content.replace(b"\r\n", b"")  # type: ignore[union-attr, arg-type]


@pytest.mark.parametrize("address", [TO, "a.b+c@x-y.vidu.vn", "0900000000@vidu.vn"])
def test_a_plain_address_is_one(address: str) -> None:
    assert is_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "a", "a@", "@vidu.vn", "a@vidu", "a b@vidu.vn", "a@vidu.vn ", " a@vidu.vn", "a@vidu.vn\n",
        "a@vidu.vn\r\nBcc: b@vidu.vn",
        "a@vidu.vn,b@vidu.vn", "a@vidu.vn;b@vidu.vn", "<a@vidu.vn>", "A <a@vidu.vn>", '"a b"@vidu.vn', "a@[127.0.0.1]",
        "a..b@vidu.vn", ".a@vidu.vn", "a@-vidu.vn", "a@vidu..vn", "ạ@vidu.vn", "a@vidụ.vn", "a@vidu.vn\x00",
        "a@b@vidu.vn",
        "a" * 65 + "@vidu.vn", "a@" + "b" * 250 + ".vn", "a@vidu.vn\u2028",
    ],
)  # fmt: skip
def test_what_is_no_single_plain_address_gets_no_mail(address: str) -> None:
    assert not is_address(address)
    with pytest.raises(ValueError, match="one plain address"):
        write_mail("received", address, OFFICE, SITE)


@given(st.text(), st.text())
def test_no_name_of_an_office_and_no_subject_adds_a_header(office: str, subject: str) -> None:
    try:
        content = compose(Mail(TO, subject, "Kính gửi"), SENDER, office, "1", NOON).as_bytes()
    except ValueError:
        return
    names = [line.partition(b":")[0] for line in content.partition(b"\r\n\r\n")[0].split(b"\r\n") if line[:1] != b" "]
    assert sorted(names) == sorted(
        b"From To Subject Date Message-ID Auto-Submitted X-Auto-Response-Suppress Content-Language Content-Type "
        b"Content-Transfer-Encoding MIME-Version".split()
    )


def test_no_mail_is_sent_unless_a_server_is_named() -> None:
    assert load_settings(ROOT).mail is None


def codes(mail: MailSettings, root: Path) -> list[str]:
    with pytest.raises(Refused) as refused:
        read_server(mail, root)
    assert all(sentence(problem) for problem in refused.value.problems)
    return [problem.code for problem in refused.value.problems]


def test_settings_that_make_no_sense_are_told_all_at_once(tmp_path: Path) -> None:
    assert codes(MailSettings("thu.vidu.vn", "x", "", "ai", "", "maybe"), tmp_path) == [
        "mail-sender", "mail-port", "mail-starttls", "mail-login-half",
    ]  # fmt: skip


def test_a_password_lies_in_a_file_of_its_owner_only_and_never_goes_over_an_open_line(tmp_path: Path) -> None:
    file = tmp_path / "mat-khau"
    named = MailSettings("thu.vidu.vn", "587", SENDER, "ai", "mat-khau", "yes")
    assert codes(named, tmp_path) == ["mail-password-missing"]
    file.write_text("bi mat\n", encoding="utf-8")
    file.chmod(0o644)
    assert codes(named, tmp_path) == ["mail-password-seen"]
    file.chmod(0o600)
    server = read_server(named, tmp_path)
    assert (server.password, server.tls is not None) == ("bi mat", True)
    assert "bi mat" not in repr(server)
    assert codes(MailSettings("thu.vidu.vn", "587", SENDER, "ai", "mat-khau", "no"), tmp_path) == ["mail-login-open"]


def test_a_server_without_encryption_gets_no_mail_and_the_mail_waits(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with running(mailbox) as controller:
        post = open_post(tmp_path / "outbox", controller, mailbox, tls=ssl.create_default_context())
        name = post.queue()
        with pytest.raises(Refused) as refused:
            post.deliver()
    assert [problem.code for problem in refused.value.problems] == ["mail-no-tls"]
    assert (post.files(), post.outbox.waiting()[0].tries, mailbox.taken) == ([name], (), [])


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A certificate for 127.0.0.1 that signs itself, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now().astimezone()
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    yield file


def test_a_private_line_with_a_login_is_used_only_with_the_right_certificate_and_password(
    tmp_path: Path, certificate: Path
) -> None:
    offered = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    offered.load_cert_chain(certificate)
    mailbox = Mailbox()
    seen: list[bool] = []

    def login(server: object, session: object, envelope: object, mechanism: str, data: object) -> AuthResult:
        seen.append(getattr(session, "ssl", None) is not None)
        return AuthResult(success=getattr(data, "password", b"") == b"bi mat")

    how = {"tls_context": offered, "require_starttls": True, "authenticator": login, "auth_required": True}
    trusted = ssl.create_default_context(cafile=str(certificate))
    with running(mailbox, **how) as controller:
        told = []
        for tls, password in ((ssl.create_default_context(), "bi mat"), (trusted, "sai"), (trusted, "bi mat")):
            post = open_post(
                tmp_path / str(len(told)), controller, mailbox, tls=tls, user="ai", password=password, timeout_seconds=5
            )
            post.queue()
            try:
                told.append(f"sent {len(post.deliver().sent)}")
            except Refused as refused:
                told.append(refused.problems[0].code)
                assert post.outbox.waiting()[0].tries == ()
    assert told == ["mail-no-tls", "mail-no-login", "sent 1"]
    assert set(seen) == {True}
    assert len(mailbox.taken) == 1
