"""The board's acts: each adds one line that counts, or nothing at all."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from multiprocessing import get_context

import pytest

from editorial.editions import encode
from editorial.keys import load_key
from editorial.office import open_case, open_office
from editorial.problem import Refused
from editorial.profile import load_profile, rules_file
from editorial.publication import load
from editorial.publishing import check_publishing
from editorial.signing import find_item, identify, prepare, refuse, sign, withdraw
from editorial.signoffs import Paper, Refusal, Withdrawal, ledger_path
from editorial.store import Busy, write_whole
from tests.organisation import NOON, found
from tests.refusing import refuses
from tests.requirements.acts import public_ids


def test_the_chain_of_can_tho_is_screen_approve_consent(organisation):
    """CT-10, CT-5.6, A4: both approvers sign, in this order."""
    organisation.article("bai-mot")
    assert [s.act for s in organisation.sign_all("bai-mot")] == ["screen", "approve", "consent"]
    assert public_ids(organisation) == ["bai-mot"]


@pytest.mark.parametrize("missing", ["truong-ban", "lanh-dao-so"])
def test_without_one_signature_nothing_is_public(organisation, missing):
    """CT-5.6: remove only that sign-off and the item is gone."""
    organisation.article("bai-mot")
    organisation.sign("bai-mot", "phong-cchc")
    if missing == "lanh-dao-so":
        organisation.sign("bai-mot", "truong-ban")
    assert public_ids(organisation) == []


def test_a_leader_cannot_sign_before_the_steps_above(organisation):
    """CT-10/1: the order is enforced; nothing is written."""
    organisation.article("bai-mot")
    with refuses("signer-not-in-role"):
        organisation.sign("bai-mot", "lanh-dao-so")
    assert not ledger_path(organisation.settings.records, "bai-mot").exists()


def test_a_text_from_outside_needs_its_provider_first(organisation):
    """CT-5.3, A46: the provider's head confirms, on paper, entered by the clerk."""
    path = organisation.article("bai-mot")
    path.write_text(path.read_text().replace("origin: own", "origin: provided\nprovider: so-noi-vu-can-tho"))
    paper = Paper("CV 12/ABC", NOON.date(), "van-thu")
    first = organisation.sign("bai-mot", "van-thu", paper=paper, person="Thủ trưởng cơ quan cung cấp")
    assert (first.act, first.role, first.paper) == ("confirm", "provider_head", paper)
    assert [s.act for s in organisation.sign_all("bai-mot")] == ["screen", "approve", "consent"]


def test_one_changed_letter_leaves_the_signed_words_public(organisation):
    organisation.article("bai-mot", body="Câu đã ký.")
    organisation.sign_all("bai-mot")
    organisation.article("bai-mot", body="Câu đã sửa.")
    (public,) = load(organisation.settings, organisation.now).items
    assert "Câu đã ký." in public.edition.html and "sửa" not in public.edition.html
    organisation.sign_all("bai-mot")
    (public,) = load(organisation.settings, organisation.now).items
    assert "Câu đã sửa." in public.edition.html


def test_a_moved_and_retitled_file_keeps_its_address(organisation):
    organisation.article("bai-mot", title="Tên cũ")
    organisation.sign_all("bai-mot")
    before = load(organisation.settings, organisation.now).items[0].edition.address
    (organisation.settings.content / "bai/bai-mot.md").rename(organisation.settings.content / "bai/noi-khac.md")
    path = organisation.settings.content / "bai/noi-khac.md"
    path.write_text(path.read_text().replace("Tên cũ", "Tên mới").replace("slug: bai-mot", "slug: ten-khac"))
    organisation.sign_all("bai-mot")
    (public,) = load(organisation.settings, organisation.now).items
    assert (public.edition.address, public.item.title) == (before, "Tên mới")


def test_an_attachment_swapped_after_signing_does_not_go_out(organisation):
    organisation.write("bai/so-lieu.csv", b"a,b\n1,2\n")
    organisation.article("bai-mot", body="Xem [số liệu](so-lieu.csv).")
    organisation.sign_all("bai-mot")
    organisation.write("bai/so-lieu.csv", b"a,b\n9,9\n")
    publication = load(organisation.settings, organisation.now)
    (file,) = publication.items[0].edition.attachments
    assert publication.store.attachment(file) == b"a,b\n1,2\n"


