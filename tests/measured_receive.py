"""A program that receives one file and prints what became of it, and what that cost.

Run with the team's workbook and the file. The memory is the most that the reading process had,
and the most that this one had; this one's imports are not counted in the time that passed.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from shk_xl.exchange.intake.arrivals import read_arrivals
from shk_xl.exchange.intake.receive import Wishes, receive


def main(book: Path, path: Path) -> None:
    start = time.monotonic()
    received = receive(book, read_arrivals([path], book), Wishes())
    seconds = time.monotonic() - start
    received.tally()
    (state,) = [one.state.value for one in received.examined] or ["refused"]
    faults = [*received.refused]
    faults += [fault for one in received.examined for fault in one.faults]
    faults += [fault for one in received.found for fault in one.faults]
    faults += [fault for one in received.unreadable for fault in one.faults]
    used = [resource.getrusage(kind) for kind in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)]
    computed = sum(one.ru_utime + one.ru_stime for one in used)
    cost = [round(seconds, 2), round(computed, 2), *(one.ru_maxrss // 1024 for one in used)]
    told = {"state": state, "codes": [fault.code for fault in faults], "cost": cost}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
