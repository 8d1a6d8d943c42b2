"""From an answered inquiry to a signed item: masked by one, confirmed by another, and nothing that leads back."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from desk.inquiries import acts, routing
from desk.inquiries.doing import Doing
from desk.inquiries.drafts import Draft, confirm, first_draft, markdown_of, propose, publicity
from desk.inquiries.reading import inbox as rows_of
from desk.inquiries.reading import letter, personal
from editorial.checks import check_item
from editorial.checks_context import open_context
from editorial.content_files import read_item
from editorial.rendering import render
from inquiries.cleaning import clean_text
from inquiries.codes import show_code
from inquiries.masks import apply, count
from inquiries.masks import propose as masks_of
from inquiries.store import StoreFailed
from tests.desk.inbox_fixture import VALUES, Inbox
from tests.desk.office_fixture import desk_of
from tests.refusing import refuses

ANSWER = "Bản sao được cấp trong ngày làm việc."
GOOD = Draft("Cấp bản sao mất bao lâu?", "Cấp bản sao văn bản mất bao lâu?", ANSWER)


def answered(inbox: Inbox, concern: bool = True, **values: str) -> str:
    id = inbox.send(**values)
    acts.answer(inbox.house(), inbox.clerk(), id, inbox.now, text=ANSWER, general_concern=concern)
    return id


def proposed(inbox: Inbox, id: str, draft: Draft = GOOD) -> Any:
    return propose(inbox.house(), inbox.clerk(), id, inbox.now, draft=draft, masks={"name": 1})


def confirmed(inbox: Inbox, id: str, person: str = "van-thu") -> Path:
    context, _ = open_context(inbox.desk.settings, inbox.now)
    return confirm(inbox.house(), inbox.clerk(person), id, inbox.now, context=context)[1]


def test_the_draft_is_an_item_that_the_checks_take(inbox: Inbox) -> None:
    id = answered(inbox)
    proposed(inbox, id)
    path = confirmed(inbox, id)
    item, problems = read_item(path, inbox.desk.settings.content)
    assert path.parent.name == "hoi-dap" and path.name == "cap-ban-sao-mat-bao-lau.md"
    assert item is not None and (item.kind, item.title) == ("qa", GOOD.title)
    assert item.body.strip() == f"**Hỏi:** {GOOD.question}\n\n**Đáp:** {ANSWER}"
    context, _ = open_context(inbox.desk.settings, inbox.now)
    held = [*problems, *(one for one in check_item(item, context) if one.severity != "warn")]
    assert [problem.code for problem in held] == []


def test_nothing_in_the_file_leads_back(inbox: Inbox) -> None:
    id = answered(inbox)
    proposed(inbox, id)
    text = confirmed(inbox, id).read_text(encoding="utf-8")
    for trace in (id[:8], show_code(inbox.codes[id]), inbox.codes[id], "Cẩm Tú", "912 345", "camtu", "Hòa Bình"):
        assert trace not in text


def test_the_proposer_does_not_confirm(inbox: Inbox) -> None:
    id = answered(inbox)
    proposed(inbox, id)
    with refuses("inquiry-draft-same-person"):
        confirmed(inbox, id, "phong-cchc")
    assert not (inbox.desk.settings.content / "hoi-dap").exists()


def test_the_reminder_stays_until_the_item_is_public(inbox: Inbox) -> None:
    """LX-10.1d/4."""
    organisation = inbox.desk.organisation

    def reminders() -> tuple[str, ...]:
        rows, _ = rows_of(inbox.house(), inbox.now, publicity(organisation.office(), inbox.now))
        return rows[0].reminders if rows else ()

    id = answered(inbox)
    assert reminders() == ("unpublished",)
    proposed(inbox, id)
    assert reminders() == ("confirm-draft",)
    path = confirmed(inbox, id)
    assert reminders() == ("unpublished",)
    item, _ = read_item(path, inbox.desk.settings.content)
    assert item is not None
    organisation.sign_all(item.id)
    assert reminders() == ()


def test_without_general_concern_nothing_is_published_or_reminded(inbox: Inbox) -> None:
    id = answered(inbox, concern=False)
    assert rows_of(inbox.house(), inbox.now)[0] == ()
    with refuses("inbox-not-of-concern"):
        proposed(inbox, id)


def test_a_denunciation_is_never_publishable(inbox: Inbox) -> None:
    id = inbox.send()
    routing.classify(inbox.house(), inbox.clerk(), id, inbox.now, class_="denunciation")
    acts.redirect(inbox.house(), inbox.clerk(), id, inbox.now, text="Nơi khác.", body="Thanh tra")
    with refuses("inbox-denunciation"):
        proposed(inbox, id)


@pytest.mark.parametrize("shape", ["{id8}", "{shown}", "{code}", "{spaced}", "{lower}"])
def test_a_code_or_an_id_in_the_text_is_refused(inbox: Inbox, shape: str) -> None:
    id = answered(inbox)
    shown = show_code(inbox.codes[id])
    told = shape.format(
        id8=id[:8], shown=shown, code=inbox.codes[id], spaced=shown.replace("-", " "), lower=shown.lower()
    )
    with refuses("inbox-draft-names-inquiry"):
        proposed(inbox, id, Draft("Tiêu đề", "", f"Xem mã {told} nhé"))


def test_the_senders_words_stay_out_where_only_answers_are_published(inbox: Inbox) -> None:
    long = "Tôi đi làm thủ tục này đã ba lần ở bộ phận một cửa mà vẫn chưa xong vì thiếu giấy"
    id = answered(inbox, noi_dung=long)
    assert first_draft(inbox.house(), letter(inbox.house(), inbox.clerk(), id)).question == ""
    with refuses("inbox-draft-quotes"):
        proposed(inbox, id, Draft("Tiêu đề", long.upper(), ANSWER))


def test_the_content_is_published_where_the_regulation_says_so(tmp_path: Path) -> None:
    """ST-8.6, with what the sender agreed to."""
    inbox = Inbox(desk_of(tmp_path / "st", "st", {"truong-ban": "chief_editor", "can-bo": "standing_unit"}))
    id, who = inbox.send(), inbox.clerk("can-bo")
    routing.classify(inbox.house(), who, id, inbox.now, class_="simple", unit="Phòng A")
    routing.confirm_unit(inbox.house(), who, id, inbox.now)
    acts.answer(inbox.house(), who, id, inbox.now, text=ANSWER, general_concern=False)
    opened = letter(inbox.house(), who, id)
    first = first_draft(inbox.house(), opened)
    assert first.question == VALUES["noi_dung"]
    masks = masks_of(first.question, personal(opened))
    assert count(masks) == {"name": 1, "telephone": 1}
    assert apply(first.question, masks).startswith("Tôi là [đã ẩn tên người], số [đã ẩn số điện thoại].")


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[bấm vào](javascript:alert(1))",
    "[bấm](id:qc-can-tho)",
    "![hình](cchc-file:bi-mat.pdf)",
    "<https://vi-du.vn>",
    "[x]: https://vi-du.vn\n[x]",
    "<!-- ẩn -->",
    "&lt;script&gt; &#60;b&#62; &amp;",
    "# Tiêu đề giả\n===\nchữ\n---\nchữ",
    "    thụt lề\n\ttab",
    "- một\n+ hai\n* ba\n1. bốn\n2) năm",
    "| a | b |\n| - | - |\n| 1 | 2 |",
    "**đậm** _nghiêng_ `mã` ~~gạch~~ \\*x\\*",
    "[^1]\n\n[^1]: chú thích",
    "Thuật ngữ\n: định nghĩa",
    "> trích\n>> nữa",
    "***\n___\n* * *",
    "{static}/x {attach}y {{ SITEURL }} {% raw %}",
    "title: giả\nid: giả\nkind: page\naddress: /gioi-thieu/\n    thêm",
    "dòng một\r\ndòng hai\u2028dòng ba\x85bốn",
    "[điền tiêu đề]",
]


PLAIN_KEYS = {"title", "id", "kind", "areas", "level", "author", "source", "origin"}
"""Metadata of a draft under the Cần Thơ regulation, whatever stands in its text."""


def words(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(inbox: Inbox, text: str) -> None:
    id = answered(inbox)
    proposed(inbox, id, Draft(text, text, text))
    item, problems = read_item(confirmed(inbox, id), inbox.desk.settings.content)
    assert item is not None and problems == []
    assert set(item.metadata) == PLAIN_KEYS
    assert (item.kind, item.address, item.title) == ("qa", "", " ".join(clean_text(text).split()))
    rendered = render(item.body, "qa")
    soup = BeautifulSoup(rendered.html, "html.parser")
    assert {tag.name for tag in soup.find_all(True)} <= {"p", "br", "strong"}
    assert (rendered.links, rendered.images, rendered.removed) == ((), (), ())
    expected = " ".join(clean_text(text).split())
    assert words(rendered.html) == f"Hỏi: {expected} Đáp: {expected}"


@given(st.text(alphabet=st.sampled_from("ab1.#*_-+=|<>[]()!&;:`~\\{}\"'\n\t ^$@/ế"), max_size=60))
def test_any_text_renders_as_itself(text: str) -> None:
    html = render(f"**Đáp:** {markdown_of('x' + text)}", "qa").html
    soup = BeautifulSoup(html, "html.parser")
    assert {tag.name for tag in soup.find_all(True)} <= {"p", "br", "strong"}
    assert re.sub(r"\s", "", soup.get_text()) == "Đáp:x" + re.sub(r"\s", "", clean_text("x" + text)[1:])


def test_a_failed_confirmation_leaves_no_file(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    id = answered(inbox)
    proposed(inbox, id)
    context, _ = open_context(inbox.desk.settings, inbox.now)
    house = inbox.house()

    def full(event: object) -> None:
        raise StoreFailed(OSError(errno.ENOSPC, "No space left on device"))

    monkeypatch.setattr(house.store, "append", full)
    with refuses("store-failed"):
        confirm(house, inbox.clerk("van-thu"), id, inbox.now, context=context)
    assert list((inbox.desk.settings.content / "hoi-dap").iterdir()) == []


def test_a_confirmation_that_the_disk_may_have_taken_loses_no_draft(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The event is in its place when the disk is full for the line of the audit: the next start counts it."""
    id = answered(inbox)
    proposed(inbox, id)
    context, _ = open_context(inbox.desk.settings, inbox.now)
    house = inbox.house()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(house.store.audit, "append", full)
    with refuses("store-failed"):
        confirm(house, inbox.clerk("van-thu"), id, inbox.now, context=context)
    inquiry = inbox.house().store.inquiry(id)
    [path] = (inbox.desk.settings.content / "hoi-dap").iterdir()
    item, _ = read_item(path, inbox.desk.settings.content)
    assert inquiry is not None and item is not None and inquiry.item == item.id


def test_a_file_that_a_killed_confirmation_left_is_the_one_that_counts(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = answered(inbox)
    proposed(inbox, id)
    monkeypatch.setattr(Doing, "end", lambda *_: os._exit(9))
    if (child := os.fork()) == 0:
        confirmed(inbox, id)
    monkeypatch.undo()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    path = confirmed(inbox, id)
    assert list(path.parent.iterdir()) == [path]
    inquiry, text = inbox.house().store.inquiry(id), path.read_text(encoding="utf-8")
    assert inquiry is not None and f"id: {inquiry.item}\n" in text


def test_a_taken_file_name_is_never_overwritten(inbox: Inbox) -> None:
    first, second = answered(inbox), answered(inbox)
    paths = []
    for id in (first, second):
        proposed(inbox, id)
        paths.append(confirmed(inbox, id))
    assert paths[0] != paths[1] and all(path.is_file() for path in paths)
