"""What tests of signing at the desk may ask for."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.inbox_fixture import Inbox
from tests.desk.inbox_web_fixture import WebDesk, web_desk
from tests.desk.office_fixture import Desk, furnish
from tests.desk.preview_fixture import running
from tests.desk.real_house import real_house, serving_rsync
from tests.house import House, house_of
from tests.organisation import Organisation


@pytest.fixture
def desk(organisation: Organisation) -> Desk:
    """The Cần Thơ board at its desk, no content yet."""
    return furnish(organisation)


@pytest.fixture
def inbox(desk: Desk) -> Inbox:
    """The desk with an empty inbox and trial keys."""
    return Inbox(desk)


@pytest.fixture
def web(inbox: Inbox) -> Iterator[WebDesk]:
    """The inbox's page for the reform office's clerk, its link not used yet."""
    with web_desk(inbox) as desk:
        yield desk


@pytest.fixture
def known(web: WebDesk) -> WebDesk:
    """The same with an open session."""
    assert web.enter().status == 303
    return web


@pytest.fixture
def real(tmp_path: Path) -> House:
    """A house with an address, and keys of its own."""
    return real_house(tmp_path)


@pytest.fixture(scope="session")
def packed_site(published_site: Organisation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the bag of the site just published, shared: copy it before anything writes (see `bag`)."""
    kept = tmp_path_factory.mktemp("packed") / "kho"
    done = house_of(published_site, tmp_path_factory.mktemp("packing")).desk("archive", "--into", str(kept))
    assert done.code == 0, done.said
    return kept


@pytest.fixture
def bag(packed_site: Path, tmp_path: Path) -> Path:
    """A bag of a test's own."""
    [place] = shutil.copytree(packed_site, tmp_path / "kho").iterdir()
    return Path(place)


@pytest.fixture
def rsync_server(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A real rsync server on this machine: its address and its folder."""
    with serving_rsync(tmp_path) as served:
        yield served


@pytest.fixture
def preview(house: House) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A running preview and its port."""
    with running(house) as preview:
        yield preview
