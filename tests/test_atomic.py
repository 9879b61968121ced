"""A file is either wholly new or wholly as it was, whatever happens while it is written."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from shk_xl.domain.faults import Fault, Refused
from shk_xl.ooxml import atomic
from shk_xl.ooxml.atomic import write_atomically
from shk_xl.wording import in_words

posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions and signals of POSIX")


def fault_of(path: Path, data: bytes = b"ny") -> Fault:
    with pytest.raises(Refused) as caught:
        write_atomically(path, data)
    (fault,) = caught.value.faults
    assert in_words(fault).startswith(f"{path}: ")
    return fault


def names_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def run(code: str, path: Path) -> subprocess.CompletedProcess[str]:
    """Run a program of its own that has the path and the function at hand."""
    start = (
        "import os, signal, sys\nfrom pathlib import Path\n"
        "from shk_xl.ooxml.atomic import write_atomically\npath = Path(sys.argv[1])\n"
    )
    command = [sys.executable, "-c", start + code, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_a_file_is_made_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "bok åäö.xlsx"
    write_atomically(path, b"ett")
    write_atomically(path, b"")
    write_atomically(path, "två".encode())
    assert path.read_bytes() == "två".encode()
    assert names_in(tmp_path) == [path.name]


@posix
def test_permissions_are_kept_and_a_new_file_has_the_usual_ones(tmp_path: Path) -> None:
    path, usual = tmp_path / "bok.xlsx", tmp_path / "vanlig"
    usual.touch()
    write_atomically(path, b"ett")
    assert path.stat().st_mode == usual.stat().st_mode
    path.chmod(0o640)
    write_atomically(path, b"ny")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@posix
def test_a_link_is_followed(tmp_path: Path) -> None:
    folder = tmp_path / "riktig"
    folder.mkdir()
    target, link = folder / "bok.xlsx", tmp_path / "bok.xlsx"
    target.write_bytes(b"gammal")
    link.symlink_to(target)
    write_atomically(link, b"ny")
    assert link.is_symlink()
    assert target.read_bytes() == b"ny"
    assert names_in(folder) == ["bok.xlsx"]


def test_a_name_as_long_as_the_system_allows(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 250 + ".xlsx")
    write_atomically(path, b"ny")
    assert path.read_bytes() == b"ny"
    if sys.platform != "win32":
        assert fault_of(tmp_path / ("a" * 300)).code == "file_name_too_long"


def test_a_folder_that_is_missing(tmp_path: Path) -> None:
    fault = fault_of(tmp_path / "ingen" / "bok.xlsx")
    assert fault.code == "folder_missing"
    assert str(tmp_path / "ingen") in in_words(fault)
    (tmp_path / "fil").touch()
    assert fault_of(tmp_path / "fil" / "bok.xlsx").code == "folder_missing"


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "bok.xlsx").mkdir()
    assert fault_of(tmp_path / "bok.xlsx").code == "file_is_folder"


def test_a_read_only_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    path.write_bytes(b"gammal")
    path.chmod(0o444)
    assert fault_of(path).code == "file_read_only"
    assert path.read_bytes() == b"gammal"
    path.chmod(0o644)


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may do anything")
def test_a_folder_that_one_may_not_write_in(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        assert fault_of(tmp_path / "bok.xlsx").code == "folder_no_permission"
    finally:
        tmp_path.chmod(0o755)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EROFS, "folder_no_permission"),
        (errno.EACCES, "folder_no_permission"),
        (errno.EIO, "file_unwritable"),
    ],
)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_of_the_system_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, code: str
) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    path = tmp_path / "bok.xlsx"
    path.write_bytes(b"gammal")
    monkeypatch.setattr(os if step == "fsync" else Path, step, fail)
    assert fault_of(path).code == code
    assert path.read_bytes() == b"gammal"
    assert names_in(tmp_path) == ["bok.xlsx"]


def test_a_file_that_windows_holds_open_for_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError(errno.EACCES, "Access is denied")

    path = tmp_path / "bok.xlsx"
    path.write_bytes(b"gammal")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(Path, "replace", refuse)
    assert fault_of(path).code == "file_open_elsewhere"
    assert names_in(tmp_path) == ["bok.xlsx"]


def test_a_failing_sync_of_the_folder_does_not_undo_the_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync

    def only_files(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not here")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", only_files)
    write_atomically(tmp_path / "bok.xlsx", b"ny")
    assert (tmp_path / "bok.xlsx").read_bytes() == b"ny"


@posix
def test_a_full_quota_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    path.write_bytes(b"gammal")
    done = run(
        "import resource\nfrom shk_xl.domain.faults import Refused\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "try:\n    write_atomically(path, b'x' * 100_000)\n"
        "except Refused as refused:\n    print(refused.faults[0].code)\n",
        path,
    )
    assert done.stdout.strip() == "disk_full", done.stderr
    assert path.read_bytes() == b"gammal"
    assert names_in(tmp_path) == ["bok.xlsx"]


@posix
@pytest.mark.parametrize("call", ["Path.open", "os.fsync", "Path.chmod", "Path.replace"])
def test_a_killed_run_leaves_the_old_file_and_the_next_run_sweeps(
    tmp_path: Path, call: str
) -> None:
    path = tmp_path / "bok.xlsx"
    path.write_bytes(b"gammal")
    done = run(
        f"kept = {call}\ndef die(*a, **k):\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        f"def last(*a, **k):\n    kept(*a, **k)\n    die()\n"
        f"{call} = {'last' if call == 'Path.open' else 'die'}\n"
        "write_atomically(path, b'ny' * 9999)\n",
        path,
    )
    assert done.returncode == -9
    assert path.read_bytes() == b"gammal"
    assert len(names_in(tmp_path)) == 2
    write_atomically(tmp_path / "annan.xlsx", b"annan")
    assert len(names_in(tmp_path)) == 3, "another file's leftovers are not ours to sweep"
    write_atomically(path, b"ny")
    assert names_in(tmp_path) == ["annan.xlsx", "bok.xlsx"]


@posix
def test_what_a_living_run_writes_is_not_swept(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    temporary, file = atomic._claim(path)
    with file:
        write_atomically(path, b"ny")
        assert temporary.exists()
    write_atomically(path, b"ny")
    assert names_in(tmp_path) == ["bok.xlsx"]


@posix
def test_racing_writers_leave_one_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    code = "for n in range(30):\n    write_atomically(path, sys.argv[2].encode() * 50_000)\n"
    start = (
        "import sys\nfrom pathlib import Path\nfrom shk_xl.ooxml.atomic import write_atomically\n"
    )
    command = [sys.executable, "-c", f"{start}path = Path(sys.argv[1])\n{code}", str(path)]
    racers = [subprocess.Popen([*command, letter]) for letter in "abc"]
    assert [racer.wait(60) for racer in racers] == [0, 0, 0]
    assert path.read_bytes() in {letter * 50_000 for letter in (b"a", b"b", b"c")}
    assert names_in(tmp_path) == ["bok.xlsx"]
