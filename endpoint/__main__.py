"""Start the server: python -m endpoint."""

import os
import sys
from pathlib import Path

from endpoint.server import main

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:], os.environ, Path(__file__).resolve().parent.parent))
