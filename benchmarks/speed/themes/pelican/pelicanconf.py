"""Stock Pelican over the measured content: its own Markdown, generators and feeds; no plugin."""

import json
from pathlib import Path

SITENAME = "Cải cách hành chính thành phố Cần Thơ"
SITEURL = "http://localhost"
NAMES = json.loads((Path(__file__).parent / "names.json").read_text(encoding="utf-8"))
PATH = "content"
ARTICLE_PATHS = ["items"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["tep"]
THEME = "theme"
THEME_STATIC_DIR = "theme"
TIMEZONE = "Asia/Ho_Chi_Minh"
DEFAULT_LANG = "vi"
DEFAULT_DATE_FORMAT = "%d/%m/%Y"
LOCALE = ["C.UTF-8", "C"]
DEFAULT_PAGINATION = 20
DIRECT_TEMPLATES = ["index", "archives"]
PAGINATED_TEMPLATES = {"category": None, "tag": None, "period_archives": None}
ARCHIVES_SAVE_AS = "luu-tru/index.html"
MONTH_ARCHIVE_URL = "luu-tru/{date:%Y}/{date:%m}/"
MONTH_ARCHIVE_SAVE_AS = MONTH_ARCHIVE_URL + "index.html"
CATEGORY_URL = "{slug}/"
CATEGORY_SAVE_AS = CATEGORY_URL + "index.html"
TAG_URL = "linh-vuc/{slug}/"
TAG_SAVE_AS = TAG_URL + "index.html"
AUTHOR_SAVE_AS = ""
FEED_ALL_ATOM = "feeds/tat-ca.atom.xml"
FEED_ALL_RSS = "feeds/tat-ca.rss.xml"
FEED_MAX_ITEMS = 50
RSS_FEED_SUMMARY_ONLY = False
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
