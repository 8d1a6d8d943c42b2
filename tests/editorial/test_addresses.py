"""Addresses and the files that they name in a built site."""

import pytest

from editorial.addresses import address_of, file_of


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/van-ban/x/", "van-ban/x/index.html"),
        ("/404.html", "404.html"),
        ("/feeds/tat-ca.rss.xml", "feeds/tat-ca.rss.xml"),
        ("/x/my-index.html", "x/my-index.html"),
    ],
)
def test_an_address_and_its_file_lead_to_one_another(address: str, file: str):
    assert file_of(address) == file
    assert address_of(file) == address
