"""A file is either wholly new or wholly as it was, whatever happens while it is written."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from shk_xl.domain.faults import Fault, Refused
from shk_xl.ooxml import atomic
from shk_xl.ooxml.atomic import write_atomically, write_new
from shk_xl.ooxml.file_lock import is_left_over, lock_for, locked, sweep, temporary_for
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
@pytest.mark.parametrize("call", ["os.open", "os.fsync", "Path.chmod", "Path.replace"])
def test_a_killed_run_leaves_the_old_file_and_the_next_run_sweeps(
    tmp_path: Path, call: str
) -> None:
    path = tmp_path / "bok.xlsx"
    path.write_bytes(b"gammal")
    done = run(
        f"kept = {call}\ndef die(*a, **k):\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        f"def last(*a, **k):\n    kept(*a, **k)\n    die()\n"
        f"{call} = {'last' if call == 'os.open' else 'die'}\n"
        "write_atomically(path, b'ny' * 9999)\n",
        path,
    )
    assert done.returncode == -9
    assert path.read_bytes() == b"gammal"
    left = set(names_in(tmp_path)) - {"bok.xlsx"}
    assert left
    assert all(map(is_left_over, left))
    write_atomically(tmp_path / "annan.xlsx", b"annan")
    assert set(names_in(tmp_path)) == {*left, "annan.xlsx", "bok.xlsx"}, "not ours to sweep"
    write_atomically(path, b"ny")
    assert names_in(tmp_path) == ["annan.xlsx", "bok.xlsx"]


@posix
def test_what_killed_runs_left_is_swept_and_what_a_living_run_has_is_not(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    temporary_for(path).write_bytes(b"halv")
    lock_for(path).touch()
    assert sweep(temporary_for(path))
    assert names_in(tmp_path) == []
    with locked(path):
        temporary_for(path).write_bytes(b"halv")
        assert not sweep(temporary_for(path))
        assert temporary_for(path).exists()


def test_a_file_that_another_run_is_writing_is_waited_for_and_then_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bok.xlsx"
    monkeypatch.setattr(atomic, "locked", partial(locked, patience=0.05))
    with locked(path):
        fault = fault_of(path)
    assert fault.code == "file_being_written"
    assert lock_for(path).name in in_words(fault)
    write_atomically(path, b"ny")
    assert names_in(tmp_path) == ["bok.xlsx"]


@posix
def test_a_link_in_the_place_of_the_helper_files_is_not_followed(tmp_path: Path) -> None:
    path, other = tmp_path / "bok.xlsx", tmp_path / "annan"
    other.write_bytes(b"annans")
    temporary_for(path).hardlink_to(other)
    write_atomically(path, b"ny")
    assert other.read_bytes() == b"annans"
    temporary_for(path).symlink_to(other)
    write_atomically(path, b"ny")
    lock_for(path).symlink_to(other)
    assert fault_of(path).code == "file_unwritable"
    assert (other.read_bytes(), path.read_bytes()) == (b"annans", b"ny")


@posix
def test_the_new_bytes_are_never_open_to_those_who_may_not_read_the_old(tmp_path: Path) -> None:
    path, seen = tmp_path / "bok.xlsx", []
    path.write_bytes(b"hemlig")
    path.chmod(0o600)

    def look(target: Path) -> bool:
        seen.append(stat.S_IMODE(temporary_for(target).stat().st_mode))
        return True

    write_atomically(path, b"ny", before=look)
    assert seen == [0o600]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_last_word_before_the_replacement_can_stop_it(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    path.write_bytes(b"gammal")
    write_atomically(path, b"ny", before=lambda _target: False)
    assert path.read_bytes() == b"gammal"
    assert names_in(tmp_path) == ["bok.xlsx"]


def test_a_disk_that_gives_back_something_else_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bok.xlsx"
    path.write_bytes(b"gammal")
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda file: read(file)[:-1])
    assert fault_of(path).code == "file_written_wrong"
    monkeypatch.undo()
    assert path.read_bytes() == b"gammal"


def test_a_new_file_never_replaces_another(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    assert write_new(path, b"ett")
    assert not write_new(path, b"annat")
    assert path.read_bytes() == b"ett"
    assert names_in(tmp_path) == ["bok.xlsx"]


@posix
def test_writers_that_build_on_what_they_read_lose_no_update(tmp_path: Path) -> None:
    path = tmp_path / "tal"
    path.write_bytes(b"0")
    code = (
        "def still(target):\n    return target.read_bytes() == read\n"
        "wins = 0\n"
        "while wins < 20:\n    read = path.read_bytes()\n"
        "    new = str(int(read) + 1).encode()\n    done = []\n"
        "    def last(target):\n        done.append(still(target))\n        return done[0]\n"
        "    write_atomically(path, new, before=last)\n    wins += done[0]\n"
    )
    start = (
        "import sys\nfrom pathlib import Path\nfrom shk_xl.ooxml.atomic import write_atomically\n"
        "path = Path(sys.argv[1])\n"
    )
    racers = [subprocess.Popen([sys.executable, "-c", start + code, str(path)]) for _ in range(4)]
    assert [racer.wait(120) for racer in racers] == [0] * 4
    assert path.read_bytes() == b"80"
    assert names_in(tmp_path) == ["tal"]


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
