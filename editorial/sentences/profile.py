"""Sentences about profile."""

VI: dict[str, str] = {}
