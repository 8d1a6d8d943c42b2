"""What tests of signing at the desk may ask for."""

import pytest

from tests.desk.office_fixture import Desk, furnish
from tests.organisation import Organisation


@pytest.fixture
def desk(organisation: Organisation) -> Desk:
    """The Cần Thơ board at its desk, no content yet."""
    return furnish(organisation)
