"""A reader's own choice, in a browser: kept there, applied on every page, sent nowhere (LX-3.1)."""

from __future__ import annotations

from typing import Any

from tests.site_fixture import Build
from tests.theme.serving import served


def test_letters_and_areas_stay_as_the_reader_chose_them(real: Build, chromium: Any):
    with served(real.output) as url:
        context = chromium.new_context()
        asked: list[str] = []
        context.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
        page = context.new_page()
        page.goto(f"{url}/")
        plain = page.evaluate("getComputedStyle(document.body).fontSize")
        assert page.locator("[data-chosen]").is_hidden()
        page.get_by_label("Rất lớn").check()
        page.get_by_label("Cải cách thể chế").check()
        page.locator("[data-chosen] .cc-card").first.wait_for()
        links = page.locator("[data-chosen] a")
        assert links.count() == 3 and all(link.get_attribute("href").startswith(url) for link in links.all())
        links.first.click()  # and on the pages that follow
        assert page.locator("h1").inner_text()
        large = page.evaluate("getComputedStyle(document.body).fontSize")
        assert float(large[:-2]) == float(plain[:-2]) * 1.375
        page.goto(f"{url}/")
        page.locator("[data-chosen] .cc-card").first.wait_for()
        page.get_by_role("button", name="Bỏ mọi lựa chọn").click()
        page.locator("[data-chosen]").wait_for(state="hidden")
        assert page.evaluate("localStorage.length") == 0
        assert all(request.startswith(f"GET {url}/") for request in asked)
        context.close()


def test_without_a_script_nothing_is_promised(real: Build, chromium: Any):
    with served(real.output) as url:
        context = chromium.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{url}/")
        assert page.get_by_text("Tùy chọn riêng").is_hidden()
        assert page.get_by_text("Theo lĩnh vực đã chọn").is_hidden()
        context.close()
