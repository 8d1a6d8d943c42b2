"""Working files that are as they were are not read again, and nothing that changed is taken for what it was."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from secrets import token_hex

import pytest

from editorial import working
from editorial.checks import check_items
from editorial.content import Item
from editorial.content_files import read_items
from editorial.parallel import forked
from editorial.problem import Refused
from editorial.publication import load
from editorial.publishing import check_working
from editorial.waiting import is_settled, waiting
from editorial.working import Working, read_working
from tests.organisation import Organisation, found, lend


@pytest.fixture
def site(tmp_path: Path) -> Organisation:
    site = found(tmp_path)
    lend(site.settings.records, "bodies.toml", "providers.toml", "acts.toml", "holidays")
    site.article("bai-mot", body="Xem [bảng](bang.csv) và [mẫu](mau.pdf).")
    site.article("bai-hai", title="Bài hai")
    site.write("bai/bang.csv", "a,b\n")
    site.write("tep/mau.pdf", "%PDF-1.7")
    site.sign_all("bai-mot")
    shutil.rmtree(site.settings.memory)  # signing has read them
    return site


@pytest.fixture(autouse=True)
def files_settle_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "settled", lambda stat, looked_at: stat[0] >= 0)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were read."""
    seen: list[str] = []
    really = working._read
    monkeypatch.setattr(working, "_read", lambda content, name: (seen.append(name), really(content, name))[1])
    return seen


def told(answer: Working) -> object:
    items = [[getattr(item, field.name) for field in fields(Item)] for item in answer.items]
    return items, answer.problems, answer.sources, answer.files


def read_anew(site: Organisation) -> Working:
    """With a memory that nobody has filled."""
    return read_working(replace(site.settings, state=site.settings.state / token_hex(4)))


def same(site: Organisation) -> Working:
    """What is remembered is what reading everything gives, and what read_items gives."""
    answer = read_working(site.settings)
    assert told(answer) == told(read_anew(site))
    items, problems = read_items(site.settings.content)
    assert [(item.path, item.body, dict(item.metadata), item.lines) for item in answer.items] == [
        (item.path, item.body, dict(item.metadata), item.lines) for item in items
    ]
    assert list(answer.problems) == problems
    return answer


def settled_paths(site: Organisation) -> set[str]:
    publication, answer = load(site.settings, site.now), read_working(site.settings)
    return {item.path for item in answer.items if is_settled(publication, answer, item)}


def test_only_files_that_changed_are_read(site: Organisation, read: list[str]) -> None:
    read_working(site.settings)
    assert sorted(read) == ["bai/bai-hai.md", "bai/bai-mot.md", "bai/bang.csv", "tep/mau.pdf"]
    read.clear()
    read_working(site.settings)
    assert read == []
    site.article("bai-hai", title="Khác")
    same(site)
    assert read[0] == "bai/bai-hai.md"


def test_a_change_of_the_same_size_and_time_is_seen(site: Organisation) -> None:
    read_working(site.settings)
    path = site.settings.content / "bai/bai-mot.md"
    before = os.stat(path)
    path.write_bytes(path.read_bytes().replace("Bài viết".encode(), "Bài viếT".encode()))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert same(site).items[1].title == "Bài viếT"


def no_utf8(site: Organisation) -> None:
    site.write("bai/bai-hai.md", b"title: \xff\n")


def removed(site: Organisation) -> None:
    (site.settings.content / "bai/bai-hai.md").unlink()


def exchanged(site: Organisation) -> None:
    one, two, aside = (site.settings.content / name for name in ("bai/bai-mot.md", "bai/bai-hai.md", "x"))
    one.rename(aside), two.rename(one), aside.rename(two)


def moved(site: Organisation) -> None:
    (site.settings.content / "bai").rename(site.settings.content / "tin")


def linked(site: Organisation) -> None:
    (site.settings.content / "bai/bai-hai.md").rename(site.base / "aside.md")
    (site.settings.content / "bai/bai-hai.md").symlink_to(site.base / "aside.md")


def linked_folder(site: Organisation) -> None:
    (site.settings.content / "tin").symlink_to("bai")


def misnamed(site: Organisation) -> None:
    site.write("bai/quen.md.txt", "title: Quên\n")


def hidden(site: Organisation) -> None:
    (site.settings.content / "bai/bai-hai.md").rename(site.settings.content / "bai/.bai-hai.md")