def test_text_changed_while_signing_is_not_signed(organisation):
    organisation.article("bai-mot", body="Điều người ký đã đọc.")
    office = organisation.office()
    item = find_item(office, "bai-mot")
    frozen = prepare(office, item, organisation.case("bai-mot"), organisation.now)
    organisation.article("bai-mot", body="Điều bị thay vào.")
    signer = identify(office, organisation.keys["phong-cchc"], organisation.now)
    with refuses("text-changed-while-signing"):
        sign(office, item, frozen, signer, organisation.now)
    assert not ledger_path(organisation.settings.records, "bai-mot").exists()


def test_a_role_that_ended_yesterday_signs_nothing(organisation):
    organisation.article("bai-mot")
    organisation.sign("bai-mot", "phong-cchc")
    organisation.roster_text(
        lambda t: t.replace('{ role = "chief_editor", from = 2026-01-01 }',
                            '{ role = "chief_editor", from = 2026-01-01, until = 2026-11-19 }')
    )  # fmt: skip
    with refuses("signer-not-in-role"):
        organisation.sign("bai-mot", "truong-ban")


def test_a_role_that_ends_later_does_not_void_what_it_signed(organisation):
    organisation.article("bai-mot")
    organisation.sign_all("bai-mot")
    organisation.roster_text(
        lambda t: t.replace('{ role = "chief_editor", from = 2026-01-01 }',
                            '{ role = "chief_editor", from = 2026-01-01, until = 2026-11-20 }')
    )  # fmt: skip
    organisation.later(days=90)
    assert public_ids(organisation) == ["bai-mot"]


def test_a_deputy_signs_only_when_delegated_or_the_chief_is_away(organisation):
    """CT-8.3-2, CT-8.3-1/2: both names stay on record."""
    organisation.article("bai-mot")
    organisation.sign("bai-mot", "phong-cchc")
    with pytest.raises(Refused):
        organisation.sign("bai-mot", "pho-truong-ban")
    away = '\n[[absences]]\nperson = "truong-ban"\nfrom = 2026-11-20\nuntil = 2026-11-20\nreference = "Nghỉ phép"\n'
    organisation.roster_text(lambda t: t + away)
    signed = organisation.sign("bai-mot", "pho-truong-ban")
    assert (signed.person, signed.on_behalf_of, signed.role) == ("pho-truong-ban", "truong-ban", "chief_editor")


def test_a_delegation_counts_only_within_its_days_and_kinds(organisation):
    organisation.article("bai-mot")
    organisation.sign("bai-mot", "phong-cchc")
    given = '\n[[delegations]]\nby = "truong-ban"\nto = "thanh-vien"\nfrom = 2026-11-20\nreference = "GUQ"\n'
    organisation.roster_text(lambda t: t + given + 'kinds = ["event_news"]\n')
    with pytest.raises(Refused):
        organisation.sign("bai-mot", "thanh-vien")
    organisation.roster_text(lambda t: t.replace('"event_news"', '"guidance"'))
    assert organisation.sign("bai-mot", "thanh-vien").on_behalf_of == "truong-ban"


def test_an_approval_without_its_checklist_does_not_count(organisation):
    """CT-5.2/1."""
    organisation.article("bai-mot")
    organisation.sign("bai-mot", "phong-cchc")
    with refuses("checklist-missing"):
        organisation.sign("bai-mot", "truong-ban", checklist=("an ninh mạng",))


def test_a_clock_that_jumps_back_is_told_and_writes_nothing(organisation):
    organisation.article("bai-mot")
    organisation.sign("bai-mot", "phong-cchc")
    before = ledger_path(organisation.settings.records, "bai-mot").read_bytes()
    organisation.now -= timedelta(hours=2)
    with refuses("clock-went-back"):
        organisation.sign("bai-mot", "truong-ban")
    assert ledger_path(organisation.settings.records, "bai-mot").read_bytes() == before


def test_a_refused_text_starts_again_from_the_first_step(organisation):
    """ST-6.3b: the reason is one of the regulation's."""
    organisation.article("bai-mot")
    organisation.sign("bai-mot", "phong-cchc")
    office, now = organisation.office(), organisation.later(seconds=1)
    edition = organisation.case("bai-mot").latest
    signer = identify(office, organisation.keys["truong-ban"], now)
    with pytest.raises(Refused):
        refuse(office, edition, signer, Refusal("khong-thich"), now)
    refuse(office, edition, signer, Refusal("unverified", "Thiếu nguồn"), now)
    assert organisation.case("bai-mot").verdict.refused[edition.digest].refusal.note == "Thiếu nguồn"
    assert organisation.sign("bai-mot", "phong-cchc").act == "screen"


