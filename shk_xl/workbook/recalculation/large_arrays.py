"""Array formulas that fill more cells than the engine lets one formula fill.

In the copy such a formula stands once for each band of rows, and takes its band of the whole
result; what is computed is the same. A result of another size than the file's still shows: the
first band would be too narrow or too short, or the last one too long.

Source: formualizer 0.13.0, whose setting ``max_spill_cells`` is 10 000 and not for Python;
``tests/test_batch_cases.py`` shows it.
"""

from __future__ import annotations

from typing import Final

from shk_xl.ooxml.addresses import Area

MOST_CELLS: Final = 10_000


def bands(area: Area) -> tuple[Area, ...]:
    """Part an area into bands of whole rows, each as large as one formula may fill.

    >>> [str(band) for band in bands(Area(1, 2, 25_000, 2))]
    ['B1:B10000', 'B10001:B20000', 'B20001:B25000']
    """
    first, left, last, right = area
    step = max(1, MOST_CELLS // (right - left + 1))
    starts = range(first, last + 1, step)
    return tuple(Area(row, left, min(row + step - 1, last), right) for row in starts)


def band_formula(formula: str, area: Area, band: Area) -> str:
    """Write the formula of a band; of an area that is one band, the formula itself.

    >>> area = Area(1, 1, 30_000, 1)
    >>> [band_formula("F(B:B)", area, band) for band in bands(area)]
    ['TAKE(F(B:B),10000)', 'TAKE(DROP(F(B:B),10000),10000)', 'DROP(F(B:B),20000)']
    """
    if band.first_row > area.first_row:
        formula = f"DROP({formula},{band.first_row - area.first_row})"
    if band.last_row < area.last_row:
        formula = f"TAKE({formula},{band.last_row - band.first_row + 1})"
    return formula
