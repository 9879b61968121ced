"""How large a package may be, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """The ceilings that a package must stay under.

    Args:
        file_bytes: The file itself.
        members: Parts in it.
        part_bytes: One part, inflated.
        total_bytes: All parts, inflated.
        ratio: How many times larger a part may become.
        any_ratio: The inflated size that a part may have anyhow; small parts repeat a lot.
        depth: Elements inside each other (libxml2's own limit is 256).
        cells: Cells in one sheet.
        rows: Rows in one sheet; Excel has 1 048 576.
        names: Defined names.
        strings: Shared strings.
        formats: Cell formats; Excel has 65 490, and named ones besides.
        area_cells: Cells that the merged areas of a sheet cover together, and its link areas;
            readers make an object for each.
    """

    file_bytes: int = 200_000_000
    members: int = 5_000
    part_bytes: int = 300_000_000
    total_bytes: int = 600_000_000
    ratio: int = 300
    any_ratio: int = 10_000_000
    depth: int = 200
    cells: int = 5_000_000
    rows: int = 1_050_000
    names: int = 100_000
    strings: int = 5_000_000
    formats: int = 200_000
    area_cells: int = 200_000

    def inflated(self, packed: int) -> int:
        """Give how large a part of a packed size may become."""
        return max(self.any_ratio, self.ratio * packed)


LIMITS: Final = Limits()
