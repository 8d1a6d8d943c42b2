"""Kiểm tra một túi lưu trữ: python3 kiem_tra.py [THƯ-MỤC]

This file travels inside the bag and stands alone: Python 3.11 or later and the package `cryptography`, nothing else, no
network. It checks the bag (RFC 8493), every edition and attached file by its name, every sign-off (chain, Ed25519
signature over DSSE by a key of that person, made for this organisation), the published log, that no ledger is shorter
and no former roster another than it says, the site against its manifest, that nothing withdrawn is shown, and the chain
of what happened to inquiries. It does not judge again which steps the regulation asks for: the rules of each day lie in
ho-so/rules. What a key signed on a day that the roster denies it, as of a stolen one, is named and approves nothing.

Who writes everything anew, the keys as well, makes another record that fits itself. Only what lies elsewhere finds
that: compare the printed head of the published log with the one that the office noted, or that is in another bag.

A bag may come from anybody: nothing in it is followed out of it, waited for, believed or run, but for this very file.
Whoever does not know where a bag comes from runs the copy of another bag, or of the software.

Exit code: 0 all is right, 1 something is not, 2 this is no bag.
"""

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # the folder of this file, where a bag may have a json.py of its own

import base64
import hashlib
import io
import json
import os
import re
import stat
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    sys.exit("Chưa có gói cryptography nên chưa kiểm tra được. Cài: python3 -m pip install cryptography")

VIETNAM = timezone(timedelta(hours=7))
MANIFEST = ".well-known/cchc/manifest.json"
ALGORITHMS = ("sha256", "sha512")
TAG_LISTS = {f"tagmanifest-{algorithm}.txt" for algorithm in ALGORITHMS}
MARK, MARK_END, END = b"<!--edition:", b"-->", b"<!--/edition-->"
SYMBOL = re.compile(r' (?:href|src)="cchc(?:-file)?:[^"]*"')
"""What a signed text says in the place of an address of the site."""
ADDRESS = re.compile(r' (?:href|src)="(?:(?:/(?![/\\])|\.{1,2}/)[^"\\]*|cchc(?:-file)?:[^"]*)"')
"""What a page says there: an address of this site and of no other."""
START = "0" * 64
NO_APPROVAL = ("withdraw", "refuse", "confirm_withdrawal")
MOST_SHOWN = 50

Keys = dict[str, list[tuple[bytes, date, date | None]]]


class Check:
    """What was found, each stage for those after it.

    faults, notes: sentences, of what is wrong and of what the office must know; counted: what was looked at, by name
    names: of all files; editions: digests
    heads: of each ledger after each line
    signed: of every item the editions that somebody signed and nobody has withdrawn since; public: edition by item
    log: lines and last digest of the published log
    """

    def __init__(self, bag: Path) -> None:
        self.bag, self.data = bag, bag / "data"
        self.faults: list[str] = []
        self.notes: list[str] = []
        self.counted: dict[str, int] = {}
        self.names: set[str] = set()
        self.heads: dict[str, list[str]] = {}
        self.editions: set[str] = set()
        self.signed: dict[str, set[str]] = {}
        self.public: dict[str, str] = {}
        self.log = (0, "")

    def fault(self, place: object, sentence: str) -> None:
        self.faults.append(f"{place}: {sentence}")

    def count(self, name: str, number: int) -> None:
        self.counted[name] = self.counted.get(name, 0) + number

    def lines(self, path: Path) -> Iterator[tuple[int, str]]:
        """Yield the lines with their numbers; what stands behind the last end of a line is a fault, and no line."""
        *lines, torn = path.read_bytes().decode("utf-8").split("\n")
        if torn:
            self.fault(path.relative_to(self.data), "dòng cuối bị đứt")
        yield from enumerate(lines, 1)


def digest_of(path: Path, algorithm: str = "sha256") -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


def read_json(content: str | bytes) -> Any:
    """Return what the JSON says. Raises: ValueError also for a name said twice, which another reader takes otherwise"""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(made := dict(pairs)) != len(pairs):
            raise ValueError("a name is said twice")
        return made

    return json.loads(content, object_pairs_hook=once)


