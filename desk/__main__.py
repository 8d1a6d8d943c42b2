"""Start the desk, with the house's own Python when the one that was typed lacks the packages."""

import os
import sys
from contextlib import suppress
from importlib.util import find_spec
from io import TextIOWrapper
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def _use_own_python() -> None:
    own = ROOT / ".venv" / "bin" / "python"
    if find_spec("securesystemslib") is None and own.exists() and "CCHC_OWN_PYTHON" not in os.environ:
        os.environ["CCHC_OWN_PYTHON"] = "1"
        os.execv(own, [str(own), "-m", "desk", *sys.argv[1:]])


def _speak_vietnamese() -> None:
    """Read and print UTF-8, whatever letters the locale of this machine has."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a closed one is none
            stream.reconfigure(encoding="utf-8", errors=stream.errors)


if __name__ == "__main__":
    _use_own_python()
    _speak_vietnamese()
    os.umask(os.umask(0) | 0o002)  # others of this machine write neither records nor what the next run believes
    from desk.cli import main

    code = main(sys.argv[1:], ROOT)
    if sys.argv[1:2] == ["publish"]:
        # To take a million objects apart one by one costs more than to tell what was done.
        for stream in filter(None, (sys.stdout, sys.stderr)):
            with suppress(OSError):  # nobody reads any more what was told
                stream.flush()
        os._exit(code)
    raise SystemExit(code)
