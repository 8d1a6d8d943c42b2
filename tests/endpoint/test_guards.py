"""Whose page may send us something."""

from __future__ import annotations

import pytest

from endpoint.guards import is_form, sender_of

HOST = "cchc.example.vn"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, "own"),
        ({"Sec-Fetch-Site": "none"}, "own"),  # the person reloaded
        ({"Sec-Fetch-Site": "cross-site"}, "foreign"),
        ({"Sec-Fetch-Site": "same-site"}, "foreign"),  # another host of cantho.gov.vn
        ({"Sec-Fetch-Site": "same-origin, cross-site"}, "foreign"),
        ({"Sec-Fetch-Site": "cross-site", "Origin": f"https://{HOST}"}, "foreign"),
        ({"Origin": f"https://{HOST}"}, "own"),
        ({"Origin": f"https://{HOST.upper()}"}, "own"),
        ({"Origin": "https://ke-xau.example"}, "foreign"),
        ({"Origin": f"https://{HOST}.ke-xau.example"}, "foreign"),
        ({"Origin": f"https://ke-xau.example/{HOST}"}, "foreign"),
        ({"Origin": f"https://{HOST}@ke-xau.example"}, "foreign"),
        ({"Origin": f"https://{HOST}:8443"}, "foreign"),
        ({"Origin": "null"}, "foreign"),
        ({"Origin": "https://["}, "foreign"),
        ({"Referer": "https://ke-xau.example"}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_the_browser_says_whose_page_it_was(headers: dict[str, str], expected: str):
    assert sender_of(headers, HOST) == expected


def test_a_request_without_a_host_has_no_origin_of_ours():
    assert sender_of({"Origin": "null"}, "") == "foreign"


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [
        ("application/x-www-form-urlencoded", True),
        ("Multipart/Form-Data", True),
        ("application/json", False),
        ("text/plain", False),
        ("", False),
    ],
)
def test_only_what_a_plain_form_sends_is_read(media_type: str, expected: bool):
    assert is_form(media_type) is expected
