"""A bag from a stranger: refused in a sentence, whatever is in it, and nothing of it is run, followed or waited for."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from desk.bag import kiem_tra
from editorial.manifest import PLACE, Manifest, read_manifest, survey
from tests.house import Done

OWN_CHECK = Path(kiem_tra.__file__)


def check(bag: Path, program: Path = OWN_CHECK) -> Done:
    """Run a check as the note tells it, without any switch."""
    run = subprocess.run(
        [sys.executable, program, bag], capture_output=True, text=True, check=False, timeout=60, errors="replace"
    )
    return Done(run.returncode, run.stdout + run.stderr)


def reseal(bag: Path) -> None:
    """Make the bag's lists agree with its files, links followed, as a forger would."""
    for kind, wanted in (("manifest", "data/"), ("tagmanifest", "")):
        for algorithm in ("sha256", "sha512"):
            lines = []
            for folder, _, names in os.walk(bag, followlinks=True):
                for path in (Path(folder, name) for name in names):
                    name = path.relative_to(bag).as_posix()
                    if path.is_file() and (name.startswith(wanted) if wanted else "/" not in name):
                        lines.append(f"{kiem_tra.digest_of(path, algorithm)}  {name}\n")
            listed = [line for line in lines if "  tagmanifest-" not in line]
            (bag / f"{kind}-{algorithm}.txt").write_text("".join(listed), encoding="utf-8")


def log_made_anew(data: Path) -> None:
    """Make the manifest and the log of one line fit the site as it lies there now."""
    place, path = data / "trang" / PLACE, data / "ho-so" / "published" / "log.jsonl"
    old = read_manifest(data / "trang")
    manifest = Manifest(old.site, old.items, survey(data / "trang").files, old.log)
    place.write_bytes(manifest.encode())
    [line] = path.read_text(encoding="utf-8").splitlines()
    path.write_text(json.dumps(json.loads(line) | {"manifest": manifest.digest}) + "\n", encoding="utf-8")


def refused(bag: Path, said: str) -> None:
    done = check(bag)
    assert done.code == 1, done.said
    assert said in done.said
    assert "✗ Túi không còn nguyên vẹn." in done.said
    assert "✓" not in done.said and "Traceback" not in done.said


def _folder_elsewhere(bag: Path) -> None:
    (bag / "data" / "trang").rename(bag.parent / "trang")
    (bag / "data" / "trang").symlink_to(bag.parent / "trang")


def _file_elsewhere(bag: Path) -> None:
    (bag / "data" / "ho-so" / "roster.toml").rename(bag.parent / "roster.toml")
    (bag / "data" / "ho-so" / "roster.toml").symlink_to(bag.parent / "roster.toml")


def _pipe(bag: Path) -> None:
    os.mkfifo(bag / "data" / "ho-so" / "editions" / f"{'0' * 64}.json")


def _pipe_for_a_list(bag: Path) -> None:
    (bag / "manifest-sha256.txt").unlink()
    os.mkfifo(bag / "manifest-sha256.txt")


@pytest.mark.parametrize("harm", [_folder_elsewhere, _file_elsewhere, _pipe, _pipe_for_a_list])
def test_nothing_in_a_bag_leads_out_of_it_or_never_ends(bag: Path, harm: Callable[[Path], None]):
    harm(bag)
    if harm is not _pipe_for_a_list:
        reseal(bag)
    refused(bag, "là liên kết hoặc tệp đặc biệt")


@pytest.mark.parametrize("module", ["json", "base64", "__future__", "cryptography", "tomllib"])
def test_no_program_beside_the_check_is_run(bag: Path, module: str):
    """Python looks beside a program first for what it needs."""
    (bag / "data" / f"{module}.py").write_text("import os; os.write(1, b'RUN\\n'); os._exit(0)", encoding="utf-8")
    done = check(bag, bag / "data" / "kiem_tra.py")
    assert done.code == 1
    assert "RUN" not in done.said
    assert f"data/{module}.py: tệp lạ" in done.said


