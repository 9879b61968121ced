"""What a call of a worksheet function costs in the hosts that run in the user's own Python.

A cell to a cell, 60 000 cells to a cell, and 60 000 cells to as many cells, each in one call;
the best of several runs in this process. Classic xlwings is measured from where Excel hands over
to Python: its own COM class and converters, with stand-ins for Windows' libraries. What COM and
Excel take comes on top. The server has a benchmark of its own, ``server_calls.py``. Run it with
the Python that shk_xl is installed for: ``python benchmarks/calls.py``.

A host is a function that calls a function of the catalogue by name, and a line of ``HOSTS``.
"""

from __future__ import annotations

import sys
import timeit
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from shk_xl.functions.cell_values import Argument, Block

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

CELLS: Final = 60_000
BLOCK: Final[Block] = [[float(number % 977)] for number in range(CELLS)]
TIMES: Final = 5

Caller: TypeAlias = Callable[[str, Any], object]
"""Calls a function, by its name, with one argument that is in the form of the host."""


class Host(NamedTuple):
    """A host: what calls a function in it, and how it is given an argument."""

    call: Caller
    spell: Callable[[Argument], Any]


class Call(NamedTuple):
    """A call that is measured: its function and argument, how often, and the goal."""

    name: str
    argument: Argument
    times: int
    goal_us: float | None


CALLS: Final[Mapping[str, Call]] = {
    "a cell to a cell": Call("SHK_BELOPP", 648_000.0, 2_000, 10),
    "60 000 cells to a cell": Call("SHK_BUDGETSUMMA", BLOCK, 1, 60_000),
    "60 000 cells to as many": Call("SHK_BELOPP", BLOCK, 1, None),
}
"""The goals are those of the catalogue, which every host is a shell over."""


def catalogue() -> Host:
    """The catalogue itself."""
    from shk_xl.functions.catalogue import FUNCTIONS  # noqa: PLC0415 - a host loads what it needs
    from shk_xl.functions.evaluate import evaluate  # noqa: PLC0415

    by_name = {function.name: function for function in FUNCTIONS}
    return Host(lambda name, value: evaluate(by_name[name], [value]), lambda value: value)


def classic() -> Host:
    """Classic xlwings, from its COM class inwards."""
    import classic_com  # noqa: PLC0415 - puts stand-ins where xlwings looks for Windows

    return Host(lambda name, value: classic_com.call(name, [value]), classic_com.to_com)


HOSTS: Final[Mapping[str, Callable[[], Host]]] = {
    "catalogue": catalogue,
    "classic xlwings": classic,
}


def microseconds(host: Host, call: Call) -> float:
    """Give the shortest time of a call."""
    argument = host.spell(call.argument)
    measured = timeit.repeat(
        lambda: host.call(call.name, argument), number=call.times, repeat=TIMES
    )
    return min(measured) / call.times * 1e6


def main() -> None:
    """Measure and print."""
    print("| host | call | µs | goal |\n|---|---|---|---|")
    for name, make in HOSTS.items():
        host = make()
        for what, call in CALLS.items():
            goal = f"≤ {call.goal_us:,.0f}" if make is catalogue and call.goal_us else "–"
            print(f"| {name} | {what} | {microseconds(host, call):,.0f} | {goal} |")


if __name__ == "__main__":
    main()
