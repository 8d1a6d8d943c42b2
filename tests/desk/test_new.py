"""desk new: a template that passes, an id that is free, and never over another file."""

import argparse
import re
import resource

import pytest

from desk import check, new
from editorial.content_fields import KINDS
from editorial.content_files import read_item
from editorial.content_template import ALPHABET, new_id
from tests.desk.checking_desk import Paper, settings_in
from tests.organisation import profile_named

TITLE = "Hội nghị mẫu: sơ kết"
ASKED_FOR = {"guidance": ["legal_bases=Nghị định số 30/2020/NĐ-CP"], "online_service": ["service_level=toàn trình"]}
REGULATIONS = ("ct", "st", "lc", "lx", "lch")


def begin(settings, kind, title=TITLE, section=None, id=None, set=()):
    paper = Paper()
    args = argparse.Namespace(kind=kind, title=title, section=section, id=id, set=list(set))
    return new.run(args, settings, paper), paper.said


def checked(settings):
    paper = Paper()
    return check.run(argparse.Namespace(files=[]), settings, paper), paper.said


def files_in(settings):
    return sorted(path.relative_to(settings.content).as_posix() for path in settings.content.rglob("*.md"))


CASES = [
    (regulation, kind)
    for regulation in REGULATIONS
    for kind in dict.fromkeys(k for section in profile_named(regulation).sections for k in section.kinds)
]


@pytest.mark.parametrize(("regulation", "kind"), [*CASES, ("ct", "page")])
def test_a_template_of_every_kind_passes_the_checks_of_its_regulation(tmp_path, regulation, kind):
    settings = settings_in(tmp_path, regulation)
    assert begin(settings, kind, set=ASKED_FOR.get(kind, ()))[0] == 0
    code, said = checked(settings)
    assert code == 0, said
    assert "Chưa trình được: còn lời hướng dẫn của mẫu" in said


def test_what_only_the_editor_knows_is_told_until_it_is_filled_in(tmp_path):
    settings = settings_in(tmp_path)
    begin(settings, "guidance", title=None)
    code, said = checked(settings)
    assert code == 0
    assert "Chưa trình được: còn chỗ chưa điền “[điền tiêu đề]”" in said
    assert "Chưa trình được: còn chỗ chưa điền “[điền căn cứ]”" in said
    left = said.count("Chưa trình được: còn")
    assert f"lưu ý; còn {left} chỗ của mẫu phải điền mới trình được." in said


@pytest.mark.parametrize("regulation", REGULATIONS)
def test_a_template_of_a_document_invents_no_form_no_number_and_no_day(tmp_path, regulation):
    settings = settings_in(tmp_path, regulation)
    begin(settings, "admin_document")
    (path,) = settings.content.rglob("*.md")
    item, problems = read_item(path, settings.content)
    assert problems == [] and item is not None
    for key in ("form", "document_no", "issued_on", "effective_on"):
        assert item.metadata[key].startswith("[điền "), key
    assert (item.issued_on, item.effective_on) == (None, None)


def test_the_file_lies_in_its_section_and_the_next_steps_are_told(tmp_path):
    settings = settings_in(tmp_path)
    code, said = begin(settings, "event_news")
    assert (code, files_in(settings)) == (0, ["tin-tuc/hoi-nghi-mau-so-ket.md"])
    assert "desk check" in said and "tin-tuc/hoi-nghi-mau-so-ket.md" in said


def test_a_second_item_of_the_same_title_gets_its_own_file(tmp_path):
    settings = settings_in(tmp_path)
    begin(settings, "event_news")
    first = (settings.content / "tin-tuc/hoi-nghi-mau-so-ket.md").read_bytes()
    begin(settings, "event_news", id="tin-thu-hai")
    assert files_in(settings) == ["tin-tuc/hoi-nghi-mau-so-ket.md", "tin-tuc/tin-thu-hai.md"]
    assert (settings.content / "tin-tuc/hoi-nghi-mau-so-ket.md").read_bytes() == first


@pytest.mark.parametrize("kind", KINDS)
def test_an_id_begins_with_the_initials_of_the_kind(kind):
    assert re.fullmatch(rf"[a-z]{{2}}-[{ALPHABET}]{{8}}", new_id(kind))
    assert new_id("event_news").startswith("tt-")


def test_ids_are_not_repeated():
    assert len({new_id("page") for _ in range(1000)}) == 1000


@pytest.mark.parametrize(("kind", "meant"), [("event_new", "event_news"), ("tin-tuc", "event_news"), (None, "")])
def test_an_unknown_kind_shows_the_kinds_and_writes_nothing(tmp_path, kind, meant):
    settings = settings_in(tmp_path)
    code, said = begin(settings, kind)
    assert (code, files_in(settings)) == (2, [])
    assert "Tin tức về hoạt động, sự kiện" in said
    assert meant == "" or f"Ý bạn là “{meant}”?" in said


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"id": "Mã Lạ"}, "cần 3 đến 40 ký tự"),
        ({"id": "da-co"}, "Mã “da-co” đã có ở content/"),
        ({"section": "van-ban"}, "Chuyên mục “van-ban” không nhận loại “event_news”"),
        ({"set": ["autor=An"]}, "Ý bạn là “author:”?"),
        ({"set": ["event_on=mai"]}, "phần mềm không đọc được ngày này"),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_written(tmp_path, asked, sentence):
    settings = settings_in(tmp_path)
    begin(settings, "event_news", id="da-co", title="Tin đã có")
    before = files_in(settings)
    code, said = begin(settings, "event_news", **asked)
    assert (code, files_in(settings)) == (2, before)
    assert sentence in said


def test_values_that_are_known_stand_in_the_file(tmp_path):
    settings = settings_in(tmp_path)
    begin(settings, "event_news", set=["author=Người Viết", "event_on=2026-11-18"])
    text = (settings.content / "tin-tuc/hoi-nghi-mau-so-ket.md").read_text()
    assert "author: Người Viết\n" in text
    assert "event_on: 2026-11-18\n" in text
    assert f"title: {TITLE}\n" in text


def test_a_full_disk_leaves_no_half_file_behind(tmp_path):
    settings = settings_in(tmp_path)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            begin(settings, "event_news")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert files_in(settings) == []
