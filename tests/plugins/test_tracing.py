"""The environment of the theme writes the bytes that plain Jinja writes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined
from jinja2.exceptions import UndefinedError
from markupsafe import Markup

from plugins.tracing import Kept, TracingEnvironment, escaped

PARTS = """
{%- macro fact(name, value) %}{% if value %}<dt>{{ name }}</dt>
{%- if caller is defined %}{{ caller() }}{% else %}{{ value }}{% endif %}{% endif %}{% endmacro %}
{%- macro card(title, level=2, short=false) %}<h{{ level }}>{{ title }}{{ "…" if short }}</h{{ level }}>{% endmacro %}
{%- macro rest(first) %}{{ first }}{{ varargs|join(",") }}{{ kwargs.items()|list }}{% endmacro %}
{%- macro outer(words) %}{% set told %}{{ fact(words, words) }}{% endset %}{{ told|trim }}{% endmacro %}"""

PAGE = """{% extends "frame" %}{% from "parts" import card, fact, outer, rest %}{% block body %}
{{ value }}|{{ value ~ "<" }}|{{ fact("a<b", value) }}|{% call fact("c", 1) %}<b>{{ value }}</b>{% endcall %}
{{ card(value) }}{{ card(value, 3) }}{{ card(title=value, short=true) }}{{ card(value, 3, true) }}
{{ rest(value, 1, 2, a="<") }}{{ outer(value) }}{{ outer("<i>")|upper }}{{ "x%s"|format(value) }}
{% for one in [value, 1, none, 2.5, true] %}{{ loop.index }}{{ one }}{{ "<" if loop.last }}{% endfor %}
{{ words.upper() }}{{ words.split("<")|length }}{{ {"lang": none}|xmlattr }}
{{ {"lang": value}|xmlattr }}{% endblock %}"""

FRAME = '<title>{% block title %}{{ words }}{% endblock %}</title>{% block body %}{% endblock %}{{ "%d"|format(3) }}'
SOURCES = {"parts": PARTS, "page": PAGE, "frame": FRAME}
SETTINGS: dict[str, Any] = {"autoescape": True, "undefined": StrictUndefined}


class Drawn:
    """Something that knows its own markup."""

    def __html__(self) -> str:
        return "<svg>"


@given(st.text() | st.integers() | st.text().map(Markup) | st.none(), st.text())
def test_a_page_has_the_bytes_of_plain_jinja(value: object, words: str) -> None:
    plain = Environment(loader=DictLoader(SOURCES), **SETTINGS)
    ours = TracingEnvironment(loader=DictLoader(SOURCES), **SETTINGS)
    expected = plain.get_template("page").render(value=value, words=words)
    assert ours.get_template("page").render(value=value, words=words) == expected


@pytest.mark.parametrize(
    ("value", "shown"),
    [("<&\"'>", "&lt;&amp;&#34;&#39;&gt;"), (Markup("<b>"), "<b>"), (Drawn(), "<svg>"), (7, "7"), (None, "None")],
)
def test_what_is_shown_is_escaped_once(value: object, shown: str) -> None:
    assert escaped(value) == shown


def test_text_of_a_kind_of_its_own_is_escaped_as_well() -> None:
    class Word(str):
        pass

    assert escaped(Word("<i>")) == "&lt;i&gt;"


@pytest.mark.parametrize("source", ["{{ nothing }}", "{% from 'parts' import fact %}{{ fact('a', nothing) }}"])
def test_what_is_not_there_stops_a_page(source: str) -> None:
    ours = TracingEnvironment(loader=DictLoader(SOURCES | {"bad": source}), **SETTINGS)
    with pytest.raises(UndefinedError):
        ours.get_template("bad").render()


def test_a_macro_called_wrongly_stops_a_page() -> None:
    source = "{% from 'parts' import card %}{{ card('a', 1, true, 4) }}"
    ours = TracingEnvironment(loader=DictLoader(SOURCES | {"bad": source}), **SETTINGS)
    with pytest.raises(TypeError, match="not more than 3"):
        ours.get_template("bad").render()


def test_pieces_that_were_let_go_are_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.tracing.MOST_KEPT", 1)
    source = "{% from 'parts' import fact %}{% for one in 'abab' %}{{ kept(fact, one, one) }}{% endfor %}"
    ours = TracingEnvironment(loader=DictLoader(SOURCES | {"list": source}), **SETTINGS)
    ours.globals["kept"] = Kept()
    assert ours.get_template("list").render() == "<dt>a</dt>a<dt>b</dt>b" * 2
