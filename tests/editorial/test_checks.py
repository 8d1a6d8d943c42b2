"""Each rule about an item: the whole item passes, and with one thing wrong the rule is told."""

import pytest

from editorial.messages import sentence
from tests.editorial.checking import (
    BODY,
    DATA,
    DOCUMENT,
    NEWS,
    PAGE,
    PATH,
    SERVICE,
    check_folder,
    photo,
    said_of,
    text_of,
    write,
)
from tests.editorial.office_files import zipped

PROVIDED = NEWS | {"origin": "provided", "provider": "so-mau", "provider_head": "Người Đứng Đầu - Giám đốc"}
GUIDANCE = NEWS | {"kind": "guidance", "issued_on": "2026-11-10", "legal_bases": "30/2020/NĐ-CP", "event_on": None}


def said(tmp_path, fields, body=BODY, regulation="ct", beside=()):
    write(tmp_path, {PATH: text_of(fields, body), **dict(beside)})
    return said_of(tmp_path, regulation)


@pytest.mark.parametrize("fields", [NEWS, DOCUMENT, PAGE, SERVICE, PROVIDED, GUIDANCE])
def test_a_complete_item_has_nothing_against_it(tmp_path, fields):
    assert said(tmp_path, fields) == {}


@pytest.mark.parametrize(
    ("fields", "key"),
    [(NEWS, key) for key in ("title", "id", "kind", "areas", "level", "author", "source", "origin", "event_on")]
    + [(DOCUMENT, key) for key in ("form", "document_no", "issuer", "issued_on", "effective_on", "abstract")]
    + [(PAGE, "author"), (PAGE, "source"), (PROVIDED, "provider"), (PROVIDED, "provider_head")]
    + [(SERVICE, key) for key in ("service_level", "service_url", "service_owner")],
)
def test_a_missing_line_is_named(tmp_path, fields, key):
    write(tmp_path, {PATH: text_of(fields | {key: None})})
    (missing,) = [problem for problem in check_folder(tmp_path) if problem.code == "field-missing"]
    assert (missing.facts["key"], missing.severity) == (key, "hold")
    assert missing.clause


