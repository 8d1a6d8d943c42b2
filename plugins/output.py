"""The one way to write into the output: at an address, and never over something else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican.generators import Generator
from pelican.writers import Writer

from editorial.addresses import file_of


def write_page(generator: Generator, writer: Writer, address: str, template: str, **values: Any) -> None:
    """Render a template of the theme at an address.

    Raises: FileOverwriteFailedError when something else has been written there
    """
    writer.write_file(
        file_of(address),
        generator.get_template(template),
        generator.context,
        relative_urls=generator.settings["RELATIVE_URLS"],
        url=address,
        **values,
    )


def put_file(output: Path, address: str, content: bytes) -> bool:
    """Write bytes at an address; False, and nothing written, when other bytes are there already."""
    path = output / file_of(address)
    if not path.resolve().is_relative_to(output.resolve()):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        return path.read_bytes() == content
    return True
