"""The permanent record: a bag that anybody can check without this program, and from which everything comes back."""

from __future__ import annotations

import base64
import errno
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import bagit
import cryptography
import pytest
import rfc8785

from desk.cli import main
from desk.spare import machine_of
from editorial.manifest import PLACE, Manifest, read_manifest, site_digest, survey
from tests.desk.inbox_fixture import Inbox
from tests.desk.real_house import with_settings
from tests.house import Done, House
from tests.organisation import ROOT


def check(bag: Path) -> Done:
    """Run the check as its finder would: without this project on the path, in another folder."""
    run = subprocess.run(
        [sys.executable, "-I", bag / "data" / "kiem_tra.py"],
        cwd=bag.parent, capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
    )  # fmt: skip
    return Done(run.returncode, run.stdout + run.stderr)


def reseal(bag: Path) -> None:
    """Make the bag's own lists agree with its files, as a forger would."""
    bagit.Bag(str(bag)).save(manifests=True)


def test_a_bag_is_valid_and_explains_itself(bag: Path):
    bagit.Bag(str(bag)).validate()
    readme = (bag / "data" / "DOC-TRUOC.txt").read_text(encoding="utf-8")
    assert "RFC 8493" in readme
    assert "CÓ CẢ BẢN CHƯA DUYỆT" in readme
    done = check(bag)
    assert done.code == 0, done.said
    assert "9 mục công khai" in done.said
    assert "✓ Túi nguyên vẹn" in done.said


def test_the_check_stands_alone(bag: Path):
    """Only the standard library and cryptography: the software may be long gone."""
    source = (bag / "data" / "kiem_tra.py").read_text(encoding="utf-8")
    rooms = {found.partition(".")[0] for found in re.findall(r"^(?:from|import) ([\w.]+)", source, re.MULTILINE)}
    assert rooms <= sys.stdlib_module_names | {"cryptography", "__future__"}


def test_the_check_runs_where_nothing_is_installed_but_cryptography(bag: Path, tmp_path: Path):
    packages, library = Path(cryptography.__file__).parent.parent, tmp_path / "library"
    library.mkdir()
    for one in [*packages.glob("cryptography*"), *packages.glob("cffi*"), *packages.glob("_cffi_backend*")]:
        (library / one.name).symlink_to(one)
    program = (
        "import runpy, sys; sys.path.append(sys.argv.pop(1)); runpy.run_path(sys.argv.pop(1), run_name='__main__')"
    )
    command = [sys.executable, "-I", "-S", "-c", program, library, bag / "data" / "kiem_tra.py"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env={"LANG": "C.UTF-8"})
    assert run.returncode == 0, run.stderr
    assert "✓ Túi nguyên vẹn" in run.stdout
    without = subprocess.run(
        ["true" if word == library else word for word in command], capture_output=True, check=False
    )
    assert without.returncode == 1, "without the library nothing else stood in for it"


def _letter(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content.replace(b"a", b"o", 1) if b"a" in content else content + b"a")


def _page(data: Path) -> None:
    _letter(data / "trang" / "index.html")


def _edition(data: Path) -> None:
    _letter(next((data / "ho-so" / "editions").glob("*.json")))


def _ledger_cut(data: Path) -> None:
    path = next((data / "ho-so" / "signoffs").glob("*.jsonl"))
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[1:]), encoding="utf-8")


def _words_of_a_signoff(data: Path) -> None:
    path = next((data / "ho-so" / "signoffs").glob("*.jsonl"))
    lines = path.read_text(encoding="utf-8").splitlines()
    envelope = json.loads(lines[-1])
    told = json.loads(base64.b64decode(envelope["payload"])) | {"person": "truong-ban", "note": "đã xem"}
    envelope["payload"] = base64.b64encode(json.dumps(told).encode()).decode()
    path.write_text("\n".join([*lines[:-1], json.dumps(envelope)]) + "\n", encoding="utf-8")


def _key_of_another_day(data: Path) -> None:
    path = data / "ho-so" / "roster.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("from = 2026-01-01 }]", "from = 2027-01-01 }]"), "utf-8")


def _key_of_another_person(data: Path) -> None:
    path = data / "ho-so" / "roster.toml"
    one, other = re.findall(r'public = "([0-9a-f]{64})"', path.read_text(encoding="utf-8"))[:2]
    path.write_text(path.read_text(encoding="utf-8").replace(one, "x").replace(other, one).replace("x", other), "utf-8")


