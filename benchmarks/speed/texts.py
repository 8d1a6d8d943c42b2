"""A subject as editors would write it: metadata lines, about five hundred words of Markdown, a picture or a file.

Each text is a function of the seed and its subjects, so that any process can write any part of them.
"""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Iterator, Sequence

from benchmarks.speed.subjects import DATED_BY, DOCUMENT, QUESTION, Subject
from tests.search.corpus import BODIES, PLACES, SENTENCES, TOPICS

LEVEL = "thành phố Cần Thơ"
BOARD = "Ban Biên tập bản dùng thử"
RECIPIENTS = ("Như Điều 3", "Ban biên tập TTĐT CCHC TP", "Lưu: VT")
BASES = (
    "Luật Công nghệ thông tin ngày 29 tháng 6 năm 2006",
    "Luật An ninh mạng ngày 12 tháng 6 năm 2018",
    "Luật Tổ chức chính quyền địa phương",
)
HEADINGS = (
    "Nội dung chính",
    "Tổ chức thực hiện",
    "Trách nhiệm của các đơn vị",
    "Kết quả bước đầu",
    "Những việc tiếp theo",
)
PICTURE_SIZE = (160, 90)
FILE_BYTES = 12_000
WITHOUT_SECRETS = tuple(sentence for sentence in SENTENCES if "bí mật" not in sentence)
"""A sentence on state secrets would need a reviewer's release each time (LCh-4.1)."""


def text(subject: Subject, others: Sequence[Subject], seed: int) -> str:
    """Return the whole content file. others: all subjects by number"""
    chance = random.Random(f"{seed}/{subject.number}")
    writer = _Writer(subject, others, chance)
    body = writer.document() if subject.kind == DOCUMENT else writer.article()
    return "\n".join(_metadata(subject, others, body[0])) + "\n\n" + "\n\n".join(body) + "\n"


def attached(subject: Subject, seed: int) -> bytes:
    """Return the bytes of the subject's file, other ones for every item."""
    noise = random.Random(f"{seed}/{subject.file}")
    return _pdf(noise) if subject.file.endswith(".pdf") else _png(noise)


def _metadata(subject: Subject, others: Sequence[Subject], lead: str) -> Iterator[str]:
    yield f"title: {subject.title}"
    yield f"id: {subject.id}"
    yield f"kind: {subject.kind}"
    yield f"slug: {subject.slug}"
    if subject.kind not in (DOCUMENT, QUESTION):
        yield f"summary: {lead}"
    yield f"areas: {'; '.join(subject.areas)}"
    yield f"level: {LEVEL}"
    yield f"author: {BOARD}"
    yield f"source: {subject.words['body']}"
    yield "origin: own"
    if key := DATED_BY.get(subject.kind):
        yield f"{key}: {subject.day}"
    yield from _legal_bases(subject, others)
    if subject.kind == DOCUMENT:
        yield f"document_no: {subject.document_no}"
        yield f"form: {subject.form}"
        yield f"issuer: {subject.issuer}"
        yield "effective_on: từ ngày ký"
        yield f"abstract: {subject.title}"
        yield f"recipients: {'; '.join(RECIPIENTS)}"
        if subject.file:
            yield f"attachments: {subject.file}"


def _legal_bases(subject: Subject, others: Sequence[Subject]) -> Iterator[str]:
    """Yield the lines of what a document or guidance rests on: laws, and earlier documents of this house."""
    if subject.kind not in (DOCUMENT, "guidance"):
        return
    first, *rest = BASES
    yield f"legal_bases: {first}"
    yield from (f"    {basis}" for basis in rest)
    for number in subject.near:
        if others[number].kind == DOCUMENT:
            yield f"    {others[number].form} số {others[number].document_no} ngày {others[number].day:%d/%m/%Y}"


