"""Sentences about text."""

VI: dict[str, str] = {}