@pytest.mark.parametrize(
    ("fields", "changed", "expected"),
    [
        # unknown values
        (NEWS, {"section": "tin-tc"}, {"section-unknown": "hold"}),
        (NEWS, {"section": "van-ban"}, {"section-other-kind": "hold"}),
        (NEWS, {"kind": "science"}, {"kind-without-section": "hold"}),
        (NEWS, {"areas": "the-che; van-hoa"}, {"area-unknown": "hold"}),
        (NEWS, {"level": "Liên bang"}, {"level-unknown": "hold"}),
        (NEWS, {"lang": "en"}, {"language-not-allowed": "hold"}),
        (PROVIDED, {"provider": "so-mao"}, {"provider-unknown": "hold"}),
        (DOCUMENT, {"issuer": "so-mao"}, {"issuer-unknown": "hold"}),
        # dates
        (NEWS, {"received_on": "2027-01-01"}, {"date-in-future": "hold"}),
        (DOCUMENT, {"issued_on": "2026-12"}, {"date-in-future": "hold"}),
        (NEWS, {"event_on": "0206-11-18"}, {"date-unlikely": "hold"}),
        (NEWS, {"event_until": "2026-11-01"}, {"event-reversed": "hold"}),
        (NEWS, {"alert_until": "2026-11-01"}, {"alert-past": "warn"}),
        (NEWS, {"publish_at": "2026-11-19"}, {"embargo-past": "warn"}),
        (NEWS, {"publish_at": "2026-11-21"}, {}),
        (NEWS, {"event_on": "2026-12-24"}, {}),
        (NEWS, {"event_on": "2062-11-18"}, {"date-far-ahead": "warn"}),
        (NEWS, {"publish_at": "2028-11-21"}, {"date-far-ahead": "warn"}),
        (DOCUMENT, {"effective_on": "2028-01-01"}, {"date-far-ahead": "warn"}),
        (DOCUMENT, {"effective_on": "2027-07-01"}, {}),
        (DOCUMENT, {"effective_on": "2026-11-01"}, {"effective-before-issued": "warn"}),
        (DOCUMENT, {"effective_on": "chưa xác định"}, {}),
        (SERVICE, {"reviewed_on": "2025-11-19"}, {"review-due": "warn"}),
        (SERVICE, {"reviewed_on": None}, {"field-missing": "warn"}),
        # documents
        (DOCUMENT, {"document_no": "/QĐ-SM"}, {"number-blank": "warn"}),
        (DOCUMENT, {"document_no": "12/2026/QĐ-SM"}, {"number-kind": "warn"}),
        (DOCUMENT, {"kind": "legal_document", "document_no": "12/2025/QĐ-SM"}, {"number-other-year": "warn"}),
        (DOCUMENT, {"document_no": "12/QĐ-SNV"}, {"number-other-issuer": "warn"}),
        (DOCUMENT, {"recipients": "Lưu: VT"}, {"recipient-marker-missing": "warn"}),
        (DOCUMENT, {"replaces": "quyết định cũ"}, {"successor-unreadable": "hold"}),
        (DOCUMENT, {"replaces": "119/QĐ-SM"}, {}),
        (DOCUMENT, {"repealed_by": "13/QĐ-SM"}, {}),
        (GUIDANCE, {"legal_bases": None}, {"explained-text-missing": "hold"}),
        # provenance
        (PROVIDED, {"provider": "mot-nguoi", "provider_head": None}, {}),
        (PROVIDED, {"areas": "tai-chinh-cong"}, {"provider-other-area": "warn"}),
        (NEWS, {"source_url": "https://vidu.vn/x", "source": "Trang lạ"}, {"source-not-official": "hold"}),
        (NEWS, {"source_url": "https://vidu.vn/x", "source": "Theo Sở Mẫu, ngày 18/11"}, {}),
        (NEWS, {"source": "Viện Mẫu"}, {"consent-missing": "hold"}),
        (NEWS, {"source": "Viện Mẫu", "consent_ref": "công văn của Viện"}, {}),
        (NEWS, {"source": "Báo Mẫu"}, {"field-missing": "hold"}),
        (NEWS, {"circulation": "restricted"}, {"not-for-the-public": "hold"}),
        (NEWS, {"change_note": "Sửa ngày"}, {"field-missing": "hold"}),
        # pages
        (PAGE, {"address": "/tim-kiem/"}, {"address-reserved": "hold"}),
        (NEWS, {"menu": "3"}, {"key-for-pages": "warn"}),
        # plain words
        (NEWS, {"title": "Hội nghị <script>alert(1)</script> mẫu"}, {"markup-in-field": "warn"}),
        (NEWS, {"title": "Số liệu a < b và b > c trong bài"}, {}),
        (NEWS, {"title": "[điền tiêu đề]"}, {"placeholder-left": "warn"}),
    ],
)
def test_one_wrong_line_is_told(tmp_path, fields, changed, expected):
    assert said(tmp_path, fields | changed) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", {"body-missing": "hold"}),
        ("# Tên bài\n\nNội dung đã soạn.", {"heading-is-title": "hold"}),
        ("## Phần\n\n#### Mục\n\nNội dung đã soạn.", {"heading-jumps": "warn"}),
        ("## Phần\n\n### Mục\n\n## Phần sau\n\nNội dung đã soạn.", {}),
        ("Xem [bài](khac.md) này.", {"link-broken": "hold"}),
        ("Xem [bài](id:khong-co) này.", {"link-broken": "hold"}),
        ("Xem [bài]({filename}/bai.md) này.", {"link-broken": "hold"}),
        ("Xem [bài](bai.md#phan) này.\n\n## Phần\n\nHết.", {}),
        ("Xem [bài](id:bai-mau#chuong) này.", {"fragment-missing": "hold"}),
        ("Xem [phần](#phan-hai) này.\n\n## Phần hai\n\nHết.", {}),
        ("Xem [phần](#phan-ba) này.", {"fragment-missing": "hold"}),
        ("Xem [danh sách](/van-ban/) và [trang](/khong-co/).", {"address-unknown": "hold"}),
        ("Xem [tệp](thieu.pdf) này.", {"attachment-missing": "hold"}),
        ("Xem [tệp](thieu%00.pdf) này.", {"attachment-missing": "hold"}),
        (f"Xem [tệp](báo-cáo{'-cải-cách' * 30}.pdf) này.", {"attachment-missing": "hold"}),
        (f"Xem [tệp]({'bao-cao/' * 600}so-1.pdf) này.", {"attachment-missing": "hold"}),
        ("Gọi [lệnh](javascript:alert(1)) này.", {"html-removed": "warn"}),
        ("Nội dung <script>alert(1)</script> đã soạn.", {"html-removed": "warn"}),
        ("![](hinh.png)\n\nNội dung đã soạn.", {"picture-without-words": "hold"}),
        ("![hinh.png](hinh.png)\n\nNội dung đã soạn.", {"picture-named-by-file": "hold"}),
        ("![IMG_2031](hinh.png)\n\nNội dung đã soạn.", {"picture-named-by-file": "hold"}),
        ("![Toàn cảnh hội trường](hinh.png)\n\nNội dung đã soạn.", {}),
        ("![Toàn cảnh hội trường](https://noi-khac.vn/hinh.png)\n\nHết.", {"media-elsewhere": "hold"}),
        ('Xem <video src="HTTPS://noi-khac.vn/phim.mp4" controls></video> này.', {"media-elsewhere": "hold"}),
        ("Xem <audio controls>Câu <b>không</b> ai thấy</audio> này.", {"media-hides-words": "hold"}),
        ("Xem <audio controls></audio> này <b>và</b> <audio controls></audio>.", {}),
        ("Vào [https://dichvucong.gov.vn/](https://vi-du.vn/) để nộp.", {"link-names-another": "warn"}),
        ("Vào [**dichvucong.gov.vn**](https://dichvucong.gov.vn.vi-du.vn/) để nộp.", {"link-names-another": "warn"}),
        ("Viết tới [hop-thu@cantho.gov.vn](mailto:hop-thu@vi-du.vn).", {"link-names-another": "warn"}),
        ("Gọi [(0292) 3 000 000](tel:+84292300001).", {"link-names-another": "warn", "personal-phone": "warn"}),
        (
            "Vào [www.cantho.gov.vn/tin](https://cantho.gov.vn/tin), [cổng](https://vi-du.vn/), viết [A@cantho.gov.vn]"
            "(mailto:a@cantho.gov.vn?subject=x), gọi [0292 3000 000](tel:+842923000000), [cantho.gov.vn](/van-ban/)",
            {"personal-phone": "warn"},
        ),
        ("![Toàn cảnh](C:\\Users\\anh.jpg)\n\nNội dung đã soạn.", {"address-of-own-machine": "warn"}),
        ("Mở [tệp](file:///C:/ke-hoach.pdf) này.", {"address-of-own-machine": "warn"}),
        ("Nội dung gồm:\n\n•\tÝ thứ nhất\n•\tÝ thứ hai", {"pasted-list": "warn"}),
        ("Nội dung gồm:\n- Ý thứ nhất\n- Ý thứ hai", {"glued-list": "warn"}),
        ("Nội dung\tSố lượng\nCấp thành phố\t12\nCấp xã\t103", {"pasted-table": "warn"}),
        ("Câu đầu.\n\n\tĐoạn thụt đầu dòng “như” trong Word & trong thư.", {"indented-text": "warn"}),
        ("- Ý thứ nhất.\n\n    Đoạn tiếp theo của ý thứ nhất.\n\n```\n    mã\n```", {}),
        ("```\nNội dung\tSố lượng\nCấp xã\t103\n• một\n```\n\nMột dấu • giữa dòng\tvà một tab.", {}),
        ("Noi dung bai nay khong co dau nao ca, nguoi doc se kho hieu lam day.", {"text-lacks-marks": "hold"}),
        ("MẬT\n\nNội dung đã soạn.", {"secrecy-standing": "fail"}),
        ("Đổi mật khẩu và giữ bí mật, bảo mật thông tin.", {}),
        ("Liên hệ số 0912 345 678 để hỏi thêm.", {"personal-phone": "warn"}),
        ("Công dân có căn cước 092 099 001 234 đã nộp.", {"personal-id": "hold"}),
        ("<!-- MẪU: tin. -->\n\nNội dung đã soạn.", {"guidance-left": "warn"}),
        ("  <!--MẪU: tin.\n-->", {"guidance-left": "warn"}),
        ("<!-- Sẽ viết sau. -->\n \n", {"body-missing": "hold", "html-removed": "warn"}),
    ],
)
def test_one_wrong_place_in_the_text_is_told(tmp_path, body, expected):
    picture = (DATA / "ok" / "tin-tuc" / "hoi-truong.png").read_bytes()
    assert said(tmp_path, NEWS, body, beside={"bai/hinh.png": picture}.items()) == expected


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("C:\\Users\\Lan Anh\\anh.jpg", "anh.jpg"),
        ("file:///C:/Temp/msohtmlclip1/01/clip_image002.jpg", "clip_image002.jpg"),
        ("Pictures\\anh.jpg", "anh.jpg"),
        ("/home/can-bo/anh.jpg", "anh.jpg"),
        ("tep/anh.jpg", "tep/anh.jpg"),
    ],
)
def test_what_to_write_beside_a_picture_names_no_folder_of_a_machine(tmp_path, source, name):
    write(tmp_path, {PATH: text_of(NEWS, f"![]({source})\n\nNội dung đã soạn.")})
    (told,) = (problem for problem in check_folder(tmp_path) if problem.code == "picture-without-words")
    assert sentence(told).endswith(f"![lời mô tả]({name}).") and told.severity == "hold"


