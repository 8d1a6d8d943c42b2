"""Pages to try the search on: the real content of this repository, the articles of its five regulations, and as many
generated news, documents, procedures and answers as wanted. The same number and seed give the same pages.

    python -m tests.search.corpus 2000 > pages.jsonl

The generated text is put together from sentences as offices write them, so that pages collide as real ones do: lưu trữ
and lưu trú, bí mật and bị mất, công chứng and công chúng, hộ tịch and hộ tích, the same number in two years or of two
types. Names of persons are not used; the numbers of generated documents are above 2000, where no real one is cited.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Page = dict[str, object]

_FRONT = re.compile(r"^([a-z_]+): (.*)$")
_ARTICLE = re.compile(r"^#+ (Điều \d+.*)$", re.MULTILINE)

PLACES = [
    *"Ninh Kiều,Cái Khế,Tân An,An Bình,Thới An Đông,Bình Thủy,Long Tuyền,Cái Răng,Hưng Phú,Ô Môn,Thới Long".split(","),
    *"Phước Thới,Trung Nhứt,Thốt Nốt,Thuận Hưng,Tân Lộc,Phong Điền,Nhơn Ái,Trường Long,Thới Lai,Đông Thuận".split(","),
    *"Trường Xuân,Trường Thành,Cờ Đỏ,Đông Hiệp,Thạnh Phú,Thới Hưng,Trung Hưng,Vĩnh Thạnh,Vĩnh Trinh".split(","),
    *"Thạnh An,Thạnh Quới,Vị Thanh,Vị Tân,Ngã Bảy,Đại Thành,Long Mỹ,Long Bình,Hỏa Lựu,Vị Thủy".split(","),
    *"Sóc Trăng,Phú Lợi,Mỹ Xuyên,Vĩnh Châu,Khánh Hòa,Vĩnh Phước,Kế Sách,Mỹ Tú,Châu Thành,Trần Đề".split(","),
    *"Lịch Hội Thượng,Cù Lao Dung,An Thạnh,Thạnh Trị,Phú Lộc,Ngã Năm,Mỹ Quới,Hòa Tú,Gia Hòa,Ngọc Tố".split(","),
]  # fmt: skip

BODIES = [
    ("Ủy ban nhân dân thành phố Cần Thơ", "UBND"),
    ("Hội đồng nhân dân thành phố Cần Thơ", "HĐND"),
    ("Sở Nội vụ", "SNV"),
    ("Sở Tài chính", "STC"),
    ("Sở Tư pháp", "STP"),
    ("Sở Xây dựng", "SXD"),
    ("Sở Y tế", "SYT"),
    ("Sở Khoa học và Công nghệ", "SKHCN"),
    ("Sở Giáo dục và Đào tạo", "SGDĐT"),
    ("Sở Nông nghiệp và Môi trường", "SNNMT"),
    ("Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL"),
    ("Sở Công Thương", "SCT"),
    ("Thanh tra thành phố", "TTTP"),
    ("Văn phòng Ủy ban nhân dân thành phố", "VPUBND"),
    ("Ban Quản lý các khu công nghiệp", "BQL"),
]

TYPES = [
    ("Quyết định", "QĐ"), ("Kế hoạch", "KH"), ("Công văn", ""), ("Báo cáo", "BC"), ("Thông báo", "TB"),
    ("Tờ trình", "TTr"), ("Hướng dẫn", "HD"), ("Chỉ thị", "CT"), ("Hợp đồng", "HĐ"), ("Nghị quyết", "NQ"),
]  # fmt: skip

PROCEDURES = """
Đăng ký khai sinh | hộ tịch | giấy chứng sinh, tờ khai theo mẫu
Đăng ký khai tử | hộ tịch | giấy báo tử
Đăng ký kết hôn | hộ tịch | giấy xác nhận tình trạng hôn nhân
Đăng ký lại khai sinh khi bị mất giấy tờ | hộ tịch | bản cam đoan về giấy khai sinh bị mất
Thay đổi, cải chính hộ tịch | hộ tịch | giấy tờ làm căn cứ thay đổi
Chứng thực bản sao từ bản chính | chứng thực | bản chính giấy tờ, văn bản
Công chứng hợp đồng chuyển nhượng | công chứng | phiếu yêu cầu công chứng, dự thảo hợp đồng
Đăng ký tạm trú | cư trú | giấy tờ chứng minh chỗ ở hợp pháp
Thông báo lưu trú | cư trú | danh sách khách lưu trú qua đêm
Khai báo tạm vắng | cư trú | phiếu khai báo tạm vắng
Cấp giấy phép xây dựng nhà ở riêng lẻ | xây dựng | bản vẽ thiết kế xây dựng
Cấp lại giấy phép kinh doanh khi bị mất | kinh doanh | đơn đề nghị cấp lại
Đăng ký thành lập hộ kinh doanh | kinh doanh | giấy đề nghị đăng ký
Cấp giấy phép bán lẻ rượu | công thương | bản cam kết của cửa hàng
Đăng ký biến động đất đai | đất đai | đơn đăng ký biến động
Cấp giấy chứng nhận quyền sử dụng đất | đất đai | bản trích đo địa chính thửa đất
Tách thửa, hợp thửa đất | đất đai | bản vẽ tách thửa
Hỗ trợ chi phí mai táng | bảo trợ xã hội | tờ khai đề nghị hỗ trợ
Trợ cấp xã hội hằng tháng | bảo trợ xã hội | giấy xác nhận khuyết tật
Xác định mức độ khuyết tật | bảo trợ xã hội | bản sao hồ sơ y tế
Công nhận hộ nghèo, hộ cận nghèo | giảm nghèo | giấy đề nghị rà soát
Giải quyết chế độ đối với thân nhân liệt sĩ | người có công | bản khai của thân nhân
Cấp bản sao văn bằng từ sổ gốc | giáo dục | đơn đề nghị cấp bản sao
Chuyển trường đối với học sinh trung học | giáo dục | học bạ bản chính
Khai thác tài liệu tại lưu trữ lịch sử | văn thư, lưu trữ | phiếu đăng ký sử dụng tài liệu lưu trữ
Giải mật tài liệu lưu trữ | văn thư, lưu trữ | danh mục tài liệu có dấu chỉ mức độ mật
Tiếp nhận hồ sơ thi tuyển công chức | công chức | phiếu đăng ký dự tuyển
Xét tuyển viên chức | viên chức | bảng điểm, chứng chỉ ngoại ngữ
Thành lập hội cấp xã | hội, quỹ | danh sách ban vận động
Cấp giấy phép thành lập quỹ từ thiện | hội, quỹ | điều lệ quỹ
Đăng ký hoạt động tín ngưỡng | tôn giáo | văn bản đăng ký của cơ sở
Tặng danh hiệu lao động tiên tiến | thi đua, khen thưởng | báo cáo thành tích
Giải quyết khiếu nại lần đầu | tiếp công dân | đơn khiếu nại
Tiếp nhận phản ánh, kiến nghị | tiếp công dân | nội dung phản ánh
Cấp thẻ bảo hiểm y tế cho trẻ dưới sáu tuổi | bảo hiểm | bản sao giấy khai sinh
Cấp đổi giấy phép lái xe | giao thông | giấy khám sức khỏe
Đăng ký phương tiện thủy nội địa | giao thông | giấy tờ nguồn gốc phương tiện
Cấp chứng chỉ hành nghề y | y tế | văn bằng chuyên môn
Cấp giấy chứng nhận an toàn thực phẩm | y tế | bản thuyết minh cơ sở vật chất
Xác nhận nguồn gốc lúa giống | nông nghiệp | phiếu kiểm nghiệm hạt giống
"""

TOPICS = [
    "cải cách hành chính", "chuyển đổi số", "kiểm soát thủ tục hành chính", "một cửa liên thông",
    "dịch vụ công trực tuyến",
    "tinh giản biên chế", "vị trí việc làm", "đào tạo, bồi dưỡng cán bộ, công chức", "văn thư, lưu trữ",
    "bảo vệ bí mật nhà nước",
    "phòng, chống tham nhũng", "thực hành tiết kiệm, chống lãng phí", "thi đua, khen thưởng", "dân chủ ở cơ sở",
    "sắp xếp đơn vị hành chính", "chỉ số hài lòng của người dân", "chỉ số năng lực cạnh tranh",
    "cải cách chế độ công vụ",
    "cải cách tài chính công", "cải cách tổ chức bộ máy", "xây dựng chính quyền số", "số hóa hồ sơ, giấy tờ",
    "hòa giải ở cơ sở", "tiếp công dân", "kỷ luật, kỷ cương hành chính", "văn hóa công sở", "quản lý tài sản công",
    "an toàn giao thông", "lưu trú du lịch", "quy hoạch đô thị", "cấp nước sạch nông thôn", "an ninh mạng",
    "bảo vệ dữ liệu cá nhân", "truyền thông chính sách", "phổ biến pháp luật", "xử lý đơn thư", "bình đẳng giới",
    "phòng cháy, chữa cháy", "vệ sinh môi trường", "thủy lợi nội đồng", "giảm nghèo bền vững",
    "đường sắt và đường thủy",
]  # fmt: skip

ACTS = [
    "tổ chức hội nghị sơ kết công tác {topic} sáu tháng đầu năm {year}",
    "khai giảng lớp tập huấn {topic} cho công chức các phường, xã",
    "kiểm tra công tác {topic} tại {place}",
    "công bố kết quả khảo sát về {topic} năm {year}",
    "ra mắt mô hình {topic} tại {place}",
    "làm việc với {body} về {topic}",
    "phát động cuộc thi tìm hiểu {topic} năm {year}",
    "trao tặng thiết bị phục vụ {topic} cho {place}",
    "đối thoại với doanh nghiệp về {topic}",
    "trả lời kiến nghị của cử tri {place} về {topic}",
]

SENTENCES = [
    "Việc {topic} tại {place} được giao cho bộ phận chuyên môn theo dõi, báo cáo hằng quý.",
    "Người dân {place} có thể nộp hồ sơ trực tuyến hoặc trực tiếp tại trung tâm phục vụ hành chính công.",
    "{body} đề nghị các đơn vị rà soát, cập nhật nội dung về {topic} trước ngày {day} tháng {month}.",
    "Hồ sơ nộp trước 16 giờ được hẹn trả trong {n} ngày làm việc; hồ sơ chưa đủ được hướng dẫn bổ sung một lần.",
    "Tỷ lệ hồ sơ giải quyết đúng hạn đạt {n},{m} phần trăm, tăng so với cùng kỳ.",
    "Trường hợp giấy tờ bị mất, người dân làm đơn cam đoan và được hướng dẫn cấp lại.",
    "Tài liệu có nội dung bí mật nhà nước được quản lý riêng, không đăng trên trang thông tin.",
    "Cơ sở lưu trú gửi thông báo lưu trú qua phần mềm trước 23 giờ trong ngày.",
    "Hồ sơ, tài liệu đến hạn nộp lưu được giao vào lưu trữ lịch sử theo mục lục.",
    "Chi phí của cửa hàng do chủ hộ tự chi trả, cơ quan không thu thêm khoản nào.",
    "Công chúng được mời góp ý trên trang thông tin trong {n} ngày.",
    "Văn phòng công chứng đối chiếu bản chính trước khi ký hợp đồng.",
    "Lãnh đạo {body} yêu cầu nêu gương về giờ giấc, thái độ phục vụ và kỷ cương.",
    "Đoàn kiểm tra ghi nhận cách làm hay của {place} và đề nghị nhân rộng.",
    "Kinh phí thực hiện {topic} được bố trí trong dự toán năm {year} của đơn vị.",
    "Thủ trưởng đơn vị chịu trách nhiệm trước pháp luật về số liệu báo cáo.",
    "Thủy nông viên phối hợp với tổ hòa giải để phân chia lịch lấy nước.",
    "Các hộ dân ven sông được cảnh báo về sạt lở, triều cường và mưa giông.",
    "Điểm mới là kết quả điện tử có giá trị như bản giấy khi đã ký số.",
    "Bộ phận một cửa niêm yết công khai phí, lệ phí và thời hạn của từng thủ tục.",
    "Ý kiến phản ánh về {topic} được chuyển đến cơ quan có thẩm quyền trong ngày.",
    "{place} bố trí người hỗ trợ người cao tuổi, người khuyết tật khi làm thủ tục.",
    "Kết quả được cập nhật trên hệ thống thông tin giải quyết thủ tục của thành phố.",
    "Cán bộ tiếp nhận không được yêu cầu giấy tờ đã có trong cơ sở dữ liệu dân cư.",
    "Sau sắp xếp, trụ sở cũ của {place} được dùng làm nơi tiếp nhận hồ sơ.",
    "Đơn vị nào chậm báo cáo thì bị nhắc nhở và trừ điểm thi đua.",
    "Danh sách thí sinh đủ điều kiện dự tuyển được niêm yết tại {body}.",
    "Lịch trực đường dây nóng về {topic} được thông báo đầu tuần.",
    "Hội đồng thẩm định họp phiên thứ {n}, thống nhất {m} nội dung.",
    "Người đứng đầu {place} đối thoại định kỳ với nhân dân mỗi quý một lần.",
]

NUMBERED = [
    "Thực hiện {type} số {cited} ngày {day}/{month}/{year} của {body} về {topic}.",
    "Căn cứ {type} số {cited} về {topic}, đơn vị triển khai các nội dung sau.",
    "{body} đã ban hành {type} số {cited} hướng dẫn về {topic}.",
]


def real_pages() -> Iterator[Page]:
    """Yield the content of this repository, and each article of its regulations as a page of its own."""
    for path in sorted((ROOT / "content").rglob("*.md")):
        front, _, body = path.read_text(encoding="utf-8").partition("\n\n")
        told = dict(match.groups() for line in front.splitlines() if (match := _FRONT.match(line)))
        number = told.get("document_no", "")
        yield {
            "id": told["id"],
            "title": told["title"],
            "body": plain(told.get("summary", "") + "\n" + body),
            "number": "" if number.startswith("/") else number,
            "kind": told["kind"],
            "date": told.get("event_on", ""),
            "section": path.parent.name,
            "issuer": told.get("issuer", ""),
        }
        if path.parent.name == "van-ban":
            yield from _articles(told, body)


def _articles(told: dict[str, str], body: str) -> Iterator[Page]:
    parts = _ARTICLE.split(body)
    for number, (title, text) in enumerate(zip(parts[1::2], parts[2::2], strict=True)):
        yield {
            "id": f"{told['id']}-{number:02d}",
            "title": plain(title),
            "body": plain(text),
            "kind": "article",
            "section": "dieu-khoan",
            "issuer": told.get("issuer", ""),
        }


def plain(markdown: str) -> str:
    """Return the words of a Markdown text."""
    text = re.sub(r"<[^>]+>", " ", markdown)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[#*_>`|]+", " ", text).strip()


def pages(count: int, seed: int = 7) -> Iterator[Page]:
    """Yield exactly count pages, the real ones first."""
    made = 0
    for page in real_pages():
        if made == count:
            return
        made += 1
        yield page
    chance = random.Random(seed)
    makers = (_news, _news, _document, _document, _procedure, _answer)
    for number in range(count - made):
        page = chance.choice(makers)(chance)
        yield {"id": f"g{number:05d}", **page}


def _slots(chance: random.Random) -> dict[str, object]:
    body, symbol = chance.choice(BODIES)
    place = chance.choice(PLACES)
    return {
        "topic": chance.choice(TOPICS),
        "place": f"{chance.choice(('phường', 'xã'))} {place}",
        "body": body,
        "symbol": symbol,
        "year": chance.randint(2022, 2026),
        "day": chance.randint(1, 28),
        "month": chance.randint(1, 12),
        "n": chance.randint(2, 30),
        "m": chance.randint(1, 9),
    }


def _number(chance: random.Random, code: str, symbol: str, year: int) -> str:
    number = chance.randint(2001, 2900)
    if not code:
        return f"{number}/{symbol}-{chance.choice(('VP', 'CCHC', 'TCBC', 'KSTT'))}"
    return f"{number}/{year}/{code}-{symbol}" if chance.random() < 0.25 else f"{number}/{code}-{symbol}"


def _text(chance: random.Random, slots: dict[str, object], low: int, high: int) -> str:
    lines = []
    for template in chance.sample(SENTENCES, chance.randint(low, high)):
        own = {**_slots(chance), **{k: slots[k] for k in ("topic", "body", "year") if chance.random() < 0.6}}
        lines.append(template.format(**own))
    if chance.random() < 0.4:
        name, code = chance.choice(TYPES)
        cited = _number(chance, code, str(slots["symbol"]), int(str(slots["year"])))
        lines.insert(0, chance.choice(NUMBERED).format(type=name, cited=cited, **slots))
    return " ".join(lines)


def _day(chance: random.Random, year: object) -> str:
    return (date(int(str(year)), 1, 1) + timedelta(days=chance.randint(0, 364))).isoformat()


def _news(chance: random.Random) -> Page:
    slots = _slots(chance)
    title = f"{slots['body']} {chance.choice(ACTS).format(**slots)}"
    first = (
        f"Ngày {slots['day']}/{slots['month']}/{slots['year']}, {title[0].lower() + title[1:]} tại {slots['place']}."
    )
    return {"title": title, "body": f"{first} {_text(chance, slots, 3, 8)}", "kind": "event_news", "section": "tin-tuc",
            "date": _day(chance, slots["year"])}  # fmt: skip


def _document(chance: random.Random) -> Page:
    slots = _slots(chance)
    name, code = chance.choice(TYPES)
    number = _number(chance, code, str(slots["symbol"]), int(str(slots["year"])))
    title = f"{name} về {slots['topic']} tại {slots['place']} năm {slots['year']}"
    return {"title": title, "body": _text(chance, slots, 4, 9), "number": number, "kind": "admin_document",
            "section": "van-ban", "date": _day(chance, slots["year"]), "issuer": slots["symbol"]}  # fmt: skip


def _procedure(chance: random.Random) -> Page:
    slots = _slots(chance)
    name, field, paper = (part.strip() for part in chance.choice(PROCEDURES.strip().splitlines()).split("|"))
    first = f"Thủ tục {name.lower()} thuộc lĩnh vực {field}, nộp tại {slots['place']}. Thành phần hồ sơ: {paper}."
    return {"title": f"{name} tại {slots['place']}", "body": f"{first} {_text(chance, slots, 3, 6)}",
            "kind": "guide", "section": "thu-tuc", "areas": [field]}  # fmt: skip


def _answer(chance: random.Random) -> Page:
    slots = _slots(chance)
    name, field, paper = (part.strip() for part in chance.choice(PROCEDURES.strip().splitlines()).split("|"))
    ask = chance.choice(
        ("cần giấy tờ gì", "mất bao lâu", "nộp ở đâu", "có phải đóng lệ phí không", "nộp trực tuyến được không")
    )
    body = f"Hỏi: {name} ở {slots['place']} {ask}? Trả lời: người dân chuẩn bị {paper}. {_text(chance, slots, 2, 5)}"
    return {"title": f"{name}: {ask}?", "body": body, "kind": "answer", "section": "hoi-dap",
            "date": _day(chance, slots["year"]), "areas": [field]}  # fmt: skip


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    for made_page in pages(wanted, int(sys.argv[2]) if len(sys.argv) > 2 else 7):
        print(json.dumps(made_page, ensure_ascii=False))
