"""Settings of the site. Editors change nothing here but the first block.

Each setting of that block can also be given for one run: make publish REGULATION=st
"""

import os

# Which regulation of regulations/ the site obeys: ct, st, lc, lx or lch.
REGULATION = os.environ.get("REGULATION", "ct")
# The confirmed address of the site, "https://..."; empty builds a trial edition.
SITEURL = os.environ.get("SITEURL", "")
# Where `make publish` uploads to: a folder or an rsync target; empty uploads nowhere.
PUBLISH_TO = os.environ.get("PUBLISH_TO", "")
# This organisation's records: roster, sign-offs, editions, published log.
RECORDS = os.environ.get("RECORDS", "records")
# What editors write, where the site is put, and private working data of this machine.
CONTENT = os.environ.get("CONTENT", "content")
OUTPUT_PATH = os.environ.get("OUTPUT_PATH", "output")
STATE = os.environ.get("STATE", ".state")
# The folder of your own private key.
KEYS = os.environ.get("KEYS", "~/.cchc-keys")
