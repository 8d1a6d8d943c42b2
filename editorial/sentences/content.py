"""Sentences about content."""

VI: dict[str, str] = {}
