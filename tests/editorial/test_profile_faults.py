"""Each way a profile can be wrong, with the Vietnamese sentence that a person reads, and its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from editorial.messages import sentence
from editorial.problem import Problem, Refused
from editorial.profile import load_profile
from editorial.toml_document import read_document
from tests.organisation import profile_named

ROOT = Path(__file__).resolve().parents[2]


def faults(folder: Path, *edits: tuple[str, str], regulation: str = "ct") -> list[Problem]:
    """Return the problems of a profile in which each first text was replaced by the second."""
    text = (ROOT / f"regulations/{regulation}.toml").read_text()
    for old, new in edits:
        assert old in text, f"the profile no longer holds {old!r}"
        text = text.replace(old, new, 1)
    file = folder / f"{regulation}.toml"
    file.write_text(text)
    with pytest.raises(Refused) as refused:
        load_profile(file)
    return list(refused.value.problems)


def line_of(folder: Path, part: str) -> str:
    rows = (folder / "ct.toml").read_text().split("\n")
    return f"{folder.name}/ct.toml:{next(n for n, row in enumerate(rows, 1) if part in row)}"


CASES = [
    pytest.param(
        ('audience = "public"', 'audience = "public"\naudiance = "public"'),
        "audiance =",
        "[site] audiance: không có dòng tên “audiance”. Ý bạn là “audience”?",
        id="unknown-key",
    ),
    pytest.param(
        ("[retention]", "[retentoin]"),
        "[retentoin]",
        "[retentoin]: không có dòng tên “retentoin”. Ý bạn là “retention”?",
        id="unknown-table",
    ),
    pytest.param(
        (', clause = "CT-13.1" }', " }"),
        'slug = "cach-lam-hay"',
        '[content] sections mục 6: quy định không ghi điều khoản. Thêm clause = "QC-5.4"',
        id="rule-without-clause",
    ),
    pytest.param(
        ('clause = "CT-13.1" }', 'within = "tin-tuc", clause = "CT-13.1" }'),
        'slug = "cach-lam-hay"',
        "[content] sections mục 6: chuyên mục “cach-lam-hay” đặt trong “tin-tuc”.",
        id="section-too-deep",
    ),
    pytest.param(
        ('clause = "CT-13.1"', 'clause = "Điều 13"'),
        "Điều 13",
        "[content] sections mục 6 clause: “Điều 13” không viết đúng dạng mã điều khoản. Viết như ví dụ: QC-5.4.",
        id="clause-form",
    ),
    pytest.param(
        ('clause = "CT-13.1"', 'clause = ""'),
        'clause = ""',
        "[content] sections mục 6 clause: còn để trống.",
        id="clause-empty",
    ),
    pytest.param(
        ('kinds = ["bulletin"]', 'kinds = ["buletin"]'),
        "buletin",
        "“buletin” không có trong danh sách loại nội dung. Ý bạn là “bulletin”?",
        id="unknown-kind",
    ),
    pytest.param(
        ('act = "screen"', 'act = "sreen"'),
        "sreen",
        "“sreen” không có trong danh sách bước duyệt. Ý bạn là “screen”?",
        id="unknown-act",
    ),
    pytest.param(
        ('from = "event_on"', 'from = "even_on"'),
        "even_on",
        "“even_on” không có trong danh sách ngày bắt đầu tính hạn.",
        id="unknown-date-field",
    ),
    pytest.param(
        ('when = ["delegated", "absent"]', 'when = ["delegated", "away"]'),
        "away",
        "[roles] deputy_editor when mục 2: “away” không có trong danh sách trường hợp ký thay.",
        id="unknown-when",
    ),
    pytest.param(
        ('do = "withdraw"', 'do = "delete"'),
        '"delete"',
        "Chọn một trong: banner, withdraw.",
        id="unknown-do",
    ),
    pytest.param(
        ('every = "6 months"', 'every = "6 month"'),
        '"6 month"',
        "Ý bạn là “6 months”?",
        id="unknown-every",
    ),
    pytest.param(
        ('empty = "warn"', 'empty = "wran"'),
        '"wran"',
        "“wran” không có trong danh sách mức nhắc. Ý bạn là “warn”?",
        id="unknown-severity",
    ),
    pytest.param(
        ('act = "approve", role = "chief_editor"', 'act = "approve", role = "chief_editer"'),
        "chief_editer",
        "[approval] steps mục 3 role: vai trò “chief_editer” không có trong bảng [roles]. Ý bạn là “chief_editor”?",
        id="role-not-in-roles",
    ),
    pytest.param(
        ('delegation = { by = "chief_editor"', 'delegation = { by = "truong_ban"'),
        "truong_ban",
        "“truong_ban” không phải vai trò trong [roles].",
        id="delegation-by-nobody",
    ),
    pytest.param(
        ('days = 3,  from = "event_on"', 'days = 3, at_once = true, from = "event_on"'),
        "days = 3, at_once",
        "mỗi thời hạn ghi đúng một trong hai",
        id="days-and-at-once",
    ),
    pytest.param(
        ("days = 3,", "days = 0,"),
        "days = 0,",
        "[deadlines] rules mục 2 days: cần số từ 1 trở lên, đang là 0.",
        id="no-days",
    ),
    pytest.param(
        ("required = 1", 'required = "1"'),
        'required = "1"',
        "[areas] required: cần số nguyên không có ngoặc kép, đang là “1”.",
        id="type",
    ),
    pytest.param(
        ("required = 1", "required = 7"),
        "required = 7",
        "yêu cầu 7 lĩnh vực cho mỗi mục nhưng chỉ liệt kê 6.",
        id="areas-required",
    ),
    pytest.param(
        ('["the-che",            "Cải cách thể chế"]', '["the-che"]'),
        '["the-che"]',
        "[areas] list mục 1: cần danh sách [slug, name]",
        id="area-half",
    ),
    pytest.param(
        ('slug = "lam-ro"', 'slug = "tin-tuc"'),
        "LX-11.1",
        "[content] sections mục 9: “tin-tuc” đã dùng cho một mục",
        id="section-twice",
    ),
    pytest.param(
        ('issued       = "2023-11"', 'issued       = "11/2023"'),
        "11/2023",
        "[regulation] issued: cần ngày, tháng hoặc năm",
        id="date",
    ),
    pytest.param(
        ('effective    = "on-signing"', 'effective    = "2023-02-30"'),
        "2023-02-30",
        "không có ngày “2023-02-30” trong lịch",
        id="no-such-day",
    ),
    pytest.param(
        ('line = "Nguồn: {source}"', 'line = "Nguồn: {source.__class__}"'),
        "__class__",
        "không viết đúng dạng dòng ghi nguồn có {source}",
        id="format-trick",
    ),
    pytest.param(
        ('stands_in_for = "chief_editor", when = ["delegated", "absent"], ', 'stands_in_for = "chief_editor", '),
        "deputy_editor = {",
        "“stands_in_for” (ký thay ai) và “when” (khi nào) phải ghi cùng nhau.",
        id="stand-in-half",
    ),
    pytest.param(("schema = 1", "schema = 2"), "schema = 2", "phần mềm đọc mẫu số 1", id="schema"),
    pytest.param(
        ('kinds = ["bulletin"]', 'kinds = ["order"]'),
        "[approval]",
        "[approval] chưa ghi “orders_by”",
        id="orders",
    ),
    pytest.param(
        ('withdrawal = { roles = ["chief_editor", "dept_leader"]', "withdrawal = { roles = []"),
        "withdrawal =",
        "[approval] withdrawal roles: danh sách cần ít nhất 1 mục, đang có 0.",
        id="nobody-withdraws",
    ),
    pytest.param(
        ("publisher  = {", "# publisher = {"),
        "[approval]",
        "[approval]: thiếu dòng “publisher”. Thêm dòng",
        id="key-missing",
    ),
    pytest.param(
        ("[deadlines]\ncount", "[deadlines]\n# count"),
        "[deadlines]",
        "[deadlines]: thiếu dòng “count”.",
        id="no-count",
    ),
    pytest.param(
        ('name     = "Cải cách', 'name     = "Ca\u0309i cách'),
        'name     = "Ca',
        "gõ theo kiểu tổ hợp",
        id="decomposed",
    ),
    pytest.param(
        ("[attribution]", "[attribution"),
        "[attribution",
        "Tìm dấu ngoặc, dấu nháy, dấu phẩy",
        id="syntax",
    ),
    pytest.param(
        ("[attribution]", f"x = {'[' * 5_000}\n[attribution]"),
        None,
        "quá nhiều dấu ngoặc lồng trong nhau",
        id="depth",
    ),
]


@pytest.mark.parametrize(("edit", "part", "said"), CASES)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, edit: tuple[str, str], part: str | None, said: str):
    problems = faults(tmp_path, edit)
    assert [problem.severity for problem in problems] == ["fail"] * len(problems)
    assert said in sentence(problems[0])
    assert problems[0].where == (line_of(tmp_path, part) if part else problems[0].where.partition(":")[0])


def test_a_table_that_stands_twice_is_pointed_at_the_second_time(tmp_path: Path):
    [problem] = faults(tmp_path, ("[attribution]", "[site]"))
    rows = (tmp_path / "ct.toml").read_text().split("\n")
    assert problem.where.endswith(f"ct.toml:{len(rows) - rows[::-1].index('[site]')}")
    assert "đã viết ở phía trên. Giữ lại một nơi." in sentence(problem)


def test_all_faults_come_in_one_run(tmp_path: Path):
    problems = faults(
        tmp_path,
        ('kinds = ["bulletin"]', 'kinds = ["buletin"]'),
        ('act = "screen"', 'act = "sreen"'),
        (', clause = "CT-13.1" }', " }"),
        ("days = 3,", "days = 3, at_once = true,"),
        ('role = "dept_leader"', 'role = "dept_lead"'),
        ('slug = "lam-ro"', 'slug = "lam ro"'),
    )
    codes = [problem.code for problem in problems]
    assert sorted(codes) == sorted([
        "table-word-unknown", "table-word-unknown", "table-clause-missing", "profile-days-or-at-once",
        "table-reference-unknown", "table-form-wrong",
    ])  # fmt: skip
    assert len({problem.where for problem in problems}) == len(problems)


def test_an_internal_profile_may_not_export(tmp_path: Path):
    [problem] = faults(tmp_path, ('export = "none"', 'export = "text"'), regulation="lch")
    assert "không được tự động chuyển nội dung ra kênh “zalo-group”" in sentence(problem)  # LCh-4.6


def test_an_internal_profile_says_what_keeps_outsiders_out(tmp_path: Path):
    [problem] = faults(tmp_path, ("access   = {", "# access = {"), regulation="lch")
    assert 'Thêm access = { by = "web-server"' in sentence(problem)  # LCh-4.5


def test_an_answer_needs_a_way_of_counting(tmp_path: Path):
    text = (ROOT / "regulations/lc.toml").read_text()
    start, end = text.index("[deadlines]"), text.index("[inquiry]")
    [problem] = faults(tmp_path, (text[start:end], ""), regulation="lc")
    assert "thiếu cách tính ngày" in sentence(problem)


def test_a_mistyped_regulation_is_answered_with_those_that_exist():
    with pytest.raises(Refused) as refused:
        load_profile(ROOT / "regulations/cty.toml")
    [problem] = refused.value.problems
    assert sentence(problem).startswith("Không tìm thấy tệp này. Ý bạn là “ct”? Hiện có: ct, lc, lch, lx, st.")


def test_bytes_that_are_no_text_are_refused_with_their_line(tmp_path: Path):
    file = tmp_path / "ct.toml"
    file.write_bytes(b'schema = 1\nid = "\xd0\xff"\n')
    with pytest.raises(Refused) as refused:
        load_profile(file)
    [problem] = refused.value.problems
    assert problem.where.endswith("ct.toml:2") and "UTF-8" in sentence(problem)


def test_a_byte_order_mark_and_crlf_are_read(tmp_path: Path):
    text = (ROOT / "regulations/ct.toml").read_text()
    file = tmp_path / "ct.toml"
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load_profile(file).rules_digest == profile_named("ct").rules_digest


def test_an_empty_file_lacks_everything_that_is_needed(tmp_path: Path):
    file = tmp_path / "ct.toml"
    file.write_text("")
    with pytest.raises(Refused) as refused:
        load_profile(file)
    missing = {str(problem.facts["name"]) for problem in refused.value.problems}
    assert missing == {"schema", "id", "regulation", "site", "content", "roles", "approval"}


@pytest.mark.parametrize("value", ["5", "[]", "true", '"x"', "{}", "[[]]", "[5]", "2026-01-01"])
@pytest.mark.parametrize("table", ["site", "roles", "approval", "areas", "content", "deadlines"])
def test_a_table_of_another_shape_is_a_fault_and_no_crash(tmp_path: Path, table: str, value: str):
    file = tmp_path / "ct.toml"
    file.write_text(f'schema = 1\nid = "CT"\n{table} = {value}\n')
    with pytest.raises(Refused) as refused:
        load_profile(file)
    assert all(sentence(problem) for problem in refused.value.problems)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("name = “Sở Nội vụ”", "ngoặc kép thẳng"),
        ("from = 1/11/2026", "Viết năm-tháng-ngày, không có ngoặc kép: 2026-11-01."),
        ("keys = [{ from = 05.02.2026 }]", "2026-02-05"),
        ('name = "Sở “Nội vụ"x', "Tìm dấu ngoặc"),
    ],
)
def test_a_line_that_is_no_toml_says_how_to_write_it(tmp_path: Path, line: str, said: str):
    path = tmp_path / "roster.toml"
    path.write_text(f"schema = 1\n{line}\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_document(path)
    (problem,) = refused.value.problems
    assert problem.where.endswith("roster.toml:2") and said in sentence(problem)
