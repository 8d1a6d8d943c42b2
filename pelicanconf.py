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
# What citizens send, sealed; outside everything that is published, on a disk of this machine.
INQUIRIES = os.environ.get("INQUIRIES") or os.path.join(STATE, "inquiries")
# The office's mail server for notices to senders; empty sends no mail. The password stands alone in a file of its own,
# outside this folder and readable by its owner only. STARTTLS "no" only for a server without a login.
SMTP_HOST = os.environ.get("SMTP_HOST", "")
SMTP_PORT = os.environ.get("SMTP_PORT", "587")
SMTP_FROM = os.environ.get("SMTP_FROM", "")
SMTP_USER = os.environ.get("SMTP_USER", "")
SMTP_PASSWORD_FILE = os.environ.get("SMTP_PASSWORD_FILE", "")
STARTTLS = os.environ.get("STARTTLS", "yes")

# Whether pages, styles, scripts and feeds get compressed forms (.br, .gz) beside them, for the web server to send:
# "yes" or "no"; empty means yes where the site has its confirmed address.
COMPRESS = (os.environ.get("COMPRESS") or ("yes" if SITEURL else "no")) == "yes"

# The address of a WebSub hub, which feeds then name and which is told of each publish; empty for none.
WEBSUB_HUB = os.environ.get("WEBSUB_HUB", "")

# The web server's list of who may enter an internal site (auth_basic_user_file), to be compared with the roster.
ACCESS_LIST = os.environ.get("ACCESS_LIST", "")

# In how many working days a second person confirms that something was rightly taken away at once (withdraw --urgent).
URGENT_CONFIRM_DAYS = os.environ.get("URGENT_CONFIRM_DAYS", "1")

# Whether every working file is shown, marked "CHƯA DUYỆT"; only `desk preview` sets it.
PREVIEW = False

# --- Pelican -------------------------------------------------------------------------------------
# Pelican itself finds nothing to publish: its paths are empty, and the gate (plugins/approval_gate.py) proves that
# nothing was found. What is written is named by the plugins, job by job. Its path is the theme, which holds no content.
ROOT = os.path.dirname(os.path.abspath(__file__))
PATH = "theme"
THEME = "theme"
ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []

# Which plugins run, in this order; publishconf.py turns the names into modules.
PLUGINS: list[object] = [
    "plugins.approval_gate",
    "plugins.site_writer",
    "plugins.site_generator",
    "plugins.site_context",
    "plugins.entries",
    "plugins.office",
    "plugins.item_pages",
    "plugins.index_pages",
    "plugins.share_pictures",
    "plugins.stylesheet",
    "plugins.scripts",
    "plugins.home",
    "plugins.listings",
    "plugins.service_pages",
    "plugins.register",
    "plugins.archive",
    "plugins.inquiry_pages",
    "plugins.places_page",
    "plugins.verify_page",
    "plugins.open_data",
    "plugins.linked_data",
    "plugins.sitemaps",
    "plugins.well_known",
    "plugins.gone",
    "plugins.corrections",
    "plugins.feeds",
    "plugins.search_index",
    "plugins.moved",
    "plugins.server_maps",
]

# Nothing is listed, fed or cached by Pelican: lists, archives and feeds are our own.
DIRECT_TEMPLATES: list[str] = []
PAGINATED_TEMPLATES: dict[str, int | None] = {}
CATEGORY_SAVE_AS = TAG_SAVE_AS = AUTHOR_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
CACHE_CONTENT = LOAD_CONTENT_CACHE = False

# The same bytes on every machine.
TIMEZONE = "Asia/Ho_Chi_Minh"
DEFAULT_LANG = "vi"
DEFAULT_DATE_FORMAT = "%d/%m/%Y"
LOCALE = ["C.UTF-8", "C"]
