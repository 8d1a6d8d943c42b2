"""Blocks packed and read back, and the data files that shards and plans rest on."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial.messages import sentence
from editorial.problem import Refused
from editorial.registry import Body
from search.borders import HARD, ONE_IN, SOFT, cut
from search.manifest import Manifest, Place, Shards, read_manifest
from search.moving import with_posting
from search.packs import squeezed
from search.shards import (
    PACK,
    STEP,
    Block,
    Packed,
    Spelling,
    block_places,
    can_be_filed,
    pack_block,
    pack_postings,
    packed_blocks,
    spellings_of,
    squeeze,
    unpack_block,
    unsqueeze,
)
from search.vocabulary import ABBREVIATIONS, aliases, read_abbreviations

POSTINGS = st.dictionaries(st.integers(0, 200_000), st.integers(1, 255), min_size=1, max_size=40)
BLOCKS = st.dictionaries(
    st.text(min_size=1, max_size=8), st.dictionaries(st.text(max_size=9), POSTINGS, min_size=1, max_size=3), max_size=8
)


def packed(told: dict[str, dict[int, int]]) -> list[tuple[str, Packed]]:
    """Return spellings as pack_block() takes them."""
    return [(exact, postings(held)) for exact, held in sorted(told.items())]


def postings(held: dict[int, int]) -> Packed:
    return pack_postings(sorted(held), bytes(held[document] for document in sorted(held)))


def block(told: dict[str, dict[int, int]]) -> Block:
    spellings = ((exact, sorted(held)) for exact, held in sorted(told.items()))
    return Block(
        7,
        tuple(Spelling(exact, held, bytes(told[exact][document] for document in held)) for exact, held in spellings),
    )


def plain(block: Block) -> object:
    return block.idf, [(one.exact, list(one.documents), one.impacts) for one in block.spellings]


@given(BLOCKS)
def test_what_is_packed_is_read_back(told: dict[str, dict[str, dict[int, int]]]) -> None:
    blocks = {key: block(told[key]) for key in sorted(told)}
    data = b"".join(pack_block(key, 7, packed(told[key])) for key in sorted(told))
    read = {key: unpack_block(data, place) for key, place in block_places(data).items()}
    assert {key: plain(one) for key, one in read.items()} == {key: plain(one) for key, one in blocks.items()}
    assert {key: spellings_of(one) for key, one in packed_blocks(data).items()} == {
        key: dict(packed(told[key])) for key in told
    }


@given(POSTINGS, st.integers(0, 200_000), st.integers(0, 255), st.booleans())
def test_one_posting_moved_is_packed_as_if_it_had_been_there(
    held: dict[int, int], document: int, impact: int, known: bool
) -> None:
    document = min(held, key=lambda other: abs(other - document)) if known else document
    wanted = {other: value for other, value in {**held, document: impact}.items() if value}
    moved = with_posting(postings(held), document, impact)
    assert moved == (postings(wanted) if wanted else Packed(b"", b""))


@given(st.binary(max_size=300))
def test_a_shard_fills_whole_steps_and_is_a_gzip_stream_like_any_other(data: bytes) -> None:
    assert len(squeezed(data)) % STEP == 0
    assert unsqueeze(squeezed(data)) == gzip.decompress(squeezed(data)) == data


@pytest.mark.parametrize("harm", [lambda data: data[:-1], lambda data: data[1:], lambda data: data + squeeze(b"x")])
def test_what_is_not_one_gzip_stream_is_refused(harm: Callable[[bytes], bytes]) -> None:
    with pytest.raises(ValueError, match="gzip stream"):
        unsqueeze(harm(squeezed(b"abc")))


SIZES = st.lists(st.integers(1, SOFT // 3) | st.integers(SOFT - 9, 3 * HARD), max_size=60)


@given(SIZES)
def test_shards_keep_every_block_in_order(sizes: list[int]) -> None:
    packed = [(f"{number:03d}", bytes(size)) for number, size in enumerate(sizes)]
    made = list(cut(packed))
    assert [block for shard in made for block in shard] == packed
    for shard in made:
        held = [len(data) for _, data in shard]
        assert len(held) == 1 or (max(held) < SOFT and sum(held[:-1]) < HARD)


@given(SIZES, st.integers(0, 59))
def test_one_block_more_moves_only_borders_nearby(sizes: list[int], at: int) -> None:
    """Behind the first border that both walks have, all are the same."""
    packed = [(f"{number:03d}", bytes(size)) for number, size in enumerate(sizes)]
    before = [shard[0][0] for shard in cut(packed)]
    after = [shard[0][0] for shard in cut([*packed[:at], (f"{at - 1:03d}+", b"x"), *packed[at:]])]
    met = next((first for first in before if first in after and first > f"{at:03d}"), None)
    if met:
        assert after[after.index(met) :] == before[before.index(met) :]


def test_small_blocks_make_shards_of_about_the_same_size() -> None:
    made = list(cut((f"{number:05d}", bytes(40)) for number in range(20_000)))
    sizes = sorted(sum(len(data) for _, data in shard) for shard in made[:-1])
    assert SOFT <= sizes[0] <= sizes[-1] <= HARD
    assert sizes[len(sizes) // 2] < SOFT + 40 * ONE_IN * 2


SHARDS = st.dictionaries(st.from_regex(r"[a-z]{1,4}", fullmatch=True), st.integers(1, 3_000), max_size=40)


@given(SHARDS, st.dictionaries(st.from_regex(r"[a-z][a-z0-9]{0,11}", fullmatch=True), st.integers(0, 17), max_size=40))
def test_a_manifest_is_read_back(u: dict[str, int], lexicon: dict[str, int]) -> None:
    shards = {"u": Shards(sorted(u), [STEP * u[key] for key in sorted(u)]), "b": Shards(["a b"], [STEP])}
    shards |= {"n": Shards([], []), "f": Shards(["area", "date"], [STEP, 2 * STEP])}
    told = Manifest(
        "abcd1234", "v", 3, 4, shards, lexicon, {"qd": "qd"}, frozenset(("snv",)), [("cchc", "cải cách")], [("a", "B")]
    )
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "manifest.bin").write_bytes(told.packed())
        assert read_manifest(Path(folder)) == told


def test_a_key_below_the_first_border_belongs_to_the_first_shard() -> None:
    told = Shards(["c", "m"], [64, 128])
    assert [told.place("u", key) for key in ("a", "c", "l")] == [Place("u0.bin", 0, 64)] * 3
    assert [told.place("u", key) for key in ("m", "z")] == [Place("u0.bin", 64, 192)] * 2
    assert Shards([], []).place("b", "a b") is None


def test_a_pack_holds_so_many_shards_and_the_next_one_begins_anew() -> None:
    told = Shards([f"{at:04d}" for at in range(PACK + 2)], [64] * PACK + [128, 192])
    assert told.packs("b") == ["b0.bin", "b1.bin"]
    assert told.place("b", f"{PACK - 1:04d}") == Place("b0.bin", 64 * (PACK - 1), 64 * PACK)
    assert told.place("b", f"{PACK + 1:04d}") == Place("b1.bin", 128, 320)


def test_a_key_that_its_length_cannot_be_told_of_is_not_filed() -> None:
    assert can_be_filed("a" * 200) and can_be_filed("한" * 66)
    assert not can_be_filed("a" * 201) and not can_be_filed("한" * 67)


def test_the_house_abbreviations_are_well_formed_and_mean_one_thing() -> None:
    pairs = read_abbreviations(ABBREVIATIONS)
    assert len(pairs) >= 40
    assert {"cchc", "tthc", "ubnd", "hđnd", "dvc"} <= {short for short, _ in pairs}
    assert len({long for _, long in pairs}) == len(pairs)


@pytest.mark.parametrize("line", ['"AB" = 5', '"A B" = "an bình"', '"AB" = "một"', '"" = "hai chữ"'])
def test_an_abbreviation_that_is_none_is_refused(line: str, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(f"[abbreviations]\n{line}\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_abbreviations(tmp_path / "a.toml")
    [problem] = refused.value.problems
    assert problem.where.endswith("/a.toml:2") and "chưa ghi đúng" in sentence(problem)


def test_former_names_lead_to_the_present_ones_and_back() -> None:
    new = Body("new", "Sở Nội vụ thành phố Cần Thơ", "department", predecessors=("old",))
    old = Body("old", "Sở Nội vụ tỉnh Hậu Giang", "department", valid_to=date(2025, 7, 1), successors=("new",))
    told = dict(aliases([new, old]))
    assert told["so noi vu tinh hau giang"] == told["so noi vu hau giang"] == new.name
    assert told["so noi vu thanh pho can tho"] == old.name


def test_a_level_is_left_out_before_a_name_only() -> None:
    new = Body("new", "Bảo hiểm xã hội thành phố Cần Thơ", "department", predecessors=("old",))
    old = Body("old", "Bảo hiểm xã hội tỉnh Hậu Giang", "department", successors=("new",))
    told = dict(aliases([new, old]))
    assert told["bao hiem xa hoi hau giang"] == new.name
    assert not [name for name in told if "hiem hoi" in name]