def test_a_withdrawn_item_comes_back_only_by_a_whole_new_chain(organisation):
    organisation.article("bai-mot")
    organisation.sign_all("bai-mot")
    office, now = organisation.office(), organisation.later(seconds=1)
    clerk = identify(office, organisation.keys["phong-cchc"], now)
    with refuses("withdraw-not-allowed"):
        withdraw(office, "bai-mot", clerk, Withdrawal("error", "Sai số liệu"), "CT-5.5", now)
    leader = identify(office, organisation.keys["lanh-dao-so"], now)
    withdraw(office, "bai-mot", leader, Withdrawal("error", "Sai số liệu"), "CT-5.5", now)
    publication = load(organisation.settings, organisation.now)
    assert not publication.items and publication.tombstones[0].reason == "Sai số liệu"
    assert [s.act for s in organisation.sign_all("bai-mot")] == ["screen", "approve", "consent"]
    assert public_ids(organisation) == ["bai-mot"]


def test_soc_trang_wants_two_different_people(tmp_path):
    organisation = found(tmp_path, "st", {"mot-nguoi": "board_member", "truong-ban": "chief_editor"})
    one, other = (f'{{ role = "{role}", from = 2026-01-01 }}' for role in ("board_member", "chief_editor"))
    organisation.roster_text(lambda t: t.replace(f"roles = [{one}]", f"roles = [{one}, {other}]"))
    organisation.article("bai-mot", extra="section: chu-truong")
    organisation.sign("bai-mot", "mot-nguoi")
    with refuses("signer-twice"):
        organisation.sign("bai-mot", "mot-nguoi")


def test_an_embargo_keeps_a_signed_text_back_until_its_day(organisation):
    organisation.article("bai-mot", extra="publish_at: 2026-12-01")
    organisation.sign_all("bai-mot")
    assert public_ids(organisation) == []
    organisation.now = NOON + timedelta(days=11)
    assert public_ids(organisation) == ["bai-mot"]


def test_what_is_withdrawn_before_its_day_never_appeared(organisation):
    organisation.article("bai-mot", extra="publish_at: 2026-12-01")
    organisation.sign_all("bai-mot")
    withdrawn(organisation, "bai-mot")
    publication = load(organisation.settings, NOON + timedelta(days=11))
    assert publication.order_of_appearance == ()
    assert publication.tombstones == ()


def test_items_keep_their_place_in_the_order_of_appearance_whatever_happens_to_them(organisation):
    organisation.article("bai-hai", title="Bài hai", extra="publish_at: 2026-11-25")
    organisation.sign_all("bai-hai")
    for item in ("bai-mot", "bai-ba"):
        organisation.article(item, title=item)
        organisation.sign_all(item)
    assert load(organisation.settings, organisation.now).order_of_appearance == ("bai-mot", "bai-ba")
    order = ("bai-mot", "bai-ba", "bai-hai")
    organisation.now = NOON + timedelta(days=11)
    assert load(organisation.settings, organisation.now).order_of_appearance == order
    withdrawn(organisation, "bai-mot")
    assert load(organisation.settings, organisation.now).order_of_appearance == order
    organisation.sign_all("bai-mot")
    assert load(organisation.settings, organisation.now).order_of_appearance == order


def withdrawn(organisation, item):
    office, now = organisation.office(), organisation.later(seconds=1)
    leader = identify(office, organisation.keys["lanh-dao-so"], now)
    withdraw(office, item, leader, Withdrawal("error", "Sai số liệu"), "CT-5.5", now)


def test_rules_that_were_never_adopted_sign_nothing(organisation):
    organisation.article("bai-mot")
    lax = replace(organisation.settings, regulation="lx")
    office = open_office(lax)
    item = find_item(office, "bai-mot")
    frozen = prepare(office, item, open_case(office, "bai-mot", organisation.now), organisation.now)
    signer = identify(office, organisation.keys["truong-ban"], organisation.now)
    with refuses("rules-not-adopted"):
        sign(office, item, frozen, signer, organisation.now)


def test_what_was_signed_stays_public_when_the_regulation_changes(organisation):
    """Old items keep the rules under which they were approved."""
    organisation.article("bai-mot")
    organisation.sign_all("bai-mot")
    moved = replace(organisation.settings, regulation="st")
    assert [public.item.id for public in load(moved, organisation.now).items] == ["bai-mot"]


def _sign_in_a_process(organisation, person: str, told) -> None:
    try:
        organisation.keys = {person: load_key(organisation.settings.keys / f"{person}.pem")}
        organisation.sign("bai-mot", person)
        told.put("signed")
    except (Refused, Busy) as refused:
        told.put(type(refused).__name__)


