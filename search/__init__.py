"""Vietnamese full-text search: one index of static files, read alike by the browser and by the server."""
