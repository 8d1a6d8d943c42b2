"""Our search measured side by side with others, on the same pages, in the same run: make bench-search."""