@pytest.mark.parametrize(
    ("regulation", "fields", "expected"),
    [
        ("lx", DOCUMENT | {"kind": "management_document", "level": None}, {"field-missing"}),
        ("lx", DOCUMENT | {"kind": "management_document", "level": None, "relation": "issuer"}, set()),
        ("lc", NEWS | {"level": None, "areas": None}, {"field-missing"}),
        ("lc", NEWS | {"level": None, "areas": None, "beyond_authority": "no"}, set()),
        (
            "lc",
            PROVIDED | {"level": None, "areas": None, "beyond_authority": "no", "source_url": "https://vidu.vn/"},
            {"quotation-missing"},
        ),
        ("st", PROVIDED | {"level": "tỉnh", "focal": "Người Đầu Mối", "received_on": "2026-05-01"}, set()),
        ("st", PROVIDED | {"level": "tỉnh", "focal": "Người Đầu Mối"}, {"focal-unknown"}),
        ("st", PROVIDED | {"level": "tỉnh"}, {"field-missing"}),
        ("lch", NEWS | {"level": None, "areas": None}, {"name-without-post"}),
        ("lch", NEWS | {"level": None, "areas": None, "author": "Người Viết - Chuyên viên"}, set()),
        ("lch", NEWS | {"level": None, "kind": "order", "author": "A - B", "summary": "x" * 2000}, {"summary-long"}),
    ],
)
def test_each_regulation_asks_for_its_own(tmp_path, regulation, fields, expected):
    assert set(said(tmp_path, fields, regulation=regulation)) == expected


