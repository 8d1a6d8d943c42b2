"""Write what both doors must answer: python -m tests.search.make_conformance

conformance.jsonl holds the pages, conformance.json the queries with their plans, ordered hits, scores and highlights.
Run it when docs/search-format.md or the analysis changes, and read the diff.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from search.__main__ import vocabulary
from search.engine import Engine
from search.index import build
from search.numbering import by_date
from search.pages import page_from
from search.queries import Plan
from tests.search.corpus import ROOT, pages

HERE = Path(__file__).parent
PAGES = 300
LONG = "quy chế hoạt động của ban biên tập trang thông tin điện tử cải cách hành chính thành phố cần thơ "

QUERIES = [
    *"quy chế|quy che|Quy Chế".split("|"),
    *"lưu trữ|lưu trú|luu tru|bí mật|bị mất|bi mat|thủ tục hành chính|thu tuc hanh chinh".split("|"),
    *"thủ tuc hành chinh|thử tục hành chính|thuỷ lợi|thủy lợi|thuy loi|hoà giải|hòa giải|kỹ luật|kĩ luật".split("|"),
    *"quí II|quý II|Đường sắt|duong sat|Ðường sắt|mĩ xuyên|Mỹ Xuyên|của hàng|cửa hàng|khoẻ mạnh|công chúng".split("|"),
    *"101 kh ubnd|101/KH-UBND|kế hoạch 101|kh101|kế hoạch số 101 năm 2025|101/2025|101-2025/kh|KH 101 UBND".split("|"),
    *"nghị quyết 202|202/2025/QH15|202/2025/qh15|nq 202 2025|nghị định 118|118/2025/NĐ-CP|0118/2025/nđ-cp".split("|"),
    *"nghi dinh so 118 nam 2025 ve mot cua|517|quyết định 2024|ngày 02/10/2025|tháng 12/2025|điều 7|5 ngày".split("|"),
    *"thur tucj hanhf chinhs|thu3 tu5c|ddieeuf 7|quyeets ddinhj|caicachhanhchinh|thutuc hanhchinh|quyche".split("|"),
    *"thủ tcụ hành chính|hành chnh|cải cáhc hành chính|lưu trự|hoa giaii|biên tậpp|thong tn|nghi dinnh 118".split("|"),
    *"cải cách hành ch|một c|quyết đ|CCHC|cchc|TTHC|UBND|hđnd|hdnd|dvc trực tuyến|cải cách hành chính".split("|"),
    *'"giấy tờ bị mất"|"bộ phận một cửa"|“một cửa liên thông”|"không có cụm này đâu"|"lưu trữ" lịch sử|"a'.split("|"),
    *"sở nội vụ sóc trăng|Sở Nội vụ tỉnh Hậu Giang|ubnd thành phố long xuyên".split("|"),
    *"zalo|facebook|email cchc|par index|sipas 2024|trả lời trong bao lâu|ai duyệt tin|thời hạn đăng tin".split("|"),
    *"|   |😀|!!! ???|'; DROP TABLE pages; --|.*+?^${}()[]\\|<script>alert(1)</script>|và|của các|a b c d e".split("|"),
    "bí mật nhà nước",
    "đăng ký khai sinh ở phường Ninh Kiều cần giấy tờ gì",
    LONG.strip(),
    LONG * 8,
    "xyzxyz qqqq",
    'ten "phan qqzz" trung',
    "kh 000a",
    "12 năm 194５",
    "\x00\x07thủ\ttục",
]  # fmt: skip


def main() -> None:
    made = list(pages(PAGES))
    (HERE / "conformance.jsonl").write_text(
        "".join(json.dumps(page, ensure_ascii=False) + "\n" for page in made), encoding="utf-8"
    )
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), by_date(map(page_from, made)), vocabulary(ROOT / "records"))
        engine = Engine(Path(folder))
        told = {"pages": "conformance.jsonl", "queries": [answer(engine, query) for query in dict.fromkeys(QUERIES)]}
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (HERE / "conformance.json").write_text(text + "\n", encoding="utf-8")


def answer(engine: Engine, query: str) -> dict[str, object]:
    """Return everything about one query that the two doors must agree on."""
    results = engine.search(query, with_facets=False)
    return {
        "q": query,
        **_told(results.plan),
        "variants": [_told(variant) for variant in results.plan.variants],
        "total": results.total,
        "relaxed": results.relaxed,
        "did_you_mean": results.meant,
        "hits": [[hit.card["id"], hit.level, hit.score] for hit in results.hits],
        "titles": [hit.title for hit in results.hits],
        "texts": [hit.text for hit in results.hits],
    }


def _told(plan: Plan) -> dict[str, object]:
    return {
        "words": [[word.keys.folded, word.keys.exact, word.phrase] for word in plan.words],
        "marked": plan.marked,
        "repairs": {str(at): [list(one) for one in word.repairs] for at, word in enumerate(plan.words) if word.repairs},
        "numbers": [list(number) for number in plan.numbers],
        "slots": [
            [slot.kind, slot.base, slot.required, [[one.key, one.weight] for one in slot.alternatives]]
            for slot in plan.slots
        ],
    }


if __name__ == "__main__":
    main()