def _edition_in_the_place_of_another(data: Path) -> None:
    """Show another text, with a true name and in every list that the bag has; nobody has signed it."""
    site, editions = data / "trang", data / "ho-so" / "editions"
    manifest = json.loads((site / PLACE).read_bytes())
    entry = next(one for one in manifest["items"] if one["id"] == "tin-thu")
    edition = json.loads((editions / f"{entry['edition']}.json").read_bytes())
    old = edition["html"]
    edition["html"] = old.replace("Xem", "Không xem")
    content = rfc8785.dumps(edition)
    digest = sha256(content).hexdigest()
    (editions / f"{digest}.json").write_bytes(content)
    page = site / f"{entry['address'].strip('/')}/index.html"
    text = page.read_text(encoding="utf-8").replace(entry["edition"], digest).replace("Xem", "Không xem")
    page.write_text(text, encoding="utf-8")
    _log_made_anew(data, {entry["edition"]: digest})


def _log_made_anew(data: Path, instead: dict[str, str]) -> None:
    """Make the manifest and the published log fit a site with other editions."""
    place = data / "trang" / PLACE
    files = survey(data / "trang").files
    old = read_manifest(data / "trang")
    items = tuple(one._replace(edition=instead.get(one.edition, one.edition)) for one in old.items)
    manifest = Manifest(old.site, items, files, old.log)
    place.write_bytes(manifest.encode())
    path = data / "ho-so" / "published" / "log.jsonl"
    lines, previous = [], ""
    for line in path.read_text(encoding="utf-8").splitlines():
        for before, after in instead.items():
            line = line.replace(before, after)
        told = json.loads(line) | {"manifest": manifest.digest} | ({"previous": previous} if previous else {})
        lines.append(rfc8785.dumps(told).decode())
        previous = sha256(lines[-1].encode()).hexdigest()
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _tail_of_a_ledger(data: Path) -> None:
    """Cut off the last signature: what is left still is a chain."""
    path = data / "ho-so" / "signoffs" / "trang-areas.jsonl"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")


def _tail_of_the_log(data: Path) -> None:
    path = data / "ho-so" / "published" / "log.jsonl"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")


def _log(data: Path) -> None:
    _letter(data / "ho-so" / "published" / "log.jsonl")


def _stranger(data: Path) -> None:
    (data / "trang" / "la.html").write_text("<p>Không ai ký.</p>", encoding="utf-8")


@pytest.mark.parametrize(
    "harm",
    [
        _page,
        _edition,
        _edition_in_the_place_of_another,
        _ledger_cut,
        _tail_of_a_ledger,
        _words_of_a_signoff,
        _key_of_another_day,
        _key_of_another_person,
        _log,
        _tail_of_the_log,
        _stranger,
    ],
)
@pytest.mark.parametrize("hidden", [False, True], ids=["plain", "with the lists made anew"])
def test_what_was_changed_since_is_found(bag: Path, harm: Callable[[Path], None], hidden: bool):
    harm(bag / "data")
    if hidden:
        reseal(bag)
    done = check(bag)
    assert done.code == 1, done.said
    assert "✗ Túi không còn nguyên vẹn." in done.said


def test_what_was_withdrawn_cannot_be_put_back(published: House, tmp_path: Path):
    """A site of before the withdrawal, with a log that fits it, in a bag of after it."""
    kept = tmp_path / "before"
    shutil.copytree(published.output, kept)
    log = published.site.settings.published_log.read_bytes()
    published.site.withdraw("tin-thu")
    assert published.desk("publish").code == 0
    assert published.desk("archive", "--into", str(tmp_path / "kho")).code == 0
    [bag] = (tmp_path / "kho").iterdir()
    assert check(bag).code == 0
    shutil.rmtree(bag / "data" / "trang")
    shutil.copytree(kept, bag / "data" / "trang")
    (bag / "data" / "ho-so" / "published" / "log.jsonl").write_bytes(log)
    reseal(bag)
    done = check(bag)
    assert done.code == 1
    assert "không có chữ ký nào còn giá trị cho bản này" in done.said