def test_every_place_is_the_line_to_mend(tmp_path):
    body = "Dòng một đã soạn.\n\n![](hinh.png)\n\nXem [bài](khac.md).\n\n# Tên bài\n\nXem [phần](#khong-co)."
    picture = (DATA / "ok" / "tin-tuc" / "hoi-truong.png").read_bytes()
    write(tmp_path, {PATH: text_of(NEWS | {"level": "Sao Hỏa"}, body), "bai/hinh.png": picture})
    first = len(NEWS) + 2
    assert {problem.code: problem.where for problem in check_folder(tmp_path)} == {
        "level-unknown": f"content/{PATH}:{[*NEWS].index('level') + 1}",
        "picture-without-words": f"content/{PATH}:{first + 2}",
        "link-broken": f"content/{PATH}:{first + 4}",
        "heading-is-title": f"content/{PATH}:{first + 6}",
        "fragment-missing": f"content/{PATH}:{first + 8}",
    }


def test_a_released_word_of_secrecy_may_stand(tmp_path):
    body = "Không đăng các thông tin “Mật”, “Tối mật”, “Tuyệt mật” lên nhóm."
    assert said(tmp_path, NEWS, body) == {"secrecy-word": "warn"}
    released = NEWS | {"marking_release": "Trưởng Ban Biên tập: văn bản cấm đưa tin mật"}
    assert said(tmp_path, released, body) == {}


