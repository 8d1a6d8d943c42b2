"""Settings of the site. Editors change nothing here but the first block, whose comments are in their language.

Người biên tập chỉ sửa khối đầu tiên. Dùng một cài đặt cho một lần chạy thì gõ, ví dụ: make publish REGULATION=st
"""

import os

# Quy chế đang dùng, một tệp của regulations/: ct, st, lc, lx hoặc lch.
REGULATION = os.environ.get("REGULATION", "ct")
# Địa chỉ chính thức của trang, "https://..."; để trống là bản dùng thử.
SITEURL = os.environ.get("SITEURL", "")
# Nơi `make publish` tải lên: một thư mục hoặc máy chủ rsync; để trống thì không tải đi đâu.
PUBLISH_TO = os.environ.get("PUBLISH_TO", "")
# Hồ sơ của cơ quan: danh sách Ban Biên tập, sổ ký, các bản đã ký, nhật ký xuất bản.
RECORDS = os.environ.get("RECORDS") or "records"
# Nơi soạn bài; trang đã dựng; dữ liệu riêng của máy này.
CONTENT = os.environ.get("CONTENT") or "content"
OUTPUT_PATH = os.environ.get("OUTPUT_PATH") or "output"
STATE = os.environ.get("STATE") or ".state"
# Thư mục khóa riêng của bạn.
KEYS = os.environ.get("KEYS") or "~/.cchc-keys"
# Kho câu hỏi của người dân, niêm phong; nằm ngoài mọi thứ được đăng, trên ổ đĩa của máy này.
INQUIRIES = os.environ.get("INQUIRIES") or os.path.join(STATE, "inquiries")
# Máy chủ thư của cơ quan, để báo tin cho người gửi câu hỏi; để trống thì không gửi. Mật khẩu nằm riêng trong một tệp
# ngoài thư mục này, chỉ chủ tệp đọc được. STARTTLS "no" chỉ khi máy chủ thư không đòi đăng nhập.
SMTP_HOST = os.environ.get("SMTP_HOST", "")
SMTP_PORT = os.environ.get("SMTP_PORT", "587")
SMTP_FROM = os.environ.get("SMTP_FROM", "")
SMTP_USER = os.environ.get("SMTP_USER", "")
SMTP_PASSWORD_FILE = os.environ.get("SMTP_PASSWORD_FILE", "")
STARTTLS = os.environ.get("STARTTLS", "yes")

# Có tạo bản nén (.br, .gz) cạnh mỗi tệp để máy chủ web gửi đi không: "yes" hoặc "no"; để trống là có khi trang đã có
# địa chỉ chính thức.
COMPRESS = (os.environ.get("COMPRESS") or ("yes" if SITEURL else "no")) == "yes"

# Máy chủ phân phối nguồn tin (WebSub), được báo sau mỗi lần xuất bản; để trống thì không báo.
WEBSUB_HUB = os.environ.get("WEBSUB_HUB", "")

# Trang nội bộ: tệp tên đăng nhập của máy chủ web (auth_basic_user_file), phải khớp danh sách Ban Biên tập.
ACCESS_LIST = os.environ.get("ACCESS_LIST", "")

# Số ngày làm việc để người thứ hai xác nhận việc gỡ gấp (withdraw --urgent).
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
