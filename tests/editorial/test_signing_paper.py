"""Signed on paper: the signature is judged by the day on the paper, and a clerk cannot make one up."""

from datetime import timedelta

from editorial.publication import load
from editorial.signoffs import Paper
from tests.organisation import NOON
from tests.refusing import refuses


def test_a_clerk_cannot_enter_his_own_signature_as_paper(organisation):
    organisation.article("bai-mot")
    with refuses("paper-clerk-not-allowed"):
        organisation.sign("bai-mot", "van-thu", paper=Paper("P1", NOON.date(), "van-thu"), person="van-thu")


def test_a_leader_signs_on_paper_through_the_clerk(organisation):
    organisation.article("bai-mot")
    organisation.sign("bai-mot", "phong-cchc")
    paper = Paper("Phiếu trình 05", NOON.date(), "van-thu")
    assert organisation.sign("bai-mot", "van-thu", paper=paper, person="truong-ban").person == "truong-ban"
    organisation.sign("bai-mot", "lanh-dao-so")
    assert load(organisation.settings, organisation.now).items[0].receipt[1].paper == paper


def test_a_paper_signature_is_judged_by_the_day_on_the_paper(organisation):
    """The chief signed on his last day; the clerk enters it the week after."""
    organisation.article("bai-mot")
    organisation.sign("bai-mot", "phong-cchc")
    held = '{ role = "chief_editor", from = 2026-01-01 }'
    organisation.roster_text(lambda t: t.replace(held, held.replace(" }", ", until = 2026-11-20 }")))
    organisation.later(days=7)
    late = Paper("Phiếu trình 05", organisation.now.date(), "van-thu")
    with refuses("signer-not-in-role"):
        organisation.sign("bai-mot", "van-thu", paper=late, person="truong-ban")
    paper = Paper("Phiếu trình 05", NOON.date(), "van-thu")
    assert organisation.sign("bai-mot", "van-thu", paper=paper, person="truong-ban").act == "approve"


def test_a_paper_signature_of_tomorrow_does_not_count(organisation):
    organisation.article("bai-mot")
    organisation.sign("bai-mot", "phong-cchc")
    paper = Paper("Phiếu trình 05", NOON.date() + timedelta(days=1), "van-thu")
    with refuses("paper-before-signed"):
        organisation.sign("bai-mot", "van-thu", paper=paper, person="truong-ban")


def test_a_paper_older_than_the_step_above_it_does_not_count(organisation):
    organisation.article("bai-mot")
    organisation.sign("bai-mot", "phong-cchc")
    paper = Paper("Phiếu trình 05", NOON.date() - timedelta(days=1), "van-thu")
    with refuses("paper-before-step"):
        organisation.sign("bai-mot", "van-thu", paper=paper, person="truong-ban")
