"""The child process: what it does, what it can't do, and what ends it."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from child_jobs import KIND, MEMORY
from hypothesis import given
from hypothesis import strategies as st

from shk_xl.domain.faults import Fault, Refused
from shk_xl.functions.cell_values import CellError
from shk_xl.wording import in_words
from shk_xl.workbook.child.child import Allowed, Child
from shk_xl.workbook.child.messages import Message, value_as_json, value_from_json

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    with Child(KIND) as one:
        yield one


def do(child: Child, job: str, seconds: float = 30, **head: Any) -> Message:
    allowed = Allowed(seconds, min(seconds, 5))
    return child.do(job, Message(head, b"bytes"), Message._make, allowed=allowed, file="svar.xlsx")


def end_of(child: Child, job: str, seconds: float = 30, **head: Any) -> Fault:
    """Give what is told of a job that ended the process; the next job is done all the same."""
    with pytest.raises(Refused) as caught:
        do(child, job, seconds, **head)
    assert do(child, "echo", say=1).head["said"] == 1
    (fault,) = caught.value.faults
    assert fault.place.file == "svar.xlsx"
    assert in_words(fault)
    return fault


def test_one_process_does_many_jobs(child: Child) -> None:
    answers = [do(child, "echo", say="å\ud83d") for _ in range(5)]
    assert {answer.head["said"] for answer in answers} == {"å\ud83d"}
    assert {answer.data for answer in answers} == {b"bytes"}
    assert len({answer.head["process"] for answer in answers}) == 1


def test_what_is_refused_is_told_and_the_process_goes_on(child: Child) -> None:
    before = do(child, "echo", say=1).head["process"]
    with pytest.raises(Refused) as caught:
        do(child, "refuse")
    assert [fault.code for fault in caught.value.faults] == ["file_empty"]
    assert in_words(caught.value.faults[0]).encode(), "half a character can't be shown"
    assert do(child, "echo", say=1).head["process"] == before


def test_no_job_reaches_the_network(child: Child) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        fault = end_of(child, "connect", port=port)
        assert (fault.code, "socket" in str(fault.values["reason"])) == ("reading_ended", True)
        with pytest.raises(TimeoutError):
            server.accept()
    assert "socket.getaddrinfo" in str(end_of(child, "look up").values["reason"])


@pytest.mark.parametrize("job", ["write", "write by system", "delete"])
def test_no_job_changes_a_file(job: str, child: Child, tmp_path: Path) -> None:
    path = tmp_path / "fil"
    if job == "delete":
        path.write_bytes(b"kvar")
    fault = end_of(child, job, path=str(path))
    assert (fault.code, "PermissionError" in str(fault.values["reason"])) == ("reading_ended", True)
    assert path.exists() == (job == "delete")


@pytest.mark.parametrize("job", ["start", "shell"])
def test_no_job_starts_a_program(job: str, child: Child) -> None:
    assert "PermissionError" in str(end_of(child, job).values["reason"])


def test_every_end_is_told_as_what_it_is(child: Child) -> None:
    assert end_of(child, "sleep", 0.5).code == "reading_too_slow"
    assert end_of(child, "end").values["reason"] == "kod 3"
    assert "RecursionError" in str(end_of(child, "recurse").values["reason"])
    assert end_of(child, "compute", 1.4).code == "reading_too_slow"
    slow = end_of(child, "sleep", 1.4)
    assert "inom 1 sekunder" in in_words(slow)


@pytest.mark.skipif(sys.platform not in ("linux", "win32"), reason="the system keeps no limit")
def test_a_job_that_takes_all_memory_is_told_so(child: Child) -> None:
    fault = end_of(child, "fill")
    assert (fault.code, fault.values["megabytes"]) == ("reading_out_of_memory", MEMORY // 10**6)


@pytest.mark.skipif(sys.platform == "win32", reason="a job object does it there")
def test_where_the_system_keeps_no_limit_the_process_watches_itself() -> None:
    code = (
        "import sys, time; from shk_xl.workbook.child.limits import watch_memory; "
        "watch_memory(150_000_000); kept = b'x' * int(sys.argv[1]); time.sleep(1); print('kvar')"
    )
    for size, ended in ((300_000_000, True), (1_000_000, False)):
        done = subprocess.run(
            ["sh", "-c", '"$@"; exit $?', "sh", sys.executable, "-c", code, str(size)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode == 1, "MemoryError" in done.stderr) == (ended, ended)
        assert ("kvar" in done.stdout) != ended


def test_what_a_library_prints_is_no_answer(child: Child) -> None:
    assert do(child, "babble", say=2).head["said"] == 2


def test_a_child_that_never_starts_is_told_of() -> None:
    with Child(KIND._replace(jobs="no_such_jobs")) as broken:
        with pytest.raises(Refused) as caught:
            do(broken, "echo", say=1)
        (fault,) = caught.value.faults
        assert fault.code == "reading_not_started"
        assert "no_such_jobs" in in_words(fault)


moments = st.dates() | st.datetimes() | st.times()
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()


@given(scalars | moments | st.sampled_from([*CellError]))
def test_a_value_comes_back_as_it_was_with_its_type(value: Any) -> None:
    back = value_from_json(value_as_json(value))
    assert (back, type(back)) == (value, type(value))


def test_what_is_no_value_is_not_taken() -> None:
    for told in ([1], {"date": "i går"}, {"error": "#FEL"}, {"path": "x"}, {}, {"date": 1}):
        with pytest.raises((TypeError, ValueError, LookupError)):
            value_from_json(told)
    kept: list[Any] = [datetime(2026, 3, 1, 8, 30), date(2026, 3, 1), time(8, 30)]  # noqa: DTZ001 - a cell has no zone
    assert [type(value_from_json(value_as_json(one))) for one in kept] == [datetime, date, time]
