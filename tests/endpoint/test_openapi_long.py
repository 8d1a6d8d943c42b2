"""docs/openapi.yaml against the real process: generated requests find no failure, and every address is described."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import content_type_conformance, not_a_server_error, status_code_conformance

from endpoint.app import create_app
from endpoint.counter import Counter
from endpoint.frames import Frames
from inquiries.house import House
from tests.endpoint.live import Live, empty_site, live
from tests.organisation import ROOT

DESCRIPTION = schemathesis.openapi.from_path(ROOT / "docs/openapi.yaml")
NUMBERS = count()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One server for all examples."""
    with live(empty_site(tmp_path_factory.mktemp("described"))) as running:
        yield running


@DESCRIPTION.exclude(path="/tim-kiem/ket-qua").exclude(path="/healthz").parametrize()
@settings(
    max_examples=400,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_generated_request_finds_a_failure(server: Live, case: schemathesis.Case):
    number = next(NUMBERS)
    sender = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
    case.call_and_validate(
        base_url=f"http://127.0.0.1:{server.port}",
        headers={"Sec-Fetch-Site": "same-origin", "X-Forwarded-For": sender},
        checks=[not_a_server_error, content_type_conformance, status_code_conformance],
    )


def test_every_address_is_described_and_no_other(inquiry_house: House):
    clock = inquiry_house.store.now
    counter = Counter(inquiry_house, Frames(inquiry_house.settings), clock)
    app = create_app(inquiry_house.settings, clock, counter=counter)
    answered = {(rule.rule, method) for rule in app.url_map.iter_rules() for method in rule.methods or ()}
    described = {
        (path, method.upper()) for path, methods in DESCRIPTION.raw_schema["paths"].items() for method in methods
    }
    assert {one for one in answered if one[1] not in ("HEAD", "OPTIONS")} == described
