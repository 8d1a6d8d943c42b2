"""The ways in which a plugin names an output at an address; nothing is made before the whole site is planned.

Arguments of jobs are plain values, frozen dataclasses of them, or things with a mark (see marks). An output named twice
raises NameTaken.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any

from editorial.addresses import file_of
from editorial.store import read_whole
from plugins.jobs import Job
from plugins.marks import SIZE, packed
from plugins.site_writer import SiteWriter


def write_page(writer: SiteWriter, address: str, template: str, **values: Any) -> None:
    """Name a page of the theme. Raises: NameTaken; TypeError for a value without a mark"""
    name = file_of(address)
    templates = writer.templates
    fingerprint = blake2b(templates.key(template) + packed(values), digest_size=SIZE).digest()
    told = (template, name, values)
    writer.add(Job(name, fingerprint, writer.render_page, told, templates.globals_read(template), template=template))


def write_made(
    writer: SiteWriter, address: str, make: Callable[..., bytes], *arguments: Any, compressed: bool = True
) -> None:
    """Name an output whose bytes a function of the arguments returns; what else it reads it notes itself.

    Raises: NameTaken; TypeError for an argument without a mark
    """
    told = packed((make.__module__, make.__qualname__, compressed, *arguments))
    fingerprint = blake2b(told, digest_size=SIZE).digest()
    writer.add(Job(file_of(address), fingerprint, make, arguments, compressed=compressed))


def copy_file(writer: SiteWriter, address: str, folder: Path, name: str, digest: str) -> None:
    """Name a copy of a folder's file with a known SHA-256, as it is. Raises: NameTaken"""
    make_file(writer, address, digest.encode(), _proved, folder, name, digest)


def make_file(writer: SiteWriter, address: str, mark: bytes, make: Callable[..., bytes], *arguments: Any) -> None:
    """Name a file, of which lie no compressed forms, that a function makes of what the mark names. Raises: NameTaken"""
    writer.add(Job(file_of(address), mark, make, arguments, compressed=False))


def write_sheaf(writer: SiteWriter, name: str, key: object, plan: Callable[[], None]) -> None:
    """Name the outputs that `plan` names, which is asked only where its key has changed or one of them has to run.

    key: all that the plan hangs on, besides code, registries and templates. Raises: NameTaken; what the plan raises
    """
    writer.add_sheaf(name, key, plan)


def put_file(writer: SiteWriter, address: str, content: bytes) -> None:
    """Name a small file that is at hand. Raises: NameTaken"""
    writer.add(Job(file_of(address), sha256(content).digest(), bytes, (content,)))


def _proved(folder: Path, name: str, digest: str) -> bytes:
    """Return a file's bytes. Raises: ValueError when they are others than its digest says"""
    content = read_whole(f"{folder}/{name}")
    if sha256(content).hexdigest() != digest:
        raise ValueError(f"{folder}/{name} is not the file that was expected")
    return content
