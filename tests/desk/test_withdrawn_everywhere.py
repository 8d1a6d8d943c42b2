"""What was withdrawn is gone everywhere at once: from the site, from where it was uploaded to, and from every feed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from struct import pack
from zlib import MAX_WBITS, compress, crc32, decompressobj, error

import brotli
import pytest

from editorial.addresses import HISTORY_PART
from editorial.manifest import site_digest
from plugins.feed_archive import PER_PAGE
from tests.desk.real_house import real_house, with_settings
from tests.house import House

GZIP = b"\x1f\x8b\x08"
CHANGE = "changed_on: 2026-11-20\nchange_note: Sửa lời quenghichtu\nchanged_by: Công văn số 1/SNV"


@dataclass(frozen=True)
class Secret:
    """An item to be withdrawn. words: each stands in one place of it only; files: content by name"""

    item: str
    words: tuple[str, ...]
    files: dict[str, bytes]

    @property
    def needles(self) -> Iterable[bytes]:
        """What may be found nowhere: words, names of files, and by what a copy of one could be known again."""
        yield from (word.encode() for word in self.words)
        for name, content in self.files.items():
            yield name.encode()
            yield content
            yield sha256(content).hexdigest().encode()

    def write(self, house: House, body: str, extra: str = "") -> None:
        """Write the item with everything by which it could stay behind, and let it be signed."""
        _, title, summary, sentence, caption, _ = self.words
        picture, document = self.files
        for name, content in self.files.items():
            house.site.write(f"bai/{name}", content)
        path = house.site.article(
            self.item,
            body=f"{body}\n\nCâu của bài: {sentence}.\n\n![{caption}]({picture})\n",
            title=f"Tin {title}",
            extra="\n".join(filter(None, (f"summary: Tóm tắt {summary}.", f"attachments: {document}", extra))),
        )
        path.rename(path.with_name(f"{self.item}.md"))
        house.site.sign_all(self.item)


def png(seed: int) -> bytes:
    """Return a picture of one colour that no other has."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", crc32(kind + data))

    row = b"\0" + bytes([seed, 77, 99] * 16)
    header = pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", compress(row * 16)) + chunk(b"IEND", b"")


def secret(mark: str, seed: int) -> Secret:
    words = tuple(
        f"{word}{mark}" for word in ("loicuquen", "tenbaiquen", "tomtatquen", "caurieng", "chuthichanh", "ghichuquen")
    )
    files = {f"anh-{mark}.png": png(seed), f"bang-{mark}.pdf": f"%PDF-1.4 bảng riêng {mark}".encode()}
    return Secret(f"tin-{mark}", words, files)


def unpacked(content: bytes) -> Iterator[bytes]:
    """Yield all that gzip has packed, also inside other files: the search index is made of such pieces."""
    at = content.find(GZIP)
    while at >= 0:
        with suppress(error):
            yield decompressobj(MAX_WBITS | 16).decompress(content[at:])
        at = content.find(GZIP, at + 1)


def found(folder: Path, needles: Iterable[bytes]) -> dict[str, list[str]]:
    """Return in which files something is found, also in those that are compressed, whatever the case."""
    wanted = [needle.lower() for needle in needles]
    hits: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            opened = [content, *unpacked(content)] + ([brotli.decompress(content)] if path.suffix == ".br" else [])
            names = path.relative_to(folder).as_posix().encode()
            lowered = [part.lower() for part in (*opened, names)]
            for needle in wanted:
                if any(needle in part for part in lowered):
                    hits.setdefault(needle.decode(errors="replace"), []).append(names.decode())
    return hits


@pytest.fixture
def shown(tmp_path: Path, rsync_server: tuple[str, Path]) -> tuple[House, Path, Secret, Secret]:
    """A real site of more items than a page of archived feeds holds, uploaded; two of the oldest were changed since."""
    address, folder = rsync_server
    house = with_settings(real_house(tmp_path / "house", **{"giam-doc": "director"}), publish_to=address)
    first, second = secret("motquen", 11), secret("haiquen", 22)
    for one in (first, second):
        one.write(house, f"Lời cũ: {one.words[0]}.")
    for number in range(PER_PAGE):
        body = f"Xem [tin kia](id:{first.item})."
        house.site.article(f"tin-{number:03d}", body=body, title=f"Tin thường {number:03d}")
        house.site.sign_all(f"tin-{number:03d}")
    assert house.desk("publish").code == 0
    house.site.later(hours=1)
    for one in (first, second):
        one.write(house, "Lời mới.", CHANGE.replace("quenghichtu", one.words[5]))
    done = house.desk("publish")
    assert done.code == 0, done.said
    return house, folder / "site", first, second


def take_away(house: House, one: Secret, kind: str) -> str:
    words = ("--urgent", "--kind", kind, "--reason", "Theo yêu cầu", "--as", "giam-doc")
    done = house.desk("withdraw", one.item, *words)
    assert done.code == 0, done.said
    return done.said


def test_nothing_of_what_was_taken_away_is_left_anywhere(shown: tuple[House, Path, Secret, Secret]):
    house, target, first, second = shown
    for one in (first, second):
        places = found(target, one.needles)
        assert {word for word in one.words if word in places} == set(one.words), "it was everywhere before"
        assert any(name.startswith("feeds/tat-ca/1.") for name in places[one.words[3]])
        assert any(HISTORY_PART in name for name in places[one.words[0]])
        assert any(name.startswith("tim-kiem/shards/") for name in places[one.words[1]])
    take_away(house, first, "error")
    assert site_digest(target) == house.live().digest
    assert found(target, first.needles) == found(house.output, first.needles) == {}
    assert found(target, second.needles)

    take_away(house, second, "personal_data")
    house.site.article("tin-moi", title="Tin sau cùng")
    house.site.sign_all("tin-moi")
    assert house.desk("publish").code == 0
    whole = house.output.parent
    for folder in (
        target,
        house.output,
        house.site.settings.previous,
        whole / ".build",
        whole / ".state/site",
        whole / ".state/search",
    ):
        assert found(folder, second.needles) == {}, folder
    for folder in (target, house.output):
        assert found(folder, first.needles) == {}, folder
    assert "Theo yêu cầu" in (target / "chu-truong/2026" / first.item / "index.html").read_text(encoding="utf-8")
    assert house.desk("verify").code == 0
