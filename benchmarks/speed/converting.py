"""Every text of a house converted anew on all cores, as it once was for its edition.

python -m benchmarks.speed.converting DIR

The editions are compared with those that were signed, so that nothing but the conversion differs from a full build.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime
from multiprocessing import Pool
from pathlib import Path

from benchmarks.speed.house import settings_of
from benchmarks.speed.signed import Board, frozen_for, lines
from editorial.content import Item
from editorial.content_files import read_items
from editorial.dates import VIETNAM
from editorial.freezing import Targets
from editorial.office import open_office
from editorial.signoffs import read_ledger

_board: Board
_targets: Targets


def _begin(house: Path, targets: Targets) -> None:
    global _board, _targets
    _board, _targets = Board.of(open_office(settings_of(house))), targets


def _convert(item: Item) -> tuple[float, float]:
    """Return the seconds of an item's conversion and of its signatures; its edition is the one that was signed."""
    ledger = read_ledger(_board.office.settings.records, item.id)
    now = datetime.now(VIETNAM)
    begun = time.perf_counter()
    frozen = frozen_for(_board, item, ledger, _targets, now)
    converted = time.perf_counter()
    lines(_board, frozen, ledger.head, now)
    signed = time.perf_counter()
    if frozen.edition.digest != ledger.signoffs[-1].edition:
        raise ValueError(f"{item.id} converts to another edition than the one that was signed")
    return converted - begun, signed - converted


def main(house: Path) -> None:
    items, _ = read_items(settings_of(house).content)
    with Pool(initializer=_begin, initargs=(house, Targets.of(items))) as pool:
        took = pool.map(_convert, items, 25)
    freeze, sign = (sum(part) / len(took) * 1_000 for part in zip(*took, strict=True))
    print(json.dumps({"freeze_ms": freeze, "sign_ms": sign}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
