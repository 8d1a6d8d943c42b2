"""The roster: read with all its faults shown, each on its line and with what is to be done."""

from pathlib import Path

import pytest

from editorial.messages import sentence
from editorial.problem import Refused
from editorial.roster import load_roster

KEY = "ab" * 32
ROSTER = f"""schema = 1
organisation = "Sở mẫu"
sample = true
[[people]]
id = "a"
name = "A"
position = "Trưởng phòng"
keys = [{{ public = "{KEY}", from = 2026-01-01 }}]
roles = [{{ role = "editor", from = 2026-01-01 }}]
[[people]]
id = "b-moi"
name = "B"
position = "Phó phòng"
[[delegations]]
by = "a"
to = "b-moi"
kinds = ["*"]
from = 2026-01-01
reference = "1/QĐ"
[[absences]]
person = "a"
from = 2026-02-01
until = 2026-02-03
reference = "2/QĐ"
[[assignments]]
person = "b-moi"
areas = ["the-che"]
from = 2026-01-01
reference = "3/QĐ"
"""
DAY = "cần ngày không có ngoặc kép, ví dụ 2026-11-20, đang là"
TEXT = "cần chữ trong ngoặc kép, đang là"


@pytest.mark.parametrize(
    ("written", "instead", "line", "said"),
    [
        ("schema = 1", "schema = 2", 1, "phần mềm đọc mẫu số 1"),
        ('organisation = "Sở mẫu"', "organisation = []", 2, f"“organisation”: {TEXT} “[]”."),
        ('organisation = "Sở mẫu"', "", 1, "Tệp: thiếu dòng “organisation”."),
        ("sample = true", 'sample = "false"', 3, "cần true hoặc false, không có ngoặc kép, đang là “false”."),
        ("sample = true", "sampel = true", 3, "không có dòng tên “sampel”. Ý bạn là “sample”?"),
        ('id = "a"', "id = 2026-01-01", 5, TEXT),
        ('id = "a"', 'id = "Ông A"', 5, "“Ông A” không viết đúng dạng mã người. Viết như ví dụ: truong-ban."),
        ('id = "b-moi"', 'id = "a"', 10, "“people” mục 2 (a): “a” đã dùng cho một mục phía trên."),
        ('name = "A"', "name = 1", 6, f"“people” mục 1 (a) name: {TEXT} “1”."),
        ('name = "A"', 'name = " "', 6, "còn để trống"),
        (KEY, KEY.upper(), 8, "không viết đúng dạng khóa công khai. Viết như ví dụ: 64 ký tự 0–9, a–f"),
        ("roles = [", "keys = 2026-01-01T00:00:00Z\nroles = [", 9, "đã viết ở phía trên"),
        (f'[{{ public = "{KEY}", from = 2026-01-01 }}]', "[1]", 8, "keys mục 1: cần bảng { … }, đang là “1”."),
        (f'[{{ public = "{KEY}", from = 2026-01-01 }}]', "2026-01-01", 8, "cần danh sách [ … ], đang là “2026-01-01”."),
        ('role = "editor"', "role = {}", 9, TEXT),
        ('role = "editor", from = 2026-01-01', 'role = "editor"', 9, "roles mục 1: thiếu dòng “from”."),
        ('position = "Phó phòng"', f'position = "Phó"\nkeys = [{{ public = "{KEY}", from = 2026-01-01 }}]', 14,
         "Khóa abababab… của “b-moi” đã ghi cho “a”."),
        (KEY, f"01{'0' * 62}", 8, "Khóa 01000000… của “a” không phải khóa thật: ai cũng ký thay được"),
        (KEY, f"ee{'f' * 62}", 8, "không phải khóa thật"),  # the same point, its number written otherwise
        (KEY, "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", 8, "không phải khóa thật"),
        ('by = "a"', 'by = "c"', 15, "“delegations” mục 1 by: không ai trong danh sách có mã “c”."),
        ('to = "b-moi"', 'to = "b-mới"', 16, "không ai trong danh sách có mã “b-mới”. Ý bạn là “b-moi”? Sửa mã người."),
        ('kinds = ["*"]', 'kinds = "*"', 17, "cần danh sách [ … ], đang là “*”."),
        ('kinds = ["*"]', "kinds = [1]", 17, TEXT),
        ("from = 2026-01-01\nreference = \"1", "from = true\nreference = \"1", 18, f"{DAY} “true”."),
        ("from = 2026-01-01\nreference = \"1", "from = \"2026-01-01\"\nreference = \"1", 18, DAY),
        ('reference = "1/QĐ"', 'reference = ""', 19, "còn để trống"),
        ("[[absences]]", "[absences]", 20, "Viết mỗi mục thành một bảng [[absences]] riêng"),
        ('person = "a"', 'person = "c"', 21, "“absences” mục 1 person: không ai trong danh sách có mã “c”."),
        ("until = 2026-02-03", "until = 2026-01-31", 23, "ngày cuối 31/01/2026 trước ngày đầu 01/02/2026."),
        ('person = "b-moi"', 'person = "c"', 26, "“assignments” mục 1 person: không ai trong danh sách có mã “c”."),
        ("schema = 1", f"x = {'[' * 5_000}", 0, "dấu ngoặc lồng trong nhau"),
    ],
)  # fmt: skip
def test_every_fault_is_told_on_its_line(tmp_path: Path, written: str, instead: str, line: int, said: str):
    place = tmp_path / "roster.toml"
    place.write_text(ROSTER, encoding="utf-8")
    load_roster(place)
    assert written in ROSTER
    place.write_text(ROSTER.replace(written, instead, 1), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_roster(place)
    problem = refused.value.problems[0]
    assert said in sentence(problem)
    assert problem.where == f"{tmp_path.name}/roster.toml" + (f":{line}" if line else "")