def test_a_list_that_leads_out_of_the_bag_finds_nothing_there(bag: Path):
    outside = bag.parent / "ngoai.txt"
    outside.write_text("ngoài", encoding="utf-8")
    with (bag / "manifest-sha256.txt").open("a", encoding="utf-8") as file:
        file.write(f"{sha256(outside.read_bytes()).hexdigest()}  data/../../ngoai.txt\n")
    refused(bag, "data/../../ngoai.txt: thiếu tệp")


def test_a_list_names_a_file_once(bag: Path):
    path = bag / "manifest-sha512.txt"
    line = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(f"{'0' * 128}  {line.partition('  ')[2]}\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    refused(bag, "kể hai lần")


def test_a_file_beside_the_payload_is_a_stranger(bag: Path):
    (bag / "CHAY-TEP-NAY.sh").write_text("#!/bin/sh\n", encoding="utf-8")
    refused(bag, "CHAY-TEP-NAY.sh: tệp lạ")


def test_a_name_writes_no_line_of_its_own(bag: Path):
    (bag / "data" / "a\n✓ Túi nguyên vẹn\x1b[2J").touch()
    done = check(bag)
    assert done.code == 1
    assert "data/a\\n" in done.said and "\x1b" not in done.said
    assert not [line for line in done.said.splitlines() if line.startswith("✓")]


def test_a_name_that_is_no_text_is_told_all_the_same(bag: Path):
    Path(os.fsdecode(os.fsencode(bag / "data" / "x") + b"\xff")).touch()
    refused(bag, "data/x\\udcff: tệp lạ")


def _script_in_the_signed_text(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("<p>Xem ", '<p><img src="/x" onerror="run()">Xem ', 1), encoding="utf-8")


def _link_led_elsewhere(page: Path) -> None:
    before, mark, text = page.read_text(encoding="utf-8").partition("<p>Xem ")
    place = text.index('href="') + len('href="')
    page.write_text(f"{before}{mark}{text[:place]}//example.com/{text[place:]}", encoding="utf-8")


def _other_file_beside_it(page: Path) -> None:
    (page.parent / "hinh.png").write_bytes(b"\x89PNG\r\n\x1a\nother")


@pytest.mark.parametrize("harm", [_script_in_the_signed_text, _link_led_elsewhere, _other_file_beside_it])
def test_tags_links_and_files_of_a_text_are_those_that_were_signed(bag: Path, harm: Callable[[Path], None]):
    """Manifest and log are made without a key, so what was signed must be compared in full."""
    entry = next(one for one in read_manifest(bag / "data" / "trang").items if one.id == "tin-thu")
    page = bag / "data" / "trang" / entry.address.strip("/") / "index.html"
    before = sha256(b"".join(path.read_bytes() for path in sorted(page.parent.iterdir()))).digest()
    harm(page)
    assert sha256(b"".join(path.read_bytes() for path in sorted(page.parent.iterdir()))).digest() != before
    log_made_anew(bag / "data")
    reseal(bag)
    said = "không phải tệp kèm theo bản đã ký" if harm is _other_file_beside_it else "trang không mang bản đã ký"
    refused(bag, said)


def test_a_last_line_without_its_end_hides_nothing(bag: Path):
    """A withdrawal, for one: what reads whole lines only would pass over it."""
    path = bag / "data" / "ho-so" / "signoffs" / "tin-thu.jsonl"
    path.write_bytes(path.read_bytes()[:-1])
    reseal(bag)
    refused(bag, "tin-thu.jsonl: dòng cuối bị đứt")


def _signed_words(word: object) -> Callable[[Path], None]:
    def put(data: Path) -> None:
        path = data / "ho-so" / "signoffs" / "tin-thu.jsonl"
        first, *others = path.read_text(encoding="utf-8").splitlines()
        payload = base64.b64encode(json.dumps(word).encode()).decode()
        lines = [json.dumps(json.loads(first) | {"payload": payload}), *others]
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    return put


def _text(name: str, text: str) -> Callable[[Path], None]:
    def put(data: Path) -> None:
        (data / name).write_text(text, encoding="utf-8")

    return put


ODD = {
    "a moment before the calendar": _signed_words({"at": "0001-01-01T00:00:00+14:00", "person": "truong-ban"}),
    "no object": _signed_words([["at"]]),
    "a manifest that is a list": _text(f"trang/{PLACE}", "[]"),
    "files that are a list": _text(f"trang/{PLACE}", '{"files": [], "items": []}'),
    "a name said twice": _text(f"trang/{PLACE}", '{"files": {}, "files": {}, "items": []}'),
    "a log of numbers": _text("ho-so/published/log.jsonl", "1\n"),
    "brackets without end": _text("ho-so/published/log.jsonl", "[" * 200_000 + "\n"),
    "a number of 5,000 digits": _text("ho-so/published/log.jsonl", "9" * 5000 + "\n"),
    "a roster of words": _text("ho-so/roster.toml", 'people = ["a"]\n'),
    "a roster too deep": _text("ho-so/roster.toml", "a = " + "[" * 100_000),
    "people told twice": _text("ho-so/roster.toml", '[[people]]\nid = "a"\n[[people]]\nid = "a"\n'),
}


@pytest.mark.parametrize("harm", ODD.values(), ids=ODD.keys())
def test_what_nobody_can_read_is_told_in_a_sentence(bag: Path, harm: Callable[[Path], None]):
    harm(bag / "data")
    reseal(bag)
    refused(bag, "✗ ")


def test_what_was_signed_for_another_organisation_is_told(bag: Path):
    """The same people may sign for two, with the same keys."""
    path = bag / "data" / "ho-so" / "roster.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('organisation = "', 'organisation = "Một cơ quan khác ', 1), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    reseal(bag)
    refused(bag, "ký cho cơ quan khác: ")


def test_what_a_revoked_key_signed_is_named_and_approves_nothing(bag: Path):
    """Of a stolen key the ledgers keep every line: an office that revoked one makes bags as before."""
    assert "ngày mà khóa không có hiệu lực" not in check(bag).said
    path = bag / "data" / "ho-so" / "roster.toml"
    text = path.read_text(encoding="utf-8")
    place = text.index('id = "lanh-dao-so"')
    path.write_text(text[:place] + text[place:].replace(" }]", ", until = 2026-01-02 }]", 1), encoding="utf-8")
    reseal(bag)
    done = check(bag)
    assert done.code == 0, done.said
    assert re.search(r"! ho-so/signoffs: \d+ chữ ký bằng khóa ngoài thời hạn, .* từ [\w-]+\.jsonl:3", done.said)


def test_a_roster_that_no_publishing_has_seen_is_told(bag: Path):
    """Another key in it lets its owner sign as soon as the bag is restored, and no signature tells of that."""
    assert "lần xuất bản cuối" not in check(bag).said
    for name in ("roster.toml", "rules/2026-12-01-ct-00000000.toml"):
        with (bag / "data" / "ho-so" / name).open("a", encoding="utf-8") as file:
            file.write("# thêm một dòng\n")
        reseal(bag)
        assert f"! ho-so/{name}: khác lần xuất bản cuối" in check(bag).said


def test_a_page_made_to_be_read_for_ever_is_read_at_once(bag: Path):
    page = bag / "data" / "trang" / "gioi-thieu" / "index.html"
    page.write_bytes(b"<!--edition:-->" * 200_000 + b"<" * 2_000_000)
    log_made_anew(bag / "data")
    reseal(bag)
    refused(bag, "trang không mang bản đã ký")


def test_a_check_without_its_library_says_what_to_do(bag: Path, tmp_path: Path):
    program = tmp_path / "alone.py"
    shutil.copyfile(OWN_CHECK, program)
    run = subprocess.run([sys.executable, "-I", "-S", program, bag], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "gói cryptography" in run.stderr and "Traceback" not in run.stderr
