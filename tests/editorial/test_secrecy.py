import time
from pathlib import Path

import pytest

from editorial.messages import sentence
from editorial.secrecy import FILE_NAME, STANDING, WORD, find_markings, marking_in_name

SEEDS = Path(__file__).parents[1] / "data" / "seeds"
MARKINGS = ("Mật", "Tối mật", "Tuyệt mật")


def codes(text, **options):
    return [finding.code for finding in find_markings(text, MARKINGS, **options)]


@pytest.mark.parametrize(
    "line",
    [
        "MẬT",
        "Mật",
        "**TỐI MẬT**",
        "# TUYỆT MẬT",
        "> “Mật”",
        "(Tuyệt mật)",
        "<p>MẬT</p>",
        "- Mật",
        "M Ậ T",
        "T Ố I  M Ậ T",
        "TUYET MAT",
        "Độ mật: Tối mật",
        "Độ mật: Tối mật. Số bản: 02",
        "Dấu: MẬT",
        "do_mat: mật",
        "title: Báo cáo tình hình (Mật)",
        "[TỐI MẬT] Báo cáo tình hình",
        "Số: 12/BC-SNV MẬT",
        "Số: 12/BC-SNV    Mật",
        "| MẬT | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |",
        "M\u200bẬ\u00adT",  # hidden characters
        "\u041cẬT",  # Cyrillic М
        "MA\u0323\u0302T",  # decomposed
        "M&#7852;T",  # as a browser shows it
    ],
)
def test_lch_4_1_a_marking_standing_alone_fails(line):
    (finding,) = find_markings(f"Dòng đầu.\n\n{line}\n\nDòng cuối.", MARKINGS)
    assert (finding.code, finding.severity, finding.line) == (STANDING, "fail", 3)
    assert codes(line, released=True) == [STANDING]  # nobody can release a stamp
    assert finding.excerpt in sentence(finding.problem("content/x.md:3", "LCh-4.1"))


@pytest.mark.parametrize(
    "line",
    [
        "Đăng tải các văn bản có tính chất “Mật”, “Tối mật”, “Tuyệt mật” theo quy định",
        "Bí mật nhà nước được chia thành 3 độ mật: Tuyệt mật, Tối mật, Mật",
        "a) Tuyệt mật;",
        "- Mật.",
        "Thông tin có độ mật cao nhất (Tuyệt mật) phải được bảo vệ",
        "Phải đóng dấu MẬT theo quy định",
        "Các tài liệu mật được cất giữ",
        "Văn bản được xác định là Mật, trình lãnh đạo",
        "Cấp độ Mật do thủ trưởng quyết định",
        "| Tuyệt mật | 30 năm |",
        "DANH MỤC TÀI LIỆU TỐI MẬT CỦA NGÀNH",
    ],
)
def test_lch_4_1_the_words_in_a_sentence_are_told_until_released(line):
    (finding,) = find_markings(line, MARKINGS)
    assert (finding.code, finding.severity) == (WORD, "warn")
    assert "marking_release" in sentence(finding.problem("content/x.md:1", "LCh-4.1"))
    assert codes(line, released=True) == []


@pytest.mark.parametrize(
    "text",
    [
        "bí mật nhà nước, bảo mật, mật khẩu, mật độ, mật ong, đường mật, thân mật, cơ mật, mật mã",
        "Mật khẩu mạnh",
        "Mật độ dân số",
        "MẬT KHẨU",
        "BÍ MẬT",
        "BẢO MẬT THÔNG TIN",
        "Mật Ong",
        "Ông Nguyễn Văn Mật",
        "Buổi tối mật độ xe cao",
        "Cấp độ bảo mật:",
        "Độ mật: Không",
        "ĐỘ MẬT: KHÔNG",
        "Tôn trọng quy định về bảo\nmật.",
        "Viêm túi mật, sỏi mật",
        "",
    ],
)
def test_words_that_share_the_syllable_do_not_trigger(text):
    assert codes(text) == []


def test_the_regulation_that_bans_the_words_is_publishable():
    found = list(find_markings(next(SEEDS.glob("004*")).read_text(encoding="utf-8"), MARKINGS))
    assert [(finding.code, finding.line) for finding in found] == [(WORD, 92), (WORD, 97)]


@pytest.mark.parametrize("name", ["000*", "001*", "002*", "003*"])
def test_the_other_regulations_have_no_marking(name):
    assert codes(next(SEEDS.glob(name)).read_text(encoding="utf-8")) == []


def test_the_markings_come_from_the_profile():
    assert [finding.code for finding in find_markings("LƯU HÀNH NỘI BỘ", ["Lưu hành nội bộ"])] == [STANDING]
    assert codes("LƯU HÀNH NỘI BỘ") == []
    assert list(find_markings("MẬT", [])) == []
    for stamp in ("Đặc biệt mật", "DAC BIET MAT", "ĐẶC BIỆT MẬT"):
        assert [finding.code for finding in find_markings(stamp, ["Đặc biệt mật"])] == [STANDING]


def test_a_line_tells_its_gravest_marking_once():
    assert codes("MẬT\nvăn bản mật và tài liệu mật\n") == [STANDING, WORD]


@pytest.mark.parametrize(
    "text",
    ["Mật " * 50_000, "m" + " " * 200_000 + "x", "." * 200_000 + " Mật", "MẬT" + "[" * 200_000, "<" * 99_999 + "MẬT"],
)
def test_a_hostile_line_takes_no_longer_than_an_ordinary_one(text):
    start = time.process_time()
    codes(text)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Mật.pdf", STANDING),
        ("MẬT-12.pdf", STANDING),
        ("bao-cao (mật).pdf", STANDING),
        ("Tối mật.docx", STANDING),
        ("Quy định về tài liệu Tối mật của ngành.docx", FILE_NAME),
        ("bc-toi-mat.pdf", FILE_NAME),
        ("mat.pdf", FILE_NAME),
        ("BC-12-MAT.pdf", FILE_NAME),
    ],
)
def test_a_file_name_is_scanned(name, code):
    finding = marking_in_name(name, MARKINGS)
    assert finding.code == code
    assert name in sentence(finding.problem(f"content/tep/{name}", "LCh-4.1"))


@pytest.mark.parametrize(
    "name",
    ["mat-tran-to-quoc.pdf", "mat-bang-gia.pdf", "le-ra-mat.pdf", "bi-mat.pdf", "bao-mat.pdf", "mat-khau.pdf",
     "quy-che.pdf", "bí mật.pdf", "Mật độ dân số.xlsx", ""],
)  # fmt: skip
def test_an_innocent_file_name_does_not_trigger(name):
    assert marking_in_name(name, MARKINGS) is None


@pytest.mark.parametrize("unit", [" ", "_", "- ", "*", "a_", "<a>", "&nbsp;"])
@pytest.mark.parametrize("line", ["{}x Mật", "Mật {}x", "- {}x Mật", "Mật: {}."])
def test_a_line_of_one_sign_costs_no_time(unit, line):
    start = time.process_time()
    list(find_markings(line.format(unit * (60_000 // len(unit))), MARKINGS))
    assert time.process_time() - start < 1