def check_kinds(check: Check) -> None:
    """All are ordinary files and folders: a link leads out of the bag, and a pipe never ends."""

    def stop(error: OSError) -> None:
        raise error

    for folder, folders, files in os.walk(check.bag, onerror=stop):
        for name in (*folders, *files):
            path = Path(folder, name)
            mode = path.lstat().st_mode
            if stat.S_ISREG(mode):
                check.names.add(path.relative_to(check.bag).as_posix())
            elif not stat.S_ISDIR(mode):
                check.fault(
                    path.relative_to(check.bag), "là liên kết hoặc tệp đặc biệt, túi lưu trữ không có tệp như thế"
                )


def check_bag(check: Check) -> None:
    """Every file is listed once, and has the bytes that were listed; nothing is added."""
    payload = {name for name in check.names if name.startswith("data/")}
    check.counted["tệp"] = len(payload)
    for kind, wanted in (("manifest", payload), ("tagmanifest", check.names - payload - TAG_LISTS)):
        for algorithm in ALGORITHMS:
            listed = read_list(check, f"{kind}-{algorithm}.txt")
            for name in sorted(listed.keys() | wanted):
                if name not in check.names:
                    check.fault(name, "thiếu tệp")
                elif name not in listed:
                    check.fault(name, "tệp lạ, không có lúc đóng túi")
                elif digest_of(check.bag / name, algorithm) != listed[name]:
                    check.fault(name, "nội dung đã khác lúc đóng túi")


def read_list(check: Check, name: str) -> dict[str, str]:
    """Return the digests that one of the bag's lists gives, by name."""
    listed: dict[str, str] = {}
    for line in filter(None, (check.bag / name).read_bytes().decode("utf-8").split("\n")):
        digest, _, written = line.partition(" ")
        told = written.removeprefix(" ").replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
        if told in listed:
            check.fault(name, f"kể hai lần tệp {told}")
        listed[told] = digest
    return listed


def check_records(check: Check) -> None:
    """Editions and attached files bear their own digest as a name."""
    for folder, suffix in (("editions", ".json"), ("attachments", "")):
        for path in sorted((check.data / "ho-so" / folder).glob(f"[!.]*{suffix}")):
            check.count("bản đã chốt và tệp kèm", 1)
            if (digest := digest_of(path)) != path.name.removesuffix(suffix):
                check.fault(path.relative_to(check.data), "nội dung không khớp mã của nó")
            elif suffix:
                check.editions.add(digest)


def keys_of(roster: dict[str, Any]) -> Keys:
    """Return of every person the keys, each with its first and its last day. Raises: ValueError for one told twice"""
    found: Keys = {}
    for person in roster.get("people", []):
        if person["id"] in found:
            raise ValueError("a person is told twice")
        found[person["id"]] = [
            (bytes.fromhex(key["public"]), key["from"], key.get("until")) for key in person.get("keys", [])
        ]
    return found


def check_ledgers(check: Check) -> None:
    """Every line is signed by a key of its signer, names the line before, and an edition that is there."""
    late: list[str] = []
    roster = tomllib.loads((check.data / "ho-so" / "roster.toml").read_text(encoding="utf-8"))
    keys, names = keys_of(roster), [roster["organisation"], *roster.get("formerly", [])]
    for path in sorted((check.data / "ho-so" / "signoffs").glob("[!.]*.jsonl")):
        place = path.relative_to(check.data)
        previous = ""
        for number, line in check.lines(path):
            check.count("chữ ký", 1)
            try:
                told, counts = read_signoff(line, keys)
            except (ValueError, KeyError, TypeError, OverflowError, RecursionError, InvalidSignature):
                check.fault(f"{place}:{number}", "chữ ký không đúng với khóa nào của người ký")
                break
            if told["item"] != path.stem or told.get("previous", "") != previous:
                check.fault(f"{place}:{number}", "dòng không nối tiếp dòng trước")
                break
            if told["edition"] not in check.editions:
                check.fault(f"{place}:{number}", "không có bản mà dòng này ký")
            if told.get("organisation", names[0]) not in names:
                check.fault(f"{place}:{number}", f"ký cho cơ quan khác: {told['organisation']}")
            late += [] if counts else [f"{path.name}:{number}"]
            editions = check.signed.setdefault(path.stem, set())
            if told["act"] not in NO_APPROVAL:
                editions.update([told["edition"]] if counts else [])
            elif told["act"] == "withdraw" and told["withdrawal"]["kind"] != "superseded":
                editions.clear()  # what is superseded may stay under a banner
            previous = hashlib.sha256(line.encode()).hexdigest()
            check.heads.setdefault(path.stem, []).append(previous)
    if late:
        check.notes.append(f"ho-so/signoffs: {len(late)} chữ ký bằng khóa ngoài thời hạn, không tính, từ {late[0]}")


