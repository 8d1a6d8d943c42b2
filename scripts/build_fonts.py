"""Make the fonts of the site from the package of Be Vietnam Pro: python scripts/build_fonts.py

Only the letters of Vietnamese, ASCII and the signs of our texts are kept, so that a weight costs a reader about 10 kB.
Needs fontpkg-be-vietnam-pro and fonttools[woff], dependencies of development only: the result and its licence (SIL Open
Font License 1.1) are kept in theme/static/fonts.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

FONTS = Path(__file__).resolve().parent.parent / "theme" / "static" / "fonts"

WEIGHTS = {"be-vietnam-pro-400.woff2": "BeVietnamPro-Regular.ttf", "be-vietnam-pro-700.woff2": "BeVietnamPro-Bold.ttf"}
"""File of the site to file of the package."""

LETTERS = (
    "U+0020-007E,U+00A0,U+00A7,U+00AB,U+00B0,U+00B2,U+00B3,U+00B7,U+00BB,U+00D7,U+00C0-00C3,U+00C8-00CA,U+00CC,U+00CD,"
    "U+00D2-00D5,U+00D9,U+00DA,U+00DD,U+00E0-00E3,U+00E8-00EA,U+00EC,U+00ED,U+00F2-00F5,U+00F9,U+00FA,U+00FD,U+0102,"
    "U+0103,U+0110,U+0111,U+0128,U+0129,U+0168,U+0169,U+01A0,U+01A1,U+01AF,U+01B0,U+1EA0-1EF9,"
    "U+2010-2014,U+2018-201D,U+2022,U+2026,U+20AB,U+2190-2193,U+2212"
)
"""Composed letters only: a browser composes what stands decomposed before it looks for a letter."""

FEATURES = ["kern"]
"""The font has no figures of one width, and ligatures of Latin are none of Vietnamese."""


def build() -> dict[str, bytes]:
    """Return the content of each font by its file name; the same versions of the tools give the same bytes."""
    from fontTools import subset

    made = {}
    with TemporaryDirectory() as folder:
        for name, source in WEIGHTS.items():
            place = Path(folder, name)
            path = files("fontpkg_be_vietnam_pro") / "files" / source
            subset.main(
                [
                    str(path),
                    f"--unicodes={LETTERS}",
                    "--flavor=woff2",
                    f"--layout-features={','.join(FEATURES)}",
                    "--no-hinting",
                    f"--output-file={place}",
                ]
            )
            made[name] = place.read_bytes()
    return made


if __name__ == "__main__":
    for name, content in build().items():
        (FONTS / name).write_bytes(content)
        print(f"{name}: {len(content)} bytes")
