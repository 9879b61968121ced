"""Documents made by several processes: the same files and the same told as by one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from shk_xl.documents.kinds import DocumentKind
from shk_xl.documents.making import Produced, Status
from shk_xl.documents.produce import jobs_for, produce_documents
from shk_xl.documents.stamp import SourceStamp
from shk_xl.domain.amounts import Known
from shk_xl.domain.portfolio import Heading, Initiative, InitiativeType, Portfolio, TextSection

TODAY = date(2024, 1, 15)
SOURCE = SourceStamp("portfolj.xlsx", "0" * 64)
STARTS_PROCESSES = pytest.mark.thorough
MAKING = """
import resource, sys
from datetime import date
from pathlib import Path
from shk_xl.documents.produce import produce_documents
from shk_xl.documents.stamp import SourceStamp
from shk_xl.domain.faults import Refused
from shk_xl.domain.portfolio import Initiative, InitiativeType, Portfolio

if __name__ == "__main__":
    folder, count, jobs, limit = Path(sys.argv[1]), *map(int, sys.argv[2:])
    initiatives = (Initiative(f"I{n}", f"Namn {n}", InitiativeType.ROLE) for n in range(count))
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        produce_documents(
            Portfolio(initiatives=tuple(initiatives)),
            folder,
            source=SourceStamp("bok.xlsx", "0" * 64),
            today=date(2024, 1, 15),
            initiatives=[f"I{n}" for n in range(count)],
            jobs=jobs,
        )
    except Refused as refused:
        print([(fault.code, Path(fault.place.file).name) for fault in refused.faults])
    except KeyboardInterrupt:
        print("avbrutet")
"""


def portfolio(count: int) -> Portfolio:
    """Give initiatives, some with a text that hinders readers."""
    return Portfolio(
        initiatives=tuple(
            Initiative(f"I{n}", f"Namn {n}", InitiativeType.FORUM, start="Börja.", amount=Known(n))
            for n in range(count)
        ),
        texts=tuple(
            TextSection(f"I{n}", Heading.PURPOSE, "1) Pröva <&>\n2) Lära" if n % 3 else "Lära.")
            for n in range(count)
        ),
    )


def made(folder: Path, whole: Portfolio, jobs: int) -> list[Produced]:
    return produce_documents(
        whole, folder, source=SOURCE, today=TODAY, kinds=[DocumentKind.FORUM], jobs=jobs
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_few_documents_are_made_by_one_process() -> None:
    assert jobs_for(20) == 1
    assert jobs_for(10_000) >= 1


@STARTS_PROCESSES
def test_two_processes_make_the_same_documents_and_tell_the_same(tmp_path: Path) -> None:
    whole = portfolio(60)
    first = made(tmp_path / "en", whole, 1)
    assert any(one.findings for one in first)
    edited = tmp_path / "en" / first[3].path.name
    for folder in ("en", "två"):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / edited.name).write_bytes(b"skrivet av en person")
    changed = portfolio(61)
    told = made(tmp_path / "en", changed, 1)
    again = made(tmp_path / "två", changed, 2)
    assert contents(tmp_path / "en") == contents(tmp_path / "två")
    assert told[3].status is again[3].status is Status.EDITED
    for one, other in zip(told, again, strict=True):
        assert one.path.name == other.path.name
        assert [f.code for f in one.findings] == [f.code for f in other.findings]
        assert [f.values for f in one.findings] == [f.values for f in other.findings]
    third = made(tmp_path / "två", changed, 2)
    assert third == made(tmp_path / "två", changed, 1)


@STARTS_PROCESSES
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_what_cannot_be_written_is_told_as_by_one_process(tmp_path: Path) -> None:
    told = []
    for jobs in (1, 2):
        folder = tmp_path / str(jobs)
        run = subprocess.run(
            [sys.executable, "-c", MAKING, folder, "30", str(jobs), "6000"],
            capture_output=True,
            text=True,
            check=True,
        )
        told.append(run.stdout)
        assert list(folder.iterdir()) == []
    assert told[0] == told[1] == "[('disk_full', 'I0-namn-0.docx')]\n"


@STARTS_PROCESSES
@pytest.mark.skipif(sys.platform == "win32", reason="sends Ctrl-C as POSIX does")
def test_ctrl_c_leaves_whole_files_only_and_nobody_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "underlag"
    program = tmp_path / "making.py"
    program.write_text(MAKING, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, program, folder, "3000", "2", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    give_up = time.monotonic() + 60
    while not list(folder.glob("*.docx")) and time.monotonic() < give_up:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    assert process.communicate(timeout=60) == ("avbrutet\n", "")
    files = list(folder.iterdir())
    assert 0 < len(files) < 3000
    for path in files:
        assert path.suffix == ".docx"
        assert ZipFile(path).testzip() is None
    time.sleep(1)
    assert len(list(folder.iterdir())) == len(files)  # nobody goes on
