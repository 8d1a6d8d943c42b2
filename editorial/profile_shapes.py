"""What the tables of a profile have in common: checked values, and shapes used by many tables.

The tables are frozen dataclasses named by the keys of regulations/*.toml (`from_` is the key
"from"); they stand in editorial.profile_site, profile_process and profile_duties, and
editorial.typed_toml reads them. An absent table is None, an absent list (): the text is silent and
the check is off. A key without a default must be written. What asks for something has a clause.
"""

from __future__ import annotations

from typing import Annotated, Protocol

from editorial import profile_schema as words
from editorial.frozen import frozen
from editorial.typed_toml import Form, Reference, Words

Clause = Annotated[str, Form(words.CLAUSES, "mã điều khoản", "QC-5.4")]
Slug = Annotated[str, Form(r"[a-z0-9]+(?:-[a-z0-9]+)*", "tên ngắn không dấu", "tin-tuc")]
Name = Annotated[str, Form(r"[a-z][a-z_]*", "tên không dấu", "needs_verification")]
Domain = Annotated[str, Form(r"[a-z0-9.-]+", "tên miền", "example.gov.vn")]
Effective = Annotated[str, Form(r"on-signing|\d{4}-\d{2}-\d{2}", "ngày hiệu lực", "on-signing")]

Prefix = Annotated[str, Form(r"[A-Z][A-Za-z]{1,7}", "mã quy chế", "CT")]
RoleKey = Annotated[str, Form(r"[a-z][a-z_]*", "tên vai trò không dấu", "chief_editor")]
RoleName = Annotated[str, Reference("roles", "vai trò")]
Kind = Annotated[str, Words(words.KIND_NAMES, "loại nội dung")]
AnyKind = Annotated[str, Words({"*": "mọi loại", **words.KIND_NAMES}, "loại nội dung")]
DateField = Annotated[str, Words(words.DATE_FIELDS, "ngày bắt đầu tính hạn")]
Every = Annotated[str, Words(words.EVERY, "định kỳ")]


@frozen
class Listed:
    """A list that the regulation gives."""

    list: tuple[str, ...]
    clause: Clause


@frozen
class Holder:
    """The role that does something."""

    role: RoleName
    clause: Clause


@frozen
class Required:
    """Something that must be there (or need not)."""

    required: bool
    clause: Clause


class Ruled(Protocol):
    """A rule of a profile."""

    @property
    def clause(self) -> str:
        """What orders it."""


def clause_of(rule: Ruled | None) -> str:
    """Return the clause of a rule; what the software asks where the regulation is silent is its own choice."""
    return rule.clause if rule else words.PRODUCT