def test_the_check_names_the_head_that_the_office_can_compare(bag: Path):
    line = (bag / "data" / "ho-so" / "published" / "log.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    assert f"dòng 1, mã {sha256(line.encode()).hexdigest()}" in check(bag).said


def test_what_is_no_bag_is_said_to_be_none(bag: Path):
    (bag / "bagit.txt").unlink()
    done = check(bag)
    assert done.code == 2
    assert "không phải một túi lưu trữ" in done.said


def test_no_private_key_and_no_lock_gets_in(published: House, tmp_path: Path):
    keys = published.site.settings.records / "sample-keys"
    keys.mkdir(exist_ok=True)
    (keys / "truong-ban.pem").write_text("PRIVATE KEY of a test", encoding="utf-8")
    (published.site.settings.records / "signoffs" / ".tin-thu.lock").touch()
    machine = machine_of(published.site.settings.state)
    theirs = tmp_path / "kho" / ".another-tui-ct-20260101-000000"
    for unfinished in (theirs, theirs.with_name(f".{machine}-tui-ct-20260101-000000")):
        (unfinished / "data").mkdir(parents=True)
    for kept in published.site.settings.records.rglob("*.jsonl"):
        kept.chmod(0o444)
    assert published.desk("archive", "--into", str(tmp_path / "kho")).code == 0
    left, place = sorted((tmp_path / "kho").iterdir())
    assert left == theirs, "what a killed run had left is gone, and another machine is still at work on its own"
    assert all(path.stat().st_mode & stat.S_IWUSR for path in place.rglob("*")), "the bag of read-only records"
    assert not [path for path in place.rglob("*") if path.is_file() and b"PRIVATE KEY" in path.read_bytes()]
    assert not [path for path in (place / "data").rglob(".*") if path.name != ".well-known"]


def test_a_damaged_site_is_never_packed(published: House, tmp_path: Path):
    _letter(published.output / "index.html")
    done = published.desk("archive", "--into", str(tmp_path / "kho"))
    assert done.code == 1
    assert "index.html: Tệp này đã bị sửa sau khi dựng." in done.said
    assert not (tmp_path / "kho").exists() or not any((tmp_path / "kho").iterdir())


@pytest.mark.parametrize("verb", [("archive",), ("at", "2026-11-20")])
def test_what_readers_must_not_see_is_never_put_where_it_would_be_published(
    verb: tuple[str, ...], house: House, tmp_path: Path
):
    house = with_settings(house, publish_to=str(tmp_path / "www"))
    for place in (house.output / "kho", tmp_path / "www" / "kho"):
        done = house.desk(*verb, "--into", str(place))
        assert done.code == 1
        assert "thư mục của trang (kể cả nơi PUBLISH_TO)" in done.said


def test_of_inquiries_only_the_chain_of_what_was_done_is_packed(inbox: Inbox, tmp_path: Path):
    inbox.send(noi_dung="Câu riêng của người gửi.", ho_ten="Người hỏi riêng")
    house = House(inbox.desk.organisation)
    assert house.desk("publish").code == 0
    done = house.desk("archive", "--into", str(tmp_path / "kho"))
    assert done.code == 0, done.said
    [place] = (tmp_path / "kho").iterdir()
    assert "1 dòng sổ thư của người dân" in check(place).said
    packed = b"".join(path.read_bytes() for path in place.rglob("*") if path.is_file())
    assert "Câu riêng của người gửi.".encode() not in packed
    assert "Người hỏi riêng".encode() not in packed


@pytest.mark.parametrize("step", ["mkdir", "listing"])
def test_a_full_disk_is_told_in_one_sentence_and_leaves_no_bag(
    step: str, published: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whether a folder is copied, and shutil tells of it as text, or the bag is listed, and bagit would log a trace."""
    make: Callable[..., None] = os.mkdir
    full = OSError(errno.ENOSPC, "No space left on device", "manifest-sha256.txt")

    def mkdir(path: str | Path, *more: object, **named: object) -> None:
        if "signoffs" in str(path):
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        make(path, *more, **named)

    def listing(*_: object, **named: object) -> None:
        raise full

    monkeypatch.setattr(*((os, "mkdir", mkdir) if step == "mkdir" else (bagit, "make_manifests", listing)))
    with monkeypatch.context() as typed:
        for name, value in published.environment().items():
            typed.setenv(name, value)
        code = main(["archive", "--into", str(tmp_path / "kho")], ROOT)
    said = capfd.readouterr()
    place = "signoffs" if step == "mkdir" else "manifest-sha256.txt"
    assert (code, "Traceback" in said.err) == (1, False)
    assert re.search(rf"Máy không đọc hoặc ghi được [^:]*{place}: ổ đĩa đã đầy\.", said.err.replace("\n", " "))
    assert list((tmp_path / "kho").iterdir()) == []


def restore_commands() -> list[str]:
    """Return the commands that the operator's note gives for restoring from a bag."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    block = re.search(r"## The permanent record.*?```sh\n(# restore\n.*?)```", text, re.DOTALL)
    assert block, "docs/operations.md tells how to restore"
    return [line.strip() for line in block[1].splitlines() if line.strip() and not line.strip().startswith("#")]


def test_everything_comes_back_by_the_commands_of_the_operators_note(published: House, bag: Path, tmp_path: Path):
    place = tmp_path / "new"
    place.mkdir()
    (place / "desk").symlink_to(ROOT / "desk")
    commands = [command for command in restore_commands() if not command.startswith(("make", "git"))]
    for command in (command.replace(".venv/bin/python", sys.executable) for command in commands):
        environment = {"PATH": "/usr/bin:/bin", "BAG": str(bag)}
        subprocess.run(["sh", "-ec", command], cwd=place, env=environment, check=True)
    settings = replace(
        published.site.settings, content=place / "content", records=place / "records", output=place / "output",
        state=place / ".state", inquiries=place / ".state" / "inquiries",
    )  # fmt: skip
    restored = House(replace(published.site, settings=settings))
    verified = restored.desk("verify")
    assert verified.code == 0, verified.said
    again = restored.desk("publish")
    assert again.code == 0, again.said
    assert site_digest(restored.output) == site_digest(published.output)