def read_signoff(line: str, keys: Keys) -> tuple[dict[str, Any], bool]:
    """Return the signed fields, and whether the key was the signer's on that day.

    Raises: InvalidSignature when no key of the signer fits; ValueError, KeyError
    """
    envelope = read_json(line)
    payload = base64.b64decode(envelope["payload"], validate=True)
    kind = envelope["payloadType"].encode()
    message = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
    told: dict[str, Any] = read_json(payload)
    [one] = envelope["signatures"]
    signature = base64.b64decode(one["sig"], validate=True)
    day = datetime.fromisoformat(told["at"]).astimezone(VIETNAM).date()
    signer: str = told["paper"]["entered_by"] if "paper" in told else told["person"]
    for public, first, last in keys.get(signer, []):
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        except InvalidSignature:
            continue
        return told, first <= day and (last is None or day <= last)
    raise InvalidSignature


def check_site(check: Check) -> None:
    """The site is the one of its manifest, and each page carries the edition that was signed, with its files."""
    site = check.data / "trang"
    if not (site / MANIFEST).is_file():
        check.fault("trang", "không có bản kê của trang")
        return
    told = read_json((site / MANIFEST).read_bytes())
    files: dict[str, str] = told["files"]
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} - {MANIFEST}
    for name in sorted(there ^ files.keys()):
        check.fault(f"trang/{name}", "thừa hoặc thiếu so với bản kê của trang")
    for name in sorted(there & files.keys()):
        if digest_of(site / name) != files[name]:
            check.fault(f"trang/{name}", "nội dung khác bản kê của trang")
    for item in told["items"]:
        check.count("mục công khai", 1)
        place, folder = f"trang{item['address']}", item["address"].lstrip("/")
        name = f"{folder}index.html"
        if item["id"] in check.public:
            check.fault(place, "bản kê của trang kể một mục hai lần")
        check.public[item["id"]] = item["edition"]
        if name not in there or item["edition"] not in check.editions:
            check.fault(place, "không có trang, hoặc không có bản đã ký của trang")
            continue
        edition = read_json((check.data / "ho-so" / "editions" / f"{item['edition']}.json").read_bytes())
        if not shows((site / name).read_bytes(), item["edition"], edition["html"]):
            check.fault(place, "trang không mang bản đã ký")
        for file in edition["attachments"]:
            if files.get(folder + file["address_name"]) != file["sha256"]:
                check.fault(f"{place}{file['address_name']}", "không phải tệp kèm theo bản đã ký")
        if item["edition"] not in check.signed.get(item["id"], set()):
            check.fault(place, "không có chữ ký nào còn giá trị cho bản này")


def shows(page: bytes, edition: str, html: str) -> bool:
    """True when the page has between its two marks the signed HTML, with addresses of this site for its symbols."""
    _, *marked = page.split(MARK)
    if len(marked) != 1:
        return False
    named, _, rest = marked[0].partition(MARK_END)
    content, end, _ = rest.partition(END)
    if not end or named != edition.encode():
        return False
    text, place = content.decode("utf-8"), 0
    for number, piece in enumerate(SYMBOL.split(html)):
        if number and (found := ADDRESS.match(text, place)):
            place = found.end()
        if not text.startswith(piece, place):
            return False
        place += len(piece)
    return place == len(text)


