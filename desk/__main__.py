"""Start the desk, with the house's own Python when the one that was typed lacks the packages."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def _use_own_python() -> None:
    own = ROOT / ".venv" / "bin" / "python"
    if find_spec("securesystemslib") is None and own.exists() and "CCHC_OWN_PYTHON" not in os.environ:
        os.environ["CCHC_OWN_PYTHON"] = "1"
        os.execv(own, [str(own), "-m", "desk", *sys.argv[1:]])


if __name__ == "__main__":
    _use_own_python()
    os.umask(os.umask(0) | 0o002)  # others of this machine write neither records nor what the next run believes
    from desk.cli import main

    code = main(sys.argv[1:], ROOT)
    if sys.argv[1:2] == ["publish"]:
        # To take a million objects apart one by one costs more than to tell what was done.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    raise SystemExit(code)
