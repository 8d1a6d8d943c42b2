"""The rules of the house: what a regulation asks, what an item is, what counts as approved.

Nothing here knows Pelican, HTTP or a terminal; time, paths and settings come in as arguments.
"""