def check_log(check: Check) -> None:
    """Each line of the published log names the one before, and all together they come to what the site shows."""
    path = check.data / "ho-so" / "published" / "log.jsonl"
    place = path.relative_to(check.data)
    shown, told = dict[str, str](), {"manifest": ""}
    heads = [""]
    authority = dict[str, str]()
    kept = {digest_of(copy) for copy in (path.parent / "authority").glob("[!.]*.toml")}
    for number, line in check.lines(path):
        told = read_json(line)
        check.count("lần xuất bản", 1)
        if told.get("previous", "") != heads[-1] or told["act"] not in ("publish", "rollback"):
            check.fault(f"{place}:{number}", "dòng không nối tiếp dòng trước")
        heads.append(hashlib.sha256(line.encode()).hexdigest())
        shown |= told.get("added", {}) | told.get("changed", {})
        for item in told.get("withdrawn", ()):
            shown.pop(item, None)
        for item, (lines, head) in told.get("ledgers", {}).items():
            if lines and check.heads.get(item, [])[lines - 1 : lines] != [head]:
                check.fault(f"ho-so/signoffs/{item}.jsonl", f"sổ ký không còn như lúc xuất bản lần {number}")
        authority |= told.get("authority", {})
        for name, digest in told.get("authority", {}).items():
            if digest and digest not in kept:
                check.fault(f"{place}:{number}", f"không còn bản lưu của {name} lúc ấy")
    check.log = (len(heads) - 1, heads[-1])
    records = check.data / "ho-so"
    for copy in (records / "roster.toml", *sorted((records / "rules").glob("[!.]*.toml"))):
        name = copy.relative_to(records).as_posix()
        if authority and authority.get(name) != digest_of(copy):
            check.notes.append(f"ho-so/{name}: khác lần xuất bản cuối. Cơ quan có biết ai đã đổi thì mới dùng túi này.")
    manifest = (check.data / "trang" / MANIFEST).read_bytes()
    if shown != check.public or told["manifest"] != hashlib.sha256(manifest).hexdigest():
        check.fault(place, "nhật ký không dẫn đến trang trong túi")
    site = read_json(manifest).get("log", {"lines": 0, "head": ""})
    if heads[site["lines"] : site["lines"] + 1] != [site["head"]]:
        check.fault(place, "nhật ký đã bị viết lại sau khi dựng trang trong túi")


def check_inquiries(check: Check) -> None:
    """The chain over what happened to inquiries holds over all its months."""
    n, previous = 0, START
    for path in sorted((check.data / "thu-nguoi-dan").glob("[0-9]*.jsonl")):
        for _, line in check.lines(path):
            told = read_json(line)
            n += 1
            digest = told.pop("digest")
            content = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            if (told["n"], told["previous"]) != (n, previous) or hashlib.sha256(content.encode()).hexdigest() != digest:
                check.fault(path.relative_to(check.data), f"dòng {n} không nối tiếp dòng trước")
                return
            previous = digest
    check.count("dòng sổ thư của người dân", n)


STAGES = (
    (check_kinds, "túi"),
    (check_bag, "túi"),
    (check_records, "ho-so"),
    (check_ledgers, "ho-so/signoffs"),
    (check_site, "trang"),
    (check_log, "ho-so/published/log.jsonl"),
    (check_inquiries, "thu-nguoi-dan"),
)


def run_stages(check: Check) -> None:
    """Run all stages, each to its end or to what nobody can read; no further where there are links or the like."""
    for stage, place in STAGES:
        try:
            stage(check)
        except Exception as error:  # whatever it is, the bag is not one of ours
            check.fault(place, f"không đọc được như một túi lưu trữ ({type(error).__name__})")
        if stage is check_kinds and check.faults:
            return


def say(text: str) -> None:
    """Print what may hold letters that a stranger chose: as one line, and nothing that moves the cursor."""
    print("".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text))


def main(arguments: list[str]) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without these letters
    here = Path(__file__).resolve()
    bag = Path(arguments[0]).resolve() if arguments else here.parents[1]
    if not (bag / "bagit.txt").is_file():
        print(f"{bag} không phải một túi lưu trữ. Cách dùng: python3 kiem_tra.py THƯ-MỤC-TÚI", file=sys.stderr)
        return 2
    check = Check(bag)
    run_stages(check)
    for name, number in check.counted.items():
        say(f"{number:>9} {name}")
    for fault in check.faults[:MOST_SHOWN]:
        say(f"✗ {fault}")
    if len(check.faults) > MOST_SHOWN:
        say(f"… và {len(check.faults) - MOST_SHOWN} lỗi khác")
    for note in check.notes:
        say(f"! {note}")
    if check.faults:
        say("✗ Túi không còn nguyên vẹn.")
        return 1
    lines, head = check.log
    say(f"Mã chốt của nhật ký xuất bản: dòng {lines}, mã {head}")
    say("So với mã chốt cơ quan đã ghi: cùng số dòng mà khác mã là nhật ký đã bị viết lại (cách so: DOC-TRUOC.txt).")
    say("✓ Túi nguyên vẹn: mọi tệp, chữ ký và sổ đều khớp.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
