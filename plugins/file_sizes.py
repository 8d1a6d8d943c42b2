"""How large a file is, as a reader is told before opening it."""

from __future__ import annotations


def size_in_words(size: int) -> str:
    """Return a size for a reader: "1,2 MB", "35 KB", "512 byte"."""
    if size < 1000:
        return f"{size} byte"
    amount, unit = (size / 1_000_000, "MB") if size >= 1_000_000 else (size / 1000, "KB")
    digits = f"{amount:.1f}" if amount < 10 else f"{amount:.0f}"
    return f"{digits.replace('.', ',')} {unit}"
