"""Many workbooks at a time: found, computed under limits, written, and told of."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer

import pytest
from hostile_packages import COSTLY, HOSTILE, plain
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_workbooks import workbook

from shk_xl.cli.app import run
from shk_xl.domain.faults import Fault, Place, Refused
from shk_xl.functions.cell_values import CellError
from shk_xl.ooxml.file_lock import temporary_for
from shk_xl.wording import in_words
from shk_xl.workbook.batch.batch import Batch
from shk_xl.workbook.batch.find import find
from shk_xl.workbook.batch.messages import Answer, Options, Request, Written
from shk_xl.workbook.batch.recalculate_book import Book, recalculate_book
from shk_xl.workbook.batch.verify import verify
from shk_xl.workbook.batch.watch import Watch
from shk_xl.workbook.batch.worker import Worker
from shk_xl.workbook.child.child import Stopped
from shk_xl.workbook.child.messages import READY, MessageBroken, receive, send
from shk_xl.workbook.recalculation.recalculate import recalculate

pytestmark = pytest.mark.thorough

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
COMMAND = [sys.executable, "-m", "shk_xl", "recalc"]


class Console:
    """Runs ``recalc`` and keeps what it prints."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: object) -> tuple[int, str, str]:
        self.capsys.readouterr()
        code = run(["recalc", *map(str, arguments)])
        captured = self.capsys.readouterr()
        return code, captured.out, captured.err


@pytest.fixture
def recalc(capsys: pytest.CaptureFixture[str]) -> Console:
    return Console(capsys)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as one:
        yield one


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "bok åäö.xlsx"
    path.write_bytes(plain())
    return path


