"""Makes ``addin/functions.rdb``, the interface by which Calc finds the functions of the add-in.

Calc asks for the methods of an interface by reflection, so it has to be compiled, and the
compiler comes with LibreOffice's development kit. The result is kept, since it seldom
changes: a slot is any function of the catalogue, in its order. README.md tells how to run this.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

SLOTS = 16
"""How many functions there is room for."""
ARGUMENTS = "abcdefgh"
"""Each is a pair: a range, which knows blank cells and errors, or else a value."""


def interface() -> str:
    """Write the interface: for each slot a method that gives one value, and one for several."""
    given = ",".join(
        f"[in] com::sun::star::table::XCellRange {name}Range,[in] any {name}" for name in ARGUMENTS
    )
    methods = "".join(
        f"any cell{slot:02}({given});\nsequence< sequence< any > > array{slot:02}({given});\n"
        for slot in range(1, SLOTS + 1)
    )
    return f"module shkxl {{ module tests {{\ninterface XFunctions {{\n{methods}}};\n}}; }};\n"


def compile_interface(compiler: Path, program: Path) -> None:
    """Compile the interface.

    Args:
        compiler: ``unoidl-write`` of the development kit.
        program: The ``program`` folder of LibreOffice.
    """
    with TemporaryDirectory() as folder:
        source = Path(folder) / "functions.idl"
        source.write_text(interface(), encoding="ascii")
        registries = [program / "types.rdb", program / "types" / "offapi.rdb"]
        target = Path(__file__).with_name("addin") / "functions.rdb"
        subprocess.run(
            [compiler, *registries, source, target],
            check=True,
            env={"LD_LIBRARY_PATH": str(program)},
        )


if __name__ == "__main__":
    compile_interface(Path(sys.argv[1]), Path(sys.argv[2]))
