"""Run the trials of crashes and damage in full, and write what came of them to the docs.

The tests run the same trials in small numbers. ``python tools/full_proof.py`` runs all;
``--scale 0.1`` a tenth of them. It takes some minutes, and must be run by root, who may make
a small disk.
"""

from __future__ import annotations

import argparse
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import crash_trials as trials  # noqa: E402 - the tests' own
import proof_document  # noqa: E402
from hostile_packages import COSTLY, HOSTILE, mutated, plain  # noqa: E402

from shk_xl.workbook.batch.messages import Options  # noqa: E402
from shk_xl.workbook.batch.recalculate_book import Book, recalculate_book  # noqa: E402
from shk_xl.workbook.batch.worker import Worker  # noqa: E402

RANDOM_KILLS, POINT_ROUNDS, RACES, RACERS, MUTANTS = 350, 4, 5, 20, 10_000
LIMITS = (0, 1, 50, 100, 500, 1_000, 1_500)
HEAD = """# Provning

Vad som händer med arbetsböckerna när något går fel, prövat i full skala. Testerna kör samma prov i
mindre antal vid varje ändring. Kör själv: `python tools/full_proof.py` (några minuter, som root).

Senast kört {day} med Python {python} på {system}. Det tog {minutes} minuter.

| prov | antal | utfall | underkända |
|---|---|---|---|
{rows}

*Gammal* och *ny* betyder att filen höll exakt det den höll förut, eller exakt det den skulle hålla;
att säkerhetskopian var hel; och att nästa körning gjorde filen rätt och städade efter den förra.
Allt annat är underkänt.
"""


class Row(NamedTuple):
    """What came of a kind of trial."""

    name: str
    count: int
    outcome: str
    failed: int


def in_words(verdicts: Counter[str]) -> str:
    """List verdicts by how many there were."""
    swedish = {
        "old": "gammal",
        "new": "ny",
        "damaged": "skadad",
        "refused": "vägrad",
        "updated": "omräknad",
        "unchanged": "stämde",
        "ended": "processen avslutades, filen orörd",
    }
    return ", ".join(f"{count} {swedish[one]}" for one, count in verdicts.most_common() if count)


def judged(name: str, verdicts: Counter[str]) -> Row:
    """Make a row of verdicts on files."""
    return Row(name, verdicts.total(), in_words(verdicts), verdicts["damaged"])


def rows(folder: Path, scale: float) -> Iterator[Row]:
    """Run every trial; the larger the scale, the more often."""
    chance = random.Random()  # noqa: S311 - not a secret

    def times(full: int) -> int:
        return max(1, round(full * scale))

    def many(name: str, count: int, trial: Callable[[int], str]) -> Row:
        return judged(name, Counter(trial(number) for number in range(count)))

    with Worker() as worker:
        points = trials.points(folder / "punkter")
        yield many(
            f"dödad (SIGKILL) före och efter varje anrop som rör disken ({len(points)} punkter)",
            len(points) * times(POINT_ROUNDS),
            lambda n: trials.killed_at(folder / f"p{n}", n % len(points), worker),
        )
        yield many(
            "dödad vid en slumpvis tidpunkt",
            times(RANDOM_KILLS),
            lambda n: trials.killed_after(folder / f"r{n}", chance.uniform(0.02, 0.5), worker),
        )
        yield many(
            "kvoten tar slut (RLIMIT_FSIZE)",
            len(LIMITS),
            lambda n: trials.with_file_limit(folder / f"k{n}", LIMITS[n], worker),
        )
        with trials.small_disk(folder / "disk") as disk:
            yield many("disken är full (tmpfs)", 3, lambda _: trials.on_full_disk(disk, worker))
        yield many(
            f"{RACERS} körningar på samma fil samtidigt",
            times(RACES),
            lambda n: trials.race(folder / f"l{n}", RACERS, worker),
        )
        lost = trials.lost_updates(folder / "u", racers=RACERS, updates=times(20))
        yield Row(
            f"uppdateringar från {RACERS} samtidiga körningar",
            RACERS * times(20),
            f"{lost} försvann",
            lost,
        )
        yield hostile(folder, worker)
    files = [mutated(plain(), chance) for _ in range(times(MUTANTS))]
    yield judged("skadade paket (fuzzning)", trials.fuzzed(folder / "fuzz", files))


def hostile(folder: Path, worker: Worker) -> Row:
    """Have the hostile and the costly workbooks recalculated."""
    verdicts: Counter[str] = Counter()
    path = folder / "fientlig.xlsx"
    made = {name: make for name, (make, _) in HOSTILE.items()} | COSTLY
    for make in made.values():
        data = make()
        path.write_bytes(data)
        outcome = recalculate_book(Book(path, path), worker, Options())
        ended = any(fault.code.startswith("computing_") for fault in outcome.faults)
        whole = not outcome.faults or path.read_bytes() == data
        verdict = "ended" if ended else outcome.report["status"]
        verdicts[verdict if whole else "damaged"] += 1
    return judged("fientliga och orimligt dyra arbetsböcker", verdicts)


def main() -> int:
    """Run, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0)
    scale = parser.parse_args().scale
    start = time.monotonic()
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(Path(folder), scale):
            found.append(row)
            print(*row, sep=" | ", flush=True)
    lines = [f"| {r.name} | {r.count} | {r.outcome} | {r.failed} |" for r in found]
    text = HEAD.format(
        day=datetime.now(UTC).date(),
        python=platform.python_version(),
        system=platform.system(),
        minutes=f"{(time.monotonic() - start) / 60:.1f}".replace(".", ","),
        rows="\n".join(lines),
    )
    proof_document.write_first(text)
    return int(any(row.failed for row in found))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as error:
        sys.exit(f"Provet behöver köras som root, för en liten disk: {error}")
