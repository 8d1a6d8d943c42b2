"""Sentences about signing."""

VI: dict[str, str] = {}