@pytest.mark.parametrize(
    "change",
    (no_utf8, removed, exchanged, moved, linked, linked_folder, misnamed, hidden),
    ids=lambda change: change.__name__,
)
def test_whatever_happens_to_a_file_shows(site: Organisation, change: Callable[[Organisation], None]) -> None:
    before = told(read_working(site.settings))
    change(site)
    assert told(same(site)) != before
    same(site)


def test_a_file_is_settled_while_text_and_files_are_those_of_its_public_edition(site: Organisation) -> None:
    assert settled_paths(site) == {"bai/bai-mot.md"}
    for name in ("bai/bang.csv", "tep/mau.pdf"):
        content = (site.settings.content / name).read_bytes()
        site.write(name, content + b"x")
        assert settled_paths(site) == set(), name
        (site.settings.content / name).unlink()
        assert settled_paths(site) == set(), name
        site.write(name, content)
        assert settled_paths(site) == {"bai/bai-mot.md"}, name
    site.write("bai/mau.pdf", "%PDF-1.7 của riêng bài")
    assert settled_paths(site) == set(), "a file beside the text comes before the shared one"


def test_a_broken_link_beside_the_text_hides_the_shared_file(site: Organisation) -> None:
    (site.settings.content / "bai/mau.pdf").symlink_to("nowhere")
    assert settled_paths(site) == set()


def test_an_embargoed_text_is_settled_and_a_withdrawn_or_edited_one_is_not(site: Organisation) -> None:
    site.article("bai-sau", title="Bài sau", extra="publish_at: 2026-12-01T08:00:00+07:00")
    site.sign_all("bai-sau")
    assert settled_paths(site) == {"bai/bai-mot.md", "bai/bai-sau.md"}
    site.article("bai-sau", title="Bài sau nữa", extra="publish_at: 2026-12-01T08:00:00+07:00")
    assert settled_paths(site) == {"bai/bai-mot.md"}


def test_a_publish_checks_in_full_only_what_is_not_public_as_it_lies(
    site: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def noted(items: list[Item], context: object) -> list[object]:
        seen.extend(item.path for item in items)
        return check_items(items, context)  # type: ignore[arg-type, return-value]

    monkeypatch.setattr("editorial.checks.check_items", noted)
    check_working(load(site.settings, site.now), read_working(site.settings), site.now)
    assert seen == ["bai/bai-hai.md"]


def test_a_publish_checks_no_text_that_was_withdrawn_as_it_lies(
    site: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(
        "editorial.checks.check_items", lambda items, context: [seen.append(item.path) for item in items] and []
    )
    site.sign_all("bai-hai")
    site.later(hours=1)
    site.withdraw("bai-hai")
    check_working(load(site.settings, site.now), read_working(site.settings), site.now)
    assert seen == []
    site.article("bai-hai", title="Bài hai đã sửa")
    check_working(load(site.settings, site.now), read_working(site.settings), site.now)
    assert seen == ["bai/bai-hai.md"]


def test_faults_between_items_stop_a_publish_also_where_both_are_settled(site: Organisation) -> None:
    site.sign_all("bai-hai")  # so that nothing waits: a text that does has all of them looked at
    text = (site.settings.content / "bai/bai-mot.md").read_bytes()
    site.write("bai/bai-ba.md", text)
    problems = check_working(load(site.settings, site.now), read_working(site.settings), site.now)
    assert {problem.code for problem in problems if problem.severity == "fail"} == {"id-twice"}


def test_what_waits_is_what_is_not_public_as_it_lies(site: Organisation) -> None:
    def names() -> list[tuple[str, str]]:
        publication, answer = load(site.settings, site.now), read_working(site.settings)
        return [(wait.item.id, wait.state) for wait in waiting(publication, answer, site.now)]

    assert names() == [("bai-hai", "new")]
    site.sign_all("bai-hai")
    assert names() == []
    site.article("bai-hai", title="Sửa")
    assert names() == [("bai-hai", "edited")]


def test_a_file_that_went_after_it_was_read_refuses_its_text(site: Organisation) -> None:
    answer = read_working(site.settings)
    shutil.rmtree(site.settings.content / "bai")
    with pytest.raises(Refused):
        _ = answer.items[0].body


def test_files_read_in_many_processes_are_the_same(site: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    one = told(read_anew(site))
    monkeypatch.setattr(working, "forked", lambda work, things: forked(work, things, 1, 3))
    assert told(read_anew(site)) == one
