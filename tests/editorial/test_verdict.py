"""Whatever people do in whatever order, only a whole chain on exactly these words makes them public."""

import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from editorial.dates import local_day
from editorial.office import facts_of
from editorial.problem import Refused
from editorial.publication import PublicItem, load
from editorial.signing import identify, refuse
from editorial.signoffs import Refusal, Signoff, Withdrawal
from editorial.verdict import Facts, steps_for, verifies
from tests.organisation import BOARD, Organisation, found, profile_named

SOC_TRANG = {"thanh-vien": "board_member", "truong-ban": "chief_editor", "giam-doc": "director"}
PEOPLE = st.sampled_from(sorted(BOARD | SOC_TRANG))
KINDS = st.sampled_from(["error", "personal_data", "superseded", "superseded"])
EMBARGOES = st.sampled_from(["", "", "publish_at: 2026-11-22"])
WORDS = st.sampled_from(["Câu một.", "Câu hai.", "Câu ba."])


class Board(RuleBasedStateMachine):
    """People of the board act on one item; what is refused changes nothing."""

    organisation: Organisation
    regulation, board, leader, extra = "ct", BOARD, "lanh-dao-so", ""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.organisation = found(Path(self.folder.name), self.regulation, self.board)
        self.organisation.article("bai-mot", body="Câu một.", extra=self.extra)

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    @rule(words=WORDS, embargo=EMBARGOES)
    def edit(self, words: str, embargo: str) -> None:
        self.organisation.article("bai-mot", body=words, extra="\n".join(filter(None, (self.extra, embargo))))

    @rule(words=WORDS, embargo=EMBARGOES)
    def revise(self, words: str, embargo: str) -> None:
        self.edit(words, embargo)
        self.sign_as_asked()

    @rule(person=PEOPLE)
    def sign(self, person: str) -> None:
        with suppress(Refused, KeyError):
            self.organisation.sign("bai-mot", person)

    @rule()
    def sign_as_asked(self) -> None:
        with suppress(Refused, IndexError):
            self.organisation.sign_all("bai-mot")

    @rule(person=PEOPLE)
    def refuse(self, person: str) -> None:
        edition = self.organisation.case("bai-mot").latest
        if edition:
            office, now = self.organisation.office(), self.organisation.later(seconds=1)
            with suppress(Refused, KeyError):
                refuse(
                    office, edition, identify(office, self.organisation.keys[person], now), Refusal("unverified"), now
                )

    @rule(kind=KINDS, person=st.one_of(st.none(), PEOPLE))
    def withdraw(self, kind: str, person: str | None) -> None:
        with suppress(Refused, KeyError):
            self.organisation.withdraw("bai-mot", Withdrawal(kind, "Thử"), person or self.leader)

    @rule(hours=st.integers(1, 40))
    def wait(self, hours: int) -> None:
        self.organisation.now += timedelta(hours=hours)

    @invariant()
    def public_words_carry_a_whole_chain(self) -> None:
        if not hasattr(self, "organisation"):
            return
        publication = load(self.organisation.settings, self.organisation.now)
        assert not publication.problems, "what does not count is refused, never recorded"
        for public in publication.items:
            steps = steps_for(facts_of(public.item), publication.profile)
            assert [(s.act, s.role) for s in public.receipt] == [(step.act, step.role) for step in steps]
            for signoff in public.receipt:
                assert signoff.edition == public.edition.digest
                assert publication.roster.people[signoff.person].holds(signoff.role, local_day(signoff.at))
                assert verifies(signoff, publication.roster)
            self.stays_away_when_taken(public, publication.cases["bai-mot"].ledger.signoffs)

    def stays_away_when_taken(self, public: PublicItem, lines: Sequence[Signoff]) -> None:
        """Only what no longer fits may stay, where the rules say so; all else comes back by a whole new chain."""
        approved = max(lines.index(signoff) for signoff in public.receipt)
        taken = {line.withdrawal.kind for line in lines[min(map(lines.index, public.receipt)) :] if line.withdrawal}
        assert taken <= ({"superseded"} if self.regulation == "st" else set())
        assert public.is_superseded == bool(taken)
        if taken:
            first = next(line for line in lines[approved:] if line.withdrawal)
            embargo = public.item.publish_at
            assert embargo is None or embargo <= first.at, "readers had seen it"


class SocTrang(Board):
    """Their regulation keeps under a banner what no longer fits (ST-10.4)."""

    regulation, board, leader, extra = "st", SOC_TRANG, "giam-doc", "section: chu-truong"


FEW = settings(max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))

TestBoard, TestSocTrang = Board.TestCase, SocTrang.TestCase
TestBoard.settings = TestSocTrang.settings = FEW


def test_where_every_step_falls_away_all_of_them_are_asked():
    """A chain of conditions only leaves nobody to sign some texts: in doubt shut, and never a text without a step."""
    profile = profile_named("st")
    spared = tuple(replace(step, unless="own") for step in profile.approval.steps)
    only_conditions = replace(profile, approval=replace(profile.approval, steps=spared))
    assert steps_for(Facts("guidance", own=True), only_conditions) == spared
