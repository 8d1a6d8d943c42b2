"""Sentences about publishing."""

VI: dict[str, str] = {}