def test_two_people_signing_at_once_leave_one_line_and_tell_the_other(organisation):
    organisation.article("bai-mot")
    organisation.keys = {}
    processes = get_context("spawn")
    told = processes.Queue()
    clerks = ("phong-cchc", "van-thu")
    both = [processes.Process(target=_sign_in_a_process, args=(organisation, clerk, told)) for clerk in clerks]
    for process in both:
        process.start()
    outcomes = sorted(told.get(timeout=60) for _ in both)
    for process in both:
        process.join()
    assert outcomes == ["Refused", "signed"]
    assert len(organisation.case("bai-mot").ledger.signoffs) == 1


def test_rules_that_were_replaced_count_only_for_their_own_time(organisation):
    """A line made today under the laxer rules of last year helps nobody."""
    organisation.article("bai-mot")
    organisation.sign_all("bai-mot")
    stricter = load_profile(organisation.settings.root / "regulations/st.toml")
    since = NOON.date() + timedelta(days=1)
    kept = organisation.settings.records / "rules" / rules_file(stricter, since)
    write_whole(kept, (organisation.settings.root / "regulations/st.toml").read_bytes())
    organisation.later(days=3)
    assert public_ids(organisation) == ["bai-mot"]
    organisation.article("bai-mot", body="Câu mới.")
    with refuses("rules-replaced") as refused:
        organisation.sign("bai-mot", "phong-cchc")
    assert refused.value.problems[0].facts["since"] == since
    real = replace(organisation.settings, siteurl="https://cchc.example.vn")
    told = check_publishing(real, load(organisation.settings, organisation.now), "van-thu", organisation.now)
    assert "rules-replaced" in {one.code for one in told}, "the site would show rules that nobody works under"
    kept.rename(kept.with_name(rules_file(stricter, NOON.date() - timedelta(days=1))))
    assert public_ids(organisation) == []
    assert organisation.case("bai-mot").verdict.problems[0].code == "signoff-rules-not-in-force"


@pytest.mark.parametrize(
    "forged",
    [
        {"html": "<p>Nội dung khác.</p><script>alert(1)</script>\n"},
        {"address": "/gioi-thieu/"},
        {"kind": "page"},
    ],
    ids=["rendering", "address", "kind"],
)
def test_nobody_is_led_to_sign_on_an_edition_made_by_hand(organisation, forged):
    """One key is enough to sign the first step of anything; the others sign what the text itself gives."""
    organisation.article("bai-mot")
    office, now = organisation.office(), organisation.later(seconds=1)
    item = find_item(office, "bai-mot")
    true = prepare(office, item, open_case(office, item.id, now), now)
    edition = replace(true.edition, **forged)
    edition = replace(edition, digest=sha256(encode(edition)).hexdigest())
    sign(office, item, replace(true, edition=edition), identify(office, organisation.keys["phong-cchc"], now), now)
    shown = prepare(office, item, organisation.case("bai-mot"), now)
    assert shown.edition == true.edition
    organisation.sign_all("bai-mot")
    (public,) = load(organisation.settings, organisation.now).items
    assert public.edition == true.edition


def test_a_chain_that_runs_into_the_next_year_keeps_its_address(organisation):
    organisation.article("bai-mot")
    first = organisation.sign("bai-mot", "phong-cchc")
    organisation.later(days=60)
    assert organisation.sign("bai-mot", "truong-ban").edition == first.edition


def test_a_withdrawal_of_no_known_kind_takes_nothing_away(organisation):
    organisation.article("bai-mot")
    organisation.sign_all("bai-mot")
    office, now = organisation.office(), organisation.later(seconds=1)
    leader = identify(office, organisation.keys["lanh-dao-so"], now)
    with pytest.raises(Refused):
        withdraw(office, "bai-mot", leader, Withdrawal("khac", "Thử"), "CT-5.5", now)
    assert public_ids(organisation) == ["bai-mot"]


def test_the_later_of_two_signed_items_of_one_address_stays_out_and_the_one_that_keeps_it_is_named(organisation):
    organisation.article("z-truoc")
    organisation.sign_all("z-truoc")
    later = organisation.article("a-sau")
    later.write_text(later.read_text(encoding="utf-8").replace("slug: a-sau", "slug: z-truoc"), encoding="utf-8")
    organisation.sign_all("a-sau")
    publication = load(organisation.settings, organisation.later(seconds=1))
    (problem,) = [problem for problem in publication.problems if problem.code == "address-taken"]
    assert (problem.where, problem.facts["other"]) == ("signoffs/a-sau.jsonl", "z-truoc")
    assert [public.id for public in publication.items] == ["z-truoc"]
