"""Which feeds a site has: what each is about, in three formats. A feed's slug is part of its permanent id.

Source: CT-5.4; LX-3.1 (a feed for each section and area); LC-7.4 (one for what is written in another language)
"""

from __future__ import annotations

from collections.abc import Iterator

from editorial.addresses import FEEDS, takes_inquiries
from editorial.content_fields import KINDS, SITE_LANG
from editorial.frozen import frozen
from editorial.profile import Profile
from editorial.profile_schema import DOCUMENT_KINDS
from editorial.profile_words import LANGUAGES

ALL = "tat-ca"
ANSWERS = "hoi-dap"
CORRECTIONS = "dinh-chinh"
OF_SECTION, OF_AREA, OF_KIND, OF_LANGUAGE = "chuyen-muc-", "linh-vuc-", "van-ban-", "ngon-ngu-"

RSS, ATOM, JSON = "RSS", "Atom", "JSON"
FORMATS = (
    (RSS, "application/rss+xml", ".rss.xml"),
    (ATOM, "application/atom+xml", ".atom.xml"),
    (JSON, "application/feed+json", ".json"),
)


@frozen
class Topic:
    """What a feed is about. heading: under which the page of feeds lists it"""

    slug: str
    name: str
    heading: str


@frozen
class Feed:
    """A file of a topic in a format. address: "/feeds/tat-ca.atom.xml" """

    topic: Topic
    format: str
    media_type: str
    address: str


def topics_of_site(profile: Profile) -> tuple[Topic, ...]:
    """Return what feeds are about; an internal site has none (LCh-1)."""
    return () if profile.is_internal else tuple(_topics(profile))


def feeds_of(topic: Topic) -> tuple[Feed, ...]:
    """Return the feeds of a topic, one a format."""
    return tuple(Feed(topic, name, media_type, f"{FEEDS}{topic.slug}{suffix}") for name, media_type, suffix in FORMATS)


def slug_of_kind(kind: str) -> str:
    """Return the slug of the feed of a kind of documents."""
    return OF_KIND + kind.replace("_", "-")


def languages_beside(profile: Profile) -> tuple[str, ...]:
    """Return the languages besides the site's own in which items may be written."""
    languages = profile.text.languages if profile.text else None
    return tuple(code for code in languages.list if code != SITE_LANG) if languages else ()


def _topics(profile: Profile) -> Iterator[Topic]:
    yield Topic(ALL, "Tất cả nội dung đã duyệt", "Chung")
    yield Topic(CORRECTIONS, "Đính chính: nội dung đã đăng nay sửa lại", "Chung")
    if takes_inquiries(profile):
        yield Topic(ANSWERS, "Câu hỏi đã có câu trả lời đăng công khai", "Chung")
    for section in profile.sections:
        yield Topic(OF_SECTION + section.slug, section.name, "Theo chuyên mục")
    for slug, name in profile.areas.list if profile.areas else ():
        yield Topic(OF_AREA + slug, name, "Theo lĩnh vực")
    for kind in sorted(DOCUMENT_KINDS):
        if any(kind in section.kinds for section in profile.sections):
            yield Topic(slug_of_kind(kind), KINDS[kind], "Theo loại văn bản")
    for code in languages_beside(profile):
        yield Topic(OF_LANGUAGE + code, f"Nội dung bằng {LANGUAGES.get(code, code)}", "Theo ngôn ngữ")
