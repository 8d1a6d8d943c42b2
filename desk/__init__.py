"""The editors' command line: python -m desk VERB, a verb a file. It parses, calls and prints."""
