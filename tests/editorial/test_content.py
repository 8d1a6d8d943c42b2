"""Reading the text of a content file: every text a clerk may hand in becomes an Item or located Problems."""

import unicodedata
from datetime import UTC, date, datetime

import pytest

from editorial.content import Item, item_from_metadata, parse_item
from editorial.content_fields import FIELDS, KINDS, ON_SIGNING, BadValue, iso_proposal, moment_proposal, read_value
from editorial.dates import VIETNAM, PartialDate
from editorial.messages import sentence

HEAD = "title: Hội nghị sơ kết\nid: tt-7k3mq9xw\nkind: event_news\n"


def read(text: str) -> tuple[Item, dict[str, str]]:
    """Return the item and the problems as code -> place."""
    item, problems = parse_item(text, "tin-tuc/x.md")
    assert item is not None
    for problem in problems:
        assert sentence(problem)
    return item, {problem.code: problem.where for problem in problems}


def test_metadata_a_blank_line_and_markdown_become_an_item():
    item, problems = read(HEAD + "event_on: 2026-11-20\n\nNội dung\n\n### Phần\n")
    assert problems == {}
    assert (item.title, item.kind, item.event_on) == ("Hội nghị sơ kết", "event_news", date(2026, 11, 20))
    assert item.body == "Nội dung\n\n### Phần\n"
    assert item.at("kind") == "content/tin-tuc/x.md:3"
    assert item.at("author") == "content/tin-tuc/x.md"
    assert item.at_body(3) == "content/tin-tuc/x.md:8"


def test_every_key_is_an_attribute_of_the_item():
    assert set(FIELDS) <= set(Item.__dataclass_fields__)


@pytest.mark.parametrize("key", sorted(FIELDS))
def test_the_example_of_every_key_can_be_read(key):
    read_value(FIELDS[key], (FIELDS[key].example,))


def test_an_indented_line_adds_a_value_that_may_hold_a_semicolon():
    item, _ = read(HEAD + "legal_bases: Luật A; được sửa đổi năm 2020;\n    Luật B\n\tLuật C;\nareas: a; b ;\n\nX")
    assert item.legal_bases == ("Luật A; được sửa đổi năm 2020", "Luật B", "Luật C")
    assert item.areas == ("a", "b")


def test_a_long_text_may_go_on_over_lines():
    item, _ = read(HEAD + "summary: Dòng một\n    dòng hai\n\nX")
    assert item.summary == "Dòng một dòng hai"


def test_absent_and_empty_values_take_the_documented_defaults():
    item, problems = read(HEAD + "author:\n\nX")
    assert problems == {}
    assert (item.author, item.areas, item.issued_on, item.menu) == ("", (), None, None)
    assert (item.lang, item.circulation, item.template) == ("vi", "public", "page")
    assert "author" not in item.metadata
    assert item.at("author").endswith(":4")


def test_metadata_is_composed_and_trimmed_for_the_edition():
    item, _ = read(f"title:   {unicodedata.normalize('NFD', 'Cải cách')}  \nid: abc\n\nX")
    assert item.metadata == {"title": "Cải cách", "id": "abc"}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("authro: An", "key-unknown"),
        ("tác giả: An", "key-unknown"),
        ("title: Lần hai", "key-twice"),
        ("Dòng không có khóa", "metadata-line-unreadable"),
        ("event_on: 20/11/2026", "date-unreadable"),
        ("event_on: 2026-13-01", "date-unreadable"),
        ("event_on: ٢٠٢٦-١١-٢٠", "date-unreadable"),
        ("event_on: 9999-12-31", "date-unreadable"),
        ("event_on: 0002-11-20", "date-unreadable"),
        ("event_on: 2026-11", "date-incomplete"),
        ("publish_at: 2026-11-20T08:00:00", "moment-unreadable"),
        ("publish_at: 9999-12-31T23:59:59-12:00", "moment-unreadable"),
        ("publish_at: 0001-01-01T00:00:00+14:00", "moment-unreadable"),
        ("menu: -1", "whole-unreadable"),
        ("beyond_authority: có lẽ", "flag-unreadable"),
        ("kind_: x", "key-unknown"),
        ("slug: Tên Dài", "slug-unreadable"),
        ("address: gioi-thieu", "address-unreadable"),
        ("source_url: javascript:alert(1)", "url-unreadable"),
        ("service_url: https://a b", "url-unreadable"),
        ("origin: khác", "value-unknown"),
    ],
)
def test_each_bad_line_is_a_problem_at_its_line(line, code):
    _, problems = read(HEAD + line + "\n\nX")
    assert problems == {code: "content/tin-tuc/x.md:4"}


@pytest.mark.parametrize("key", ["authro", "tác giả", "Tác giả", "autor"])
def test_an_unknown_key_says_which_one_was_meant(key):
    _, problems = parse_item(f"{HEAD}{key}: An\n\nX", "x.md")
    assert "Ý bạn là “author:”?" in sentence(problems[0])


def test_a_missing_blank_line_keeps_the_text_and_says_where():
    item, problems = read(HEAD + "# Tiêu đề lớn\nNội dung")
    assert problems == {"metadata-line-unreadable": "content/tin-tuc/x.md:4"}
    assert item.body == "# Tiêu đề lớn\nNội dung"


