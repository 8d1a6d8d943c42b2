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


def test_words_that_look_like_a_link_stay_words():
    """What leaders signed must not vanish from the page, however it is spelt."""
    html = '<p>Lệ phí: 0 đồng href="cchc: và thu thêm 100 đồng" mỗi lần</p>'
    assert resolve(html, {}, {}, "", trial=False) == html
    assert symbols(html) == []


def test_a_link_is_found_behind_other_attributes():
    html = '<a title="a &gt; b" id="x" href="cchc:mot">y</a><img alt="" src="cchc-file:a.png">'
    real = resolve(html, {"mot": "/mot/"}, {"a.png": "/mot/a.png"}, "", trial=False)
    assert real == '<a title="a &gt; b" id="x" href="/mot/">y</a><img alt="" src="/mot/a.png">'
