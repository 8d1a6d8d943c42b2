"""Kiểm tra một túi lưu trữ: python3 kiem_tra.py [THƯ-MỤC]

This file travels inside the bag and stands alone: Python 3.11 or later and the package `cryptography`, nothing else, no
network. It checks the bag (RFC 8493), every edition and attached file by its name, every sign-off (chain, Ed25519
signature over DSSE, a key that the roster gives to that person on that day), the published log and that no ledger is
shorter than it says, the site against its manifest, that nothing withdrawn is shown, and the chain of what happened to
inquiries. It does not judge again which steps the regulation asks for: the rules of each day lie in ho-so/rules.

Who writes everything anew, the keys as well, makes another record that fits itself. Only what lies elsewhere finds
that: compare the printed head of the published log with the one that the office noted, or that is in another bag.

Exit code: 0 all is right, 1 something is not, 2 this is no bag.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
import tomllib
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

VIETNAM = timezone(timedelta(hours=7))
MANIFEST = ".well-known/cchc/manifest.json"
MARK = re.compile(rb"<!--edition:([0-9a-f]*)-->(.*?)<!--/edition-->", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
START = "0" * 64
NO_APPROVAL = ("withdraw", "refuse", "confirm_withdrawal")


class Check:
    """What was found. faults: sentences; counted: what was looked at, by name; heads: of each ledger after each line"""

    def __init__(self, bag: Path) -> None:
        self.bag, self.data = bag, bag / "data"
        self.faults: list[str] = []
        self.counted: dict[str, int] = {}
        self.heads: dict[str, list[str]] = {}

    def fault(self, place: object, sentence: str) -> None:
        self.faults.append(f"{place}: {sentence}")

    def count(self, name: str, number: int) -> None:
        self.counted[name] = self.counted.get(name, 0) + number


def digest_of(path: Path, algorithm: str = "sha256") -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


def check_bag(check: Check) -> None:
    """Every file is listed, and has the bytes that were listed; of the payload nothing is added."""
    for kind in ("manifest", "tagmanifest"):
        for algorithm in ("sha256", "sha512"):
            listed = {}
            for line in (check.bag / f"{kind}-{algorithm}.txt").read_text(encoding="utf-8").splitlines():
                digest, name = line.split(maxsplit=1)
                listed[name.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")] = digest
            for name, digest in listed.items():
                path = check.bag / name
                if not path.is_file() or path.is_symlink():
                    check.fault(name, "thiếu tệp")
                elif digest_of(path, algorithm) != digest:
                    check.fault(name, "nội dung đã khác lúc đóng túi")
            if kind == "manifest":
                there = {path.relative_to(check.bag).as_posix() for path in check.data.rglob("*") if path.is_file()}
                for name in sorted(there - listed.keys()):
                    check.fault(name, "tệp lạ, không có lúc đóng túi")
                check.counted["tệp"] = len(listed)


def check_records(check: Check) -> None:
    """Editions and attached files bear their own digest as a name."""
    for folder, suffix in (("editions", ".json"), ("attachments", "")):
        for path in sorted((check.data / "ho-so" / folder).glob(f"[!.]*{suffix}")):
            check.count("bản đã chốt và tệp kèm", 1)
            if digest_of(path) != path.name.removesuffix(suffix):
                check.fault(path.relative_to(check.data), "nội dung không khớp mã của nó")


def keys_of(roster: dict[str, object]) -> dict[str, list[tuple[bytes, date, date | None]]]:
    """Return of every person the keys, each with its first and its last day."""
    found: dict[str, list[tuple[bytes, date, date | None]]] = {}
    people = roster.get("people", [])
    for person in people if isinstance(people, list) else []:
        found[person["id"]] = [
            (bytes.fromhex(key["public"]), key["from"], key.get("until")) for key in person.get("keys", [])
        ]
    return found


def check_ledgers(check: Check) -> dict[str, set[str]]:
    """Return of every item the editions that somebody signed and nobody has withdrawn since."""
    keys = keys_of(tomllib.loads((check.data / "ho-so" / "roster.toml").read_text(encoding="utf-8")))
    signed: dict[str, set[str]] = {}
    for path in sorted((check.data / "ho-so" / "signoffs").glob("[!.]*.jsonl")):
        place = path.relative_to(check.data)
        previous = ""
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n")[:-1], 1):
            check.count("chữ ký", 1)
            try:
                told = read_signoff(line, keys)
            except (ValueError, KeyError, TypeError, InvalidSignature):
                check.fault(f"{place}:{number}", "chữ ký không đúng với khóa của người ký trong ngày đó")
                break
            if told["item"] != path.stem or told.get("previous", "") != previous:
                check.fault(f"{place}:{number}", "dòng không nối tiếp dòng trước")
                break
            if not (check.data / "ho-so" / "editions" / f"{told['edition']}.json").is_file():
                check.fault(f"{place}:{number}", "không có bản mà dòng này ký")
            editions = signed.setdefault(path.stem, set())
            if told["act"] not in NO_APPROVAL:
                editions.add(told["edition"])
            elif told["act"] == "withdraw" and told["withdrawal"]["kind"] != "superseded":
                editions.clear()  # what is superseded may stay under a banner
            previous = hashlib.sha256(line.encode()).hexdigest()
            check.heads.setdefault(path.stem, []).append(previous)
    return signed


def read_signoff(line: str, keys: dict[str, list[tuple[bytes, date, date | None]]]) -> dict[str, Any]:
    """Return the signed fields. Raises: InvalidSignature when no key of the signer fits; ValueError, KeyError"""
    envelope = json.loads(line)
    payload = base64.b64decode(envelope["payload"], validate=True)
    kind = envelope["payloadType"].encode()
    message = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
    told = json.loads(payload)
    [one] = envelope["signatures"]
    signature = base64.b64decode(one["sig"], validate=True)
    day = datetime.fromisoformat(told["at"]).astimezone(VIETNAM).date()
    signer = told["paper"]["entered_by"] if "paper" in told else told["person"]
    for public, first, last in keys.get(signer, []):
        if first <= day and (last is None or day <= last):
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
            except InvalidSignature:
                continue
            return told
    raise InvalidSignature


def check_site(check: Check, signed: dict[str, set[str]]) -> dict[str, str]:
    """The site is the one of its manifest, and each page carries the edition that was signed; return these by item."""
    site = check.data / "trang"
    if not (site / MANIFEST).is_file():
        check.fault("trang", "không có bản kê của trang")
        return {}
    told = json.loads((site / MANIFEST).read_bytes())
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} - {MANIFEST}
    for name in sorted(there ^ told["files"].keys()):
        check.fault(f"trang/{name}", "thừa hoặc thiếu so với bản kê của trang")
    for name in sorted(there & told["files"].keys()):
        if digest_of(site / name) != told["files"][name]:
            check.fault(f"trang/{name}", "nội dung khác bản kê của trang")
    for item in told["items"]:
        check.count("mục công khai", 1)
        page = site / (item["address"].lstrip("/") + "index.html")
        marks = MARK.findall(page.read_bytes()) if page.is_file() else []
        edition = check.data / "ho-so" / "editions" / f"{item['edition']}.json"
        words = TAG.sub("", json.loads(edition.read_bytes())["html"]) if edition.is_file() else None
        if [(mark.decode(), TAG.sub("", text.decode())) for mark, text in marks] != [(item["edition"], words)]:
            check.fault(f"trang{item['address']}", "trang không mang bản đã ký")
        if item["edition"] not in signed.get(item["id"], set()):
            check.fault(f"trang{item['address']}", "không có chữ ký nào còn giá trị cho bản này")
    return {item["id"]: item["edition"] for item in told["items"]}


def check_log(check: Check, public: dict[str, str]) -> None:
    """Each line of the published log names the one before, and all together they come to what the site shows."""
    path = check.data / "ho-so" / "published" / "log.jsonl"
    previous, shown, told = "", dict[str, str](), {"manifest": ""}
    heads = [""]
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n")[:-1], 1):
        told = json.loads(line)
        check.count("lần xuất bản", 1)
        if told.get("previous", "") != previous or told["act"] not in ("publish", "rollback"):
            check.fault(f"{path.relative_to(check.data)}:{number}", "dòng không nối tiếp dòng trước")
        previous = hashlib.sha256(line.encode()).hexdigest()
        heads.append(previous)
        shown |= told.get("added", {}) | told.get("changed", {})
        for item in told.get("withdrawn", ()):
            shown.pop(item, None)
        for item, (lines, head) in told.get("ledgers", {}).items():
            if lines and check.heads.get(item, [])[lines - 1 : lines] != [head]:
                check.fault(f"ho-so/signoffs/{item}.jsonl", f"sổ ký không còn như lúc xuất bản lần {number}")
    if shown != public or told["manifest"] != digest_of(check.data / "trang" / MANIFEST):
        check.fault(path.relative_to(check.data), "nhật ký không dẫn đến trang trong túi")
    site = json.loads((check.data / "trang" / MANIFEST).read_bytes()).get("log", {"lines": 0, "head": ""})
    if heads[site["lines"] : site["lines"] + 1] != [site["head"]]:
        check.fault(path.relative_to(check.data), "nhật ký đã bị viết lại sau khi dựng trang trong túi")
    print(f"Mã chốt của nhật ký xuất bản: dòng {len(heads) - 1}, mã {previous}")
    print("So với mã chốt cơ quan đã ghi: cùng số dòng mà khác mã là nhật ký đã bị viết lại (cách so: DOC-TRUOC.txt).")


def check_inquiries(check: Check) -> None:
    """The chain over what happened to inquiries holds over all its months."""
    n, previous = 0, START
    for path in sorted((check.data / "thu-nguoi-dan").glob("[0-9]*.jsonl")):
        for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
            told = json.loads(line)
            n += 1
            digest = told.pop("digest")
            content = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            if (told["n"], told["previous"]) != (n, previous) or hashlib.sha256(content.encode()).hexdigest() != digest:
                check.fault(path.relative_to(check.data), f"dòng {n} không nối tiếp dòng trước")
                return
            previous = digest
    check.count("dòng sổ thư của người dân", n)


def main(arguments: list[str]) -> int:
    here = Path(__file__).resolve()
    bag = Path(arguments[0]).resolve() if arguments else here.parents[1]
    if not (bag / "bagit.txt").is_file():
        print(f"{bag} không phải một túi lưu trữ. Cách dùng: python3 kiem_tra.py THƯ-MỤC-TÚI", file=sys.stderr)
        return 2
    check = Check(bag)
    try:
        check_bag(check)
        check_records(check)
        check_log(check, check_site(check, check_ledgers(check)))
        check_inquiries(check)
    except (OSError, ValueError, KeyError, TypeError) as error:
        check.fault(bag.name, f"không đọc được ({type(error).__name__}: {error})")
    for name, number in check.counted.items():
        print(f"{number:>9} {name}")
    for fault in check.faults[:50]:
        print(f"✗ {fault}")
    if len(check.faults) > 50:
        print(f"… và {len(check.faults) - 50} lỗi khác")
    print("✗ Túi không còn nguyên vẹn." if check.faults else "✓ Túi nguyên vẹn: mọi tệp, chữ ký và sổ đều khớp.")
    return 1 if check.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