@pytest.mark.parametrize("line", ["“level”: thành phố Cần Thơ", "level：thành phố Cần Thơ", "Tin nóng!"])
def test_an_unreadable_line_hides_none_of_those_below_it(line):
    """Else an editor would be told that each of them is missing, when it stands before his eyes."""
    item, problems = read(f"{HEAD}{line}\nauthor: An\norigin: own\n\nX")
    assert problems == {"metadata-line-unreadable": "content/tin-tuc/x.md:4"}
    assert (item.author, item.origin, item.body) == ("An", "own", "X")


def test_a_file_fenced_as_for_other_tools_is_read_and_told():
    item, problems = read("---\n" + HEAD + "---\n\nX")
    assert (item.title, item.body) == ("Hội nghị sơ kết", "X")
    assert set(problems) == {"metadata-fenced"}


def test_a_text_without_metadata_is_no_item():
    item, problems = parse_item("# Chỉ có nội dung\n", "x.md")
    assert item is None
    assert "metadata-missing" in [problem.code for problem in problems]


def test_an_unreadable_circulation_never_becomes_public():
    item, problems = read(HEAD + "circulation: nội bộ\n\nX")
    assert "value-unknown" in problems
    assert item.circulation == "nội bộ"


@pytest.mark.parametrize(
    ("written", "expected", "shown"),
    [
        ("2023", PartialDate(2023), "năm 2023"),
        ("2023-02", PartialDate(2023, 2), "tháng 02 năm 2023"),
        ("2023-03", PartialDate(2023, 3), "tháng 3 năm 2023"),  # NĐ 30/2020: a 0 before the months 1 and 2 only
        ("2023-11", PartialDate(2023, 11), "tháng 11 năm 2023"),
        ("2023-11-05", PartialDate(2023, 11, 5), "05/11/2023"),
    ],
)
def test_a_document_may_be_dated_to_the_month(written, expected, shown):
    item, _ = read(f"{HEAD}issued_on: {written}\n\nX")
    assert item.issued_on == expected
    assert item.issued_on.vietnamese() == shown


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("5/11/2023", "2023-11-05"),
        ("05-11-2023", "2023-11-05"),
        ("ngày 5 tháng 11 năm 2023", "2023-11-05"),
        ("tháng 11 năm 2023", "2023-11"),
        ("2023/11/5", "2023-11-05"),
        ("31/02/2023", None),
        ("hôm qua", None),
    ],
)
def test_the_iso_form_is_proposed_where_the_date_is_clear(written, iso):
    assert iso_proposal(written) == iso


@pytest.mark.parametrize("written", [ON_SIGNING, "chưa xác định"])
def test_an_effective_date_may_be_said_in_words(written):
    item, problems = read(f"{HEAD}effective_on: {written}\n\nX")
    assert (item.effective_on, problems) == (written, {})


def test_metadata_typed_with_marks_apart_are_read_and_told_at_their_line():
    item, problems = read(f"{HEAD}effective_on: {unicodedata.normalize('NFD', ON_SIGNING)}\n\nX")
    assert item.effective_on == ON_SIGNING
    assert problems == {"text-decomposed": "content/tin-tuc/x.md:4"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-12-01 08:00", "2026-12-01T08:00:00+07:00"),
        ("2026-12-01T08:30:00", "2026-12-01T08:30:00+07:00"),
        ("1/12/2026 8h", "2026-12-01T08:00:00+07:00"),
        ("8h30 ngày 1/12/2026", "2026-12-01T08:30:00+07:00"),
        ("lúc 14 giờ 05 phút, ngày 01 tháng 12 năm 2026", "2026-12-01T14:05:00+07:00"),
    ],
)
def test_an_hour_written_as_people_do_is_told_as_the_moment_that_is_meant(written, meant):
    assert moment_proposal(written) == meant
    with pytest.raises(BadValue) as bad:
        read_value(FIELDS["publish_at"], (written,))
    assert (bad.value.code, bad.value.facts["example"]) == ("moment-unreadable", meant)


@pytest.mark.parametrize(
    "written", ["2026-12-01T08:00:00+07:00", "2026-12-01", "24:00 1/12/2026", "8h", "8h ngày 12/2026", "8h sáng mai"]
)
def test_no_moment_is_guessed(written):
    assert moment_proposal(written) is None


def test_an_embargo_day_begins_at_midnight_in_vietnam():
    item, _ = read(HEAD + "publish_at: 2026-11-20\n\nX")
    assert item.publish_at == datetime(2026, 11, 20, tzinfo=VIETNAM)
    item, _ = read(HEAD + "publish_at: 2026-11-20T01:00:00Z\n\nX")
    assert item.publish_at == datetime(2026, 11, 20, 1, tzinfo=UTC)


def test_an_item_of_an_edition_equals_the_item_it_was_made_from():
    item, _ = read(HEAD + "areas: a; b\nissued_on: 2023-11\nbeyond_authority: yes\n\nX")
    metadata = {key: list(value) if isinstance(value, tuple) else value for key, value in item.metadata.items()}
    assert item_from_metadata(metadata, item.body, item.path) == item


@pytest.mark.parametrize("metadata", [{"titel": "x"}, {"event_on": "mai"}, {"circulation": "mật"}])
def test_an_edition_with_unreadable_metadata_is_refused(metadata):
    with pytest.raises(ValueError, match=r"e\.md"):
        item_from_metadata(metadata, "", "e.md")


def test_kinds_are_the_closed_list_and_page():
    assert KINDS["page"] == "Trang thông tin chung"
    with pytest.raises(BadValue):
        read_value(FIELDS["kind"], ("tin_tuc",))