class _Writer:
    """Writes one text; every choice comes from its own chance."""

    def __init__(self, subject: Subject, others: Sequence[Subject], chance: random.Random) -> None:
        self.subject, self.others, self.chance = subject, others, chance
        self.sentences = chance.sample(WITHOUT_SECRETS, len(WITHOUT_SECRETS))

    def article(self) -> list[str]:
        """Return the paragraphs of anything but a document; the first is its lead."""
        subject, chance = self.subject, self.chance
        first, second, third = chance.sample(HEADINGS, 3)
        parts = [self._lead(), self._prose(3)]
        if subject.file:
            parts.append(f"![Quang cảnh buổi làm việc tại {subject.words['place']}]({subject.file})")
        parts += [f"## {first}", self._prose(4), self._list(), self._prose(2)]
        parts += [f"## {second}", self._prose(4), self._table() if chance.random() < 0.4 else self._prose(3)]
        parts += [f"### {third}", self._prose(4), *self._see_also()]
        return parts

    def document(self) -> list[str]:
        """Return the paragraphs of a document as it is printed, its articles numbered."""
        subject = self.subject
        parts = [
            f"Số: {subject.document_no}",
            f"Cần Thơ, ngày {subject.day:%d} tháng {subject.day:%m} năm {subject.day.year}",
        ]
        parts += [f"**{subject.title}**", *(f"Căn cứ {basis};" for basis in BASES)]
        parts += ["## Chương I<br>QUY ĐỊNH CHUNG", "### Điều 1. Phạm vi, đối tượng", self._prose(3)]
        parts += ["### Điều 2. Nội dung", *(f"{number}. {self._prose(2)}" for number in range(1, 5))]
        parts += [f"{letter}) {self._prose(1)}" for letter in "abc"]
        parts += ["## Chương II<br>TỔ CHỨC THỰC HIỆN", "### Điều 3. Trách nhiệm thi hành", self._prose(4)]
        parts += [self._table(), "### Điều 4. Hiệu lực", self._prose(2), *self._see_also()]
        return parts

    def _lead(self) -> str:
        words = self.subject.words
        if self.subject.kind == QUESTION:
            answer = f"người dân chuẩn bị {words['paper']}; lĩnh vực {words['field']}"
            return f"**Hỏi:** {self.subject.title} **Đáp:** {answer}."
        return f"Ngày {self.subject.day:%d/%m/%Y}, {words['body']} thông tin về {words['topic']} tại {words['place']}."

    def _prose(self, count: int) -> str:
        return " ".join(self._sentence() for _ in range(count))

    def _sentence(self) -> str:
        if not self.sentences:
            self.sentences = self.chance.sample(WITHOUT_SECRETS, len(WITHOUT_SECRETS))
        chance, words = self.chance, self.subject.words
        own = chance.random() < 0.6
        sentence = self.sentences.pop().format(
            topic=words["topic"] if own else chance.choice(TOPICS),
            place=words["place"] if own else f"phường {chance.choice(PLACES)}",
            body=words["body"] if own else chance.choice(BODIES)[0],
            year=words["year"],
            day=chance.randint(1, 28),
            month=chance.randint(1, 12),
            n=chance.randint(2, 30),
            m=chance.randint(1, 9),
        )
        return sentence[0].upper() + sentence[1:]

    def _list(self) -> str:
        return "\n".join(f"- **{self.chance.choice(TOPICS).capitalize()}**: {self._sentence()}" for _ in range(3))

    def _table(self) -> str:
        places = self.chance.sample(PLACES, 5)
        rows = [f"| {place} | {self.chance.randint(100, 999)} | {self.chance.randint(70, 99)},5 |" for place in places]
        return "\n".join(["| Phường, xã | Số hồ sơ | Đúng hạn (%) |", "| --- | ---: | ---: |", *rows])

    def _see_also(self) -> Iterator[str]:
        """Yield one paragraph of links to earlier items, a document at one of its articles."""
        links = []
        for number in self.subject.near:
            other = self.others[number]
            place = "#dieu-2" if other.kind == DOCUMENT else ""
            links.append(f"[{other.title}](id:{other.id}{place})")
        if links:
            yield f"Xem thêm: {'; '.join(links)}; [danh mục lưu trữ](/luu-tru/)."


def _png(noise: random.Random) -> bytes:
    """Return a small picture in grey: a slope with grain, so that it does not pack to nothing."""
    width, height = PICTURE_SIZE
    rows = b"".join(b"\0" + bytes((x + y + noise.getrandbits(6)) % 256 for x in range(width)) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def _pdf(noise: random.Random) -> bytes:
    """Return a file of one page with a word on it, and a stream of noise in the place of a scan."""
    scan = noise.randbytes(FILE_BYTES).hex().encode()[:FILE_BYTES]
    word = b"BT /F 12 Tf 72 760 Td (mau) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F 5 0 R>>>> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(word), word),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(scan), scan),
    ]
    content, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(content))
    return content + head + table + trailer
