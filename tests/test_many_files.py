"""Many files written at a time: each whole, and what hindered one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from shk_xl.domain.faults import Refused
from shk_xl.ooxml.many_files import ManyFiles


def test_every_file_is_in_its_place_when_the_block_is_left(tmp_path: Path) -> None:
    with ManyFiles() as files:
        for number in range(30):
            files.write(tmp_path / f"{number}.txt", str(number).encode())
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        f"{number}.txt": str(number) for number in range(30)
    }


def write(folder: Path, *names: str) -> None:
    with ManyFiles() as files:
        for name in names:
            files.write(folder / name, b"x" * 1000)
            if name.startswith("avbrott"):
                raise KeyboardInterrupt


def test_the_first_file_that_could_not_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        write(tmp_path, "a.txt", "saknas/b.txt", "finns inte/c.txt")
    assert refused.value.faults[0].place.file == str(tmp_path / "saknas" / "b.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_what_is_under_way_becomes_whole_when_something_else_fails(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path, *"abcdefg", "avbrott")
    assert {path.name: path.stat().st_size for path in tmp_path.iterdir()} == dict.fromkeys(
        (*"abcdefg", "avbrott"), 1000
    )
