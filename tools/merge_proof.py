"""Draw many portfolios and people who edit them, and hold the merge to what it promises.

The same properties as in the tests, with as many examples as one has patience for:
``python tools/merge_proof.py --examples 10000``. Ends with 1 when one of them does not hold.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests" / "test_merge_invariants.py"
EXAMPLES = 10_000


def main() -> int:
    """Run the properties, and tell how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=EXAMPLES, help="for each property")
    parser.add_argument("--processes", default="auto", help="how many at the same time")
    chosen = parser.parse_args()
    start = time.perf_counter()
    spread = ["-m", "", "-n", chosen.processes, "--dist", "load"]
    done = subprocess.run(  # noqa: S603 - our own tests
        [sys.executable, "-m", "pytest", *spread, str(TESTS)],
        check=False,
        cwd=TESTS.parents[1],
        env={**os.environ, "SHK_XL_MERGE_EXAMPLES": str(chosen.examples)},
    )
    print(f"{chosen.examples} examples of each property: {time.perf_counter() - start:.0f} s")
    return 1 if done.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
