"""What is remembered of the records is what reading and proving everything would say, whatever happened in between."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editorial import heads, publication, standings
from editorial.dates import VIETNAM
from editorial.editions import EditionStore
from editorial.file_index import Memory
from editorial.heads import Standing
from editorial.parallel import forked
from editorial.problem import Refused
from editorial.profile_schema import PERSONAL_DATA
from editorial.publication import Publication, load, looking
from editorial.settings import Settings
from editorial.signoffs import Withdrawal, ledger_path
from editorial.standings import memory_key
from tests.organisation import Organisation, copied, found

EMBARGOED = "publish_at: 2026-12-01T08:00:00+07:00\n"


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    """Two public items, one embargoed, one half signed; files old enough to be known by their Stat."""
    site = found(tmp_path_factory.mktemp("site"))
    for name, extra in (("bai-mot", ""), ("bai-hai", ""), ("bai-sau", EMBARGOED), ("bai-do", "")):
        site.article(name, title=f"Bài {name}", extra=extra.strip())
    for name in ("bai-mot", "bai-hai", "bai-sau"):
        site.sign_all(name)
    site.sign("bai-do", "phong-cchc")
    return site


@pytest.fixture
def site(signed: Organisation, tmp_path: Path) -> Organisation:
    return copied(signed, tmp_path / "site")


@pytest.fixture(autouse=True)
def files_settle_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits two seconds for each case; that young files are not known is asked by name below."""
    monkeypatch.setattr(standings, "settled", lambda stat, looked_at: True)


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The items that were judged anew by who asked, without those of a process beside (where none can be forked)."""
    seen: list[str] = []
    judge, see = standings._judged, standings.see

    def see_beside(settings: Settings, now: datetime, without: Collection[str]) -> standings.Seen:
        before = len(seen)
        found = see(settings, now, without)
        del seen[before:]
        return found

    monkeypatch.setattr(standings, "_judged", lambda *told: (seen.append(told[-1]), judge(*told))[1])
    monkeypatch.setattr(publication, "see", see_beside)
    return seen


def told(ask: Callable[[], Publication]) -> object:
    """Return all that a publication says, or the problems that refuse it."""
    try:
        answer = ask()
    except Refused as refused:
        return refused.problems
    plain = {item: standing._replace(made=0.0) for item, standing in answer.standings.items()}
    return plain, answer.tombstones, answer.problems, [(p.shown, p.receipt, p.html) for p in answer.items]


def looked_at_beside(site: Organisation, meanwhile: Callable[[], object] = lambda: None) -> Publication:
    """Load what a process beside has looked at. meanwhile: is done after the look"""
    with looking(site.settings, site.now) as looked:
        looked()
        meanwhile()
        return load(site.settings, site.now, looked=looked)


def same(site: Organisation) -> None:
    """What is remembered, what a process beside finds and what is read anew say the same."""
    anew = told(lambda: load(site.settings, site.now, remember=False))
    assert told(lambda: looked_at_beside(site)) == anew
    assert told(lambda: load(site.settings, site.now)) == anew
    assert told(lambda: load(site.settings, site.now)) == anew


def change_in_place(path: Path, at: int, flip: int) -> None:
    """Change one byte and put size and time back, as somebody would who does not want to be seen."""
    before, content = os.stat(path), bytearray(path.read_bytes())
    content[at % len(content)] ^= flip
    with path.open("r+b") as file:
        file.write(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_nothing_is_judged_twice_while_nothing_changes(site: Organisation, judged: list[str]) -> None:
    load(site.settings, site.now)
    assert sorted(judged) == ["bai-do", "bai-hai", "bai-mot", "bai-sau"]
    judged.clear()
    same(site)
    assert sorted(judged) == ["bai-do", "bai-hai", "bai-mot", "bai-sau"], "only what was not to remember"


def test_new_sign_offs_judge_its_item_and_no_other(site: Organisation, judged: list[str]) -> None:
    load(site.settings, site.now)
    site.sign_all("bai-do")
    judged.clear()
    load(site.settings, site.now)
    assert judged == ["bai-do"]
    same(site)


def test_what_was_judged_beside_is_not_judged_again(site: Organisation, judged: list[str]) -> None:
    load(site.settings, site.now)
    site.sign_all("bai-do")
    judged.clear()
    assert looked_at_beside(site).standings["bai-do"].public
    assert judged == []
    load(site.settings, site.now)
    assert judged == [], "and it is remembered"


def test_what_changes_after_the_look_counts_the_next_time(site: Organisation) -> None:
    load(site.settings, site.now)
    looked_at_beside(site, lambda: site.sign_all("bai-do"))
    assert load(site.settings, site.now).standings["bai-do"].public
    same(site)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_change_of_any_byte_says_what_reading_everything_says(
    signed: Organisation, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    site = copied(signed, tmp_path_factory.mktemp("changed"))
    load(site.settings, site.now)
    files = sorted(path for path in site.settings.records.rglob("*") if path.is_file() and path.suffix != ".lock")
    kinds = sorted({path.relative_to(site.settings.records).parts[0] for path in files})
    kind = data.draw(st.sampled_from(kinds))
    chosen = [path for path in files if path.relative_to(site.settings.records).parts[0] == kind]
    change_in_place(
        data.draw(st.sampled_from(chosen)), data.draw(st.integers(0, 100_000)), data.draw(st.integers(1, 255))
    )
    same(site)


def removed_ledger(site: Organisation) -> None:
    ledger_path(site.settings.records, "bai-mot").unlink()


def renamed_ledger(site: Organisation) -> None:
    ledger_path(site.settings.records, "bai-mot").rename(ledger_path(site.settings.records, "bai-khac"))


def exchanged_ledgers(site: Organisation) -> None:
    one, two, aside = (ledger_path(site.settings.records, name) for name in ("bai-mot", "bai-hai", "x"))
    one.rename(aside), two.rename(one), aside.rename(two)


def removed_edition(site: Organisation) -> None:
    store = EditionStore(site.settings.records)
    store.path(load(site.settings, site.now).items[0].digest).unlink()


def exchanged_editions(site: Organisation) -> None:
    one, two = sorted((site.settings.records / "editions").iterdir())[:2]
    content = one.read_bytes()
    one.write_bytes(two.read_bytes()), two.write_bytes(content)


def linked_ledger(site: Organisation) -> None:
    ledger = ledger_path(site.settings.records, "bai-mot")
    ledger.rename(site.base / "aside")
    ledger.symlink_to(site.base / "aside")


def cut_line(site: Organisation) -> None:
    ledger = ledger_path(site.settings.records, "bai-mot")
    ledger.write_bytes(b"".join(ledger.read_bytes().splitlines(keepends=True)[:-1]))


def expired_key(site: Organisation) -> None:
    site.roster_text(
        lambda text: text.replace("from = 2026-01-01 }]\nroles", "from = 2026-01-01, until = 2026-02-01 }]\nroles")
    )


def lost_role(site: Organisation) -> None:
    site.roster_text(
        lambda text: text.replace(
            'role = "chief_editor", from = 2026-01-01', 'role = "chief_editor", from = 2026-12-01'
        )
    )


def no_rules(site: Organisation) -> None:
    for path in (site.settings.records / "rules").iterdir():
        path.unlink()


def rules_of_later(site: Organisation) -> None:
    for path in (site.settings.records / "rules").iterdir():
        path.rename(path.with_name(path.name.replace("2026-01-01", "2026-12-01")))


def withdrawn(site: Organisation) -> None:
    site.later(hours=1)
    site.withdraw("bai-mot")


def another_edition(site: Organisation) -> None:
    site.article("bai-mot", body="Lời đã sửa.", extra="change_note: Sửa lời\nchanged_by: Công văn số 5/SNV")
    site.sign_all("bai-mot")


def removed_past_edition(site: Organisation) -> None:
    another_edition(site)
    first = next(p for p in load(site.settings, site.now).items if p.id == "bai-mot").history[0]
    EditionStore(site.settings.records).path(first.digest).unlink()


def embargo_past(site: Organisation) -> None:
    site.later(days=30)


def clock_back(site: Organisation) -> None:
    site.later(days=-30)


def clock_back_a_little(site: Organisation) -> None:
    site.later(minutes=-6)


CHANGES = (
    removed_ledger, renamed_ledger, exchanged_ledgers, removed_edition, exchanged_editions, linked_ledger, cut_line,
    expired_key, lost_role, no_rules, rules_of_later, embargo_past, withdrawn,
    another_edition, removed_past_edition, clock_back, clock_back_a_little,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_was_changed_is_judged_anew(site: Organisation, change: Callable[[Organisation], None]) -> None:
    before = told(lambda: load(site.settings, site.now))
    change(site)
    same(site)
    if change not in (linked_ledger,):
        assert told(lambda: load(site.settings, site.now)) != before


def test_the_editions_that_readers_saw_are_remembered_in_their_order(site: Organisation, judged: list[str]) -> None:
    another_edition(site)
    for _ in range(2):
        public = next(p for p in load(site.settings, site.now).items if p.id == "bai-mot")
        assert [(past.note, past.decided_by) for past in public.history] == [("", ""), ("Sửa lời", "Công văn số 5/SNV")]
        assert public.history[-1].digest == public.digest and public.history[0].public_at == public.published_at
    assert judged.count("bai-mot") == 1
    others = [p.history for p in load(site.settings, site.now).items if p.id != "bai-mot"]
    assert others and not any(others)


def test_a_file_just_written_is_looked_at_again(
    site: Organisation, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    load(site.settings, site.now)
    places = list((site.settings.state / "memory").glob("standings-*"))
    assert places and not any(Memory.load(place, memory_key(site.settings)) for place in places)


def test_an_embargo_ends_at_its_moment_and_the_publication_says_when(site: Organisation, judged: list[str]) -> None:
    first = load(site.settings, site.now)
    at = datetime.fromtimestamp(first.until, VIETNAM)
    assert at > site.now
    site.now = at - timedelta(microseconds=1)
    judged.clear()
    assert "bai-sau" not in {p.id for p in load(site.settings, site.now).items} and judged == []
    site.now = at
    assert "bai-sau" in {p.id for p in load(site.settings, site.now).items} and judged == ["bai-sau"]
    assert load(site.settings, site.now).until == 0


def test_a_sign_off_of_the_future_counts_when_its_time_comes(site: Organisation) -> None:
    site.later(minutes=20)
    site.sign_all("bai-do")
    at = site.now
    site.later(minutes=-10)
    first = load(site.settings, site.now)
    assert "bai-do" not in {p.id for p in first.items} and first.problems and first.until
    same(site)
    site.now = at
    same(site)
    assert "bai-do" in {p.id for p in load(site.settings, site.now).items}


def test_a_damaged_memory_and_one_of_other_code_are_empty(site: Organisation, judged: list[str]) -> None:
    load(site.settings, site.now)
    for place in (site.settings.state / "memory").glob("standings-*"):
        place.write_bytes(place.read_bytes()[:-3])
    same(site)
    judged.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(standings, "CODE", "other")
        load(site.settings, site.now)
    assert len(judged) == 4


def test_left_out_items_have_no_standing(site: Organisation) -> None:
    load(site.settings, site.now)
    assert "bai-mot" not in load(site.settings, site.now, without=["bai-mot"]).standings
    assert "bai-mot" in load(site.settings, site.now).standings


def test_every_damaged_record_is_told_from_whatever_process(
    site: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standings, "forked", lambda work, things: forked(work, things, 1, 3))
    for name in ("bai-mot", "bai-hai", "bai-do"):
        ledger_path(site.settings.records, name).write_text("{")
    with pytest.raises(Refused) as caught:
        load(site.settings, site.now)
    assert sorted(problem.where for problem in caught.value.problems) == [
        "signoffs/bai-do.jsonl", "signoffs/bai-hai.jsonl", "signoffs/bai-mot.jsonl",
    ]  # fmt: skip


def test_a_text_and_a_receipt_are_proved_each_time_they_are_asked_for(site: Organisation) -> None:
    public = load(site.settings, site.now).items[0]
    assert public.html == public.edition.html and [s.act for s in public.receipt][-1] in ("approve", "consent")
    change_in_place(EditionStore(site.settings.records).path(public.digest), 40, 1)
    ledger = ledger_path(site.settings.records, public.id)
    ledger.write_bytes(b"".join(ledger.read_bytes().splitlines(keepends=True)[:1]))
    for ask in (lambda: public.html, lambda: public.edition, lambda: public.receipt):
        with pytest.raises(Refused):
            ask()


def test_head_digest_changes_with_the_head_and_not_with_the_text(site: Organisation) -> None:
    public = {p.id: p for p in load(site.settings, site.now).items}
    edition = public["bai-mot"].edition
    at = public["bai-mot"].published_at
    one = heads.shown_of(edition, at, at)
    assert heads.shown_of(replace(edition, html="<p>Khác</p>", digest="0"), at, at).head_digest == one.head_digest
    others = [
        heads.shown_of(replace(edition, address="/khac/"), at, at),
        heads.shown_of(replace(edition, metadata={**edition.metadata, "title": "Khác"}), at, at),
        heads.shown_of(edition, at + timedelta(seconds=1), at),
        heads.shown_of(edition, at, at + timedelta(seconds=1)),
        heads.shown_of(edition, at, at, ((0, b"x"),)),
        heads.shown_of(edition, at, at, ((0, b"x"),), (0, b"x")),
        heads.shown_of(edition, at, at, ((0, b"x"), (0, b"x"))),
    ]
    assert len({shown.head_digest for shown in [one, *others]}) == 1 + len(others)


def test_standings_are_plain_data(site: Organisation) -> None:
    standing = load(site.settings, site.now).standings["bai-mot"]
    assert isinstance(standing, Standing) and standing.lines == 3 and standing.appeared_at and standing.rests


def test_a_standing_says_whether_a_text_was_ever_withdrawn_for_its_personal_data(site: Organisation) -> None:
    site.later(hours=1)
    site.withdraw("bai-mot", Withdrawal(PERSONAL_DATA, "Có số điện thoại riêng."))
    site.article("bai-mot", body="Không còn số điện thoại.", extra="change_note: Bỏ số\nchanged_by: Công văn số 5/SNV")
    site.sign_all("bai-mot")
    found = load(site.settings, site.now).standings
    assert found["bai-mot"].public
    assert [item for item, standing in found.items() if standing.personal] == ["bai-mot"]
