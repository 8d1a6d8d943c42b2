"""Symbolic links of a signed text become real addresses only for what is public."""

import pytest

from editorial.links import base_for, href, resolve, symbols

HTML = '<a href="cchc:qd-a#dieu-1">a</a><a href="cchc:tin-mat">b</a><img src="cchc-file:Ảnh 1.png" alt="">'


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("/", "."),
        ("/404.html", "."),
        ("/lien-he/", ".."),
        ("/van-ban/a/2026/b/", "../../../.."),
        ("/feeds/x.xml", ".."),
    ],
)
def test_a_trial_page_knows_its_way_to_the_root(address, base):
    assert base_for(address, trial=True) == base


def test_a_trial_link_opens_from_a_disk():
    assert href("/van-ban/#x", "../..", trial=True) == "../../van-ban/index.html#x"


def test_a_real_link_is_root_relative_and_a_feed_link_absolute():
    assert href("/van-ban/", "", trial=False) == "/van-ban/"
    assert href("/van-ban/", "https://cchc.example.vn", trial=False) == "https://cchc.example.vn/van-ban/"


def test_only_public_targets_keep_their_link():
    html = resolve(HTML, {"qd-a": "/van-ban/a/"}, {"Ảnh 1.png": "/tin-tuc/x/anh-1.png"}, "", trial=False)
    assert html == '<a href="/van-ban/a/#dieu-1">a</a><a>b</a><img src="/tin-tuc/x/anh-1.png" alt="">'
    assert "tin-mat" not in html


def test_symbols_are_listed_as_written():
    assert symbols(HTML) == ["qd-a#dieu-1", "tin-mat"]
