"""Sentences about numbers."""

VI: dict[str, str] = {}
