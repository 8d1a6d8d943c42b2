"""What waits in the outbox goes to the office's mail server; see inquiries.outbox for the rules."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from editorial.problem import Problem, Refused
from editorial.settings import MailSettings, at_home
from inquiries.mails import compose, is_address
from inquiries.outbox import BEGUN, DROPPED, MALFORMED, UNSURE, Outbox, Waiting
from inquiries.sealing import Identity, SealBroken

SENT = ""
"""The result of a try that the server took."""

PRODUCT = "product"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
YES, NO = "yes", "no"
_TAKEN = (250, 251)
_LAST_PORT = 65535


@dataclass(frozen=True)
class Server:
    """A mail server whose settings make sense. tls: None leaves the line open"""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    tls: ssl.SSLContext | None = None
    timeout_seconds: float = 30


@dataclass
class Delivery:
    """What one round did: sent, to be tried again, failed for good; closed: sealed to another key, left as it was."""

    sent: list[Waiting] = field(default_factory=list)
    later: list[Waiting] = field(default_factory=list)
    failed: list[Waiting] = field(default_factory=list)
    closed: list[Waiting] = field(default_factory=list)


class Unreachable(Exception):
    """The server cannot be used at all. why: "connect", "tls", "login", "sender" """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def read_server(mail: MailSettings, root: Path) -> Server:
    """Return the server that the settings describe. Raises: Refused, with everything that is wrong in them"""
    problems = list(_faults(mail))
    password, fault = _password(mail, root)
    problems += [fault] if fault else []
    if problems:
        raise Refused(*problems)
    tls = ssl.create_default_context() if mail.starttls == YES else None
    return Server(mail.host, int(mail.port), mail.sender, mail.user, password, tls)


def deliver(outbox: Outbox, identity: Identity, server: Server, office: str, clock: Callable[[], datetime]) -> Delivery:
    """Try every mail that is due.

    identity: the private key that opens the mails; office: the name before the sender's address
    Raises: Refused when the server cannot be used; Busy when somebody else delivers
    """
    done = Delivery()
    with outbox.locked():
        for waiting in outbox.waiting():
            if waiting.failed:  # killed between its last try and the laying aside
                outbox.fail(waiting)
                done.failed.append(waiting)
            elif waiting.due_at <= clock():
                try:
                    _try(outbox, waiting, identity, server, office, clock, done)
                except SealBroken:
                    done.closed.append(waiting)
                except Unreachable as error:
                    facts = {"host": server.host, "port": server.port, "waiting": len(outbox.waiting())}
                    raise Refused(Problem(f"mail-no-{error.why}", "fail", "SMTP_HOST", PRODUCT, facts)) from error
    return done


def _try(
    outbox: Outbox,
    waiting: Waiting,
    identity: Identity,
    server: Server,
    office: str,
    clock: Callable[[], datetime],
    done: Delivery,
) -> None:
    """Try one mail and leave its file as its result asks. Raises: Unreachable, SealBroken: the mail is untouched"""
    try:
        message = compose(outbox.open(waiting, identity), server.sender, office, waiting.id, waiting.queued_at)
    except (ValueError, KeyError, TypeError):
        result = MALFORMED
    else:
        waiting, result = _send(outbox, waiting, message, server, clock)
    if result == SENT:
        outbox.remove(waiting)
        done.sent.append(waiting)
        return
    waiting = outbox.note(waiting, result, clock())
    if waiting.failed:
        outbox.fail(waiting)
        done.failed.append(waiting)
    else:
        done.later.append(waiting)


def _send(
    outbox: Outbox, waiting: Waiting, message: EmailMessage, server: Server, clock: Callable[[], datetime]
) -> tuple[Waiting, str]:
    """Return the mail with its try begun, and the result. Raises: Unreachable, the mail untouched"""
    with _connected(server) as smtp:
        begun = outbox.note(waiting, BEGUN, clock())
        try:
            return begun, _hand_over(smtp, server.sender, message)
        except Unreachable:
            outbox.take_back(begun)
            raise


@contextmanager
def _connected(server: Server) -> Iterator[smtplib.SMTP]:
    """Say hello, go private, log in. Raises: Unreachable"""
    name = server.sender.rpartition("@")[2]  # ours, since this machine's own name is nobody's business
    with _or_unreachable("connect"):
        smtp = smtplib.SMTP(server.host, server.port, name, server.timeout_seconds)
    try:
        with _or_unreachable("connect"):
            smtp.ehlo_or_helo_if_needed()
        if server.tls:
            with _or_unreachable("tls"):
                smtp.starttls(context=server.tls)
                smtp.ehlo()
        if server.user:
            with _or_unreachable("login"):
                smtp.login(server.user, server.password)
        yield smtp
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()
    finally:
        smtp.close()


@contextmanager
def _or_unreachable(why: str) -> Iterator[None]:
    try:
        yield
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(why) from error


def _hand_over(smtp: smtplib.SMTP, sender: str, message: EmailMessage) -> str:
    """Give one mail to the server and return the result. Raises: Unreachable when it does not take our sender"""
    try:
        code, _ = smtp.mail(sender)
        if 500 <= code < 600:
            raise Unreachable("sender")
        if code in _TAKEN:
            code, _ = smtp.rcpt(message["To"])
        if code not in _TAKEN:
            return _digits(code)
    except (OSError, smtplib.SMTPException):
        return DROPPED
    try:
        code, _ = smtp.data(message.as_bytes(policy=SMTP))
    except smtplib.SMTPDataError as error:  # refused before the text went out
        return _digits(error.smtp_code)
    except (OSError, smtplib.SMTPException):
        return UNSURE
    return SENT if code in _TAKEN else _digits(code)


def _digits(code: int) -> str:
    """Return a refusal's three digits; what is no SMTP answer at all counts as a broken line."""
    return str(code) if 400 <= code < 600 else DROPPED


def _faults(mail: MailSettings) -> Iterator[Problem]:
    """Yield what is wrong in the settings."""
    if not is_address(mail.sender):
        yield Problem("mail-sender", "fail", "SMTP_FROM", PRODUCT)
    if not (mail.port.isascii() and mail.port.isdigit() and 0 < int(mail.port) <= _LAST_PORT):
        yield Problem("mail-port", "fail", "SMTP_PORT", PRODUCT, {"port": mail.port})
    if mail.starttls not in (YES, NO):
        yield Problem("mail-starttls", "fail", "STARTTLS", PRODUCT, {"value": mail.starttls})
    if bool(mail.user) != bool(mail.password_file):
        yield Problem("mail-login-half", "fail", "SMTP_USER", PRODUCT)
    if mail.user and mail.starttls == NO and mail.host not in LOOPBACK:
        yield Problem("mail-login-open", "fail", "STARTTLS", PRODUCT)


def _password(mail: MailSettings, root: Path) -> tuple[str, Problem | None]:
    """Return the first line of the password's file, or what is wrong with it."""
    if not mail.password_file:
        return "", None
    path = root / mail.password_file
    try:
        path = root / at_home(mail.password_file)
        if path.stat().st_mode & 0o077:
            return "", Problem("mail-password-seen", "fail", "SMTP_PASSWORD_FILE", PRODUCT, {"path": path})
        password = path.read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, ValueError):
        password = ""
    if not password:
        return "", Problem("mail-password-missing", "fail", "SMTP_PASSWORD_FILE", PRODUCT, {"path": path})
    return password, None
