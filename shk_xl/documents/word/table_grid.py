"""Tables after filling: a grid with as many columns as the rows have, and nothing empty.

Rules: a column that a template repeats leaves the grid of the table behind, a loop over
nothing can leave a table without rows, and a condition can leave a cell without a
paragraph; Word calls the last two damaged. Only what is wrong is touched.
"""

from __future__ import annotations

from lxml import etree

from shk_xl.documents.word.names import CELL, ROW, TABLE, VAL, P, w

_GRID = w("tblGrid")
_COLUMN = w("gridCol")
_WIDTH = w("w")
_CELL_PROPERTIES = w("tcPr")
_CELL_WIDTH = w("tcW")
_CONTENT = frozenset({P, TABLE, w("sdt")})
_SPANNED = w("gridSpan")
_SPAN = f"{_CELL_PROPERTIES}/{_SPANNED}"


def mend_tables(root: etree._Element) -> bool:
    """Mend the tables of a filled part.

    Args:
        root: The part; changed in place.

    Returns:
        Whether anything was changed.
    """
    changed = False
    for table in list(root.iter(TABLE)):
        rows = table.findall(ROW)
        parent = table.getparent()
        if not rows and parent is not None:
            parent.remove(table)
            changed = True
        elif rows:
            changed |= _mend_grid(table, rows)
    for cell in root.iter(CELL):
        if len(cell) and cell[-1].tag == P:
            continue
        content = [child.tag for child in cell if child.tag in _CONTENT]
        if not content or content[-1] == TABLE:
            etree.SubElement(cell, P)
            changed = True
    return changed


def _mend_grid(table: etree._Element, rows: list[etree._Element]) -> bool:
    grid = table.find(_GRID)
    needed = max(map(_columns, rows))
    if grid is None or needed == 0 or len(grid) == needed:
        return False
    widths = _widths([int(column.get(_WIDTH, "0")) for column in grid], needed)
    grid[:] = []
    for width in widths:
        etree.SubElement(grid, _COLUMN).set(_WIDTH, str(width))
    for row in rows:
        position = 0
        for cell in row.findall(CELL):
            span = _span(cell)
            _set_width(cell, sum(widths[position : position + span]))
            position += span
    return True


def _widths(old: list[int], count: int) -> list[int]:
    """Keep the table's width and, within reason, its first columns; share the rest alike.

    >>> _widths([3000, 6000], 4), _widths([2000, 2000, 6000], 4)
    ([3000, 2000, 2000, 2000], [2000, 2000, 3000, 3000])
    """
    whole = sum(old)
    if count == 1:
        return [whole]
    kept = old[:-1]
    if kept and len(kept) < count and (count - len(kept)) * max(kept) < 2 * (whole - sum(kept)):
        return [*kept, *[(whole - sum(kept)) // (count - len(kept))] * (count - len(kept))]
    first = min(old[0], whole * 2 // (count + 1)) if old else 0
    return [first, *[(whole - first) // (count - 1)] * (count - 1)]


def _columns(row: etree._Element) -> int:
    cells = row.findall(CELL)
    whole = next(row.iter(_SPANNED), None) is None  # as most rows are
    return len(cells) if whole else sum(map(_span, cells))


def _span(cell: etree._Element) -> int:
    span = cell.find(_SPAN)
    return 1 if span is None else int(span.get(VAL, "1"))


def _set_width(cell: etree._Element, width: int) -> None:
    properties = cell.find(_CELL_PROPERTIES)
    if properties is None:
        properties = etree.Element(_CELL_PROPERTIES)
        cell.insert(0, properties)
    element = properties.find(_CELL_WIDTH)
    if element is None:
        element = etree.Element(_CELL_WIDTH)
        properties.insert(0, element)
    element.set(_WIDTH, str(width))
    element.set(w("type"), "dxa")
