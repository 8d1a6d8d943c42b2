"""A plan makes nothing, and renders each output as a build would write it."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desk import building
from editorial.messages import sentence
from tests.folders import contents
from tests.organisation import ROOT, Organisation, environment_of
from tests.refusing import refuses
from tests.site_fixture import build, found_site

NEWS = "chinh-sach/2026/tin-thu/index.html"

PROGRAM = """
import sys
from datetime import datetime
from pathlib import Path
from desk.building import plan
from editorial.settings import load_settings

made = plan(load_settings(Path.cwd()), datetime.fromisoformat("{now}"))
for name in sorted(made.names):
    place = Path("{output}") / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(made.render(name))
try:
    made.render("khong/co.html")
except KeyError:
    print("no such output")
"""


def test_a_plan_renders_what_a_build_writes(tmp_path: Path) -> None:
    site = found_site(tmp_path)
    site.write("bai/hinh.png", b"\x89PNG")
    site.article("tin-thu", body="Lời đã ký. ![Hình](hinh.png)")
    site.sign_all("tin-thu")
    built = build(site)
    settings = site.settings
    program = PROGRAM.format(now=site.now.isoformat(), output=tmp_path / "planned")
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment_of(settings),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "no such output\n", "")
    assert contents(tmp_path / "planned") == built.files()
    assert NEWS in built.files()
    assert not (settings.state / "nothing").exists()


@pytest.mark.parametrize(("number", "code"), [(errno.EACCES, "build-disk-error"), (errno.ENOENT, "build-failed")])
def test_what_whoever_runs_the_machine_must_mend_is_said_and_a_defect_is_kept(
    number: int, code: str, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of another account, as after “sudo make publish”, is no defect of the program."""

    def refused(*_: object) -> None:
        raise OSError(number, os.strerror(number), "spare/404.html")

    monkeypatch.setattr(building, "_read_settings", refused)
    with refuses(code) as refused:
        building.load_builder(organisation.settings)
    told = sentence(refused.value.problems[0])
    assert ("spare/404.html: không có quyền" in told) == (code == "build-disk-error")
    assert organisation.settings.errors.exists() == (code == "build-failed")
