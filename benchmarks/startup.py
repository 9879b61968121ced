"""How long a person waits for an answer, against what Python itself takes.

Ratios in one run, the best of several, so that what else the machine does matters less.
Run it with the Python that shk_xl is installed for: ``python benchmarks/startup.py``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

TIMES = 15


def seconds(arguments: list[str]) -> float:
    """Give the shortest wall time of several runs."""
    best = float("inf")
    for _ in range(TIMES):
        start = time.perf_counter()
        subprocess.run(arguments, check=True, capture_output=True)
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    """Measure and print."""
    python = sys.executable
    program = str(Path(python).with_name("shk-xl"))
    with tempfile.TemporaryDirectory() as folder:
        demo = str(Path(folder) / "demo")
        subprocess.run([program, "demo", demo], check=True, capture_output=True)
        book = str(Path(demo) / "exempel_2024.xlsx")
        rows = (
            ("shk-xl --version", [program, "--version"], "python -c pass", ["-c", "pass"], 4),
            (
                "shk-xl summary",
                [program, "summary", book],
                "import openpyxl",
                ["-c", "import openpyxl"],
                2,
            ),
        )
        print("| ours | against | ours s | theirs s | ratio | goal |\n|---|---|---|---|---|---|")
        for name, ours, against, theirs, goal in rows:
            mine, other = seconds(ours), seconds([python, *theirs])
            print(
                f"| {name} | {against} | {mine:.3f} | {other:.3f} | {mine / other:.1f} | ≤ {goal} |"
            )


if __name__ == "__main__":
    main()
