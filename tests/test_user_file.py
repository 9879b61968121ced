"""A file that a user named is read, or the user learns why not."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from shk_xl.domain.faults import Fault, Refused
from shk_xl.ooxml.limits import LIMITS
from shk_xl.ooxml.user_file import read_user_file, refuse_if_locked, refuse_if_read_only
from shk_xl.wording import in_words


def fault_of(path: Path) -> Fault:
    with pytest.raises(Refused) as caught:
        read_user_file(path)
    (fault,) = caught.value.faults
    assert in_words(fault).startswith(f"{path}: ")
    return fault


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "bok åäö.xlsx"
    path.write_bytes(b"\x00\r\n\xff")
    assert read_user_file(path) == b"\x00\r\n\xff"


def test_a_missing_file_offers_the_near_names(tmp_path: Path) -> None:
    for name in ("Portfölj 2024.xlsx", "portfolj-2025.xlsx", "~$Portfölj 2024.xlsx", "annat.txt"):
        (tmp_path / name).touch()
    words = in_words(fault_of(tmp_path / "portfölj 2024.xlsx"))
    assert "Portfölj 2024.xlsx" in words
    assert "portfolj-2025.xlsx" in words
    assert "~$" not in words
    assert "annat" not in words


def test_a_missing_file_without_near_names(tmp_path: Path) -> None:
    assert fault_of(tmp_path / "bok.xlsx").code == "file_missing"


def test_a_missing_folder(tmp_path: Path) -> None:
    assert fault_of(tmp_path / "ingen" / "bok.xlsx").code == "folder_missing"
    (tmp_path / "fil").write_bytes(b"a")
    assert fault_of(tmp_path / "fil" / "bok.xlsx").code == "folder_missing"


def test_a_folder_an_empty_file_and_an_owner_file(tmp_path: Path) -> None:
    (tmp_path / "tom.xlsx").touch()
    (tmp_path / "~$bok.xlsx").write_bytes(b"x")
    assert fault_of(tmp_path).code == "file_is_folder"
    assert fault_of(tmp_path / "tom.xlsx").code == "file_empty"
    assert fault_of(tmp_path / "~$bok.xlsx").code == "file_is_owner_file"


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may do anything")
def test_a_file_that_one_may_not_read(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    path.write_bytes(b"a")
    path.chmod(0)
    assert fault_of(path).code == "file_no_permission"


@pytest.mark.parametrize(
    ("number", "words"), [(errno.EIO, "disken svarar inte"), (errno.EXDEV, "Invalid cross")]
)
def test_a_failing_disk_is_told_in_our_words_or_the_systems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def fail(_path: Path) -> bytes:
        raise OSError(number, os.strerror(number))

    (tmp_path / "bok.xlsx").write_bytes(b"a")
    monkeypatch.setattr(Path, "read_bytes", fail)
    assert words in in_words(fault_of(tmp_path / "bok.xlsx"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "bok.xlsx")
    assert fault_of(tmp_path / "bok.xlsx").code == "file_is_device"


def test_a_file_that_is_far_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_path: Path) -> bytes:
        raise AssertionError

    with (tmp_path / "bok.xlsx").open("wb") as file:
        file.truncate(LIMITS.file_bytes + 1)
    monkeypatch.setattr(Path, "read_bytes", fail)
    assert fault_of(tmp_path / "bok.xlsx").code == "package_too_large"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such names")
def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    assert fault_of(tmp_path / ("a" * 300)).code == "file_name_too_long"


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("bok.xlsx", "~$bok.xlsx"),
        ("bok.xlsx", ".~lock.bok.xlsx#"),
        ("underlag.docx", "~$derlag.docx"),
    ],
)
def test_an_open_file_is_read_but_not_written(tmp_path: Path, name: str, owner: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"a")
    refuse_if_locked(path)
    (tmp_path / owner).touch()
    assert read_user_file(path) == b"a"
    with pytest.raises(Refused) as caught:
        refuse_if_locked(path)
    words = in_words(caught.value.faults[0])
    assert "Någon har filen öppen" in words
    assert owner in words


def test_a_read_only_file_is_read_but_not_written(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    refuse_if_read_only(path)
    path.write_bytes(b"a")
    refuse_if_read_only(path)
    path.chmod(0o444)
    with pytest.raises(Refused) as caught:
        refuse_if_read_only(path)
    assert "skrivskyddad" in in_words(caught.value.faults[0])
    path.chmod(0o644)
