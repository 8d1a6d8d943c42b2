"""A browser without JavaScript before the application."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from endpoint.app import create_app
from tests.organisation import NOON, Organisation


class Browser(FlaskClient):
    """Reads every answer to its end, so that no file stays open."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return super().open(*args, buffered=True, **kwargs)


def browser_of(site: Organisation) -> Browser:
    """Return a browser before the site that was published last."""

    def now() -> datetime:
        return NOON

    app = create_app(site.settings, now, with_site=True)
    app.test_client_class = Browser
    client = app.test_client()
    assert isinstance(client, Browser)
    return client
