"""Trials of what a crash leaves: each runs the program itself and gives a verdict.

A verdict is ``old`` or ``new`` for a file that holds what it held, or what it was to hold;
``damaged`` for anything else, and for helper files that the next run did not sweep. The
program is killed inside the calls that touch the disk, by a process that wraps those calls
before it starts the program; the program itself knows nothing of it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from hostile_packages import plain

from shk_xl.ooxml.file_lock import is_left_over, sweep
from shk_xl.workbook.batch.batch import Batch
from shk_xl.workbook.batch.find import find
from shk_xl.workbook.batch.messages import Options
from shk_xl.workbook.batch.recalculate_book import Book, recalculate_book
from shk_xl.workbook.batch.worker import Worker
from shk_xl.workbook.recalculation.recalculate import recalculate

CALLS = ("open", "fsync", "replace", "unlink", "chmod", "chown", "close", "write", "link", "mkdir")
"""What of ``os`` the program can be killed in: before the call, and after it."""
_WRAPPED = """
import os, signal, sys
calls, until, told, book = sys.argv[1].split(","), int(sys.argv[2]), sys.argv[3], sys.argv[4:]
count = 0
def point(name):
    global count
    if until < 0:
        told_file.write(name + "\\n")
    elif count == until:
        os.kill(os.getpid(), signal.SIGKILL)
    count += 1
def wrap(name):
    real = getattr(os, name)
    def wrapped(*arguments, **named):
        point(name)
        result = real(*arguments, **named)
        point(name)
        return result
    setattr(os, name, wrapped)
from shk_xl.cli.app import run
import shk_xl.cli.recalc_words, shk_xl.workbook.batch.find, shk_xl.workbook.batch.recalculate_book
import concurrent.futures.thread
told_file = open(told, "w", buffering=1)
from shk_xl.ooxml import atomic
real_write = atomic.write_atomically
def armed(*arguments, **named):
    for name in calls:
        wrap(name)
    return real_write(*arguments, **named)
from shk_xl.workbook.batch import recalculate_book
recalculate_book.write_atomically = armed
sys.exit(run(["recalc", "--backup", *book]))
"""
_LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
from shk_xl.cli.app import run
sys.exit(run(["recalc", sys.argv[2]]))
"""
_UPDATES = """
import sys
from pathlib import Path
from shk_xl.ooxml.atomic import write_atomically
path, wins = Path(sys.argv[1]), 0
while wins < int(sys.argv[2]):
    read = path.read_bytes()
    still = []
    def last_word(target):
        still.append(target.read_bytes() == read)
        return still[0]
    write_atomically(path, str(int(read) + 1).encode(), before=last_word)
    wins += still[0]
"""


@cache
def new() -> bytes:
    """What the workbook of the trials holds when it is recalculated."""
    return recalculate(plain()).data


def fresh(folder: Path) -> Path:
    """A folder with the workbook of the trials."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "bok.xlsx"
    path.write_bytes(plain())
    return path


def verdict(path: Path, worker: Worker) -> str:
    """Judge what is there now, and that the next run makes it right and leaves nothing behind."""
    held = {plain(): "old", new(): "new"}.get(path.read_bytes(), "damaged")
    backups = [one for one in path.parent.iterdir() if one.suffix == ".bak"]
    if any(one.read_bytes() != plain() for one in backups):
        return "damaged"
    found = find([path.parent])
    (book,) = found.books
    for leftover in found.left_over:
        sweep(leftover)
    again = recalculate_book(book, worker, Options())
    left = [one.name for one in path.parent.iterdir() if is_left_over(one.name)]
    return held if not again.faults and path.read_bytes() == new() and not left else "damaged"


def points(folder: Path) -> list[str]:
    """The calls in which the program can be killed, in their order, each twice."""
    path = fresh(folder)
    told = folder / "punkter"
    _wrapped(path, -1, told)
    return told.read_text(encoding="utf-8").split()


def killed_at(folder: Path, number: int, worker: Worker) -> str:
    """Kill the program at a point, and judge."""
    path = fresh(folder)
    code = _wrapped(path, number, folder / "punkter")
    assert code == -9, code
    return verdict(path, worker)


def _wrapped(path: Path, number: int, told: Path) -> int:
    arguments = [",".join(CALLS), str(number), str(told), str(path)]
    done = subprocess.run(
        [sys.executable, "-c", _WRAPPED, *arguments], capture_output=True, check=False
    )
    return done.returncode


def killed_after(folder: Path, seconds: float, worker: Worker) -> str:
    """Kill the program when it has run for so long, and judge."""
    path = fresh(folder)
    process = subprocess.Popen(
        [sys.executable, "-m", "shk_xl", "recalc", str(path)], stdout=subprocess.DEVNULL
    )
    time.sleep(seconds)
    process.kill()
    process.wait()
    return verdict(path, worker)


def with_file_limit(folder: Path, limit: int, worker: Worker) -> str:
    """Let no file be larger than a limit, and judge."""
    path = fresh(folder)
    command = [sys.executable, "-c", _LIMITED, str(limit), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 3, done
    assert "fullt" in done.stderr or "orörd" in done.stderr, done.stderr
    return verdict(path, worker)


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 64 kB in memory."""
    folder.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    subprocess.run(mount, check=True, capture_output=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def on_full_disk(disk: Path, worker: Worker) -> str:
    """Fill a disk, run, make room again, and judge."""
    path = fresh(disk)
    filler = disk / "utfyllnad"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 1024)
        except OSError:
            pass
    done = subprocess.run(
        [sys.executable, "-m", "shk_xl", "recalc", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3, done
    assert "fullt" in done.stderr, done.stderr
    filler.unlink()
    return verdict(path, worker)


def race(folder: Path, runs: int, worker: Worker) -> str:
    """Let many runs recalculate one file at the same time, and judge."""
    path = fresh(folder)
    command = [sys.executable, "-m", "shk_xl", "recalc", str(path)]
    racers = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(runs)]
    codes = {racer.wait() for racer in racers}
    return verdict(path, worker) if codes == {0} else "damaged"


def lost_updates(folder: Path, *, racers: int, updates: int) -> int:
    """Let many runs count up one file, each only on top of what it read; give what was lost."""
    folder.mkdir(parents=True)
    path = folder / "tal"
    path.write_bytes(b"0")
    command = [sys.executable, "-c", _UPDATES, str(path), str(updates)]
    running = [subprocess.Popen(command) for _ in range(racers)]
    codes = {racer.wait() for racer in running}
    assert codes == {0}, codes
    return racers * updates - int(path.read_bytes())


def fuzzed(folder: Path, files: Sequence[bytes]) -> Counter[str]:
    """Recalculate damaged packages in one batch, and count what became of them.

    ``damaged`` is a file that was refused and yet changed; ``ended`` one that
    ended the process that computed.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    books = []
    for number, data in enumerate(files):
        path = folder / f"{number}.xlsx"
        path.write_bytes(data)
        books.append(Book(path, path))
    verdicts: Counter[str] = Counter()
    with Batch(2, Options()) as batch:
        for place, outcome in batch.run(books):
            ended = any(fault.code.startswith("computing_") for fault in outcome.faults)
            verdicts["ended" if ended else outcome.report["status"]] += 1
            if outcome.faults and outcome.path.read_bytes() != files[place]:
                verdicts["damaged"] += 1
    return verdicts
