"""Lines of keys, in every shape that TOML allows."""

from __future__ import annotations

from editorial.toml_lines import key_lines

SHAPES = """\
# 'a comment with = [ and {
plain = 1
"quoted key".dotted = "x # no comment \\" ] }"   # a comment
[table]
list = [ # a comment
  { key = "v", inner = [1, 2] },
  { key = 'its' },

  \"\"\"several
lines ] }\"\"\", 3.5,
]
after = 2026-01-01
[[people]]
id = "a"
  [[people.keys]]
  open = true
[[people]]
id = "b"
[people.sub]
dotted = {a.b = 1, empty = {}}
none = []
[deep.er]
last = ''
"""


def test_every_shape_has_its_line():
    lines = key_lines(SHAPES)
    expected = {
        (): 1,
        ("plain",): 2,
        ("quoted key", "dotted"): 3,
        ("table",): 4,
        ("table", "list", 0, "inner", 1): 6,
        ("table", "list", 1, "key"): 7,
        ("table", "list", 2): 9,
        ("table", "list", 3): 10,
        ("table", "after"): 12,
        ("people", 0): 13,
        ("people", 0, "keys", 0, "open"): 16,
        ("people", 1, "id"): 18,
        ("people", 1, "sub", "dotted", "a", "b"): 20,
        ("people", 1, "sub", "none"): 21,
        ("deep",): 22,
        ("deep", "er", "last"): 23,
    }
    assert {path: lines.get(path) for path in expected} == expected
