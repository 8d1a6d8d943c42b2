"""Pelican's hands, one concern a file: thin receivers that ask `editorial` and act on the answer.

PLUGINS in pelicanconf.py lists them in the order in which they must run; approval_gate is first.
What one of them has made for the others stands in Pelican's settings, under the name that its
module gives, so no state outlives a build.
"""
