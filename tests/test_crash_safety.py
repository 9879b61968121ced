"""Killed, out of disk, raced and replaced underneath: a workbook is always whole."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import crash_trials as trials
import pytest
from hostile_packages import mutated, plain

from shk_xl.workbook.batch.worker import Worker

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX"),
]


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    """Judges what is left."""
    with Worker() as one:
        yield one


def test_killed_where_it_matters_the_file_is_the_old_or_the_new_one(
    tmp_path: Path, worker: Worker
) -> None:
    points = trials.points(tmp_path / "räkna")
    assert {"open", "fsync", "replace", "unlink"} <= set(points)
    chosen = [n for n, name in enumerate(points) if name in {"fsync", "replace"}][-8:]
    verdicts = [trials.killed_at(tmp_path / str(number), number, worker) for number in chosen]
    assert set(verdicts) == {"old", "new"}
    assert verdicts == sorted(verdicts, reverse=True), "once new, never old again"


def test_killed_at_any_time_the_file_is_the_old_or_the_new_one(
    tmp_path: Path, worker: Worker
) -> None:
    chance = random.Random(1)  # noqa: S311 - not a secret
    for number in range(4):
        assert trials.killed_after(tmp_path / str(number), chance.uniform(0.05, 0.4), worker) in {
            "old",
            "new",
        }


@pytest.mark.parametrize("limit", [0, 100, 1_000])
def test_a_full_quota_leaves_the_old_file(tmp_path: Path, limit: int, worker: Worker) -> None:
    assert trials.with_file_limit(tmp_path / "kvot", limit, worker) == "old"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("mount") is None,
    reason="only root may make a small disk",
)
def test_a_full_disk_leaves_the_old_file(tmp_path: Path, worker: Worker) -> None:
    try:
        with trials.small_disk(tmp_path / "disk") as disk:
            assert trials.on_full_disk(disk, worker) == "old"
    except subprocess.CalledProcessError:
        pytest.skip("no disk may be mounted here")


def test_racing_runs_leave_one_whole_file_and_lose_no_update(
    tmp_path: Path, worker: Worker
) -> None:
    assert trials.race(tmp_path / "lopp", 6, worker) == "new"
    assert trials.lost_updates(tmp_path / "uppdateringar", racers=4, updates=10) == 0


def test_damaged_packages_never_stop_the_batch(tmp_path: Path) -> None:
    chance = random.Random(2)  # noqa: S311 - not a secret
    whole = plain()
    verdicts = trials.fuzzed(tmp_path, [mutated(whole, chance) for _ in range(120)])
    assert sum(verdicts.values()) == 120
    assert verdicts["refused"] > 20
    assert not verdicts["damaged"]
