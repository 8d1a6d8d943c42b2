"""Which feeds a site has: what each is about, in three formats. A feed's slug is part of its permanent id.

Source: CT-5.4; LX-3.1 (a feed for each section and area)
"""

from __future__ import annotations

from collections.abc import Iterator

from editorial.addresses import FEEDS, takes_inquiries
from editorial.content_fields import KINDS
from editorial.frozen import frozen
from editorial.profile import Profile
from editorial.profile_schema import DOCUMENT_KINDS

ALL = "tat-ca"
ANSWERS = "hoi-dap"
CORRECTIONS = "dinh-chinh"
OF_SECTION, OF_AREA, OF_KIND = "chuyen-muc-", "linh-vuc-", "van-ban-"

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