def tree(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(plain())


def names_in(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def computed() -> bytes:
    return recalculate(plain()).data


# What is found.


def test_folders_are_searched_and_what_is_nobodys_is_passed_over(
    recalc: Console, tmp_path: Path
) -> None:
    tree(tmp_path, "a.xlsx", "inre/b.XLSM", "inre/djup/c.xlsx")
    tree(tmp_path, "~$borta.xlsx", ".dold.xlsx", ".git/d.xlsx", "inre/~tillfällig.xlsx", "text.txt")
    code, out, err = recalc(tmp_path)
    assert code == 0
    assert "3 arbetsböcker: 3 räknades om, 0 stämde redan." in out
    assert "Hoppade över" in err
    assert all(name in err for name in ("~$borta.xlsx", ".dold.xlsx", "~tillfällig.xlsx"))
    assert (tmp_path / "inre/djup/c.xlsx").read_bytes() == computed()
    assert (tmp_path / ".git/d.xlsx").read_bytes() == plain()


def test_each_file_is_taken_once_whatever_leads_to_it(tmp_path: Path) -> None:
    tree(tmp_path, "a.xlsx", "b.xlsx")
    found = find([tmp_path / "b.xlsx", tmp_path, tmp_path / "*.xlsx", tmp_path / "a.xlsx"])
    assert [book.path.name for book in found.books] == ["b.xlsx", "a.xlsx"]


@posix
def test_a_link_to_a_file_in_the_same_folder_is_the_same_file(tmp_path: Path) -> None:
    tree(tmp_path, "b.xlsx")
    (tmp_path / "länk.xlsx").symlink_to(tmp_path / "b.xlsx")
    (tmp_path / "runt").symlink_to(tmp_path, target_is_directory=True)
    assert len(find([tmp_path]).books) == 1


def test_patterns_are_resolved_here_since_some_shells_do_not(tmp_path: Path) -> None:
    tree(tmp_path, "x/1.xlsx", "x/2.xlsx", "x/3.txt", "x/y/4.xlsx", "[1].xlsx")
    names = [book.path.name for book in find([tmp_path / "x" / "[12].xlsx"]).books]
    assert names == ["1.xlsx", "2.xlsx"]
    found = find([tmp_path / "**" / "*.xlsx"], out=tmp_path / "ut").books
    targets = {str(book.target.relative_to(tmp_path / "ut")) for book in found}
    assert targets == {
        "[1].xlsx",
        *(str(Path(name)) for name in ("x/1.xlsx", "x/2.xlsx", "x/y/4.xlsx")),
    }
    assert [book.path.name for book in find([tmp_path / "[1].xlsx"]).books] == ["[1].xlsx"]
    with pytest.raises(Refused) as caught:
        find([tmp_path / "*.xlsm", tmp_path / "?.xlsx"])
    assert [fault.code for fault in caught.value.faults] == ["nothing_fits", "nothing_fits"]


def test_an_empty_folder_is_told_of(recalc: Console, tmp_path: Path) -> None:
    code, _, err = recalc(tmp_path)
    assert code == 3
    assert "inga arbetsböcker" in err


def test_results_keep_their_folders_and_never_share_a_file(recalc: Console, tmp_path: Path) -> None:
    tree(tmp_path, "in/a.xlsx", "in/b/a.xlsx", "annan/A.xlsx")
    out = tmp_path / "in" / "ut"
    assert recalc(tmp_path / "in", "--out", out)[0] == 0
    assert names_in(out) == ["a.xlsx", str(Path("b/a.xlsx"))]
    assert (tmp_path / "in/a.xlsx").read_bytes() == plain()
    assert recalc(tmp_path / "in", "--out", out)[0] == 0, "results are not searched"
    assert names_in(out) == ["a.xlsx", str(Path("b/a.xlsx"))]
    code, _, err = recalc(tmp_path / "in", tmp_path / "annan", "--out", tmp_path / "ny")
    assert code == 3
    assert "till samma fil" in err
    assert not (tmp_path / "ny").exists()


# What is written.


def test_a_copy_of_the_old_file_is_kept_when_asked_and_never_written_over(
    recalc: Console, book: Path
) -> None:
    for number in (1, 2):
        book.write_bytes(plain())
        assert recalc(book, "--backup")[0] == 0
        assert book.with_name(f"{book.name}.{number}.bak").read_bytes() == plain()
    recalc(book, "--backup")
    assert len(names_in(book.parent)) == 3, "nothing changed, nothing is kept"


def test_a_check_writes_nothing_and_finds_what_is_stale(recalc: Console, book: Path) -> None:
    assert recalc(book, "--check")[0] == 1
    assert book.read_bytes() == plain()
    recalc(book)
    assert recalc(book, "--check")[0] == 0
    for other in (["--out", "ut"], ["--backup"], ["--watch"]):
        assert recalc(book, "--check", *other)[0] == 2
    assert recalc(book, "--now", "i går")[0] == 2
    assert recalc(book, "--report", "rapport.pdf")[0] == 2


def test_the_moment_can_be_chosen(recalc: Console, tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    path.write_bytes(workbook({"B": {"A1": "=YEAR(TODAY())"}}))
    assert recalc(path, "--now", "2031-02-03")[0] == 0
    first = path.read_bytes()
    assert recalc(path, "--now", "2031-02-03T14:00+00:00")[0] == 0
    assert path.read_bytes() == first
    assert b"2031" in verify_parts(first)


def verify_parts(data: bytes) -> bytes:
    from hostile_packages import SHEET, parts_of  # noqa: PLC0415

    return parts_of(data)[SHEET]


def test_one_bad_file_stops_nothing_and_machines_get_a_list(
    recalc: Console, tmp_path: Path
) -> None:
    tree(tmp_path, "a.xlsx", "c.xlsx")
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 inte en arbetsbok")
    code, out, err = recalc(tmp_path, "--json", "--jobs", "2")
    assert (code, err) == (3, "")
    reports = json.loads(out)
    assert [Path(report["path"]).name for report in reports] == ["a.xlsx", "b.xlsx", "c.xlsx"]
    assert [report["status"] for report in reports] == ["updated", "refused", "updated"]
    assert "skadad" in reports[1]["reason"]
    wanted = {"path", "status", "formulas", "functions_called", "changed", "errors", "kept"}
    assert all(wanted | {"reason"} <= set(report) for report in reports)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_left_as_it_is(
    name: str, worker: Worker, tmp_path: Path
) -> None:
    make, code = HOSTILE[name]
    path = tmp_path / "bok.xlsx"
    path.write_bytes(make())
    before = path.read_bytes()
    outcome = recalculate_book(Book(path, path), worker, Options())
    assert code in {fault.code for fault in outcome.faults}
    assert str(path) in outcome.report["reason"]
    assert (path.read_bytes(), names_in(tmp_path)) == (before, ["bok.xlsx"])


def test_a_file_that_is_open_or_read_only_is_left_as_it_is(
    worker: Worker, book: Path, tmp_path: Path
) -> None:
    def codes(path: Path) -> list[str]:
        outcome = recalculate_book(Book(path, path), worker, Options())
        return [fault.code for fault in outcome.faults]

    book.chmod(0o444)
    assert codes(book) == ["file_read_only"]
    book.chmod(0o644)
    owner = tmp_path / f"~${book.name}"
    owner.touch()
    assert codes(book) == ["file_locked"]
    assert codes(owner) == ["file_is_owner_file"]
    assert book.read_bytes() == plain()


def test_a_file_that_was_saved_meanwhile_is_not_written_over(book: Path) -> None:
    class Slow(Worker):
        """Somebody saves the file while it is computed."""

        def ask(self, request: Request, seconds: float) -> object:  # type: ignore[override]
            answer = super().ask(request, seconds)
            book.write_bytes(theirs)
            return answer

    for theirs, code in ((b"annan", ["file_changed_meanwhile"]), (computed(), [])):
        book.write_bytes(plain())
        with Slow() as slow:
            outcome = recalculate_book(Book(book, book), slow, Options())
        assert [fault.code for fault in outcome.faults] == code
        assert book.read_bytes() == theirs
        assert names_in(book.parent) == [book.name]


# The process that computes.


@posix
def test_a_process_that_hangs_or_dies_takes_one_file_with_it(book: Path) -> None:
    request = Request(book, Options())
    with Worker() as worker:
        assert worker.ask(request, 60).report
        worker._process.send_signal(signal.SIGSTOP)
        with pytest.raises(Refused) as caught:
            worker.ask(request, 0.5)
        assert caught.value.faults[0].code == "computing_too_slow"
        assert worker.ask(request, 60).report
        worker._process.send_signal(signal.SIGSTOP)
        killer = Timer(0.3, worker._process.send_signal, [signal.SIGKILL])
        killer.start()
        assert worker.ask(request, 60).report, "what it computed before may have been why"
        killer.join()
        worker._process.kill()
        worker._process.wait()
        assert worker.ask(request, 60).report, "one that died while idle is no file's fault"


@posix
def test_a_file_that_ends_every_process_is_refused(book: Path) -> None:
    class Fatal(Worker):
        """Its processes end as soon as they are asked."""

        def _start(self) -> None:
            super()._start()
            assert self._process.stdout is not None
            self._is_ready = self._process.stdout.readline() == READY
            self._process.kill()

    with Fatal() as worker:
        worker._process.wait()
        with pytest.raises(Refused) as caught:
            worker.ask(Request(book, Options()), 60)
        assert caught.value.faults[0].code == "computing_ended"
        assert "SIGKILL" in in_words(caught.value.faults[0])
    assert book.read_bytes() == plain()


@pytest.mark.parametrize("name", [name for name in COSTLY if name != "text that doubles"])
def test_a_costly_workbook_costs_no_more_than_its_limits(
    name: str, worker: Worker, tmp_path: Path
) -> None:
    path = tmp_path / "bok.xlsx"
    path.write_bytes(COSTLY[name]())
    start = time.monotonic()
    with suppress(Refused):
        worker.ask(Request(path, Options()), 3)
    assert time.monotonic() - start < 20
    tree(tmp_path, "nästa.xlsx")
    following = Book(tmp_path / "nästa.xlsx", tmp_path / "nästa.xlsx")
    assert not recalculate_book(following, worker, Options()).faults


@pytest.mark.skipif(sys.platform != "linux", reason="a limit that only some systems keep")
def test_memory_is_limited_by_the_system() -> None:
    code = (
        "from shk_xl.workbook.child import limits as p; "
        "p.limit_this_process(300_000_000); p.limit_time(1); bytearray(400_000_000)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "MemoryError" in done.stderr
    spin = code.replace("300_000_000", "10**10").replace(
        "bytearray(400_000_000)", "list(iter(int, 1))"
    )
    spun = subprocess.run(
        [sys.executable, "-c", spin.replace("list", "any")], capture_output=True, check=False
    )
    assert spun.returncode == -signal.SIGPROF


def test_what_is_no_answer_ends_the_process(book: Path) -> None:
    with Worker() as worker:
        real = worker._process
        code = "print('ready\\nhej'); import time; time.sleep(60)"
        worker._is_ready = False
        worker._process = subprocess.Popen(
            [sys.executable, "-u", "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        with pytest.raises(Refused) as caught:
            worker.ask(Request(book, Options()), 30)
        assert caught.value.faults[0].code == "computing_ended"
        for stream in (real.stdin, real.stdout):
            assert stream is not None
            stream.close()
        real.wait(30)
        assert worker.ask(Request(book, Options()), 30).report


def test_a_worker_that_is_told_to_stop_leaves_its_file(book: Path) -> None:
    with Worker() as worker:
        worker.stop()
        with pytest.raises(Stopped):
            recalculate_book(Book(book, book), worker, Options())
    assert book.read_bytes() == plain()


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 400), st.binary(max_size=3))
def test_no_answer_harms_the_one_who_asked(start: bytes, at: int, put: bytes) -> None:
    stream = io.BytesIO()
    fault = Fault("file_empty", Place("bok.xlsx"))
    counts = dict.fromkeys(("formulas", "functions_called", "changed", "errors", "kept"), 0)
    report = {"path": "bok.xlsx", "status": "updated", **counts, "reason": None}
    written = [Written("Blad1", "A1", CellError.NA)]
    answer = Answer(report, "ab", (fault,), written, None, b"PK")
    send(answer.message, stream)
    whole = stream.getvalue()
    assert receive(io.BytesIO(whole), Answer.read) == answer
    for broken in (start + whole, whole[:at] + put + whole[at + len(put) :], whole[:at], start):
        with suppress(EOFError, MessageBroken):
            receive(io.BytesIO(broken), Answer.read)


@posix
def test_what_a_killed_run_left_is_swept_unless_nothing_may_be_written(
    recalc: Console, book: Path
) -> None:
    recalc(book)
    for where in (book, book.parent):
        temporary_for(book).write_bytes(b"halv")
        recalc(where, "--check")
        assert temporary_for(book).exists()
        recalc(where)
        assert names_in(book.parent) == [book.name]


# What is verified.


@pytest.mark.parametrize(
    ("address", "value", "right"),
    [
        ("A2", 2.0, True),
        ("A2", 2.5, False),
        ("A2", "2", False),
        ("B2", "å1", True),
        ("B2", CellError.NA, False),
        ("Z9", 1.0, False),
    ],
)
def test_a_result_is_read_again(address: str, value: object, right: bool) -> None:  # noqa: FBT001
    written = [Written("Blad1", address, value)]  # type: ignore[arg-type]
    if right:
        verify(computed(), written, file="bok.xlsx")
        return
    with pytest.raises(Refused) as caught:
        verify(computed(), written, file="bok.xlsx")
    assert caught.value.faults[0].code == "result_wrong"


def test_values_are_found_in_sheets_of_any_layout() -> None:
    sheet = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<x:sheetData><x:row r="1"><!-- r="B1" --><x:c\ns="0"\nr=\'B1\' t=\'str\'><x:f>"&lt;"</x:f>'
        '<x:v>gammal</x:v></x:c><x:c r="C1"><x:f a=">">1+1</x:f></x:c></x:row></x:sheetData>'
        "</x:worksheet>"
    )
    result = recalculate(workbook({"Blad": sheet}), full=True)
    changes = [Written(change.sheet, change.address, change.new) for change in result.changes()]
    assert {change.address for change in changes} == {"B1", "C1"}
    verify(result.data, changes, file="bok.xlsx")


# Ctrl-C, and watching.


@posix
def test_ctrl_c_leaves_every_file_whole_and_tells_what_was_done(tmp_path: Path) -> None:
    tree(tmp_path, *(f"{number:03}.xlsx" for number in range(400)))
    process = subprocess.Popen(
        [*COMMAND, str(tmp_path), "--jobs", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    new = sum(path.read_bytes() == computed() for path in tmp_path.iterdir())
    old = sum(path.read_bytes() == plain() for path in tmp_path.iterdir())
    assert new + old == 400
    assert f"{new} arbetsböcker är klara" in err
    assert 0 < new < 400
    assert "Orörda: " in err
    assert "Traceback" not in err


def test_only_what_has_changed_and_come_to_rest_is_ready(tmp_path: Path) -> None:
    tree(tmp_path, "a.xlsx")
    path = tmp_path / "a.xlsx"
    watch = Watch([tmp_path])
    assert watch.ready() == [], "it might still be being written"
    (book,) = watch.ready()
    assert watch.ready() == []
    with Batch(1, Options()) as batch:
        (done,) = batch.run([book])
    watch.settled(done.outcome)
    assert [watch.ready() for _ in range(3)] == [[], [], []], "our own writing is no change"
    path.write_bytes(path.read_bytes())
    os.utime(path, ns=(1, 1))
    assert [watch.ready() for _ in range(3)] == [[], [], []], "the same content is no change"
    path.write_bytes(plain() + b"")
    owner = tmp_path / "~$a.xlsx"
    owner.touch()
    assert [watch.ready() for _ in range(3)] == [[], [], []], "it is open"
    owner.unlink()
    assert watch.ready() == [book]
    path.unlink()
    assert [watch.ready() for _ in range(2)] == [[], []]


@posix
def test_a_watched_folder_is_recalculated_until_ctrl_c(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "--watch", str(tmp_path), "--jobs", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert "Bevakar" in process.stdout.readline()
    tree(tmp_path, "ny.xlsx")
    assert "ny.xlsx" in process.stdout.readline()
    time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert "avslutad" in out
    assert (tmp_path / "ny.xlsx").read_bytes() == computed()
    assert not temporary_for(tmp_path / "ny.xlsx").exists()
