"""What tests of signing at the desk may ask for."""

import pytest

from tests.desk.inbox_fixture import Inbox
from tests.desk.office_fixture import Desk, furnish
from tests.organisation import Organisation


@pytest.fixture
def desk(organisation: Organisation) -> Desk:
    """The Cần Thơ board at its desk, no content yet."""
    return furnish(organisation)


@pytest.fixture
def inbox(desk: Desk) -> Inbox:
    """The desk with an empty inbox and trial keys."""
    return Inbox(desk)