def test_an_attached_file_is_searched_for_markings_and_personal_data(tmp_path):
    words = "<w:body><w:p><w:t>TỐI MẬT</w:t></w:p><w:p><w:t>Căn cước 092 099 001 234</w:t></w:p></w:body>"
    beside = {"bai/ke-hoach.docx": zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": words})}.items()
    expected = {"secrecy-in-file": "fail", "personal-data-in-file": "hold"}
    assert said(tmp_path, NEWS | {"attachments": "ke-hoach.docx"}, beside=beside) == expected


def test_a_photo_of_a_phone_keeps_its_place_to_itself(tmp_path):
    fields, size = NEWS | {"attachments": "anh.jpg"}, ((30, 20), (1200, 900))
    for pixels, where, expected in (
        (size[0], True, {"picture-tells-where": "hold"}),
        (size[0], False, {}),
        (size[1], False, {"picture-heavy": "warn"}),
    ):
        beside = {"bai/anh.jpg": photo("JPEG", where, pixels)}.items()
        assert said(tmp_path, fields, beside=beside) == expected


@pytest.mark.parametrize("name", ["Kế hoạch.pdf", "KE-HOACH.PDF"])
def test_the_name_under_which_a_file_will_go_is_told(tmp_path, name):
    pdf = (DATA / "ok" / "van-ban" / "12-quyet-dinh.pdf").read_bytes()
    fields = NEWS | {"attachments": name}
    assert said(tmp_path, fields, beside={f"bai/{name}": pdf}.items()) == {"attachment-renamed": "warn"}


def test_a_guidance_may_cite_its_text_by_a_link(tmp_path):
    write(tmp_path, {"van-ban.md": text_of(DOCUMENT | {"id": "van-ban", "title": "Quyết định mẫu"})})
    fields = GUIDANCE | {"legal_bases": None}
    assert said(tmp_path, fields, "Theo [Quyết định](id:van-ban) đã ban hành.") == {}


def test_what_rests_on_a_repealed_text_is_told(tmp_path):
    repealed = DOCUMENT | {"id": "van-ban", "title": "Quyết định mẫu", "repealed_by": "13/QĐ-SM"}
    write(tmp_path, {"van-ban.md": text_of(repealed)})
    assert said(tmp_path, NEWS, "Theo [Quyết định](id:van-ban) đã ban hành.") == {"cites-ended-item": "warn"}


@pytest.mark.parametrize(
    "body", ["Theo [Quyết định](id:van-ban).", "Theo Quyết định 12/QĐ-SM ngày 17/11/2026 của Sở Mẫu."]
)
@pytest.mark.parametrize(
    ("begins", "expected"), [("2026-11-19", {"cites-ended-item": "warn"}), ("2027-01-01", {}), ("chưa xác định", {})]
)
def test_what_rests_on_a_text_that_a_newer_one_has_replaced_is_told(tmp_path, body, begins, expected):
    """The older document does not say so itself; what is not in force yet has replaced nothing."""
    older = DOCUMENT | {"id": "van-ban", "title": "Quyết định mẫu"}
    newer = DOCUMENT | {
        "id": "van-ban-moi",
        "title": "Quyết định mới",
        "document_no": "13/QĐ-SM",
        "slug": "van-ban-moi",
    }
    newer |= {"replaces": "12/QĐ-SM", "issued_on": "2026-11-18", "effective_on": begins}
    write(tmp_path, {"van-ban.md": text_of(older), "van-ban-moi.md": text_of(newer)})
    assert said(tmp_path, NEWS, body) == expected


@pytest.mark.parametrize("named", ["/van-ban/", "Quyết định cũ", "khong-co"])
def test_what_a_document_replaces_may_be_no_document_of_the_site(tmp_path, named):
    """One draft that names a page, or nothing at all, must not end the check of whatever links there."""
    newer = DOCUMENT | {"id": "van-ban-moi", "slug": "van-ban-moi", "replaces": named, "effective_on": "2026-11-17"}
    write(tmp_path, {"van-ban-moi.md": text_of(newer), PATH: text_of(NEWS, "Xem [sổ văn bản](/van-ban/).")})
    assert "cites-ended-item" not in said_of(tmp_path)


@pytest.mark.parametrize(
    ("named", "is_told"),
    [
        ("12/QĐ-SM", False),
        ("van-ban", False),
        ("99/QĐ-SM", False),
        ("12/QĐ-SM ngày 16/11/2026", True),
    ],
)
@pytest.mark.parametrize("key", ["replaces", "amends", "replaced_by"])
def test_a_number_that_a_document_of_the_site_bears_but_may_not_be_meant_is_told(tmp_path, key, named, is_told):
    """Else its writer believes that the older one ends, and its page says that it does not."""
    older = DOCUMENT | {"id": "van-ban", "title": "Quyết định mẫu"}
    newer = DOCUMENT | {"id": "van-ban-moi", "slug": "van-ban-moi", "document_no": "13/QĐ-SM", key: named}
    write(tmp_path, {"van-ban.md": text_of(older), "van-ban-moi.md": text_of(newer)})
    assert ("successor-uncertain" in said_of(tmp_path)) is is_told


def test_an_embargo_that_has_done_its_work_is_not_told_again(tmp_path):
    write(tmp_path, {PATH: text_of(NEWS | {"publish_at": "2026-11-01"})})
    assert said_of(tmp_path, given={"bai-mau": "/tin-tuc/2026/x/"}) == {}


def test_a_bad_value_is_told_once_and_not_as_missing(tmp_path):
    assert said(tmp_path, NEWS | {"event_on": "18/11/2026"}) == {"date-unreadable": "hold"}


def test_files_in_the_ok_folder_pass_every_check():
    assert check_folder(DATA / "ok") == []


REFUSED = sorted((DATA / "refused").rglob("*.md"))


@pytest.mark.parametrize("path", REFUSED, ids=[path.stem for path in REFUSED])
def test_files_in_the_refused_folder_are_refused_for_what_stands_beside_them(path):
    found = [problem for problem in check_folder(DATA / "refused") if path.name in problem.where]
    said = sorted({f"{problem.severity} {problem.code}" for problem in found})
    assert said == path.with_suffix(".codes").read_text().splitlines()
